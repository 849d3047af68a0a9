/*
 * A document of `connect-clock project`, whatever is in it, is refused with a
 * reason or answered: minutes are paid as something, but for what a lunch takes
 * off, and no record ends before it begins.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/card.h"
#include "wire/project.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A rule with a summer time: no file is read. */
static int
load_zone(const char *name, struct zone **zone_out, struct err *err)
{
	if (strcmp(name, "UTC") == 0) {
		*zone_out = zone_new_utc();
		return 0;
	}
	return zone_parse_rule("EST5EDT,M3.2.0,M11.1.0", zone_out, err);
}

static void
check(const struct time_records *records)
{
	const struct card_sum sum = card_sum(records, INT32_MIN, INT32_MAX);

	if (sum.paid[PAY_REG] + sum.paid[PAY_OT1] + sum.paid[PAY_OT2] +
			sum.lunch_minutes !=
		sum.minutes)
		abort();
	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *record = &records->records[i];

		if (record->has_start && record->has_end &&
			record->end.key.at_ms < record->start.key.at_ms)
			abort();
		if (record->minutes < 0)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_project in;
	struct project_outcome outcome;
	struct str out;
	struct err err = {0};

	if (wire_project_decode(
		    (const char *)data, size, load_zone, &in, &err) < 0) {
		if (err.text[0] == '\0')
			abort();
		return 0;
	}
	str_init(&out, SIZE_MAX / 2);
	project_run(&in.project, &outcome);
	check(&outcome.records);
	wire_project_encode(&in, &outcome, &out);
	project_release(&outcome);
	wire_project_release(&in);
	str_release(&out);
	return 0;
}
