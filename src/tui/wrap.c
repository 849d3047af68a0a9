#include "tui/wrap.h"

#include <string.h>

#include "base/text.h"

#define WRAP_BYTES 8192

/* "Concrete · sent": the one word behind the last dot does not stand alone, the
 * word before comes along. Where the line ends. */
static size_t
wrap_company(const char *text, size_t end)
{
	static const char dot[] = "·";
	const size_t dot_bytes = sizeof(dot) - 1;
	const char *rest = text + end + strspn(text + end, " ");
	bool dotted = strncmp(rest, dot, dot_bytes) == 0;
	size_t at = end;

	if (dotted)
		rest += dot_bytes + strspn(rest + dot_bytes, " ");
	while (at > 0 && text[at - 1] == ' ')
		at--;
	if (at >= dot_bytes &&
		strncmp(text + at - dot_bytes, dot, dot_bytes) == 0) {
		at -= dot_bytes;
		dotted = true;
	}
	while (at > 0 && text[at - 1] == ' ')
		at--;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	return dotted && at > 0 && strchr(rest, ' ') == NULL ? at : end;
}

/*
 * Takes the next line off a clean text: as many words as fit, or the head of a
 * word that does not fit alone. Returns its bytes; *rest moves behind it and
 * its blanks.
 */
static size_t
wrap_line(const char **rest, size_t cells)
{
	const char *text = *rest;
	size_t len = strlen(text), at = 0, used = 0, word_end = 0;

	while (at < len) {
		uint32_t rune = 0;
		size_t bytes = text_decode(text + at, len - at, &rune);

		used += (size_t)text_rune_cells(rune);
		if (rune == ' ')
			word_end = at;
		if (used > cells && rune != ' ')
			break;
		at += bytes;
	}
	if (at < len && word_end > 0)
		at = wrap_company(text, word_end);
	else if (at == 0 && len > 0)
		at = len; /* not even one character fits */
	*rest = text + at;
	while (**rest == ' ')
		(*rest)++;
	while (at > 0 && text[at - 1] == ' ')
		at--;
	return at;
}

int
wrap_rows(const char *text, int cols)
{
	struct str clean;
	const char *rest;
	int rows = 0;

	str_init(&clean, WRAP_BYTES);
	text_clean(&clean, text, strlen(text));
	for (rest = clean.data; *rest != '\0'; rows++)
		wrap_line(&rest, (size_t)cols);
	str_release(&clean);
	return rows;
}

int
wrap_put(struct canvas *canvas, const struct area *area, enum role role,
	const char *text)
{
	struct str clean, line;
	const char *rest;
	int row = 0;

	str_init(&clean, WRAP_BYTES);
	str_init(&line, WRAP_BYTES);
	text_clean(&clean, text, strlen(text));
	for (rest = clean.data; *rest != '\0' && row < area->rows; row++) {
		const char *begin = rest;
		size_t bytes = wrap_line(&rest, (size_t)area->cols);

		str_clear(&line);
		if (row + 1 == area->rows && *rest != '\0')
			str_addz(&line, begin); /* canvas_put cuts it visibly */
		else
			str_add(&line, begin, bytes);
		canvas_put(canvas, area->row + row, area->col, area->cols, role,
			line.data);
	}
	str_release(&clean);
	str_release(&line);
	return row;
}

void
wrap_put_tail(struct canvas *canvas, const struct area *area, enum role role,
	const char *text, const char *tail)
{
	int rest = area->cols / 2, cells;
	struct str clean;

	str_init(&clean, WRAP_BYTES);
	text_clean(&clean, tail, strlen(tail));
	cells = (int)text_cells(clean.data);
	str_release(&clean);
	if (rest > cells)
		rest = cells;
	cells = canvas_put(
		canvas, area->row, area->col, area->cols - rest, role, text);
	canvas_put(canvas, area->row, area->col + cells, area->cols - cells,
		role, tail);
}
