/* A code that enrols a kiosk. */
#include <string.h>

#include "base/secret.h"
#include "calendar/civil.h"
#include "commands.h"
#include "core/location.h"
#include "rows.h"
#include "wire/kiosk.h"

static int
read_wanted(struct ctl_call *call, const struct args *args,
	struct wire_kiosk_wanted *wanted_out, struct err *err)
{
	const char *name = args_text(args, "name");
	const void *location;

	if (name[0] == '\0' ||
		!str_copy(wanted_out->name, sizeof(wanted_out->name), name))
		return err_set(err, ERR_DATA, "--name takes 1 to %d bytes",
			WIRE_DEVICE_NAME_BYTES - 1);
	if (wait_load(call, &location_description, err) < 0 ||
		words_find(call, &location_description,
			args_text(args, "location"), &location, err) < 0)
		return -1;
	wanted_out->location = ((const struct record *)location)->id;
	return 0;
}

/* The code alone to stdout. */
static int
print(struct ctl_call *call, const struct str *answer, struct err *err)
{
	struct wire_kiosk_code code;
	struct str until, talk, out;
	char time[CIVIL_RFC3339_BYTES];
	int rc;

	if (wire_kiosk_code_decode(answer->data, answer->len, &code, err) < 0)
		return -1;
	str_init(&until, 64);
	str_init(&talk, 256);
	str_init(&out, sizeof(code.code) + 1);
	str_addf(&out, "%s\n", code.code);
	rows_show_time(call, civil_format_rfc3339(code.until_ms, time), &until);
	str_addf(
		&talk, "type it at the kiosk: good once, until %s", until.data);
	rc = call_print(&out, err);
	if (rc == 0)
		call_say(talk.data);
	secret_wipe(&code, sizeof(code));
	str_release(&until);
	str_release(&talk);
	str_release(&out);
	return rc;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct wire_kiosk_wanted wanted = {.name = ""};
	struct str body, answer;
	const struct office_request request = {
		.method = "POST",
		.path = "/v1/kiosks/codes",
		.body = &body,
	};
	int rc;

	if (call_open(call, err) < 0 ||
		read_wanted(call, args, &wanted, err) < 0)
		return -1;
	str_init(&body, 4096);
	str_init(&answer, 4096);
	wire_kiosk_wanted_encode(&wanted, &body);
	rc = wait_ask(call, &request, &answer, NULL, err);
	if (rc == 0 && args_has(args, "json")) {
		str_addc(&answer, '\n');
		rc = call_print(&answer, err);
	} else if (rc == 0) {
		rc = print(call, &answer, err);
	}
	str_release(&body);
	str_release(&answer);
	return rc;
}

static const struct option options[] = {
	{.name = "kiosk", .help = "it is a kiosk", .required = true},
	{.name = "name",
		.arg = "NAME",
		.help = "what it is to be called",
		.required = true},
	{.name = "location",
		.arg = "NAME",
		.help = "where it stands",
		.required = true,
		.completes = "locations"},
	CTL_JSON, CTL_NO_MORE};

const struct command commands_device_enrol = {
	.name = "enrol",
	.help = "a code that makes a machine a kiosk, within 15 minutes",
	.options = options,
	.run = run,
};
