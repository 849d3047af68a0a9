/* All records of a kind as a file that import takes. */
#include <string.h>

#include "base/file.h"
#include "commands.h"
#include "kinds.h"
#include "list.h"
#include "payroll.h"
#include "wire/record_csv.h"

static void
add_rows(struct ctl_call *call, const struct kind *kind, struct str *out)
{
	const struct field_names names = office_names(call->office);
	field_set seen = office_seen(call->office, kind->of);
	struct list list;

	if (office_count(call->office, kind->of) == 0)
		seen = ~(field_set)0;
	wire_record_csv_head(kind->of, seen, out);
	list_sorted(call, kind, &list);
	for (size_t i = 0; i < list.count; i++)
		wire_record_csv_write(
			kind->of, list.rows[i].record, seen, &names, out);
	list_release(&list);
}

static int
run_export(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct kind *kind = kinds_find(args_operand(args, 0));
	const char *path = args_operand(args, 1);
	struct str out;
	int rc;

	if (call_open(call, err) < 0 || wait_load(call, kind->of, err) < 0)
		return -1;
	str_init(&out, SIZE_MAX / 2);
	add_rows(call, kind, &out);
	if (path == NULL || strcmp(path, "-") == 0)
		rc = call_print(&out, err);
	else
		rc = file_save(path, out.data, out.len, 0600, err);
	str_release(&out);
	return rc;
}

static const struct operand operands[] = {
	{.name = "KIND", .words = kinds_lists},
	{.name = "FILE", .optional = true, .completes = COMMAND_FILES},
	CTL_NO_MORE,
};

static const struct command *const subs[] = {&payroll_command, NULL};

const struct command commands_export = {
	.name = "export",
	.help = "all records as a file of CSV, to stdout or a file",
	.operands = operands,
	.subs = subs,
	.run = run_export,
};
