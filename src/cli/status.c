#include <string.h>

#include "app/copied.h"
#include "app/deliver.h"
#include "app/words.h"
#include "bar.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "call.h"

/* The state from this machine alone: made for prompts and status bars. */

const char *
cli_mode_word(enum clock_mode mode)
{
	static const char *const words[] = {
		[CLOCK_OUT] = "out",
		[CLOCK_IN] = "in",
		[CLOCK_MEAL] = "meal",
	};

	return words[mode];
}

void
cli_json_entry(struct jsonout *json, const char *key, const struct entry *entry)
{
	if (id_is_nil(&entry->id)) {
		jsonout_null(json, key);
		return;
	}
	jsonout_object(json, key);
	jsonout_text(json, "number", entry->number);
	jsonout_text(json, "name", entry->name);
	jsonout_object_end(json);
}

void
cli_json_label(struct jsonout *json, const char *key, const char *label,
	size_t number_len)
{
	const char *name = label + number_len;
	char number[ENTRY_NUMBER_BYTES] = "";

	if (number_len < sizeof(number))
		memcpy(number, label, number_len);
	if (number_len > 0 && name[0] == ' ')
		name++;
	jsonout_object(json, key);
	jsonout_text(json, "number", number);
	jsonout_text(json, "name", name);
	jsonout_object_end(json);
}

struct shown {
	struct face face;
	struct queue_counts counts;
	bool is_copied; /* it goes on under a new enrolment */
	bool is_signed_out;
	int64_t own; /* of those that wait: pressed by who was signed in */
};

static void
add_json(struct str *out, const struct shown *shown)
{
	const struct face *face = &shown->face;
	const struct queue_counts *counts = &shown->counts;
	const struct entry none = {0};
	char time[CIVIL_RFC3339_BYTES];
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_bool(&json, "signed_in",
		!shown->is_signed_out && counts->link != LAST_LINK_REFUSED);
	if (shown->is_signed_out)
		jsonout_null(&json, "state");
	else
		jsonout_text(&json, "state", cli_mode_word(face->state.mode));
	if (face->state.since_ms != 0 && !shown->is_signed_out)
		jsonout_text(&json, "since",
			civil_format_rfc3339(face->state.since_ms, time));
	else
		jsonout_null(&json, "since");
	if (face->told_ms != 0 && !shown->is_signed_out)
		jsonout_text(&json, "as_of",
			civil_format_rfc3339(face->told_ms, time));
	else
		jsonout_null(&json, "as_of");
	cli_json_entry(&json, "location",
		shown->is_signed_out ? &none : &face->location);
	cli_json_entry(&json, "cost_code",
		shown->is_signed_out ? &none : &face->cost_code);
	if (shown->is_signed_out)
		jsonout_null(&json, "employee");
	else
		jsonout_text(&json, "employee", face->name);
	jsonout_int(&json, "kept", counts->waiting);
	jsonout_int(&json, "set_aside", counts->set_aside);
	jsonout_int(&json, "lost", counts->lost);
	jsonout_bool(&json, "online", counts->link == LAST_LINK_ANSWERED);
	jsonout_bool(&json, "copied", shown->is_copied);
	jsonout_object_end(&json);
	str_addc(out, '\n');
}

static void
add_since(struct str *out, struct cli_call *call, const struct face *face)
{
	if (face->state.since_ms != 0)
		words_time(out, app_zone(call->app), face->state.since_ms);
}

static void
add_elapsed(struct str *out, const struct face *face, int64_t now_ms)
{
	if (face->state.since_ms != 0)
		words_duration(out, now_ms - face->state.since_ms);
}

/* Nobody's state, as whoever reads it may be somebody else; but whose punches
 * wait all the same. */
static void
add_signed_out(struct str *out, const struct shown *shown)
{
	const char *name = shown->face.name;
	const int64_t waiting = shown->counts.waiting;

	str_addz(out, "SIGNED OUT: connect-clock login comes before the next "
		      "press\n");
	if (waiting == 0)
		return;
	str_addf(out, "%lld kept, ", (long long)waiting);
	if (shown->own == waiting)
		str_addz(out, "of ");
	else if (shown->own > 0)
		str_addf(out, "%lld of them of ", (long long)shown->own);
	else
		str_addz(out, "none of them of ");
	text_clean(out, name, strlen(name));
	str_addz(out, ": connect-clock sync sends what is kept\n");
}

static void
add_words(struct str *out, struct cli_call *call, const struct shown *shown)
{
	const struct face *face = &shown->face;
	const struct queue_counts *counts = &shown->counts;
	const int64_t now_ms = face->now_ms;
	static const enum app_link links[] = {
		[LAST_LINK_NONE] = APP_LINK_UNKNOWN,
		[LAST_LINK_ANSWERED] = APP_LINK_ONLINE,
		[LAST_LINK_FAILED] = APP_LINK_OFFLINE,
		[LAST_LINK_REFUSED] = APP_LINK_SIGN_IN,
	};

	if (shown->is_signed_out) {
		add_signed_out(out, shown);
		return;
	}
	str_addz(out, words_mode(face->state.mode));
	if (face->state.since_ms != 0) {
		str_addz(out, " since ");
		add_since(out, call, face);
		str_addz(out, " · ");
		add_elapsed(out, face, now_ms);
	}
	if (!id_is_nil(&face->location.id)) {
		str_addz(out, " · ");
		words_job(out, &face->location, &face->cost_code);
	}
	words_age(out, face, app_zone(call->app));
	str_addc(out, '\n');
	words_forgotten(out, face, app_zone(call->app), now_ms);
	if (out->data[out->len - 1] != '\n')
		str_addc(out, '\n');
	words_queue(out, links[counts->link], NULL, counts, now_ms);
	str_addc(out, '\n');
	if (counts->link == LAST_LINK_REFUSED)
		str_addz(out, "signed out: connect-clock login, and if that is "
			      "refused ask an administrator\n");
	if (shown->is_copied) {
		copied_words(out);
		str_addc(out, '\n');
	}
}

static int
add_format(struct str *out, struct cli_call *call, const char *format,
	const struct shown *shown)
{
	const struct face *face = &shown->face;
	const struct queue_counts *counts = &shown->counts;
	const int64_t now_ms = face->now_ms;
	struct entry none = {0};

	for (const char *at = format; *at != '\0'; at++) {
		if (*at != '%' || at[1] == '\0') {
			str_addc(out, *at);
			continue;
		}
		switch (*++at) {
		case 's':
			str_addz(out, words_mode(face->state.mode));
			break;
		case 't':
			add_since(out, call, face);
			break;
		case 'd':
			add_elapsed(out, face, now_ms);
			break;
		case 'l':
			words_job(out, &face->location, &none);
			break;
		case 'c':
			words_job(out, &none, &face->cost_code);
			break;
		case 'k':
			str_addf(out, "%lld", (long long)counts->waiting);
			break;
		case '%':
			str_addc(out, '%');
			break;
		default:
			return -1;
		}
	}
	return 0;
}

/* What fits into somebody else's line. */
static const char *
bar_format(const struct shown *shown)
{
	bool is_out = shown->face.state.mode == CLOCK_OUT;

	if (shown->counts.waiting > 0)
		return is_out ? "%s · %k kept" : "%s %d · %l · %k kept";
	return is_out ? "%s" : "%s %d · %l";
}

/* One line, for a prompt or for a bar. */
static int
add_line(struct str *out, struct cli_call *call, const char *format,
	const struct shown *shown)
{
	const char *bar = args_text(call->args, "for");
	struct str line;
	int rc;

	str_init(&line, 16 * 1024);
	rc = add_format(&line, call,
		format != NULL ? format : bar_format(shown), shown);
	if (rc == 0 && bar != NULL)
		bar_add(out, bar, line.data, shown->face.state.mode);
	else if (rc == 0)
		str_addf(out, "%s\n", line.data);
	str_release(&line);
	return rc;
}

struct own {
	const struct id *person;
	int64_t count;
};

static bool
on_waiting(void *ctx, const struct kept_punch *kept)
{
	struct own *own = ctx;

	own->count += id_equal(&kept->punch.pressed_by, own->person);
	return true;
}

/* After a sign-out the next reader may be somebody else. */
static int
read_signed_out(struct cli_call *call, struct shown *shown, struct err *err)
{
	const struct account *account = app_account(call->app);
	struct own own = {.person = &account->person.id};

	shown->is_signed_out = !account->signed_in;
	if (account->signed_in)
		return 0;
	if (deliver_list(call->app, STORE_WAITING, on_waiting, &own, err) < 0)
		return -1;
	shown->own = own.count;
	return 0;
}

/* The clock and the queue, of one moment. */
static int
read_all(struct cli_call *call, struct shown *shown, struct err *err)
{
	const struct account *account = app_account(call->app);
	struct stamp now;
	int rc;

	if (account == NULL)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	if (app_now(call->app, &now, err) < 0)
		return -1;
	app_begin_read(call->app);
	rc = face_of(call->app, &account->person.id, &now, &shown->face, err);
	if (rc == 0)
		rc = deliver_counts(call->app, &shown->counts, err);
	if (rc == 0)
		rc = read_signed_out(call, shown, err);
	if (rc == 0)
		shown->is_copied = copied_is_here(call->app);
	app_end_read(call->app);
	return rc;
}

static int
run_status(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	const char *format = args_text(args, "format");
	struct shown shown = {.is_copied = false};
	struct str text;
	bool is_line = format != NULL || args_has(args, "for");
	int rc = 0;

	call->args = args;
	if (args_has(args, "json") && is_line)
		return err_set(err, ERR_USAGE,
			"--json and --%s do not go together",
			format != NULL ? "format" : "for");
	if (cli_open_app(call, err) < 0 || read_all(call, &shown, err) < 0)
		return -1;
	str_init(&text, 16 * 1024);
	if (args_has(args, "json"))
		add_json(&text, &shown);
	else if (!is_line)
		add_words(&text, call, &shown);
	else if (!shown.is_signed_out &&
		 add_line(&text, call, format, &shown) < 0)
		rc = err_set(err, ERR_USAGE,
			"--format knows %%s %%t %%d %%l %%c %%k and %%%%");
	if (rc == 0)
		rc = cli_print(&text, err);
	if (shown.is_signed_out)
		call->exit_code = err_exit_code(ERR_AUTH);
	str_release(&text);
	return rc;
}

static const struct option status_options[] = {
	{.name = "format",
		.letter = 'f',
		.arg = "FMT",
		.help = "%s state %t since %d for %l where %c on what %k kept"},
	{.name = "for",
		.arg = "BAR",
		.words = bar_words,
		.help = "as one line for a status bar"},
	CLI_JSON,
	CLI_NO_MORE,
};

const struct command cli_status = {
	.name = "status",
	.help = "the state, from this machine alone",
	.options = status_options,
	.run = run_status,
};
