#include "quarantine_item.h"

#include "base/str.h"
#include "calendar/civil.h"
#include "core/cause.h"
#include "quarantine_rows.h"
#include "service/company/people_rows.h"
#include "service/ledger/correct.h"

static void
write_time(struct jsonout *json, const char *key, int64_t ms)
{
	char text[CIVIL_RFC3339_BYTES];

	jsonout_text(json, key, civil_format_rfc3339(ms, text));
}

/* "0104 Dana Whitfield", null where there is nobody. */
static void
write_label(struct jsonout *json, const char *key, const char *number,
	const char *name)
{
	struct str label;

	if (name[0] == '\0') {
		jsonout_null(json, key);
		return;
	}
	str_init(&label, 2048);
	str_addf(&label, "%s%s%s", number, number[0] == '\0' ? "" : " ", name);
	jsonout_text(json, key, label.data);
	str_release(&label);
}

static void
write_person(struct jsonout *json, const char *keys[2],
	const struct db_stmt *row, int column)
{
	struct id id = db_id(row, column);

	people_rows_label(json, keys[0], row, column + 1);
	jsonout_id(json, keys[1], &id);
}

static void
write_entry(struct jsonout *json, const char *keys[2],
	const struct db_stmt *row, int column)
{
	struct id id = db_id(row, column);

	write_label(json, keys[0], db_text(row, column + 1),
		db_text(row, column + 2));
	jsonout_id(json, keys[1], &id);
}

static void
write_causes(struct jsonout *json, unsigned causes)
{
	jsonout_array(json, "causes");
	for (unsigned bit = 1; bit <= causes; bit <<= 1)
		if (causes & bit)
			jsonout_text(json, NULL, cause_name((enum cause)bit));
	jsonout_array_end(json);
	jsonout_array(json, "why");
	for (unsigned bit = 1; bit <= causes; bit <<= 1)
		if (causes & bit)
			jsonout_text(json, NULL, cause_words((enum cause)bit));
	jsonout_array_end(json);
}

void
quarantine_item_write(struct jsonout *json, const struct db_stmt *row)
{
	struct id id = ledger_seq_id(db_int(row, QUARANTINE_SEQ));
	struct id punch = db_id(row, QUARANTINE_PUNCH);
	struct id device = db_id(row, QUARANTINE_DEVICE);

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &id);
	jsonout_int(json, "seq", db_int(row, QUARANTINE_SEQ));
	jsonout_id(json, "punch", &punch);
	jsonout_text(json, "kind", db_text(row, QUARANTINE_KIND));
	write_time(json, "at", db_int(row, QUARANTINE_AT));
	write_time(json, "received", db_int(row, QUARANTINE_RECEIVED));
	write_causes(json, (unsigned)db_int(row, QUARANTINE_CAUSES));
	write_person(json, (const char *[]){"employee", "employee_id"}, row,
		QUARANTINE_EMPLOYEE);
	write_person(json, (const char *[]){"pressed_by", "pressed_by_id"}, row,
		QUARANTINE_PRESSED_BY);
	write_entry(json, (const char *[]){"location", "location_id"}, row,
		QUARANTINE_LOCATION);
	write_entry(json, (const char *[]){"cost_code", "cost_code_id"}, row,
		QUARANTINE_COST_CODE);
	write_label(json, "device", "", db_text(row, QUARANTINE_DEVICE + 1));
	jsonout_id(json, "device_id", &device);
	jsonout_text(json, "comment", db_text(row, QUARANTINE_COMMENT));
	jsonout_object_end(json);
}
