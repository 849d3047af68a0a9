/* What the records are called, and found by. */
#include <stdlib.h>
#include <string.h>

#include "app/office.h"
#include "base/mem.h"
#include "base/text.h"
#include "office_inside.h"

#define CANDIDATES_MAX 12

void
office_label(const struct description *of, const void *record, struct str *out)
{
	size_t before = out->len;

	kept_text(of, record, KEPT_BY_NUMBER, out);
	if (out->len > before)
		str_addc(out, ' ');
	kept_text(of, record, KEPT_BY_NAME, out);
}

/* --- finding -------------------------------------------------------------- */

struct match_query *
office_query(struct office *office, const struct description *of)
{
	return kept_query(office_kept(office, of));
}

size_t
office_match(struct office *office, const struct description *of,
	const char *words, size_t max, uint32_t *places_out)
{
	struct match_query *query = kept_query(office_kept(office, of));
	size_t count;

	return match_find(query, words, 0, max, places_out, &count);
}

void
office_candidates(struct office *office, const struct description *of,
	const char *words, struct str *out)
{
	struct match_query *query = kept_query(office_kept(office, of));
	uint32_t hits[CANDIDATES_MAX];
	struct str label;
	size_t count;
	size_t n = match_find(query, words, 0, CANDIDATES_MAX, hits, &count);

	str_init(&label, SIZE_MAX / 2);
	for (size_t i = 0; i < n; i++) {
		str_clear(&label);
		office_label(of, office_at(office, of, hits[i]), &label);
		text_clean(out, label.data, label.len);
		str_addc(out, '\n');
	}
	if (count > n)
		str_addf(out, "and %zu more\n", count - n);
	str_release(&label);
}

static int
say_none(const struct description *of, const char *words, bool is_near,
	struct err *err)
{
	struct str shown;

	str_init(&shown, ERR_TEXT_BYTES / 2);
	text_clean(&shown, words, strlen(words));
	err_set(err, ERR_NOT_FOUND, "no %s fits \"%s\"%s", of->title,
		shown.data, is_near ? "; did you mean:" : "");
	str_release(&shown);
	return -1;
}

static int
say_several(struct match_query *query, const struct description *of,
	const char *words, struct err *err)
{
	struct str shown;
	uint32_t first;
	size_t count;

	(void)match_find(query, words, 0, 1, &first, &count);
	str_init(&shown, ERR_TEXT_BYTES / 2);
	text_clean(&shown, words, strlen(words));
	err_set(err, ERR_AMBIGUOUS,
		"\"%s\" fits %zu of them; say which %s is meant", shown.data,
		count, of->title);
	str_release(&shown);
	return -1;
}

/* What fits several of one sort is none of the next. */
const void *
office_exact(struct office *office, const struct description *of,
	const char *words, bool *several_out)
{
	struct kept *kept = office_kept(office, of);
	const void *found = NULL;
	struct id id;
	struct err ignored;

	*several_out = false;
	for (int by = 0; by < KEPT_BY_ID && found == NULL && !*several_out;
		by++)
		found = kept_of_text(
			kept, (enum kept_by)by, words, several_out);
	if (found == NULL && !*several_out &&
		id_parse(words, &id, &ignored) == 0)
		found = kept_of_id(kept, &id);
	return found;
}

const void *
office_twin(struct office *office, const struct description *of,
	const void *record, bool *several_out)
{
	struct kept *kept = office_kept(office, of);
	const void *found = NULL;
	struct str number, name, other;

	str_init(&number, SIZE_MAX / 2);
	str_init(&name, SIZE_MAX / 2);
	str_init(&other, SIZE_MAX / 2);
	kept_text(of, record, KEPT_BY_NUMBER, &number);
	kept_text(of, record, KEPT_BY_NAME, &name);
	*several_out = false;
	if (number.len > 0)
		found = kept_of_text(
			kept, KEPT_BY_NUMBER, number.data, several_out);
	if (found == NULL) {
		found = kept_of_text(
			kept, KEPT_BY_NAME, name.data, several_out);
		if (found != NULL)
			kept_text(of, found, KEPT_BY_NUMBER, &other);
		if (number.len > 0 && other.len > 0)
			found = NULL;
		*several_out &= number.len == 0;
	}
	str_release(&number);
	str_release(&name);
	str_release(&other);
	return found;
}

int
office_find(struct office *office, const struct description *of,
	const char *words, const void **record_out, struct err *err)
{
	struct kept *kept = office_kept(office, of);
	struct match_query *query;
	uint32_t place;
	bool several;

	*record_out = office_exact(office, of, words, &several);
	if (*record_out != NULL)
		return 0;
	query = kept_query(kept);
	switch (match_one(query, words, &place)) {
	case MATCH_ONE:
		*record_out = kept_at(kept, place);
		return 0;
	case MATCH_SEVERAL:
		return say_several(query, of, words, err);
	case MATCH_NEAR:
		return say_none(of, words, true, err);
	case MATCH_NONE:
		break;
	}
	return say_none(of, words, false, err);
}

/* --- as fields name them -------------------------------------------------- */

/* Whoever may not see the kind has only the ids to go by. */
static int
names_find(void *ctx, const struct description *of, const char *words,
	struct id *id_out, struct err *err)
{
	const void *record;
	struct err ignored;

	if (office_find(ctx, of, words, &record, err) < 0)
		return id_parse(words, id_out, &ignored);
	*id_out = ((const struct record *)record)->id;
	return 0;
}

/* Its name where that finds it again, else its id. */
static void
names_show(void *ctx, const struct description *of, const struct id *id,
	struct str *out)
{
	const void *record = office_record(ctx, of, id);
	char text[ID_TEXT_BYTES];
	struct str words;
	bool several;

	str_init(&words, SIZE_MAX / 2);
	if (record != NULL) {
		kept_text(of, record, KEPT_BY_NUMBER, &words);
		if (words.len == 0)
			kept_text(of, record, KEPT_BY_NAME, &words);
		if (strchr(words.data, ';') != NULL ||
			office_exact(ctx, of, words.data, &several) != record)
			str_clear(&words);
	}
	str_addz(out, words.len > 0 ? words.data : id_format(id, text));
	str_release(&words);
}

struct field_names
office_names(struct office *office)
{
	return (struct field_names){
		.find = names_find, .show = names_show, .ctx = office};
}
