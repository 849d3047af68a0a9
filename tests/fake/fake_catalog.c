#include "fake_catalog.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

static struct entry *
place_of(struct fake_catalog *fake, const struct id *id)
{
	for (size_t i = 0; i < fake->count; i++)
		if (id_equal(&fake->entries[i].id, id))
			return &fake->entries[i];
	return NULL;
}

static int
put(void *self, int64_t account, const struct entry *entries, size_t n,
	const char *cursor, struct err *err)
{
	struct fake_catalog *fake = self;

	(void)account;
	(void)err;
	for (size_t i = 0; i < n; i++) {
		struct entry *place = place_of(fake, &entries[i].id);

		if (place == NULL) {
			assert(fake->count < FAKE_ENTRIES_MAX);
			place = &fake->entries[fake->count++];
		}
		*place = entries[i];
	}
	(void)str_copy(fake->cursor, sizeof(fake->cursor), cursor);
	return 0;
}

static int
cursor(void *self, int64_t account, char cursor_out[CATALOG_CURSOR_BYTES],
	struct err *err)
{
	struct fake_catalog *fake = self;

	(void)account;
	(void)err;
	memcpy(cursor_out, fake->cursor, sizeof(fake->cursor));
	return 0;
}

static int
forget(void *self, int64_t account, struct err *err)
{
	struct fake_catalog *fake = self;

	(void)account;
	(void)err;
	fake->count = 0;
	fake->cursor[0] = '\0';
	fake_catalog_release(fake);
	return 0;
}

static bool
is_taken(const struct fake_catalog *fake, const struct id *location,
	const struct entry *entry)
{
	return entry->kind != ENTRY_COST_CODE || location == NULL ||
	       id_is_nil(location) || !id_equal(location, &fake->picky) ||
	       id_equal(&entry->id, &fake->taken);
}

/* As the cache gives an entry. */
static void
give(const struct fake_catalog *fake, const struct entry *entry,
	struct entry *given_out)
{
	*given_out = *entry;
	for (size_t i = 0; i < fake->count; i++) {
		const struct entry *other = &fake->entries[i];

		given_out->by_username |= other != entry && other->active &&
					  other->kind == entry->kind &&
					  entry->username[0] != '\0' &&
					  entry->number[0] == '\0' &&
					  strcmp(other->name, entry->name) == 0;
	}
}

static int
each(void *self, int64_t account, enum entry_kind kind,
	const struct id *location, catalog_on_entry *on_entry, void *ctx,
	struct err *err)
{
	struct fake_catalog *fake = self;
	struct entry given;

	(void)account;
	(void)err;
	for (size_t i = 0; i < fake->count; i++) {
		if (fake->entries[i].kind != kind || !fake->entries[i].active ||
			!is_taken(fake, location, &fake->entries[i]))
			continue;
		give(fake, &fake->entries[i], &given);
		if (!on_entry(ctx, &given))
			break;
	}
	return 0;
}

static int
find(void *self, int64_t account, enum entry_kind kind, const struct id *id,
	struct entry *entry_out, struct err *err)
{
	struct fake_catalog *fake = self;
	struct entry *place = place_of(fake, id);

	(void)account;
	if (place == NULL || place->kind != kind)
		return err_set(err, ERR_NOT_FOUND, "no such entry");
	give(fake, place, entry_out);
	return 0;
}

static struct fake_answer *
answer_of(struct fake_catalog *fake, const char *name)
{
	for (size_t i = 0; i < fake->answer_count; i++)
		if (strcmp(fake->answers[i].name, name) == 0)
			return &fake->answers[i];
	return NULL;
}

static int
keep(void *self, int64_t account, const char *name, int64_t told_ms,
	const struct str *body, struct err *err)
{
	struct fake_catalog *fake = self;
	struct fake_answer *answer = answer_of(fake, name);

	(void)account;
	(void)err;
	if (answer == NULL) {
		assert(fake->answer_count < FAKE_ANSWERS_MAX);
		answer = &fake->answers[fake->answer_count++];
		(void)str_copy(answer->name, sizeof(answer->name), name);
	}
	free(answer->body);
	answer->body = mem_dup(body->data, body->len);
	answer->told_ms = told_ms;
	return 0;
}

static int
kept(void *self, int64_t account, const char *name, int64_t *told_ms_out,
	struct str *body_out, struct err *err)
{
	const struct fake_answer *answer = answer_of(self, name);

	(void)account;
	if (answer == NULL)
		return err_set(err, ERR_NOT_FOUND, "nothing of this was kept");
	*told_ms_out = answer->told_ms;
	str_addz(body_out, answer->body);
	return 0;
}

void
fake_catalog_release(struct fake_catalog *fake)
{
	for (size_t i = 0; i < fake->answer_count; i++)
		free(fake->answers[i].body);
	fake->answer_count = 0;
	memset(fake->answers, 0, sizeof(fake->answers));
}

static void
begin_read(void *self)
{
	(void)self;
}

static void
end_read(void *self)
{
	(void)self;
}

struct catalog_cache
fake_catalog_port(struct fake_catalog *fake)
{
	static const struct catalog_cache_ops ops = {
		.put = put,
		.cursor = cursor,
		.forget = forget,
		.each = each,
		.find = find,
		.keep = keep,
		.kept = kept,
		.begin_read = begin_read,
		.end_read = end_read,
	};

	return (struct catalog_cache){.ops = &ops, .self = fake};
}

struct id
fake_catalog_add(struct fake_catalog *fake, enum entry_kind kind, uint8_t n,
	const char *number, const char *name)
{
	struct entry *entry = &fake->entries[fake->count++];

	*entry = (struct entry){
		.kind = kind,
		.active = true,
		.all_cost_codes = true,
	};
	entry->id.bytes[0] = (uint8_t)(0xe0 + kind);
	entry->id.bytes[15] = n;
	(void)str_copy(entry->number, sizeof(entry->number), number);
	(void)str_copy(entry->name, sizeof(entry->name), name);
	return entry->id;
}

struct id
fake_catalog_add_person(struct fake_catalog *fake, uint8_t n,
	const char *number, const char *name, const char *username)
{
	struct entry *entry = &fake->entries[fake->count];
	struct id id = fake_catalog_add(fake, ENTRY_EMPLOYEE, n, number, name);

	(void)str_copy(entry->username, sizeof(entry->username), username);
	return id;
}

void
fake_catalog_take_only(struct fake_catalog *fake, const struct id *location,
	const struct id *cost_code)
{
	fake->picky = *location;
	fake->taken = *cost_code;
}
