#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/choices.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/permission.h"
#include "inside.h"

#define RECENT_MAX 12
#define CANDIDATES_MAX 12
#define TAKEN_MAX 6 /* that a location takes, by their names */

_Static_assert(ENTRY_NUMBER_BYTES <= 256, "a length fits into a byte");

struct choices {
	struct match_index *index;
	struct match_query *query; /* for choices_resolve */
	struct id *ids;
	size_t id_cap;
	size_t *labels; /* offsets into `text` */
	size_t label_cap;
	unsigned char *number_lens; /* so much of each label is a number */
	size_t number_len_cap;
	size_t count;
	/* "number name\0number name\0…"; each of employees is followed by
	 * "username\0", and "name (username)\0" or only "\0" */
	struct str text;
	uint32_t recent[RECENT_MAX];
	size_t recent_count;
	enum entry_kind kind;
	struct app *app;
	struct id location; /* only what is allowed there; nil: all */
};

/* What stands behind the label of an employee. */
static void
add_username(struct choices *choices, const struct entry *entry)
{
	struct str *text = &choices->text;

	str_addz(text, entry->username);
	str_addc(text, '\0');
	if (entry->by_username)
		str_addf(text, "%s (%s)", entry->name, entry->username);
	str_addc(text, '\0');
}

static void
add(struct choices *choices, const struct entry *entry)
{
	size_t n = choices->count;

	choices->ids = mem_grow(
		choices->ids, &choices->id_cap, n + 1, sizeof(*choices->ids));
	choices->labels = mem_grow(choices->labels, &choices->label_cap, n + 1,
		sizeof(*choices->labels));
	choices->number_lens = mem_grow(choices->number_lens,
		&choices->number_len_cap, n + 1, sizeof(*choices->number_lens));
	choices->ids[n] = entry->id;
	choices->labels[n] = choices->text.len;
	choices->number_lens[n] = (unsigned char)strlen(entry->number);
	str_addz(&choices->text, entry->number);
	if (entry->number[0] && entry->name[0])
		str_addc(&choices->text, ' ');
	str_addz(&choices->text, entry->name);
	str_addc(&choices->text, '\0');
	if (choices->kind == ENTRY_EMPLOYEE)
		add_username(choices, entry);
	match_index_add(
		choices->index, entry->number, entry->name, entry->username);
	choices->count++;
}

static bool
on_entry(void *ctx, const struct entry *entry)
{
	add(ctx, entry);
	return true;
}

/* Whoever presses for others only does not choose themselves. */
static bool
on_other(void *ctx, const struct entry *entry)
{
	struct choices *choices = ctx;

	if (!id_equal(&entry->id, &choices->app->account.person.id))
		add(choices, entry);
	return true;
}

static catalog_on_entry *
taker(const struct app *app, enum entry_kind kind)
{
	return kind == ENTRY_EMPLOYEE &&
			       !permission_has(app->account.person.permissions,
				       PERMISSION_CLOCK_IN_OUT)
		       ? on_other
		       : on_entry;
}

/* Without Clock In For there is only oneself. */
static bool
only_self(const struct app *app, enum entry_kind kind)
{
	return kind == ENTRY_EMPLOYEE &&
	       !permission_has(app->account.person.permissions,
		       PERMISSION_CLOCK_IN_FOR);
}

static void
add_self(struct choices *choices, const struct account *me)
{
	struct entry entry = {.kind = ENTRY_EMPLOYEE, .id = me->person.id};

	(void)str_copy(entry.name, sizeof(entry.name), me->person.name);
	(void)str_copy(entry.username, sizeof(entry.username), me->username);
	add(choices, &entry);
}

static int
load_recents(struct choices *choices, struct app *app,
	const struct id *employee, struct err *err)
{
	struct store *store = &app->ports.store;
	struct id ids[RECENT_MAX];
	size_t n;

	if (choices->kind == ENTRY_EMPLOYEE || employee == NULL)
		return 0;
	if (store->ops->recent(store->self, app->account.number, employee,
		    choices->kind, ids, RECENT_MAX, &n, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; at < choices->count; at++)
			if (id_equal(&choices->ids[at], &ids[i])) {
				choices->recent[choices->recent_count++] =
					(uint32_t)at;
				break;
			}
	return 0;
}

int
choices_new(struct app *app, enum entry_kind kind, const struct id *employee,
	const struct id *location, struct choices **choices_out,
	struct err *err)
{
	struct catalog_cache *cache = &app->ports.catalog;
	struct choices *choices;
	int rc = 0;

	if (!app->has_account)
		return err_set(err, ERR_AUTH,
			"nobody is signed in on this machine; sign in first");
	choices = mem_new(1, sizeof(*choices));
	choices->kind = kind;
	choices->app = app;
	if (location != NULL)
		choices->location = *location;
	choices->index = match_index_new(64);
	str_init(&choices->text, SIZE_MAX / 2);
	if (only_self(app, kind))
		add_self(choices, &app->account);
	else
		rc = cache->ops->each(cache->self, app->account.number, kind,
			location, taker(app, kind), choices, err);
	if (rc == 0)
		rc = load_recents(choices, app, employee, err);
	if (rc != 0) {
		choices_free(&choices);
		return -1;
	}
	*choices_out = choices;
	return 0;
}

void
choices_free(struct choices **choices)
{
	if (*choices == NULL)
		return;
	match_query_free(&(*choices)->query);
	match_index_free(&(*choices)->index);
	free((*choices)->ids);
	free((*choices)->labels);
	free((*choices)->number_lens);
	str_release(&(*choices)->text);
	free(*choices);
	*choices = NULL;
}

size_t
choices_count(const struct choices *choices)
{
	return choices->count;
}

struct match_query *
choices_query_new(const struct choices *choices)
{
	struct match_query *query = match_query_new(choices->index);

	match_query_set_recents(query, choices->recent, choices->recent_count);
	return query;
}

struct choice
choices_at(const struct choices *choices, size_t position)
{
	struct choice choice = {
		.id = choices->ids[position],
		.label = choices->text.data + choices->labels[position],
		.number_len = choices->number_lens[position],
	};
	const char *apart;

	choice.name = choice.label + choice.number_len;
	if (choice.name != choice.label && choice.name[0] != '\0')
		choice.name++; /* the blank between them */
	if (choices->kind == ENTRY_EMPLOYEE) {
		choice.username = strchr(choice.label, '\0') + 1;
		apart = strchr(choice.username, '\0') + 1;
		if (apart[0] != '\0')
			choice.label = apart;
	}
	for (size_t i = 0; i < choices->recent_count; i++)
		choice.recent |= choices->recent[i] == position;
	return choice;
}

static const char *
kind_word(enum entry_kind kind)
{
	static const char *const words[] = {
		[ENTRY_EMPLOYEE] = "employee",
		[ENTRY_LOCATION] = "location",
		[ENTRY_COST_CODE] = "cost code",
	};

	return words[kind];
}

static int
say_several(struct choices *choices, const char *text, struct err *err)
{
	struct str words;
	uint32_t first;
	size_t count;

	(void)match_find(choices->query, text, 0, 1, &first, &count);
	str_init(&words, ERR_TEXT_BYTES / 2);
	text_clean(&words, text, strlen(text));
	err_set(err, ERR_AMBIGUOUS, "\"%s\" fits %zu %s; say which of them",
		words.data, count, entry_kind_list_word(choices->kind));
	str_release(&words);
	return -1;
}

/* Nothing fits, though something nearly does: nobody guesses that it is meant.
 */
static int
say_near(const struct choices *choices, const char *text, struct err *err)
{
	struct str words;

	str_init(&words, ERR_TEXT_BYTES / 2);
	text_clean(&words, text, strlen(text));
	err_set(err, ERR_NOT_FOUND,
		"no %s fits \"%s\"; did you mean:", kind_word(choices->kind),
		words.data);
	str_release(&words);
	return -1;
}

void
choices_candidates(struct choices *choices, const char *text, struct str *out)
{
	uint32_t hits[CANDIDATES_MAX];
	size_t count;
	size_t n;

	if (choices->query == NULL)
		choices->query = choices_query_new(choices);
	n = match_find(choices->query, text, 0, CANDIDATES_MAX, hits, &count);
	for (size_t i = 0; i < n; i++) {
		const char *label = choices_at(choices, hits[i]).label;

		text_clean(out, label, strlen(label));
		str_addc(out, '\n');
	}
	if (count > n)
		str_addf(out, "and %zu more\n", count - n);
}

static int
say_empty(const struct choices *choices, struct err *err)
{
	if (!id_is_nil(&choices->location))
		return err_set(err, ERR_NOT_FOUND,
			"no %s may be chosen at this location; ask an "
			"administrator to allow one",
			kind_word(choices->kind));
	return err_set(err, ERR_NOT_FOUND,
		"there is no %s on this machine; connect-clock sync fetches "
		"what an administrator has made",
		kind_word(choices->kind));
}

/* Whether it names one of all, which is not taken at this location. */
static bool
is_not_taken(const struct choices *choices, const char *text)
{
	struct choices *all;
	struct err ignored = {0};
	uint32_t position;
	bool found;

	if (id_is_nil(&choices->location) ||
		choices_new(choices->app, choices->kind, NULL, NULL, &all,
			&ignored) < 0)
		return false;
	all->query = choices_query_new(all);
	found = match_one(all->query, text, &position) == MATCH_ONE;
	choices_free(&all);
	return found;
}

/* "Office and yard takes 01-100 Supervision and 01-740 Clean-up" */
static int
say_taken(const struct choices *choices, struct err *err)
{
	const struct catalog_cache *cache = &choices->app->ports.catalog;
	size_t count = choices->count, named;
	struct entry location;
	struct str words;

	if (cache->ops->find(cache->self, choices->app->account.number,
		    ENTRY_LOCATION, &choices->location, &location, err) < 0)
		return -1;
	named = count > TAKEN_MAX ? TAKEN_MAX - 1 : count;
	str_init(&words, ERR_TEXT_BYTES);
	text_clean(&words, location.name, strlen(location.name));
	str_addz(&words, " takes ");
	for (size_t i = 0; i < named; i++) {
		const char *label = choices_at(choices, (uint32_t)i).label;

		if (i > 0)
			str_addz(&words, i + 1 < count ? ", " : " and ");
		text_clean(&words, label, strlen(label));
	}
	if (named < count)
		str_addf(&words, " and %zu others", count - named);
	err_set(err, ERR_NOT_FOUND, "%s", words.data);
	str_release(&words);
	return -1;
}

int
choices_say_none(
	const struct choices *choices, const char *text, struct err *err)
{
	struct str words;

	if (choices->count == 0)
		return say_empty(choices, err);
	if (is_not_taken(choices, text))
		return say_taken(choices, err);
	str_init(&words, ERR_TEXT_BYTES / 2);
	text_clean(&words, text, strlen(text));
	err_set(err, ERR_NOT_FOUND,
		"no %s fits \"%s\"; `connect-clock list %s` shows what there "
		"is",
		kind_word(choices->kind), words.data,
		entry_kind_list_word(choices->kind));
	str_release(&words);
	return -1;
}

/* The only one that is shown as this text. */
static bool
find_shown(const struct choices *choices, const char *text,
	struct choice *choice_out)
{
	struct str wanted, label;
	size_t found = 0;

	str_init(&wanted, SIZE_MAX / 2);
	str_init(&label, SIZE_MAX / 2);
	text_fold(&wanted, text, strlen(text));
	for (size_t i = 0; i < choices->count; i++) {
		struct choice choice = choices_at(choices, i);

		str_clear(&label);
		text_fold(&label, choice.label, strlen(choice.label));
		if (strcmp(label.data, wanted.data) != 0)
			continue;
		*choice_out = choice;
		found++;
	}
	str_release(&wanted);
	str_release(&label);
	return found == 1;
}

int
choices_resolve(struct choices *choices, const char *text,
	struct choice *choice_out, struct err *err)
{
	uint32_t position;

	if (choices->query == NULL)
		choices->query = choices_query_new(choices);
	switch (match_one(choices->query, text, &position)) {
	case MATCH_ONE:
		*choice_out = choices_at(choices, position);
		return 0;
	case MATCH_SEVERAL:
		/* As a list told namesakes apart, letter by letter. */
		return find_shown(choices, text, choice_out)
			       ? 0
			       : say_several(choices, text, err);
	case MATCH_NEAR:
		if (!is_not_taken(choices, text))
			return say_near(choices, text, err);
		break;
	case MATCH_NONE:
		break;
	}
	return choices_say_none(choices, text, err);
}
