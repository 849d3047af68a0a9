#include "app/timeclock.h"

#include <stddef.h>

#include "calendar/civil.h"

/* What would end an account's name, or begin another one in it. */
static void
add_account(
	const struct timeclock *timeclock, const struct id *id, struct str *out)
{
	struct str name;
	bool space = false;

	str_init(&name, 1024);
	if (id_is_nil(id))
		str_addz(&name, "none");
	else
		timeclock->name(timeclock->ctx, id, &name);
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.data[i];

		if (c <= ' ') {
			space = i > 0;
			continue;
		}
		if (space)
			str_addc(out, ' ');
		space = false;
		str_addc(out, c == ':' || c == ';' ? '-' : (char)c);
	}
	str_release(&name);
}

static void
add_time(const char *mark, int64_t ms, int32_t offset_s, struct str *out)
{
	struct civil local;

	civil_from_utc_ms(ms + offset_s * INT64_C(1000), &local);
	str_addf(out, "%s %04d/%02d/%02d %02d:%02d:%02d", mark, local.year,
		local.month, local.day, local.hour, local.minute, local.second);
}

static void
add_record(const struct timeclock *timeclock, const struct time_record *record,
	struct str *out)
{
	int64_t start_ms = record->start.key.at_ms;
	int64_t end_ms = record->end.key.at_ms;
	struct zone_moment moment;

	if (timeclock->shown) {
		start_ms = record->shown_start_ms;
		end_ms = record->shown_end_ms;
	}
	zone_at(timeclock->zone, start_ms, &moment);
	add_time("i", start_ms, moment.offset_s, out);
	str_addc(out, ' ');
	add_account(timeclock, &record->location, out);
	str_addc(out, ':');
	add_account(timeclock, &record->cost_code, out);
	str_addc(out, '\n');
	add_time("o", end_ms, moment.offset_s, out);
	str_addc(out, '\n');
}

void
timeclock_write(const struct timeclock *timeclock, struct str *out)
{
	for (size_t i = 0; i < timeclock->records->count; i++) {
		const struct time_record *record =
			&timeclock->records->records[i];

		if (record->kind == TIME_WORK && record->has_start &&
			record->has_end && record->date >= timeclock->first &&
			record->date <= timeclock->last)
			add_record(timeclock, record, out);
	}
}
