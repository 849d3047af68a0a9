#include "rename.h"

#include <stdio.h>
#include <string.h>

#include "calendar/civil.h"
#include "wire/use.h"

/* The first field of what it is called that is another one; NULL: none. */
static const struct field *
renamed(const struct description *of, const void *before, const void *after)
{
	static const char *const called[] = {
		"number", "name", "given_name", "family_name"};

	for (size_t i = 0; i < sizeof(called) / sizeof(called[0]); i++) {
		const struct field *field = field_find(of, called[i]);

		if (field != NULL && !field_equal(field, before, after))
			return field;
	}
	return NULL;
}

static int
ask_use(struct ctl_call *call, const struct description *of, const void *record,
	struct wire_use *use_out, struct err *err)
{
	char text[ID_TEXT_BYTES], path[128];
	const struct office_request request = {.method = "GET", .path = path};
	struct str body;
	int rc;

	snprintf(path, sizeof(path), "%s/%s/use", of->path,
		id_format(&((const struct record *)record)->id, text));
	str_init(&body, SIZE_MAX / 2);
	rc = wait_ask(call, &request, &body, NULL, err);
	if (rc == 0)
		rc = wire_use_decode(body.data, body.len, use_out, err);
	str_release(&body);
	return rc;
}

/* "1,204" */
static void
add_number(struct str *out, int64_t number)
{
	if (number < 1000) {
		str_addf(out, "%lld", (long long)number);
		return;
	}
	add_number(out, number / 1000);
	str_addf(out, ",%03lld", (long long)(number % 1000));
}

/* "this name also changes on 1,204 records since 2026-03-02" */
static void
say_use(struct ctl_call *call, const char *what, const struct wire_use *use,
	struct str *out)
{
	const struct zone *zone = app_zone(call->app);
	struct civil since;

	if (zone != NULL)
		zone_to_local(zone, use->since_ms, &since);
	else
		civil_from_utc_ms(use->since_ms, &since);
	str_addf(out, "this %s also changes on %s", what,
		use->whole ? "" : "at least ");
	add_number(out, use->records);
	str_addf(out, " record%s since %04d-%02d-%02d",
		use->records == 1 ? "" : "s", since.year, since.month,
		since.day);
}

int
rename_confirm(struct ctl_call *call, const struct args *args,
	const void *before, const void *after, struct err *err)
{
	const struct kind *kind = kinds_named(args->command);
	const struct field *field = renamed(kind->of, before, after);
	struct wire_use use = {.records = 0};
	struct str question;
	int rc;

	if (!kind->on_records || field == NULL || args_has(args, "yes"))
		return 0;
	if (ask_use(call, kind->of, before, &use, err) < 0)
		return -1;
	if (use.records == 0 && use.whole)
		return 0;
	str_init(&question, 256);
	say_use(call, strcmp(field->name, "number") == 0 ? field->name : "name",
		&use, &question);
	rc = words_confirm(args, question.data, err);
	str_release(&question);
	return rc;
}
