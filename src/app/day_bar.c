#include "app/day_bar.h"

void
day_bar_init(struct day_bar *bar, int64_t from_ms, int64_t to_ms, int cells,
	bool ascii)
{
	if (cells > DAY_BAR_CELLS_MAX)
		cells = DAY_BAR_CELLS_MAX;
	*bar = (struct day_bar){.from_ms = from_ms,
		.to_ms = to_ms,
		.cells = cells > 0 ? cells : 0,
		.ascii = ascii};
}

/* The cell in which the middle of something this early lies. */
static int64_t
cell_at(const struct day_bar *bar, int64_t ms)
{
	return (ms - bar->from_ms) * bar->cells / (bar->to_ms - bar->from_ms);
}

void
day_bar_mark(struct day_bar *bar, int64_t from_ms, int64_t to_ms,
	enum day_bar_mark mark)
{
	int64_t half_ms, first, end;

	if (bar->cells == 0 || to_ms < bar->from_ms || from_ms >= bar->to_ms)
		return;
	if (from_ms < bar->from_ms)
		from_ms = bar->from_ms;
	if (to_ms > bar->to_ms)
		to_ms = bar->to_ms;
	half_ms = (bar->to_ms - bar->from_ms) / bar->cells / 2;
	first = cell_at(bar, from_ms + half_ms);
	end = cell_at(bar, to_ms + half_ms);
	if (end <= first) { /* no middle lies in it */
		first = cell_at(bar, from_ms);
		end = first + 1;
	}
	for (int64_t i = first; i < end && i < bar->cells; i++)
		if (bar->marks[i] < mark)
			bar->marks[i] = (unsigned char)mark;
}

void
day_bar_print(const struct day_bar *bar, struct str *out)
{
	static const char *const signs[][2] = {
		[DAY_BAR_NONE] = {"░", "."},
		[DAY_BAR_MEAL] = {"▒", "-"},
		[DAY_BAR_OPEN] = {"▓", "+"},
		[DAY_BAR_WORK] = {"█", "#"},
	};

	for (int i = 0; i < bar->cells; i++)
		str_addz(out, signs[bar->marks[i]][bar->ascii]);
}
