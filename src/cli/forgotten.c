#include "forgotten.h"

#include "app/words.h"
#include "ask.h"
#include "ask_line.h"
#include "core/permission.h"
#include "core/typed_time.h"
#include "request.h"
#include "when.h"

#define LINE_BYTES 1024

static bool
is_own(struct cli_call *call, const struct settled *settled)
{
	return settled->press.count == 1 &&
	       id_equal(&settled->faces[0].employee,
		       &app_account(call->app)->person.id);
}

/* Appends what is said of a clock that was left open; nothing of another one.
 */
static void
add_words(struct cli_call *call, const struct face *face, struct str *out)
{
	struct str words;

	str_init(&words, LINE_BYTES);
	words_forgotten(&words, face, app_zone(call->app), face->now_ms);
	if (words.len > 0 && !id_equal(&face->employee,
				     &app_account(call->app)->person.id)) {
		words_person(out, face->number, face->name, face->username);
		str_addz(out, ": ");
	}
	str_addz(out, words.data);
	str_release(&words);
}

static void
say_all(struct cli_call *call, const struct settled *settled)
{
	struct str words;

	str_init(&words, LINE_BYTES);
	for (size_t i = 0; i < settled->press.count; i++) {
		str_clear(&words);
		add_words(call, &settled->faces[i], &words);
		if (words.len > 0)
			cli_say(words.data);
	}
	str_release(&words);
}

/* Between the beginning of what is open and now; a bare time of day is the last
 * one. */
static int
take_time(struct cli_call *call, struct settled *settled, const char *text,
	struct forgotten *out, struct err *err)
{
	const struct when_said said = {"stopped-at", text};
	const struct face *face = &settled->faces[0];
	int64_t ms;

	if (when_read(call, settled, &said, &ms, err) < 0)
		return -1;
	if (ms <= face->state.since_ms || ms > face->now_ms) {
		struct str since;

		str_init(&since, LINE_BYTES);
		words_moment(&since, app_zone(call->app), face->state.since_ms,
			face->now_ms);
		(void)err_set(err, ERR_DATA,
			"\"%.40s\" does not lie between %s and now", text,
			since.data);
		str_release(&since);
		return -1;
	}
	out->asks = true;
	out->stop = (struct missed){.press = PUNCH_STOP, .at_ms = ms};
	return 0;
}

static int
take_option(struct cli_call *call, struct settled *settled, const char *text,
	struct forgotten *out, struct err *err)
{
	if (!is_own(call, settled))
		return err_set(err, ERR_USAGE,
			"--stopped-at is of one's own clock alone");
	if (settled->faces[0].state.mode == CLOCK_OUT)
		return err_set(err, ERR_USAGE,
			"--stopped-at: nothing is open, no STOP is missing");
	return take_time(call, settled, text, out, err);
}

/* Typed until it can be, or nothing is. */
static void
ask_time(struct cli_call *call, struct settled *settled, struct forgotten *out)
{
	char line[ASK_LINE_BYTES];
	struct err err;

	for (;;) {
		bool typed;

		app_end_read(call->app);
		typed = ask_line(
			"I stopped at (16:30, yesterday 16:30): ", line);
		app_begin_read(call->app);
		if (!typed || line[0] == '\0' ||
			take_time(call, settled, line, out, &err) == 0)
			return;
		cli_say(err.text);
	}
}

static bool
may_be_asked(struct cli_call *call, const struct settled *settled)
{
	return ask_can() && !args_has(call->args, "yes") &&
	       is_own(call, settled) &&
	       permission_has(app_account(call->app)->person.permissions,
		       PERMISSION_REQUEST_MISSED_PUNCH);
}

/* The answer takes a while, in which nothing is read. */
static void
ask(struct cli_call *call, struct settled *settled, struct forgotten *out)
{
	static const char *const choices[] = {
		"I stopped at another time: ask for that STOP",
		"ask my supervisor: leave it open",
		"still working: go on",
	};
	struct str question;
	int chosen;

	str_init(&question, LINE_BYTES);
	add_words(call, &settled->faces[0], &question);
	if (question.len > 0) {
		settled->is_old = settled->is_answered = true;
		app_end_read(call->app);
		chosen = ask_which(question.data, choices, 3);
		app_begin_read(call->app);
		if (chosen == 0)
			ask_time(call, settled, out);
	}
	str_release(&question);
}

int
forgotten_settle(struct cli_call *call, struct settled *settled,
	struct forgotten *out, struct err *err)
{
	const char *text = args_text(call->args, "stopped-at");

	*out = (struct forgotten){.asks = false};
	if (text != NULL)
		return take_option(call, settled, text, out, err);
	if (may_be_asked(call, settled))
		ask(call, settled, out);
	else
		say_all(call, settled);
	return 0;
}

void
forgotten_ask(struct cli_call *call, const struct forgotten *forgotten)
{
	const struct missed *stop = &forgotten->stop;
	struct stamp now;
	struct str words;
	struct err err;

	if (!forgotten->asks)
		return;
	if (app_now(call->app, &now, &err) == 0 &&
		request_ask(call, stop, app_reckon(call->app, &now), &err) == 0)
		return;
	str_init(&words, LINE_BYTES);
	str_addz(&words, "GO is recorded; the STOP is ");
	str_addz(&words, err.text);
	str_addz(&words, "; ask again: connect-clock request stop --at \"");
	typed_time_say(&words, app_zone(call->app), stop->at_ms);
	str_addz(&words, "\"");
	cli_say(words.data);
	str_release(&words);
	call->exit_code = err_exit_code(err.kind);
}
