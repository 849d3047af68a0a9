/* Where somebody is signed in, and the devices that deliver for them. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "core/employee.h"
#include "rows.h"

#define ALL ((size_t)-1)
#define NAME_COLUMN 0

/* What can be listed and ended. */
struct place {
	const char *list; /* path */
	const char *end;  /* path of each */
	size_t id_column;
	struct rows_view view;
	bool of_employee;     /* one's own, or those of --employee */
	const char *question; /* NULL: none */
};

static const struct rows_column device_columns[] = {
	{"Name", "name", false},
	{"Kind", "kind", false},
	{"Location", "location", false},
	{"People", "people.employee", false},
	{"Last seen", "last_seen", true},
	{"Kept", "kept", false},
	{"Clock off by ms", "clock_offset_ms", false},
	{"Version", "version", false},
	{"Revoked", "revoked", true},
	{"Id", "id", false},
	{NULL, NULL, false},
};
static const struct rows_column session_columns[] = {
	{"Device", "device_name", false},
	{"Signed in", "created", true},
	{"Used", "used", true},
	{"Until", "until", true},
	{"This one", "current", false},
	{"Id", "id", false},
	{NULL, NULL, false},
};
static const struct place devices = {"/v1/devices?limit=1000", "/v1/devices/",
	9, {"items", device_columns, "no device delivers yet"}, false,
	"nobody can sign in on this device, or deliver from it, any more"};
static const struct place sessions = {"/v1/sessions", "/v1/sessions/", 5,
	{"sessions", session_columns, "signed in nowhere"}, true, NULL};

/* Of the employee that --employee names, where it is an option. */
static int
add_employee(struct ctl_call *call, const struct args *args, struct str *path,
	struct err *err)
{
	const char *words = args_text(args, "employee");
	const void *record;
	char text[ID_TEXT_BYTES];

	if (words == NULL)
		return 0;
	if (wait_load(call, &employee_description, err) < 0 ||
		words_find(call, &employee_description, words, &record, err) <
			0)
		return -1;
	str_addf(path, "?employee=%s",
		id_format(&((const struct record *)record)->id, text));
	return 0;
}

static int
load(struct ctl_call *call, const struct place *place, const struct args *args,
	struct wire_rows *rows_out, struct err *err)
{
	struct str path;
	int rc;

	*rows_out = (struct wire_rows){0};
	str_init(&path, 256);
	str_addz(&path, place->list);
	rc = place->of_employee ? add_employee(call, args, &path, err) : 0;
	if (rc == 0)
		rc = rows_load(
			call, &place->view, path.data, ALL, rows_out, err);
	str_release(&path);
	return rc;
}

static int
list(struct ctl_call *call, const struct place *place, const struct args *args,
	struct err *err)
{
	struct wire_rows rows;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	rc = load(call, place, args, &rows, err);
	if (rc == 0)
		rc = rows_print(
			call, &place->view, &rows, args_has(args, "json"), err);
	wire_rows_release(&rows);
	return rc;
}

/* By its id, or its name. */
static int
find(struct ctl_call *call, const struct place *place, const struct args *args,
	struct id *id_out, struct err *err)
{
	const char *words = args_operand(args, 0);
	struct wire_rows rows;
	struct err ignored;
	int rc;

	if (id_parse(words, id_out, &ignored) == 0)
		return 0;
	rc = load(call, place, args, &rows, err);
	if (rc == 0)
		rc = rows_find_id(&rows, NAME_COLUMN, place->id_column, words,
			id_out, err);
	wire_rows_release(&rows);
	return rc;
}

static int
end(struct ctl_call *call, const struct place *place, const struct args *args,
	struct err *err)
{
	struct office_request request = {.method = "DELETE"};
	char text[ID_TEXT_BYTES];
	char path[128];
	struct id id;

	if (call_open(call, err) < 0 || find(call, place, args, &id, err) < 0 ||
		(place->question != NULL &&
			words_confirm(args, place->question, err) < 0))
		return -1;
	snprintf(path, sizeof(path), "%s%s", place->end, id_format(&id, text));
	request.path = path;
	return wait_ask(call, &request, NULL, NULL, err);
}

static int
run_device_list(void *ctx, const struct args *args, struct err *err)
{
	return list(ctx, &devices, args, err);
}

static int
run_device_revoke(void *ctx, const struct args *args, struct err *err)
{
	return end(ctx, &devices, args, err);
}

static int
run_session_list(void *ctx, const struct args *args, struct err *err)
{
	return list(ctx, &sessions, args, err);
}

static int
run_session_end(void *ctx, const struct args *args, struct err *err)
{
	return end(ctx, &sessions, args, err);
}

#define EMPLOYEE                                                               \
	{                                                                      \
		.name = "employee", .letter = 'e', .arg = "NAME",              \
		.help = "of this employee (your own)",                         \
		.completes = "employees"                                       \
	}

static const struct option device_options[] = {CTL_JSON, CTL_NO_MORE};
static const struct option revoke_options[] = {CTL_YES, CTL_NO_MORE};
static const struct option session_options[] = {
	EMPLOYEE, CTL_JSON, CTL_NO_MORE};
static const struct option end_options[] = {EMPLOYEE, CTL_NO_MORE};

static const struct operand which[] = {{.name = "WHICH"}, CTL_NO_MORE};
static const struct command device_list = {
	.name = "list",
	.help = "all, who is on them, when they were heard of",
	.options = device_options,
	.run = run_device_list,
};
static const struct command device_revoke = {
	.name = "revoke",
	.help = "end one for good, whoever is enrolled on it",
	.options = revoke_options,
	.operands = which,
	.run = run_device_revoke,
};
static const struct command session_list = {
	.name = "list",
	.help = "where somebody is signed in",
	.options = session_options,
	.run = run_session_list,
};
static const struct command session_end = {
	.name = "end",
	.help = "sign somebody out there; what is kept is still delivered",
	.options = end_options,
	.operands = which,
	.run = run_session_end,
};
static const struct command *const device_subs[] = {
	&device_list, &commands_device_enrol, &device_revoke, NULL};
static const struct command *const session_subs[] = {
	&session_list, &session_end, NULL};

const struct command commands_device = {
	.name = "device",
	.help = "devices that deliver punches, kiosks too",
	.subs = device_subs,
};
const struct command commands_session = {
	.name = "session",
	.help = "where people are signed in",
	.subs = session_subs,
};
