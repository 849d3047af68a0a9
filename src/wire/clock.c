#include "parts.h"
#include "wire/wire.h"

#define MEALS_MAX 1000000

static const char *const mode_names[] = {
#define X(name, number, wire) [CLOCK_##name] = (wire),
	CLOCK_MODES(X)
#undef X
};
#define MODE_COUNT (sizeof(mode_names) / sizeof(*mode_names))

/* A time of the state, where 0 means that there is none. */
static void
write_time_or_null(struct jsonout *json, const char *key, int64_t ms)
{
	if (ms)
		parts_write_time(json, key, ms);
	else
		jsonout_null(json, key);
}

void
wire_clock_encode(const struct wire_clock *clock, struct str *out)
{
	const struct clock_state *state = &clock->state;
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_id(&json, "employee", &clock->employee);
	jsonout_text(&json, "state", mode_names[state->mode]);
	write_time_or_null(&json, "since", state->since_ms);
	jsonout_id(&json, "location", &state->location);
	jsonout_id(&json, "cost_code", &state->cost_code);
	jsonout_id(&json, "last_punch", &state->last);
	write_time_or_null(&json, "day_began", state->day_ms);
	jsonout_int(&json, "worked_ms", state->worked_ms);
	jsonout_int(&json, "meals_taken", state->meals_taken);
	jsonout_id(&json, "enrolment", &clock->enrolment);
	jsonout_int(&json, "watermark", clock->watermark);
	parts_write_time(&json, "now", clock->now_ms);
	jsonout_object_end(&json);
}

static void
read_state(struct cursor *root, struct clock_state *state)
{
	int64_t meals = 0;
	int mode = reader_choice(
		root, "state", READER_WANTED, mode_names, MODE_COUNT);

	state->mode = mode < 0 ? CLOCK_OUT : (enum clock_mode)mode;
	reader_time(root, "since", READER_OPTIONAL, &state->since_ms);
	reader_id(root, "location", READER_OPTIONAL, &state->location);
	reader_id(root, "cost_code", READER_OPTIONAL, &state->cost_code);
	reader_id(root, "last_punch", READER_OPTIONAL, &state->last);
	reader_time(root, "day_began", READER_OPTIONAL, &state->day_ms);
	reader_int(root, "worked_ms", 0, READER_EXACT_MAX, &state->worked_ms);
	reader_int(root, "meals_taken", 0, MEALS_MAX, &meals);
	state->meals_taken = (int)meals;
}

int
wire_clock_decode(const char *bytes, size_t len, struct wire_clock *clock_out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 16384, .members = 200},
	};
	struct wire_clock clock = {.now_ms = 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_id(&root, "employee", READER_WANTED, &clock.employee);
	read_state(&root, &clock.state);
	reader_id(&root, "enrolment", READER_OPTIONAL, &clock.enrolment);
	reader_int(&root, "watermark", 0, READER_EXACT_MAX, &clock.watermark);
	reader_time(&root, "now", READER_WANTED, &clock.now_ms);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*clock_out = clock;
	return 0;
}
