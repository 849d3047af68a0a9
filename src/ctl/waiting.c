#include "waiting.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define ALL ((size_t)-1)

int
waiting_list(struct ctl_call *call, const struct args *args,
	const struct waiting *waiting, const char *path, struct err *err)
{
	struct wire_rows rows;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	rc = rows_load(call, waiting->view, path, ALL, &rows, err);
	if (rc == 0)
		rc = rows_print(call, waiting->view, &rows,
			args_has(args, "json"), err);
	wire_rows_release(&rows);
	return rc;
}

/* The row of this id: "punch 21 of 0104 Dana Whitfield". */
static void
add_label(const struct waiting *waiting, const struct wire_rows *rows,
	const struct id *id, struct str *out)
{
	char text[ID_TEXT_BYTES];

	id_format(id, text);
	for (size_t row = 0; row < wire_rows_count(rows); row++) {
		const char *of = wire_rows_cell(rows, row, waiting->employee);

		if (strcmp(wire_rows_cell(rows, row, waiting->id), text) != 0)
			continue;
		str_addf(out, "%s %s of ", waiting->noun,
			wire_rows_cell(rows, row, waiting->seq));
		text_clean(out, of, strlen(of));
		return;
	}
	str_addf(out, "%s %s", waiting->noun, text);
}

/* By its number in the list, or its id; and how it is called. */
static int
find(struct ctl_call *call, const struct waiting *waiting, const char *words,
	struct id *id_out, struct str *label, struct err *err)
{
	struct wire_rows rows;
	int rc = rows_load(call, waiting->view, waiting->list, ALL, &rows, err);

	if (rc == 0)
		rc = rows_find_id(
			&rows, waiting->seq, waiting->id, words, id_out, err);
	if (rc == 0)
		add_label(waiting, &rows, id_out, label);
	wire_rows_release(&rows);
	return rc;
}

static bool
is_tried(const struct args *args, const struct waiting *waiting)
{
	return waiting->tries && args_has(args, "dry-run");
}

static int
post(struct ctl_call *call, const struct args *args,
	const struct waiting *waiting, const struct id *id, const char *what,
	struct err *err)
{
	const char *reason = args_text(args, "reason");
	struct office_request request = {.method = "POST"};
	char text[ID_TEXT_BYTES];
	char path[128];
	struct jsonout json;
	struct str body;
	int rc;

	str_init(&body, 4096);
	jsonout_init(&json, &body);
	jsonout_object(&json, NULL);
	if (reason != NULL)
		jsonout_text(&json, "reason", reason);
	jsonout_object_end(&json);
	snprintf(path, sizeof(path), "%s/%s/%s%s", waiting->path,
		id_format(id, text), what,
		is_tried(args, waiting) ? "?dry_run=true" : "");
	request.path = path;
	request.body = &body;
	rc = wait_ask(call, &request, NULL, NULL, err);
	str_release(&body);
	if (rc < 0 && err->kind == ERR_BUSY)
		return err_set(err, ERR_BUSY,
			"somebody decided already; connectctl audit list "
			"shows who");
	return rc;
}

int
waiting_decide(struct ctl_call *call, const struct args *args,
	const struct waiting *waiting, const char *what, const char *done,
	struct err *err)
{
	struct str said;
	struct id id;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	str_init(&said, 4096);
	rc = find(call, waiting, args_operand(args, 0), &id, &said, err);
	if (rc == 0)
		rc = post(call, args, waiting, &id, what, err);
	str_addf(&said, " %s%s\n", is_tried(args, waiting) ? "would be " : "",
		done);
	if (rc == 0)
		rc = call_print(&said, err);
	str_release(&said);
	return rc;
}
