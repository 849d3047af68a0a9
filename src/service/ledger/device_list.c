/* GET /v1/devices. */
#include <stdio.h>

#include "base/jsonout.h"
#include "calendar/civil.h"
#include "contact_bytes.h"
#include "device_list_rows.h"
#include "service/company/people_rows.h"
#include "service/desk/access.h"
#include "service/desk/paged.h"
#include "service/ledger/device_list.h"

#define CONTACT_LAST 3 /* its place among those of a state */

struct page {
	struct id after;
	struct id last; /* shown */
	size_t limit;
	bool more;
};

/* A time that may be none. */
static void
write_time(struct jsonout *json, const char *key, int64_t ms)
{
	char text[CIVIL_RFC3339_BYTES];

	if (ms == 0)
		jsonout_null(json, key);
	else
		jsonout_text(json, key, civil_format_rfc3339(ms, text));
}

/* What was heard from a device, of the people who are seen. */
struct heard {
	struct contact last;
	int64_t kept; /* told of, and not delivered */
};

/* What a device is: a kiosk has a location. */
static void
write_kind(struct jsonout *json, const struct db_stmt *row)
{
	struct id location = db_id(row, DEVICE_LOCATION);
	const char *number = db_text(row, DEVICE_LOCATION_NUMBER);
	struct str label;

	if (id_is_nil(&location)) {
		jsonout_text(json, "kind", "personal");
		jsonout_null(json, "location");
		return;
	}
	str_init(&label, 1024);
	str_addf(&label, "%s%s%s", number, number[0] == '\0' ? "" : " ",
		db_text(row, DEVICE_LOCATION_NAME));
	jsonout_text(json, "kind", "kiosk");
	jsonout_text(json, "location", label.data);
	jsonout_id(json, "location_id", &location);
	str_release(&label);
}

static void
begin_device(struct jsonout *json, const struct db_stmt *row)
{
	struct id id = db_id(row, DEVICE_ID);

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &id);
	jsonout_text(json, "name", db_text(row, DEVICE_NAME));
	write_kind(json, row);
	jsonout_text(json, "version", db_text(row, DEVICE_VERSION));
	write_time(json, "created", db_int(row, DEVICE_CREATED));
	write_time(json, "revoked", db_int(row, DEVICE_REVOKED));
	jsonout_array(json, "people");
}

static void
end_device(struct jsonout *json, struct heard *heard)
{
	const struct contact *last = &heard->last;

	jsonout_array_end(json);
	write_time(json, "last_seen", last->received_ms);
	jsonout_int(json, "kept", heard->kept);
	jsonout_int(json, "clock_offset_ms",
		last->received_ms == 0 ? 0
				       : last->now.wall_ms - last->received_ms);
	jsonout_object_end(json);
	*heard = (struct heard){.kept = 0};
}

/* What an enrolment told last, and keeps. */
static void
hear(const struct db_stmt *row, struct heard *heard)
{
	int64_t kept =
		db_int(row, DEVICE_HIGHEST) - db_int(row, DEVICE_WATERMARK);
	size_t len;
	const unsigned char *contacts = db_blob(row, DEVICE_CONTACTS, &len);

	if (len >= (CONTACT_LAST + 1) * CONTACT_BYTES) {
		struct contact last = contact_bytes_get(
			contacts + CONTACT_LAST * CONTACT_BYTES);

		if (last.received_ms > heard->last.received_ms)
			heard->last = last;
	}
	heard->kept += kept > 0 ? kept : 0;
}

static void
write_person(struct jsonout *json, const struct db_stmt *row)
{
	struct id person = db_id(row, DEVICE_PERSON);
	struct id enrolment = db_id(row, DEVICE_ENROLMENT);

	if (id_is_nil(&person))
		return;
	jsonout_object(json, NULL);
	people_rows_label(json, "employee", row, DEVICE_PERSON_NUMBER);
	jsonout_id(json, "employee_id", &person);
	jsonout_id(json, "enrolment", &enrolment);
	write_time(json, "begun", db_int(row, DEVICE_ENROLMENT_BEGUN));
	write_time(json, "revoked", db_int(row, DEVICE_ENROLMENT_REVOKED));
	jsonout_object_end(json);
}

/* One device more than the page holds is asked for, and tells of the next. */
static int
write_page(struct call *call, struct page *page, struct err *err)
{
	struct jsonout json;
	struct db_stmt *stmt;
	struct heard heard = {.kept = 0};
	size_t shown = 0;
	bool found;

	if (device_list_rows_page(call->db, &call->caller, &page->after,
		    (int64_t)page->limit + 1, &stmt, err) < 0)
		return -1;
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	for (;;) {
		struct id id;

		if (db_step(stmt, &found, err) < 0)
			return -1;
		id = db_id(stmt, DEVICE_ID);
		if (!found ||
			(shown == page->limit && !id_equal(&id, &page->last)))
			break;
		if (shown == 0 || !id_equal(&id, &page->last)) {
			if (shown++ > 0)
				end_device(&json, &heard);
			begin_device(&json, stmt);
			page->last = id;
		}
		write_person(&json, stmt);
		hear(stmt, &heard);
	}
	page->more = found;
	if (shown > 0)
		end_device(&json, &heard);
	db_reset(call->db);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	return 0;
}

static int
read_page(const char *query, struct page *page, struct err *err)
{
	struct query_argument arguments[] = {
		{.name = "cursor"}, {.name = "limit"}};
	const char *cursor = arguments[0].value;
	struct paged paged;

	if (query_parse(query, arguments, 2, err) < 0)
		return -1;
	if (cursor[0] != '\0' && id_parse(cursor, &page->after, err) < 0)
		return err_wrap(err, "the argument cursor");
	arguments[0].value[0] = '\0';
	if (paged_read(&arguments[0], &arguments[1], &paged, err) < 0)
		return -1;
	page->limit = paged.limit;
	return 0;
}

int
device_list_handle(struct call *call, struct err *err)
{
	struct page page = {.limit = 0};
	char cursor[ID_TEXT_BYTES];

	if (!access_allows(
		    ACCESS_DEVICES, call->caller.permissions, ACCESS_OWN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
		return 0;
	}
	if (read_page(call->request->query, &page, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (write_page(call, &page, err) < 0)
		return -1;
	reply_json(call->reply);
	if (page.more)
		snprintf(call->reply->link, sizeof(call->reply->link),
			"</v1/devices?cursor=%s&limit=%zu>; rel=\"next\"",
			id_format(&page.last, cursor), page.limit);
	return 0;
}
