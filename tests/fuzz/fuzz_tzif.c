/* Zone files: any bytes are refused or make a zone that answers soundly. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
ask(const struct zone *zone, int64_t utc_ms)
{
	struct zone_moment moment;
	struct zone_fit fit;
	struct civil local;
	int64_t back_ms;

	zone_at(zone, utc_ms, &moment);
	assert(moment.abbreviation != NULL);
	zone_to_local(zone, utc_ms, &local);
	assert(civil_is_valid(&local));
	back_ms = zone_to_utc(zone, &local, &fit);
	/* an instant's own local time exists, and leads back to it or its twin
	 */
	assert(fit.kind != ZONE_GAP);
	if (fit.kind == ZONE_EXACT)
		assert(back_ms == utc_ms);
	else
		assert(back_ms < fit.second_ms && back_ms <= utc_ms);
	assert(zone_is_doubtful(zone, utc_ms) == (fit.kind == ZONE_REPEAT));
	zone_date_start_ms(zone, zone_date(zone, utc_ms));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t instants_ms[] = {INT64_C(-5000000000000000000),
		-62135596800000, -2208988800123, -1, 0, 1700000000000,
		1795266123456, 4102444800000, 250000000000000};
	struct zone *zone;
	struct err err;

	if (zone_parse("Fuzz/Zone", data, size, &zone, &err) < 0)
		return 0;
	for (size_t i = 0; i < sizeof(instants_ms) / sizeof(*instants_ms); i++)
		ask(zone, instants_ms[i]);
	/* no more than an answer is asked for at the ends of time */
	zone_is_doubtful(zone, INT64_MAX);
	zone_is_doubtful(zone, INT64_MIN);
	zone_free(&zone);
	return 0;
}
