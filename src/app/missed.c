#include "app/missed.h"

#include "app/account.h"
#include "app/words.h"
#include "core/rule.h"
#include "inside.h"
#include "wire/request.h"

int
missed_write(const struct app *app, const struct missed *missed,
	struct str *body_out, struct err *err)
{
	const struct account *account = app_account(app);
	const char *comment = missed->comment != NULL ? missed->comment : "";
	struct wire_request request = {
		.press = missed->press,
		.at_ms = missed->at_ms,
		.location = missed->location,
		.cost_code = missed->cost_code,
	};

	if (account == NULL || !account->signed_in)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	if (rule_text(comment, 0, sizeof(request.comment) - 1, err) < 0)
		return err_wrap(err, "the comment");
	(void)str_copy(request.comment, sizeof(request.comment), comment);
	request.id =
		request_id(&account->person.id, missed->press, missed->at_ms);
	wire_request_encode(&request, body_out);
	return 0;
}

int
missed_read(
	const struct str *body, enum request_state *state_out, struct err *err)
{
	struct wire_asked asked;

	if (wire_asked_decode(body->data, body->len, &asked, err) < 0)
		return -1;
	*state_out = asked.state;
	return 0;
}

const char *
missed_button(enum punch_kind press)
{
	static const char *const words[PUNCH_KIND_COUNT] = {
		[PUNCH_GO] = "GO",
		[PUNCH_STOP] = "STOP",
		[PUNCH_MEAL] = "Meal Break",
		[PUNCH_RESUME] = "End Break",
		[PUNCH_VOID] = "Undo",
	};

	return words[press];
}

void
missed_words(struct str *out, const struct app *app,
	const struct missed *missed, int64_t now_ms)
{
	str_addf(out, "missed %s ", missed_button(missed->press));
	words_moment(out, app_zone(app), missed->at_ms, now_ms);
}

void
missed_say(struct str *out, const struct app *app, const struct missed *missed,
	enum request_state state, int64_t now_ms)
{
	static const char *const words[REQUEST_STATE_COUNT] = {
		[REQUEST_WAITS] = ("waits for your supervisor, counts no hours "
				   "yet"),
		[REQUEST_ACCEPTED] = "accepted already",
		[REQUEST_DECLINED] = "declined already: your card says why",
	};

	missed_words(out, app, missed, now_ms);
	str_addf(out, " · %s", words[state]);
}
