#include "wire/record_csv.h"

#include <string.h>

#include "base/text.h"

static bool
is_column(const struct description *description, size_t i, field_set seen)
{
	return (seen >> i & 1) != 0 &&
	       (description->fields[i].flags & FIELD_TOLD) == 0;
}

void
wire_record_csv_head(
	const struct description *description, field_set seen, struct str *out)
{
	bool first = true;

	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if (!is_column(description, i, seen))
			continue;
		csv_add(out, first, field->name);
		first = false;
	}
	csv_end(out);
}

void
wire_record_csv_write(const struct description *description, const void *record,
	field_set seen, const struct field_names *names, struct str *out)
{
	bool first = true;
	struct str words;

	str_init(&words, SIZE_MAX / 2);
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if (!is_column(description, i, seen))
			continue;
		str_clear(&words);
		field_words_write(field, record, names, &words);
		csv_add(out, first, words.data);
		first = false;
	}
	csv_end(out);
	str_release(&words);
}

/* A value of somebody's file in an error: harmless, and not all of it. */
static int
wrong_name(const struct csv *line, const char *name, const char *what,
	struct err *err)
{
	struct str said;

	str_init(&said, 256);
	text_clean(&said, name, strnlen(name, 40));
	err_set(err, ERR_DATA, "line %zu: the column \"%s\" %s", line->line,
		said.data, what);
	str_release(&said);
	return -1;
}

static bool
is_among(const struct field *field, const struct field *const *columns,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (columns[i] == field)
			return true;
	return false;
}

int
wire_record_csv_columns(const struct description *description,
	const struct csv *line,
	const struct field *columns_out[WIRE_COLUMNS_MAX], struct err *err)
{
	for (size_t i = 0; i < line->count; i++) {
		const struct field *field =
			field_find(description, line->values[i]);

		if (field == NULL || (field->flags & FIELD_TOLD) != 0)
			return wrong_name(line, line->values[i],
				"is none of this list", err);
		if (is_among(field, columns_out, i))
			return wrong_name(
				line, field->name, "is there twice", err);
		columns_out[i] = field;
	}
	columns_out[line->count] = NULL;
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if ((field->flags & FIELD_NEEDED) != 0 &&
			!is_among(field, columns_out, line->count))
			return wrong_name(line, field->name, "is missing", err);
	}
	return 0;
}

int
wire_record_csv_read(const struct description *description,
	const struct csv *line, const struct field *const *columns,
	const struct field_names *names, void *record_out, struct err *err)
{
	size_t i = 0;

	field_clear(description, record_out);
	for (; i < line->count && columns[i] != NULL; i++)
		if (field_words_read(columns[i], record_out, line->values[i],
			    names, err) < 0)
			return err_wrap(err, "line %zu, %s", line->line,
				columns[i]->name);
	if (i < line->count || columns[i] != NULL)
		return err_set(err, ERR_DATA,
			"line %zu: has not as many values as the first line",
			line->line);
	return 0;
}
