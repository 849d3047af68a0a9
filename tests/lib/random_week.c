#include "lib/random_week.h"

#include <string.h>

#define MINUTE INT64_C(60000)
#define DAY INT64_C(86400000)
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static uint64_t seed = 88172645463325252;

int
random_below(int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)limit);
}

static int
one_of(const int *of, size_t n)
{
	return of[random_below((int)n)];
}
#define ONE_OF(...)                                                            \
	one_of((const int[]){__VA_ARGS__}, COUNT(((int[]){__VA_ARGS__})))

static struct id
id_of(int n)
{
	struct id id = {{0}};

	id.bytes[14] = (uint8_t)(n >> 8);
	id.bytes[15] = (uint8_t)n;
	return id;
}

static void
make_rounding(struct rounding_policy *policy, bool ranges)
{
	policy->grid_minutes = ONE_OF(0, 0, 1, 5, 6, 10, 15, 30);
	if (!ranges || random_below(3) > 0)
		return;
	policy->from_minute = random_below(1440);
	policy->until_minute = (policy->from_minute + random_below(90)) % 1440;
	policy->to_minute = (policy->from_minute + random_below(120)) % 1440;
}

static void
make_policy(struct time_policy *policy, const struct id *excluded, bool plain)
{
	struct overtime_policy *overtime = &policy->overtime;

	overtime->weekly_ot1_minutes = ONE_OF(0, 2400, 1200, 300, 1);
	overtime->weekly_ot2_minutes = ONE_OF(0, 0, 3000, 1500, 301);
	overtime->daily_ot1_minutes = ONE_OF(0, 480, 240, 1);
	overtime->daily_ot2_minutes = ONE_OF(0, 720, 300, 100);
	for (int i = 0; i < 7; i++)
		if (random_below(6) == 0)
			overtime->weekday[i] =
				(enum pay)random_below(PAY_COUNT);
	overtime->consecutive_ot1 = ONE_OF(0, 0, 6, 3, 1);
	overtime->consecutive_ot2 = ONE_OF(0, 0, 7, 4, 2);
	overtime->excluded = excluded;
	overtime->excluded_count = (size_t)random_below(2);
	make_rounding(&policy->start, !plain);
	make_rounding(&policy->stop, !plain);
	if (plain) /* else a STOP that is put off can push the next GO */
		policy->stop = policy->start;
	if (!plain && random_below(2) > 0)
		policy->lunch = (struct lunch_policy){
			ONE_OF(360, 300, 60, 1), ONE_OF(30, 60, 500)};
}

static void
make_rules(struct random_week *week, bool plain)
{
	int32_t date = RANDOM_MONDAY;

	week->rules = (struct time_rules){.week_start = random_below(7),
		.spans = week->spans,
		.span_count =
			plain ? 1 : (size_t)random_below(RANDOM_SPANS_MAX) + 1};
	week->excluded = id_of(302);
	for (size_t i = 0; i < week->rules.span_count; i++) {
		week->spans[i] = (struct time_span){
			i > 0 ? date * DAY : INT64_MIN, {.lunch = {0, 0}}, 960};
		make_policy(&week->spans[i].policy, &week->excluded, plain);
		date += 1 + random_below(8);
	}
}

static void
make_punches(struct random_week *week)
{
	int64_t at = RANDOM_MONDAY * DAY + random_below(1440) * MINUTE;

	week->count = (size_t)random_below(RANDOM_PUNCHES_MAX + 1);
	for (size_t i = 0; i < week->count; i++) {
		struct clock_event *event = &week->facts[i].event;

		at += random_below(4) == 0
			      ? random_below(20) * INT64_C(1000)
			      : random_below(ONE_OF(30, 300, 700, 1300)) *
						MINUTE +
					random_below(60000);
		*event = (struct clock_event){
			.id = id_of((int)i + 1),
			.kind = (enum punch_kind)ONE_OF(PUNCH_GO, PUNCH_GO,
				PUNCH_STOP, PUNCH_STOP, PUNCH_MEAL,
				PUNCH_RESUME),
			.enrolment = id_of(500),
			.number = (int64_t)i + 1,
			.at_ms = at,
			.location = id_of(200 + random_below(2)),
			.cost_code = id_of(300 + random_below(3)),
		};
	}
}

void
random_week_make(struct random_week *week, bool plain)
{
	memset(week, 0, sizeof(*week));
	make_rules(week, plain);
	make_punches(week);
}

void
random_week_run(
	const struct random_week *week, bool explain, struct time_records *out)
{
	const struct time_facts facts = {.facts = week->facts,
		.count = week->count,
		.now_ms = (RANDOM_MONDAY + RANDOM_DAYS) * DAY};

	time_fold(&week->rules, &facts, explain, out);
	card_run(&week->rules, out);
}
