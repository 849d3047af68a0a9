#include "tui/card/card.h"

#include <stdio.h>

#include "app/card_lines.h"
#include "app/office.h"
#include "app/words.h"
#include "calendar/date.h"
#include "tui/ask.h"
#include "tui/sheet_view.h"

#define CARD_LINE_BYTES 1024

struct card {
	struct hours_ask ask;
	struct hours_card *hours; /* NULL: nothing is kept of what is asked */
	struct sheet_view view;
	bool is_asking;
	char why[ERR_TEXT_BYTES]; /* there is no new answer; or "" */
	struct office *office;    /* that approves; NULL: nothing was yet */
};

static struct card *
card_of(const struct tui *tui)
{
	return tui->states[TUI_CARD];
}

static void
card_on_answer(void *ctx, const struct err *err)
{
	struct tui *tui = ctx;
	struct card *card = card_of(tui);

	card->is_asking = false;
	(void)str_copy(card->why, sizeof(card->why), err->text);
	tui->dirty = tui->stale = true;
}

static void
card_ask(struct tui *tui)
{
	struct card *card = card_of(tui);

	card->is_asking = true;
	card->why[0] = '\0';
	hours_ask(tui->app, &card->ask, card_on_answer, tui);
}

static void
card_load(struct tui *tui)
{
	struct card *card = card_of(tui);
	struct err err = {0};

	hours_card_free(&card->hours);
	if (hours_card(tui->app, &card->ask, &card->hours, &err) < 0 &&
		err.kind != ERR_NOT_FOUND)
		tui_note(tui, ROLE_ERROR, err.text);
}

static void
card_open(struct tui *tui)
{
	struct card *card = card_of(tui);
	struct id employee =
		id_is_nil(&tui->about) ? tui_reader(tui) : tui->about;

	hours_card_free(&card->hours);
	card->ask = (struct hours_ask){
		.what = HOURS_WEEK, .employee = employee, .explain = true};
	card->ask.dates.first = hours_date(tui->app, tui->now_ms);
	card->ask.dates.last = card->ask.dates.first;
	sheet_view_init(&card->view);
	card_ask(tui);
}

static void
card_leave(struct tui *tui)
{
	hours_ask_no_more(tui->app);
	office_free(&card_of(tui)->office);
	hours_card_free(&card_of(tui)->hours);
}

/* What is on the screen is another one now. */
static void
card_show(struct tui *tui, int32_t date)
{
	struct card *card = card_of(tui);

	card->ask.dates.first = card->ask.dates.last = date;
	card->view.selected = card->view.top = 0;
	card->view.explains = false;
	card_ask(tui);
	card_load(tui);
}

static void
card_earlier(struct tui *tui)
{
	const struct card *card = card_of(tui);

	card_show(tui, card->hours != NULL
			       ? hours_card_range(card->hours).first - 1
			       : card->ask.dates.first - 7);
}

static void
card_later(struct tui *tui)
{
	const struct card *card = card_of(tui);

	card_show(tui, card->hours != NULL
			       ? hours_card_range(card->hours).last + 1
			       : card->ask.dates.first + 7);
}

static void
card_turn(struct tui *tui)
{
	struct card *card = card_of(tui);

	card->ask.what =
		card->ask.what == HOURS_WEEK ? HOURS_PERIOD : HOURS_WEEK;
	card_show(tui, card->ask.dates.first);
}

static void
card_say_turn(const struct tui *tui, struct str *out)
{
	str_addz(out, card_of(tui)->ask.what == HOURS_WEEK ? "Period" : "Week");
}

static bool
card_can_explain(const struct tui *tui)
{
	const struct card *card = card_of(tui);

	return card->hours != NULL && !id_is_nil(&card->view.of);
}

static void
card_explain_it(struct tui *tui)
{
	struct card *card = card_of(tui);

	card->view.explains = !card->view.explains;
}

static void
card_up(struct tui *tui)
{
	sheet_view_move(&card_of(tui)->view, -1);
}

static void
card_down(struct tui *tui)
{
	sheet_view_move(&card_of(tui)->view, 1);
}

static void
card_page_up(struct tui *tui)
{
	sheet_view_page(&card_of(tui)->view, -1);
}

static void
card_page_down(struct tui *tui)
{
	sheet_view_page(&card_of(tui)->view, 1);
}

static void
card_escape(struct tui *tui)
{
	if (!sheet_view_escape(&card_of(tui)->view))
		tui_back(tui);
}

static bool
card_key(struct tui *tui, const struct key_event *event)
{
	return sheet_view_key(&card_of(tui)->view, event);
}

/* --- standing for it ------------------------------------------------------ */

static enum card_standing
stands(const struct tui *tui)
{
	const struct card *card = card_of(tui);

	return card->hours != NULL && card->ask.what == HOURS_PERIOD
		       ? card_standing(card->hours, tui->now_ms)
		       : CARD_NOT_OWN;
}

static void
card_on_approved(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;

	if (answer->err.kind == ERR_NONE)
		card_ask(tui);
	else
		(void)str_copy(
			card_of(tui)->why, ERR_TEXT_BYTES, answer->err.text);
	tui->dirty = true;
}

static void
card_approve(struct tui *tui)
{
	const bool gives = stands(tui) == CARD_TO_APPROVE;
	struct card *card = card_of(tui);
	struct office_request request = {.method = gives ? "POST" : "DELETE"};
	char path[160], id[ID_TEXT_BYTES], date[DATE_BYTES];

	if (stands(tui) == CARD_NOT_OWN)
		return;
	snprintf(path, sizeof(path),
		"/v1/time-cards/%s/approvals/employee?period=%s",
		id_format(&card->ask.employee, id),
		date_format(hours_card_range(card->hours).first, date));
	request.path = path;
	if (card->office == NULL)
		card->office = office_new(tui->app);
	office_cancel(card->office);
	(void)str_copy(card->why, sizeof(card->why), "asking ...");
	office_ask(card->office, &request, card_on_approved, tui);
}

static void
card_ask_approve(struct tui *tui)
{
	const bool gives = stands(tui) == CARD_TO_APPROVE;
	struct ask ask = {
		.title = gives ? "Approve your card?" : "Approve it no more?",
		.yes = gives ? "Approve" : "Take back",
		.safe = true,
		.on_yes = card_approve};

	snprintf(ask.text, sizeof(ask.text), "%s",
		gives ? "You stand for all of this pay period. What is changed "
			"of it later takes your approval back."
		      : "Your supervisor waits for it then.");
	ask_open(tui, &ask);
}

static bool
card_can_approve(const struct tui *tui)
{
	return stands(tui) != CARD_NOT_OWN;
}

static void
card_say_approve(const struct tui *tui, struct str *out)
{
	str_addz(out,
		stands(tui) == CARD_APPROVED ? "Approve no more" : "Approve");
}

/* --- the picture ---------------------------------------------------------- */

static void
card_add_lines(
	const struct tui *tui, const struct canvas *canvas, struct sheet *out)
{
	const struct card *card = card_of(tui);
	const struct card_look look = {
		.cols = canvas->cols - 1,
		.ascii = canvas->ascii,
		.filter = card->view.filter.text,
		.now_ms = tui->now_ms,
	};

	if (card->hours != NULL)
		card_lines(card->hours, &look, out);
	else if (card->is_asking)
		sheet_add(out, SHEET_DIM, NULL, " The service is being asked.");
	else
		sheet_add(out, SHEET_DIM, NULL,
			" Nothing of these days is kept on this machine.");
}

static void
card_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct card *card = card_of(tui);
	struct sheet lines, below;
	struct sheet_picture picture = {.lines = &lines,
		.beside = card->is_asking ? "asking ..." : card->why,
		.top = top,
		.end = end};

	sheet_init(&lines);
	sheet_init(&below);
	app_begin_read(tui->app);
	card_add_lines(tui, canvas, &lines);
	sheet_view_settle(&card->view, &lines);
	if (card->view.explains && card_can_explain(tui)) {
		card_explain(card->hours, &card->view.of, &below);
		picture.below = &below;
	}
	app_end_read(tui->app);
	sheet_view_draw(&card->view, canvas, &picture);
	sheet_release(&below);
	sheet_release(&lines);
}

static const struct bind card_binds[] = {
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Why",
		.help = "Who pressed, and why the figures are what they are",
		.act = card_explain_it,
		.works = card_can_explain},
	{.key = KEY_IS_CTRL,
		.letter = 'a',
		.cap = "^A",
		.word = "",
		.help = "Stand for your card of this pay period, or no more",
		.act = card_ask_approve,
		.say = card_say_approve,
		.works = card_can_approve},
	{.key = KEY_IS_LEFT,
		.cap = "Left",
		.word = "Earlier",
		.help = "The week or pay period before this one",
		.rank = 1,
		.act = card_earlier},
	{.key = KEY_IS_RIGHT,
		.cap = "Right",
		.word = "Later",
		.help = "The one behind it",
		.rank = 2,
		.act = card_later},
	{.key = KEY_IS_TAB,
		.cap = "Tab",
		.word = "",
		.help = "The pay period, or the week",
		.rank = 4,
		.act = card_turn,
		.say = card_say_turn},
	{.key = KEY_IS_UP, .act = card_up},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Move",
		.rank = 5,
		.help = "Move the selection; PgUp and PgDn too",
		.act = card_down},
	{.key = KEY_IS_PAGE_UP, .act = card_page_up},
	{.key = KEY_IS_PAGE_DOWN, .act = card_page_down},
	{.cap = "Letters", /* card_key takes them */
		.word = "Find",
		.rank = 6,
		.help = "What has these words alone; Esc shows all again",
		.act = card_down},
	{.key = KEY_IS_CTRL,
		.letter = 'r',
		.cap = "^R",
		.word = "Ask again",
		.rank = 7,
		.help = "Ask the service again",
		.act = card_ask},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back, also from what is explained or found",
		.act = card_escape},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 3,
		.help = "These keys",
		.act = tui_act_help},
	{0},
};

const struct screen card_screen = {
	.title = "Time card",
	.state_bytes = sizeof(struct card),
	.binds = card_binds,
	.open = card_open,
	.load = card_load,
	.on_key = card_key,
	.draw = card_draw,
	.leave = card_leave,
};
