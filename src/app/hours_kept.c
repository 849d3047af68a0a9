#include <stdlib.h>

#include "base/mem.h"
#include "hours_inside.h"

static int
read_kept(struct app *app, const struct hours_ask *ask, struct str *body,
	int64_t *told_ms_out, struct err *err)
{
	struct catalog_cache *cache = &app->ports.catalog;
	char name[HOURS_PATH_BYTES];

	if (!app->has_account)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	hours_path(ask, name);
	return cache->ops->kept(
		cache->self, app->account.number, name, told_ms_out, body, err);
}

static int
read_card(struct app *app, const struct hours_ask *ask, struct hours_card *card,
	struct err *err)
{
	struct str body;
	int rc;

	str_init(&body, SIZE_MAX / 2);
	rc = read_kept(app, ask, &body, &card->told_ms, err);
	if (rc == 0)
		rc = wire_card_decode(body.data, body.len, &card->wire, err);
	str_release(&body);
	return rc;
}

int
hours_card(struct app *app, const struct hours_ask *ask,
	struct hours_card **card_out, struct err *err)
{
	struct hours_card *card = mem_new(1, sizeof(*card));
	struct hours_ask plain = *ask;
	struct err ignored = {0};
	int rc;

	plain.explain = false;
	card->app = app;
	rc = ask->explain ? read_card(app, ask, card, &ignored) : -1;
	if (rc < 0)
		rc = read_card(app, &plain, card, err);
	if (rc < 0) {
		free(card);
		return -1;
	}
	*card_out = card;
	return 0;
}

struct period
hours_card_range(const struct hours_card *card)
{
	return card->wire.range;
}

void
hours_card_free(struct hours_card **card)
{
	if (*card == NULL)
		return;
	wire_card_release(&(*card)->wire);
	free(*card);
	*card = NULL;
}

int
hours_board(struct app *app, struct hours_board **board_out, struct err *err)
{
	const struct hours_ask ask = {.what = HOURS_BOARD};
	struct hours_board *board = mem_new(1, sizeof(*board));
	struct str body;
	int64_t told_ms;
	int rc;

	board->app = app;
	str_init(&body, SIZE_MAX / 2);
	rc = read_kept(app, &ask, &body, &told_ms, err);
	if (rc == 0)
		rc = wire_board_decode(body.data, body.len, &board->wire, err);
	str_release(&body);
	if (rc < 0) {
		free(board);
		return -1;
	}
	*board_out = board;
	return 0;
}

void
hours_board_free(struct hours_board **board)
{
	if (*board == NULL)
		return;
	wire_board_release(&(*board)->wire);
	free(*board);
	*board = NULL;
}
