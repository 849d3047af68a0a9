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

/* Exactly so; what fits several of one sort is none of the next. */
static const void *
find_exact(struct kept *kept, const char *words)
{
	const void *found = NULL;
	bool several = false;
	struct id id;
	struct err ignored;

	for (int by = 0; by < KEPT_BY_ID && found == NULL && !several; by++)
		found = kept_of_text(kept, (enum kept_by)by, words, &several);
	if (found == NULL && !several && id_parse(words, &id, &ignored) == 0)
		found = kept_of_id(kept, &id);
	return found;
}

int
office_find(struct office *office, const struct description *of,
	const char *words, const void **record_out, struct err *err)
{
	struct kept *kept = office_kept(office, of);
	struct match_query *query;
	uint32_t place;

	*record_out = find_exact(kept, words);
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
	struct kept *kept = office_kept(ctx, of);
	const void *record = kept_of_id(kept, id);
	char text[ID_TEXT_BYTES];
	struct str words;

	str_init(&words, SIZE_MAX / 2);
	if (record != NULL) {
		kept_text(of, record, KEPT_BY_NUMBER, &words);
		if (words.len == 0)
			kept_text(of, record, KEPT_BY_NAME, &words);
		if (strchr(words.data, ';') != NULL ||
			find_exact(kept, words.data) != record)
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
