#include "parts.h"

#include "calendar/civil.h"
#include "calendar/zone.h"

#define OFFSET_MIN_S (-89999) /* RFC 8536, 3.2 */
#define OFFSET_MAX_S 93599
#define MINUTES_MAX 1000000

static const char *const early_names[] = {
	[MEAL_EARLY_WARN] = "warn",
	[MEAL_EARLY_BLOCK] = "block",
};

void
parts_write_time(struct jsonout *json, const char *key, int64_t ms)
{
	char text[CIVIL_RFC3339_BYTES];

	jsonout_text(json, key, civil_format_rfc3339(ms, text));
}

void
parts_write_set(struct jsonout *json, const char *key, const char *const *names,
	size_t count, unsigned bits)
{
	jsonout_array(json, key);
	for (size_t i = 0; i < count; i++) {
		if (bits >> i & 1)
			jsonout_text(json, NULL, names[i]);
	}
	jsonout_array_end(json);
}

void
parts_write_stamp(struct jsonout *json, const struct stamp *stamp)
{
	parts_write_time(json, "at", stamp->wall_ms);
	jsonout_text(json, "zone", stamp->zone);
	jsonout_int(json, "offset_s", stamp->offset_s);
	jsonout_id(json, "boot_id", &stamp->boot);
	jsonout_int(json, "boottime_ms", stamp->boottime_ms);
}

void
parts_read_stamp(struct cursor *cursor, struct stamp *stamp_out)
{
	int64_t offset_s = 0;

	reader_time(cursor, "at", READER_WANTED, &stamp_out->wall_ms);
	if (reader_text(cursor, "zone", READER_WANTED, stamp_out->zone,
		    sizeof(stamp_out->zone)) &&
		!zone_name_is_valid(stamp_out->zone))
		reader_fail(cursor, "zone", "not the name of a time zone");
	reader_int(cursor, "offset_s", OFFSET_MIN_S, OFFSET_MAX_S, &offset_s);
	stamp_out->offset_s = (int32_t)offset_s;
	reader_id(cursor, "boot_id", READER_WANTED, &stamp_out->boot);
	reader_int(cursor, "boottime_ms", 0, READER_EXACT_MAX,
		&stamp_out->boottime_ms);
}

void
parts_write_meal(
	struct jsonout *json, const char *key, const struct meal_policy *meal)
{
	jsonout_object(json, key);
	jsonout_bool(json, "tracked", meal->tracked);
	jsonout_int(json, "length_minutes", meal->length_minutes);
	jsonout_int(json, "due_after_minutes", meal->due_after_minutes);
	jsonout_text(json, "early", early_names[meal->early]);
	jsonout_object_end(json);
}

void
parts_read_meal(struct cursor *cursor, const char *key, enum reader_need need,
	struct meal_policy *meal_out)
{
	struct cursor meal;
	int64_t length = 0, due_after = 0;
	int early;

	if (!reader_object(cursor, key, need, &meal))
		return;
	reader_bool(&meal, "tracked", READER_WANTED, &meal_out->tracked);
	reader_int(&meal, "length_minutes", 0, MINUTES_MAX, &length);
	reader_int(&meal, "due_after_minutes", 0, MINUTES_MAX, &due_after);
	early = reader_choice(&meal, "early", READER_WANTED, early_names, 2);
	reader_end(&meal);
	meal_out->length_minutes = (int)length;
	meal_out->due_after_minutes = (int)due_after;
	meal_out->early = early == 1 ? MEAL_EARLY_BLOCK : MEAL_EARLY_WARN;
}

void
parts_write_name(struct jsonout *json, const char *name, uint8_t given_len)
{
	char given[NAME_PART_BYTES];

	name_given(name, given_len, given);
	jsonout_text(json, "given_name", given);
	jsonout_text(json, "family_name", name_family(name, given_len));
}

void
parts_read_name(struct cursor *cursor, char name_out[NAME_BYTES],
	uint8_t *given_len_out)
{
	char given[NAME_PART_BYTES] = "";
	char family[NAME_PART_BYTES] = "";

	reader_text(cursor, "given_name", READER_WANTED, given, sizeof(given));
	reader_text(
		cursor, "family_name", READER_WANTED, family, sizeof(family));
	name_show(given, family, name_out, given_len_out);
}

void
parts_read_company_id(
	struct cursor *cursor, char company_id_out[COMPANY_ID_BYTES])
{
	const char *typed = reader_string(cursor, "company_id", READER_WANTED);
	struct err wrong = {0};

	if (typed != NULL &&
		person_read_company(typed, company_id_out, &wrong) < 0)
		reader_fail(cursor, "company_id", wrong.text);
}
