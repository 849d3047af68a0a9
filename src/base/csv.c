#include "base/csv.h"

#include <string.h>

#define MARK "\xef\xbb\xbf" /* U+FEFF in UTF-8 */

void
csv_init(struct csv *csv, const char *bytes, size_t len)
{
	size_t mark = strlen(MARK);

	if (len < mark || memcmp(bytes, MARK, mark) != 0)
		mark = 0;
	*csv = (struct csv){
		.at = bytes + mark,
		.end = bytes + len,
		.next_line = 1,
	};
	str_init(&csv->text, CSV_VALUE_BYTES);
}

void
csv_release(struct csv *csv)
{
	str_release(&csv->text);
}

/* The end of a line of this many bytes stands here. */
static size_t
line_end(const struct csv *csv)
{
	if (csv->at == csv->end)
		return 0;
	if (csv->at[0] == '\n')
		return 1;
	return csv->at[0] == '\r' && csv->at + 1 < csv->end &&
			       csv->at[1] == '\n'
		       ? 2
		       : 0;
}

static bool
is_value_end(const struct csv *csv)
{
	return csv->at == csv->end || *csv->at == ',' || line_end(csv) > 0;
}

static int
wrong(const struct csv *csv, const char *what, struct err *err)
{
	return err_set(err, ERR_DATA, "line %zu: %s", csv->line, what);
}

/* From behind the first quote to behind the last one. */
static int
read_quoted(struct csv *csv, struct err *err)
{
	for (; csv->at < csv->end; csv->at++) {
		if (*csv->at == '\n')
			csv->next_line++;
		if (*csv->at != '"') {
			str_addc(&csv->text, *csv->at);
			continue;
		}
		csv->at++;
		if (csv->at == csv->end || *csv->at != '"')
			return is_value_end(csv)
				       ? 0
				       : wrong(csv,
						 "something stands behind a "
						 "closing quote",
						 err);
		str_addc(&csv->text, '"');
	}
	return wrong(csv, "a quote is not closed", err);
}

static int
read_plain(struct csv *csv, struct err *err)
{
	for (; !is_value_end(csv); csv->at++) {
		if (*csv->at == '"')
			return wrong(csv,
				"a quote stands in a value that is not quoted",
				err);
		str_addc(&csv->text, *csv->at);
	}
	return 0;
}

static bool
is_formula(const char *value)
{
	return value[0] != '\0' && strchr("=+-@\t\r", value[0]) != NULL;
}

/* Apostrophes, then what would be a formula. */
static bool
is_guarded(const char *value)
{
	return is_formula(value + strspn(value, "'"));
}

/* One value, as an offset into the text until that has stopped moving. */
static int
read_value(struct csv *csv, size_t *start_out, struct err *err)
{
	size_t start = csv->text.len;
	bool quoted = csv->at < csv->end && *csv->at == '"';

	if (csv->count == CSV_VALUES_MAX)
		return wrong(csv, "has too many values", err);
	csv->at += quoted;
	if ((quoted ? read_quoted(csv, err) : read_plain(csv, err)) < 0)
		return -1;
	str_addc(&csv->text, '\0');
	if (str_is_cut(&csv->text))
		return wrong(csv, "is too long", err);
	if (strlen(csv->text.data + start) + 1 != csv->text.len - start)
		return wrong(csv, "holds a NUL byte", err);
	if (csv->text.data[start] == '\'' && is_guarded(csv->text.data + start))
		start++;
	*start_out = start;
	csv->count++;
	return 0;
}

/* The values of the line that begins here. */
static int
read_line(struct csv *csv, struct err *err)
{
	size_t starts[CSV_VALUES_MAX];
	bool more = true;

	csv->line = csv->next_line;
	csv->count = 0;
	str_clear(&csv->text);
	while (more) {
		if (read_value(csv, &starts[csv->count], err) < 0)
			return -1;
		more = csv->at < csv->end && *csv->at == ',';
		csv->at += more;
	}
	csv->at += line_end(csv);
	csv->next_line++;
	for (size_t i = 0; i < csv->count; i++)
		csv->values[i] = csv->text.data + starts[i];
	return 0;
}

int
csv_next(struct csv *csv, bool *found_out, struct err *err)
{
	while (line_end(csv) > 0) {
		csv->at += line_end(csv);
		csv->next_line++;
	}
	*found_out = csv->at < csv->end;
	return *found_out ? read_line(csv, err) : 0;
}

void
csv_add(struct str *out, bool first, const char *value)
{
	bool guard = is_guarded(value);
	bool quote = value[strcspn(value, ",\"\r\n")] != '\0' ||
		     strncmp(value, MARK, strlen(MARK)) == 0;

	if (!first)
		str_addc(out, ',');
	if (quote)
		str_addc(out, '"');
	if (guard)
		str_addc(out, '\'');
	for (; *value != '\0'; value++) {
		if (*value == '"')
			str_addc(out, '"');
		str_addc(out, *value);
	}
	if (quote)
		str_addc(out, '"');
}

void
csv_end(struct str *out)
{
	str_addz(out, "\r\n");
}
