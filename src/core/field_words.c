#include "core/field_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"

#define NUMBER_BYTES 24
#define PART_BYTES 1024 /* of one item of a list */

static int
read_bool(const struct field *field, void *record, const char *words,
	struct err *err)
{
	static const char *const known[] = {"no", "yes", "off", "on"};

	if (words[0] == '\0')
		return 0;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(words, known[i]) != 0)
			continue;
		*field_bool(field, record) = i % 2 == 1;
		return 0;
	}
	return err_set(err, ERR_DATA, "is not yes or no");
}

/* "30" of "30 minutes". */
static bool
cut_unit(const struct field *field, const char *words,
	char digits_out[NUMBER_BYTES])
{
	const char *unit = field_unit(field);
	size_t len = strcspn(words, " ");

	if (len >= NUMBER_BYTES)
		return false;
	memcpy(digits_out, words, len);
	digits_out[len] = '\0';
	if (words[len] == '\0')
		return true;
	return unit[0] != '\0' &&
	       (strcmp(words + len + 1, unit) == 0 ||
		       (strcmp(digits_out, "1") == 0 &&
			       strncmp(words + len + 1, unit,
				       strlen(unit) - 1) == 0 &&
			       strlen(words + len + 1) == strlen(unit) - 1));
}

static int
read_int(const struct field *field, void *record, const char *words,
	struct err *err)
{
	char digits[NUMBER_BYTES];
	long long number = 0;

	if (words[0] != '\0' &&
		(!cut_unit(field, words, digits) ||
			number_parse(digits, 0, (long long)field->max, &number,
				err) < 0))
		return err_set(err, ERR_DATA, "is not a number from 0 to %zu",
			field->max);
	return field_set_int(field, record, number, err);
}

static int
read_ref(const struct field *field, void *record, const char *words,
	const struct field_names *names, struct err *err)
{
	struct id id = {{0}};

	if (words[0] != '\0' &&
		names->find(names->ctx, field->of, words, &id, err) < 0)
		return -1;
	*field_ref(field, record) = id;
	return 0;
}

/* Cuts the next item off a list, without blanks around it; false behind the
 * last one. ERR_DATA in *rc when it is too long. */
static bool
next_part(const char **at, char part_out[PART_BYTES], int *rc, struct err *err)
{
	size_t len;

	*at += strspn(*at, "; ");
	len = strcspn(*at, ";");
	if (len == 0 || *rc < 0)
		return false;
	if (len >= PART_BYTES) {
		*rc = err_set(err, ERR_DATA, "has an item that is too long");
		return false;
	}
	memcpy(part_out, *at, len);
	*at += len;
	while (part_out[len - 1] == ' ')
		len--;
	part_out[len] = '\0';
	return true;
}

static int
read_list(const struct field *field, void *record, const char *words,
	const struct field_names *names, struct err *err)
{
	char part[PART_BYTES];
	struct id *ids = NULL;
	size_t n = 0, cap = 0;
	int rc = 0;

	while (next_part(&words, part, &rc, err)) {
		ids = mem_grow(ids, &cap, n + 1, sizeof(*ids));
		rc = names->find(names->ctx, field->of, part, &ids[n], err);
		n++;
	}
	if (rc == 0)
		rc = field_set_list(field, record, ids, n, err);
	free(ids);
	return rc;
}

static int
read_levels(const struct field *field, void *record, const char *words,
	struct err *err)
{
	char part[PART_BYTES];
	int rc = 0;

	*field_levels(field, record) = 0;
	while (next_part(&words, part, &rc, err)) {
		char *level = strchr(part, '=');

		if (level != NULL)
			*level++ = '\0';
		rc = field_set_level(field, record, part,
			level != NULL ? level : "access", err);
		if (rc < 0)
			return err_about(err, "\"%.64s\"", part);
	}
	return rc;
}

int
field_words_read(const struct field *field, void *record, const char *words,
	const struct field_names *names, struct err *err)
{
	switch (field->type) {
	case FIELD_TEXT:
		return field_set_text(field, record, words, err);
	case FIELD_BOOL:
		return read_bool(field, record, words, err);
	case FIELD_INT:
		return read_int(field, record, words, err);
	case FIELD_WORD:
		return words[0] == '\0'
			       ? 0
			       : field_set_word(field, record, words, err);
	case FIELD_REF:
		return read_ref(field, record, words, names, err);
	case FIELD_LIST:
		return read_list(field, record, words, names, err);
	case FIELD_LEVELS:
		return read_levels(field, record, words, err);
	}
	return 0;
}

static void
write_list(const struct field *field, const struct field_list *list,
	const struct field_names *names, struct str *out)
{
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			str_addf(out, "; ");
		names->show(names->ctx, field->of, &list->ids[i], out);
	}
}

static void
write_levels(permission_set set, struct str *out)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);
	const char *between = "";

	for (size_t i = 0; i < count; i++) {
		const char *level = permission_level(set, &rows[i]);

		if (strcmp(level, "none") == 0 ||
			rows[i].bit == PERMISSION_ADMINISTRATOR)
			continue;
		str_addf(out, "%s%s%s%s", between, rows[i].name,
			rows[i].is_area ? "=" : "",
			rows[i].is_area ? level : "");
		between = "; ";
	}
}

void
field_words_write(const struct field *field, const void *record,
	const struct field_names *names, struct str *out)
{
	switch (field->type) {
	case FIELD_TEXT:
		str_addf(out, "%s", field_text(field, record));
		break;
	case FIELD_BOOL:
		str_addf(out, *field_bool(field, record) ? "yes" : "no");
		break;
	case FIELD_INT:
		str_addf(out, "%lld", (long long)*field_int(field, record));
		break;
	case FIELD_WORD:
		str_addf(out, "%s", field_word(field, record));
		break;
	case FIELD_REF:
		if (!id_is_nil(field_ref(field, record)))
			names->show(names->ctx, field->of,
				field_ref(field, record), out);
		break;
	case FIELD_LIST:
		write_list(field, field_list(field, record), names, out);
		break;
	case FIELD_LEVELS:
		write_levels(*field_levels(field, record), out);
		break;
	}
}

void
field_words_show(const struct field *field, const void *record,
	const struct field_names *names, struct str *out)
{
	const char *unit = field_unit(field);
	int len = (int)strlen(unit);

	field_words_write(field, record, names, out);
	if (len > 0)
		str_addf(out, " %.*s",
			*field_int(field, record) == 1 ? len - 1 : len, unit);
}
