#include "app/sheet.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void
sheet_init(struct sheet *sheet)
{
	*sheet = (struct sheet){.lines = NULL};
	str_init(&sheet->text, SIZE_MAX / 2);
}

void
sheet_release(struct sheet *sheet)
{
	free(sheet->lines);
	str_release(&sheet->text);
	*sheet = (struct sheet){.lines = NULL};
}

void
sheet_add(struct sheet *sheet, enum sheet_kind kind, const struct id *of,
	const char *text)
{
	struct sheet_line *line;

	sheet->lines = mem_grow(sheet->lines, &sheet->cap, sheet->count + 1,
		sizeof(*sheet->lines));
	line = &sheet->lines[sheet->count++];
	*line = (struct sheet_line){.kind = kind, .at = sheet->text.len};
	if (of != NULL)
		line->of = *of;
	str_add(&sheet->text, text, strlen(text) + 1);
}

const char *
sheet_text(const struct sheet *sheet, size_t line)
{
	return sheet->text.data + sheet->lines[line].at;
}

bool
sheet_fits(const char *text, const char *filter)
{
	struct str in, words;
	char *rest = NULL;
	bool fits = true;

	str_init(&in, SIZE_MAX / 2);
	str_init(&words, SIZE_MAX / 2);
	text_fold(&in, text, strlen(text));
	text_fold(&words, filter, strlen(filter));
	for (char *word = strtok_r(words.data, " ", &rest); word != NULL;
		word = strtok_r(NULL, " ", &rest))
		fits = fits && strstr(in.data, word) != NULL;
	str_release(&in);
	str_release(&words);
	return fits;
}

void
sheet_print(const struct sheet *sheet, struct str *out)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const char *text = sheet_text(sheet, i);
		size_t len = strlen(text);

		while (len > 0 && text[len - 1] == ' ')
			len--;
		str_add(out, text, len);
		str_addc(out, '\n');
	}
}
