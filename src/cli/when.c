#include "when.h"

#include <stdio.h>

#include "app/words.h"
#include "ask.h"
#include "core/typed_time.h"

#define WORDS_BYTES 256

/* Two readings in one zone, or each in its own. */
static const struct zone *
reading_zone(struct cli_call *call, const struct typed_time *time, size_t i)
{
	return time->doubt == TYPED_ZONE && i == 1 ? app_zone_here(call->app)
						   : app_zone(call->app);
}

static void
say_reading(struct cli_call *call, const struct typed_time *time, size_t i,
	struct str *out)
{
	typed_time_say(out, reading_zone(call, time, i), time->ms[i]);
}

static const char *
why_doubtful(enum typed_doubt doubt)
{
	static const char *const words[] = {
		[TYPED_SURE] = "",
		[TYPED_YESTERDAY] = "is still to come today",
		[TYPED_GAP] = "is in the hour that the clocks jumped over",
		[TYPED_REPEAT] = "came twice that day",
		[TYPED_ZONE] = "is another time at the company than here",
	};

	return words[doubt];
}

/* Nobody is there to be asked: what would have to be said. */
static int
offer_readings(struct cli_call *call, const struct when_said *said,
	const struct typed_time *time, struct err *err)
{
	for (size_t i = 0; i < time->count; i++) {
		str_addf(&call->candidates, "  --%s \"", said->option);
		say_reading(call, time, i, &call->candidates);
		str_addz(&call->candidates, "\"\n");
	}
	return err_set(err, ERR_AMBIGUOUS, "\"%s\" %s; say %s", said->text,
		why_doubtful(time->doubt),
		time->count == 1 ? "that it is of yesterday"
				 : "which one is meant");
}

/* The answer takes a while, in which nothing is read. */
static int
ask_reading(struct cli_call *call, struct settled *settled, const char *text,
	const struct typed_time *time)
{
	struct str lines[2];
	const char *choices[2] = {NULL, NULL};
	char question[WORDS_BYTES];
	int chosen;

	for (size_t i = 0; i < time->count; i++) {
		str_init(&lines[i], WORDS_BYTES);
		say_reading(call, time, i, &lines[i]);
		choices[i] = lines[i].data;
	}
	settled->is_old = settled->is_answered = true;
	app_end_read(call->app);
	snprintf(question, sizeof(question), "\"%s\" %s.", text,
		why_doubtful(time->doubt));
	chosen = ask_which(question, choices, time->count);
	app_begin_read(call->app);
	for (size_t i = 0; i < time->count; i++)
		str_release(&lines[i]);
	return chosen;
}

static int
read_time(struct cli_call *call, const struct settled *settled,
	const char *text, struct typed_time *time_out, struct err *err)
{
	const struct typed_place place = {
		.company = app_zone(call->app),
		.machine = app_is_elsewhere(call->app)
				   ? app_zone_here(call->app)
				   : NULL,
		.now_ms = settled->faces[0].now_ms,
	};

	return typed_time_read(text, &place, time_out, err);
}

/* Which of its readings is meant. */
static int
choose(struct cli_call *call, struct settled *settled,
	const struct when_said *said, const struct typed_time *time,
	int64_t *ms_out, struct err *err)
{
	int chosen = 0;

	if (time->doubt != TYPED_SURE) {
		if (!ask_can())
			return offer_readings(call, said, time, err);
		chosen = ask_reading(call, settled, said->text, time);
		if (chosen < 0)
			return err_set(err, ERR_AMBIGUOUS,
				"no time was chosen for \"%s\"", said->text);
	}
	*ms_out = time->ms[chosen];
	return 0;
}

int
when_settle(struct cli_call *call, struct settled *settled, struct err *err)
{
	const struct when_said said = {"at", args_text(call->args, "at")};
	struct press *press = &settled->press;
	struct typed_time time;

	if (read_time(call, settled, said.text, &time, err) < 0 ||
		choose(call, settled, &said, &time, &press->chosen_ms, err) < 0)
		return -1;
	press->has_chosen = true;
	return 0;
}

int
when_read(struct cli_call *call, struct settled *settled,
	const struct when_said *said, int64_t *ms_out, struct err *err)
{
	struct typed_time time;

	if (read_time(call, settled, said->text, &time, err) < 0)
		return -1;
	if (time.doubt == TYPED_YESTERDAY)
		time.doubt = TYPED_SURE;
	return choose(call, settled, said, &time, ms_out, err);
}
