#include "tui/panel/panel.h"

#include "app/office.h"
#include "app/words.h"
#include "panel_draw.h"
#include "panel_forgotten.h"
#include "panel_list.h"
#include "panel_press.h"

#define MINUTE_MS 60000
#define SECOND_MS 1000

static bool
panel_must_sign_in(const struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	return account == NULL || !account->signed_in ||
	       panel_of(tui)->line.link == APP_LINK_SIGN_IN;
}

static enum panel_field
panel_first_field(const struct tui *tui)
{
	return panel_has_employee(tui) ? PANEL_EMPLOYEE : PANEL_LOCATION;
}

static void
panel_move(struct tui *tui, int step)
{
	int first = (int)panel_first_field(tui);
	int count = PANEL_PLACES - first;
	int at = (int)panel_of(tui)->focus - first;

	panel_of(tui)->focus =
		(enum panel_field)(first + (at + step + count) % count);
}

static void
panel_next(struct tui *tui)
{
	panel_move(tui, 1);
}

static void
panel_previous(struct tui *tui)
{
	panel_move(tui, -1);
}

static bool
panel_is_typing(const struct tui *tui)
{
	return panel_of(tui)->focus == PANEL_COMMENT;
}

static bool
panel_is_acting(const struct tui *tui)
{
	return panel_of(tui)->focus == PANEL_ACTIONS;
}

static bool
panel_is_choosing(const struct tui *tui)
{
	return !panel_is_typing(tui) && !panel_is_acting(tui);
}

static bool
panel_is_in_field(const struct tui *tui)
{
	return !panel_is_acting(tui);
}

/* Where letters are not the text of a comment. */
static bool
panel_is_free(const struct tui *tui)
{
	return !panel_is_typing(tui);
}

static void
panel_to_actions(struct tui *tui)
{
	panel_of(tui)->focus = PANEL_ACTIONS;
}

/* Only the same key right behind itself can be a key held down. */
static void
panel_note_key(struct tui *tui, const struct key_event *event)
{
	static const char letters[] = {
		[PANEL_NO_BUTTON] = '\0',
		[PANEL_GO] = 'g',
		[PANEL_STOP] = 's',
		[PANEL_MEAL] = 'm',
	};

	if (event->key != KEY_IS_RUNE ||
		(event->rune | 0x20) !=
			(uint32_t)letters[panel_of(tui)->last_button]) {
		panel_of(tui)->last_button = PANEL_NO_BUTTON;
		panel_of(tui)->go_again = false;
	}
}

static bool
panel_comment_key(struct tui *tui, const struct key_event *event)
{
	struct panel *panel = panel_of(tui);

	if (!edit_key(&panel->comment, event))
		return false;
	if (panel->comment.full)
		tui_note(tui, ROLE_WARNING,
			"The comment is full: 1000 bytes is the most that it "
			"can hold.");
	return true;
}

/* What is typed at a field that holds a choice is looked for in its list. */
static bool
panel_choice_key(struct tui *tui, const struct key_event *event)
{
	if (event->key != KEY_IS_PASTE &&
		(event->key != KEY_IS_RUNE || event->rune == '/' ||
			event->rune == '?'))
		return false;
	panel_open_list(tui, panel_of(tui)->focus, event);
	return true;
}

static bool
panel_key(struct tui *tui, const struct key_event *event)
{
	panel_note_key(tui, event);
	if (panel_is_typing(tui))
		return panel_comment_key(tui, event);
	return panel_is_choosing(tui) && panel_choice_key(tui, event);
}

static void
panel_act_go(struct tui *tui)
{
	panel_press(tui, PANEL_GO);
}

static void
panel_act_stop(struct tui *tui)
{
	panel_press(tui, PANEL_STOP);
}

static void
panel_act_meal(struct tui *tui)
{
	panel_press(tui, PANEL_MEAL);
}

static void
panel_act_choose(struct tui *tui)
{
	panel_open_list(tui, panel_of(tui)->focus, NULL);
}

/* From the actions: for what is missing, else for the first field. */
static void
panel_act_find(struct tui *tui)
{
	enum panel_field field = panel_next_empty(tui, PANEL_LOCATION);

	panel_open_list(tui,
		field == PANEL_ACTIONS ? panel_first_field(tui) : field, NULL);
}

static void
panel_act_enter(struct tui *tui)
{
	tui_note(tui, ROLE_DIM,
		"Enter presses nothing here: the letters on the buttons do. "
		"Tab goes to the fields.");
}

static void
panel_act_queue(struct tui *tui)
{
	tui_open(tui, TUI_QUEUE);
}

/* Of whom the panel shows, where one may see that. */
static void
panel_act_card(struct tui *tui)
{
	tui->about = panel_of(tui)->choices[PANEL_EMPLOYEE].id;
	tui_open(tui, TUI_CARD);
}

static void
panel_act_board(struct tui *tui)
{
	tui_open(tui, TUI_BOARD);
}

static bool
panel_has(const struct tui *tui, enum permission permission)
{
	const struct account *account = app_account(tui->app);

	return panel_is_acting(tui) && account != NULL && account->signed_in &&
	       permission_has(account->person.permissions, permission);
}

static bool
panel_card_works(const struct tui *tui)
{
	struct id own = tui_reader(tui);

	return panel_has(
		tui, id_equal(&own, &panel_of(tui)->choices[PANEL_EMPLOYEE].id)
			     ? PERMISSION_MY_TIME_CARD_VIEW
			     : PERMISSION_TIME_CARDS_VIEW);
}

static bool
panel_board_works(const struct tui *tui)
{
	return panel_has(tui, PERMISSION_BOARD_VIEW);
}

static void
panel_act_manage(struct tui *tui)
{
	tui_open(tui, TUI_MANAGE);
}

/* Only to those who may see anything there. */
static bool
panel_manage_works(const struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	return panel_is_acting(tui) && account != NULL && account->signed_in &&
	       office_kind_for(account->person.permissions, 0) != NULL;
}

static void
panel_act_sync(struct tui *tui)
{
	deliver_sync(tui->app, false, NULL, NULL);
}

static void
panel_act_sign_in(struct tui *tui)
{
	tui_open(tui, TUI_SIGN_IN);
}

static void
panel_say_go(const struct tui *tui, struct str *out)
{
	str_addz(out,
		panel_of(tui)->face.state.mode == CLOCK_IN ? "Switch" : "Go");
}

static void
panel_say_meal(const struct tui *tui, struct str *out)
{
	str_addz(out,
		panel_kind(tui, PANEL_MEAL) == PUNCH_RESUME ? "End" : "Meal");
}

static void
panel_say_undo(const struct tui *tui, struct str *out)
{
	str_addf(out, "Undo %d s", panel_undo_s(tui));
}

/* Whether a button does something now; a forced STOP does, after a question. */
static bool
panel_works(const struct tui *tui, enum panel_button button)
{
	const struct clock_offer *offer =
		&panel_of(tui)->offers[panel_kind(tui, button)];

	return panel_is_acting(tui) && panel_of(tui)->has_face &&
	       (offer->answer == CLOCK_ALLOWED || offer->answer == CLOCK_ASK);
}

static bool
panel_go_works(const struct tui *tui)
{
	return panel_works(tui, PANEL_GO);
}

static bool
panel_stop_works(const struct tui *tui)
{
	return panel_works(tui, PANEL_STOP);
}

static bool
panel_meal_works(const struct tui *tui)
{
	return panel_works(tui, PANEL_MEAL);
}

static bool
panel_undo_works(const struct tui *tui)
{
	return panel_is_acting(tui) && panel_undo_s(tui) > 0;
}

static bool
panel_sign_in_works(const struct tui *tui)
{
	return panel_is_acting(tui) && panel_must_sign_in(tui);
}

/* Shown while it works; pressed otherwise, the same key says why it does not.
 */
static const struct bind panel_binds[] = {
	{.key = KEY_IS_RUNE,
		.letter = 'i',
		.cap = "I",
		.word = "Sign in",
		.help = "Sign in again, or as somebody else",
		.act = panel_act_sign_in,
		.works = panel_sign_in_works},
	{.key = KEY_IS_RUNE,
		.letter = 'g',
		.cap = "G",
		.word = "",
		.help = "GO: clock in, or switch to the chosen job",
		.act = panel_act_go,
		.works = panel_go_works,
		.say = panel_say_go},
	{.key = KEY_IS_RUNE,
		.letter = 's',
		.cap = "S",
		.word = "Stop",
		.help = "STOP: clock out",
		.act = panel_act_stop,
		.works = panel_stop_works},
	{.key = KEY_IS_RUNE,
		.letter = 'm',
		.cap = "M",
		.word = "",
		.help = "Begin a meal break, or end it",
		.act = panel_act_meal,
		.works = panel_meal_works,
		.say = panel_say_meal},
	{.key = KEY_IS_RUNE,
		.letter = 'u',
		.cap = "U",
		.word = "",
		.help = "Undo the last press, within 30 seconds",
		.act = panel_undo,
		.works = panel_undo_works,
		.say = panel_say_undo},
	{.key = KEY_IS_RUNE,
		.letter = 'i',
		.act = panel_act_sign_in,
		.works = panel_is_acting},
	{.key = KEY_IS_RUNE,
		.letter = 'g',
		.act = panel_act_go,
		.works = panel_is_acting},
	{.key = KEY_IS_RUNE,
		.letter = 's',
		.act = panel_act_stop,
		.works = panel_is_acting},
	{.key = KEY_IS_RUNE,
		.letter = 'm',
		.act = panel_act_meal,
		.works = panel_is_acting},
	{.key = KEY_IS_RUNE,
		.letter = 'u',
		.act = panel_undo,
		.works = panel_is_acting},
	{.cap = "Letters", /* panel_choice_key takes them */
		.word = "Find",
		.help = "On a field: look for it in its list",
		.act = panel_act_choose,
		.works = panel_is_choosing},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Choose",
		.help = "On a field: open its list, or be done with the text",
		.act = panel_act_choose,
		.works = panel_is_choosing},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Done",
		.act = panel_to_actions,
		.works = panel_is_typing},
	{.key = KEY_IS_ENTER,
		.command = true,
		.act = panel_act_enter,
		.works = panel_is_acting},
	{.key = KEY_IS_TAB,
		.cap = "Tab",
		.word = "Next",
		.help = "Next field, then the buttons; Shift-Tab, arrows too",
		.rank = 8,
		.act = panel_next},
	{.key = KEY_IS_BACKTAB, .act = panel_previous},
	{.key = KEY_IS_DOWN, .act = panel_next},
	{.key = KEY_IS_UP, .act = panel_previous},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Buttons",
		.help = "Back to the buttons: only there letters press",
		.act = panel_to_actions,
		.works = panel_is_in_field},
	{.key = KEY_IS_RUNE,
		.letter = '/',
		.cap = "/",
		.word = "Find",
		.help = "Choose what is missing, by a part of its name",
		.rank = 3,
		.act = panel_act_find,
		.works = panel_is_acting},
	{.key = KEY_IS_RUNE,
		.letter = '/',
		.act = panel_act_choose,
		.works = panel_is_choosing},
	{.key = KEY_IS_RUNE,
		.letter = 't',
		.cap = "T",
		.word = "Card",
		.help = "The time card of whom the panel shows",
		.rank = 4,
		.act = panel_act_card,
		.works = panel_card_works},
	{.key = KEY_IS_RUNE,
		.letter = 'b',
		.cap = "B",
		.word = "Board",
		.help = "Who is in, where, since when",
		.rank = 5,
		.act = panel_act_board,
		.works = panel_board_works},
	{.key = KEY_IS_RUNE,
		.letter = 'k',
		.cap = "K",
		.word = "Kept",
		.help = "Punches kept on this machine, and set aside",
		.rank = 6,
		.act = panel_act_queue,
		.works = panel_is_acting},
	{.key = KEY_IS_RUNE,
		.letter = 'a',
		.cap = "A",
		.word = "Manage",
		.help = "Administration: people, locations, cost codes, roles",
		.rank = 7,
		.act = panel_act_manage,
		.works = panel_manage_works},
	{.key = KEY_IS_CTRL,
		.letter = 'r',
		.cap = "^R",
		.word = "Sync",
		.help = "Send and ask for news now",
		.rank = 9,
		.act = panel_act_sync},
	{.key = KEY_IS_RUNE,
		.letter = '?',
		.cap = "?",
		.word = "Help",
		.help = "These keys (F1 while typing)",
		.rank = 1,
		.act = tui_act_help,
		.works = panel_is_free},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 1,
		.act = tui_act_help,
		.works = panel_is_typing},
	{.key = KEY_IS_HELP, .act = tui_act_help},
	{.key = KEY_IS_RUNE,
		.letter = 'q',
		.cap = "Q",
		.word = "Quit",
		.help = "Leave; what is kept stays kept",
		.rank = 2,
		.act = tui_act_quit,
		.works = panel_is_acting},
	{0},
};

static void
panel_open(struct tui *tui)
{
	struct id reader = tui_reader(tui);
	struct panel *panel = panel_of(tui);

	if (panel->comment.max == 0 || !id_equal(&reader, &panel->reader))
		panel_begin(tui);
}

static void
panel_leave(struct tui *tui)
{
	panel_forgotten_leave(tui);
}

/* After a key of another screen no key here is one held down. */
static void
panel_resume(struct tui *tui)
{
	panel_of(tui)->last_button = PANEL_NO_BUTTON;
}

/* Until a countdown of minutes that ends in so much shows the next one. */
static int64_t
panel_minute_left(int64_t ends_ms)
{
	int64_t rest_ms = ends_ms % MINUTE_MS;

	return rest_ms > 0 ? rest_ms : rest_ms + MINUTE_MS;
}

/* The sooner of two, of which -1 is never. */
static int64_t
sooner(int64_t one_ms, int64_t other_ms)
{
	if (one_ms < 0 || (other_ms >= 0 && other_ms < one_ms))
		return other_ms;
	return one_ms;
}

/* The clock's own minutes are the kit's. */
static int64_t
panel_next_change_ms(const struct tui *tui)
{
	const struct panel *panel = panel_of(tui);
	const struct clock_state *state = &panel->face.state;
	int64_t left_ms = panel->undo_until_ms - tui->now.boottime_ms;
	int64_t next_ms = -1;

	if (left_ms >= 0 && panel->undo_until_ms > 0)
		next_ms = left_ms % SECOND_MS + 1;
	if (tui->options.show_clock && state->mode == CLOCK_MEAL)
		next_ms = sooner(next_ms,
			panel_minute_left(state->since_ms - tui->now_ms));
	if (panel->has_face && state->since_ms != 0)
		next_ms = sooner(
			next_ms, words_age_left(&panel->face, tui->now_ms));
	return next_ms;
}

const struct screen panel_screen = {
	.state_bytes = sizeof(struct panel),
	.binds = panel_binds,
	.open = panel_open,
	.load = panel_load,
	.on_key = panel_key,
	.draw = panel_draw,
	.next_change_ms = panel_next_change_ms,
	.resume = panel_resume,
	.leave = panel_leave,
};
