#include "tui/bind.h"

#include <limits.h>
#include <string.h>

#include "base/text.h"

#define BIND_WORD_BYTES 64
#define BIND_GAP 2

static uint32_t
bind_lower(uint32_t rune)
{
	return rune >= 'A' && rune <= 'Z' ? rune + ('a' - 'A') : rune;
}

static bool
bind_works(const struct bind *bind, const struct tui *tui)
{
	return bind->works == NULL || bind->works(tui);
}

const struct bind *
bind_find(const struct bind *binds, const struct tui *tui,
	const struct key_event *event)
{
	for (; binds->act != NULL; binds++) {
		if (binds->key != event->key)
			continue;
		if ((event->key == KEY_IS_RUNE || event->key == KEY_IS_CTRL) &&
			bind_lower(event->rune) != (uint32_t)binds->letter)
			continue;
		if (bind_works(binds, tui))
			return binds;
	}
	return NULL;
}

bool
bind_is_command(const struct bind *bind)
{
	return bind->command || bind->key == KEY_IS_RUNE;
}

static void
bind_word(const struct bind *bind, const struct tui *tui, struct str *out)
{
	str_clear(out);
	if (bind->say != NULL)
		bind->say(tui, out);
	else
		str_addz(out, bind->word);
}

/* Whether it stands in the line when ranks beyond `rank` are left out. */
static bool
bind_is_shown(const struct bind *bind, const struct tui *tui, int rank)
{
	return bind->word != NULL && bind->rank <= rank &&
	       bind_works(bind, tui);
}

/* Draws (or only measures, without a canvas); returns the column behind. */
static int
bind_line(const struct bind *binds, const struct tui *tui, int rank,
	struct canvas *canvas, int row)
{
	struct str word;
	int col = 1;

	str_init(&word, BIND_WORD_BYTES);
	for (; binds->act != NULL; binds++) {
		int cap;

		if (!bind_is_shown(binds, tui, rank))
			continue;
		cap = (int)text_cells(binds->cap);
		bind_word(binds, tui, &word);
		if (canvas != NULL) {
			canvas_put(canvas, row, col, cap, ROLE_KEY, binds->cap);
			canvas_put(canvas, row, col + cap + 1,
				canvas->cols - col, ROLE_DIM, word.data);
		}
		col += cap + 1 + (int)text_cells(word.data) + BIND_GAP;
	}
	str_release(&word);
	return col - BIND_GAP;
}

/* The highest rank below `rank` that the table has. */
static int
bind_next_rank(const struct bind *binds, int rank)
{
	int next = 0;

	for (; binds->act != NULL; binds++)
		if (binds->rank < rank && binds->rank > next)
			next = binds->rank;
	return next;
}

void
bind_draw(const struct bind *binds, const struct tui *tui,
	struct canvas *canvas, int row)
{
	int rank = bind_next_rank(binds, INT_MAX);

	while (rank > 0 && bind_line(binds, tui, rank, NULL, 0) > canvas->cols)
		rank = bind_next_rank(binds, rank);
	bind_line(binds, tui, rank, canvas, row);
}
