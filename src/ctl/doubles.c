#include "doubles.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct mark {
	char *key; /* of a field, however it is written */
	size_t line;
};

struct doubles {
	const struct field *const *columns;
	struct mark *marks;
	size_t count;
	size_t cap;
};

/* The value of a line in the column of this name, "" when there is none. */
static const char *
value_of(
	const struct doubles *doubles, const struct csv *line, const char *name)
{
	for (size_t i = 0; i < line->count && doubles->columns[i] != NULL; i++)
		if (strcmp(doubles->columns[i]->name, name) == 0)
			return line->values[i];
	return "";
}

/* What the value of a column may be only once; "": anything. */
static void
key_of(const struct doubles *doubles, const struct csv *line, size_t column,
	struct str *key)
{
	const struct field *field = doubles->columns[column];
	const char *value = line->values[column];
	bool named = strcmp(field->name, "name") == 0 ||
		     strcmp(field->name, "given_name") == 0;

	str_clear(key);
	if ((field->flags & (FIELD_UNIQUE | FIELD_DISTINCT)) == 0 &&
		!(named && value_of(doubles, line, "number")[0] == '\0'))
		return;
	if (value[0] == '\0')
		return;
	str_addf(key, "%s\n", field->name);
	text_fold(key, value, strlen(value));
	if (strcmp(field->name, "given_name") == 0) {
		value = value_of(doubles, line, "family_name");
		str_addc(key, '\n');
		text_fold(key, value, strlen(value));
	}
}

static void
note(struct doubles *doubles, const struct csv *line)
{
	struct str key;

	str_init(&key, SIZE_MAX / 2);
	for (size_t i = 0; i < line->count && doubles->columns[i] != NULL;
		i++) {
		key_of(doubles, line, i, &key);
		if (key.len == 0)
			continue;
		doubles->marks = mem_grow(doubles->marks, &doubles->cap,
			doubles->count + 1, sizeof(*doubles->marks));
		doubles->marks[doubles->count++] =
			(struct mark){mem_dupz(key.data), line->line};
	}
	str_release(&key);
}

static int
compare(const void *a, const void *b)
{
	const struct mark *one = a;
	const struct mark *other = b;
	int order = strcmp(one->key, other->key);

	if (order != 0)
		return order;
	return one->line < other->line ? -1 : one->line > other->line;
}

int
doubles_new(const char *bytes, size_t len, const struct field *const *columns,
	struct doubles **doubles_out, size_t *rows_out, struct err *err)
{
	struct doubles *doubles = mem_new(1, sizeof(*doubles));
	struct csv csv;
	bool found = false;
	size_t rows = 0;
	int rc;

	doubles->columns = columns;
	csv_init(&csv, bytes, len);
	rc = csv_next(&csv, &found, err);
	while (rc == 0 && found) {
		rc = csv_next(&csv, &found, err);
		if (rc < 0 || !found)
			break;
		note(doubles, &csv);
		rows++;
	}
	csv_release(&csv);
	if (rc < 0) {
		doubles_free(&doubles);
		return -1;
	}
	if (doubles->count > 0)
		qsort(doubles->marks, doubles->count, sizeof(*doubles->marks),
			compare);
	*doubles_out = doubles;
	*rows_out = rows;
	return 0;
}

void
doubles_free(struct doubles **doubles)
{
	if (*doubles == NULL)
		return;
	for (size_t i = 0; i < (*doubles)->count; i++)
		free((*doubles)->marks[i].key);
	free((*doubles)->marks);
	free(*doubles);
	*doubles = NULL;
}

/* The first line of this key. */
static size_t
first_line(const struct doubles *doubles, const char *key)
{
	size_t low = 0;
	size_t high = doubles->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(doubles->marks[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return doubles->marks[low].line;
}

const struct field *
doubles_find(const struct doubles *doubles, const struct csv *line,
	size_t *earlier_out)
{
	const struct field *found = NULL;
	struct str key;

	str_init(&key, SIZE_MAX / 2);
	for (size_t i = 0;
		found == NULL && i < line->count && doubles->columns[i] != NULL;
		i++) {
		key_of(doubles, line, i, &key);
		if (key.len == 0)
			continue;
		*earlier_out = first_line(doubles, key.data);
		if (*earlier_out != line->line)
			found = doubles->columns[i];
	}
	str_release(&key);
	return found;
}
