#include "hours_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "calendar/date.h"

#define BOARD_PATH "/v1/board"
#define BOARD_MAX 100000 /* people */

int32_t
hours_date(const struct app *app, int64_t now_ms)
{
	struct civil local;

	if (app->zone != NULL)
		return zone_date(app->zone, now_ms);
	civil_from_utc_ms(now_ms, &local);
	return date_from_civil(&local);
}

void
hours_path(const struct hours_ask *ask, char path_out[HOURS_PATH_BYTES])
{
	char id[ID_TEXT_BYTES], first[DATE_BYTES], last[DATE_BYTES];
	char dates[64] = "";

	if (ask->what == HOURS_BOARD) {
		snprintf(path_out, HOURS_PATH_BYTES, BOARD_PATH "?limit=1000");
		return;
	}
	date_format(ask->dates.first, first);
	date_format(ask->dates.last, last);
	if (ask->what == HOURS_DATES)
		snprintf(dates, sizeof(dates), "from=%s&to=%s", first, last);
	else
		snprintf(dates, sizeof(dates), "%s=%s",
			ask->what == HOURS_WEEK ? "week" : "period", first);
	snprintf(path_out, HOURS_PATH_BYTES, "/v1/time-cards/%s?%s%s",
		id_format(&ask->employee, id), dates,
		ask->explain ? "&explain=true" : "");
}

static void
finish(struct app *app, const struct err *err)
{
	struct hours *hours = app->hours;
	hours_on_answer *on_answer = hours->on_answer;

	hours->on_answer = NULL;
	wire_board_release(&hours->board);
	hours->board_cap = 0;
	if (on_answer != NULL)
		on_answer(hours->ctx, err);
}

void
hours_keep(struct app *app, const char *name, const struct str *body,
	struct err *err)
{
	struct catalog_cache *cache = &app->ports.catalog;

	(void)cache->ops->keep(cache->self, app->account.number, name,
		app_service_ms(app), body, err);
}

/* Only what can be read again is kept. */
static void
keep_card(struct app *app, const struct call_answer *answer, struct err *err)
{
	struct wire_card card;
	struct str body;

	if (wire_card_decode(answer->body, answer->body_bytes, &card, err) < 0)
		return;
	wire_card_release(&card);
	str_init(&body, SIZE_MAX / 2);
	str_add(&body, answer->body, answer->body_bytes);
	hours_keep(app, app->hours->name, &body, err);
	str_release(&body);
}

/* A page behind those before it. */
static int
add_page(struct hours *hours, const struct call_answer *answer, struct err *err)
{
	struct wire_board page, *board = &hours->board;

	if (wire_board_decode(answer->body, answer->body_bytes, &page, err) < 0)
		return -1;
	if (page.count > BOARD_MAX - board->count) {
		wire_board_release(&page);
		return err_set(err, ERR_UNAVAILABLE,
			"the service's board does not come to an end");
	}
	board->rows = mem_grow(board->rows, &hours->board_cap,
		board->count + page.count + 1, sizeof(*board->rows));
	if (page.count > 0)
		memcpy(board->rows + board->count, page.rows,
			page.count * sizeof(*page.rows));
	if (board->count == 0)
		board->as_of_ms = page.as_of_ms;
	board->count += page.count;
	wire_board_release(&page);
	return 0;
}

static void
keep_board(struct app *app, struct err *err)
{
	struct str body;

	str_init(&body, SIZE_MAX / 2);
	wire_board_encode(&app->hours->board, &body);
	hours_keep(app, app->hours->name, &body, err);
	str_release(&body);
}

static void on_answer(void *ctx, const struct call_answer *answer);

static void
send(struct app *app, const char *path)
{
	const struct call_request request = {
		.method = "GET",
		.path = path,
		.answer_max = WIRE_CARD_BYTES,
	};

	call_begin(app, &app->hours->call, &request, on_answer, app);
}

static void
on_answer(void *ctx, const struct call_answer *answer)
{
	struct app *app = ctx;
	struct err err = answer->err;
	struct str next;

	if (answer->stranger)
		err_set(&err, ERR_AUTH, "somebody else is signed in by now");
	if (answer->status == 404 && answer->problem.type[0] != '\0')
		err.kind = ERR_NOT_FOUND; /* or nobody whom one may see */
	str_init(&next, 2048);
	if (err.kind == ERR_NONE && !app->hours->is_board) {
		keep_card(app, answer, &err);
	} else if (err.kind == ERR_NONE) {
		if (add_page(app->hours, answer, &err) == 0)
			call_next_page(answer->link, &next);
		if (err.kind == ERR_NONE && next.len == 0)
			keep_board(app, &err);
	}
	if (next.len > 0)
		send(app, next.data);
	else
		finish(app, &err);
	str_release(&next);
}

void
hours_ask(struct app *app, const struct hours_ask *ask,
	hours_on_answer *on_answer_wanted, void *ctx)
{
	struct hours *hours = app->hours;
	struct err err = {0};

	hours_ask_no_more(app);
	hours->on_answer = on_answer_wanted;
	hours->ctx = ctx;
	hours->is_board = ask->what == HOURS_BOARD;
	hours_path(ask, hours->name);
	if (!app->has_account || !app->account.signed_in) {
		err_set(&err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
		finish(app, &err);
		return;
	}
	send(app, hours->name);
}

void
hours_ask_no_more(struct app *app)
{
	call_cancel(&app->hours->call);
	app->hours->on_answer = NULL;
	wire_board_release(&app->hours->board);
	app->hours->board_cap = 0;
}

void
hours_open(struct app *app)
{
	app->hours = mem_new(1, sizeof(*app->hours));
	app->hours_news = mem_new(1, sizeof(*app->hours_news));
}

void
hours_close(struct app *app)
{
	hours_ask_no_more(app);
	free(app->hours_news);
	free(app->hours);
	app->hours_news = NULL;
	app->hours = NULL;
}
