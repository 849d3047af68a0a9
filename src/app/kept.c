#include "kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/name.h"

void
kept_release(struct kept *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		field_release(kept->of, kept_at(kept, i));
	free(kept->records);
	free(kept->slots);
	match_query_free(&kept->query);
	match_index_free(&kept->index);
	*kept = (struct kept){.of = kept->of};
}

void *
kept_at(const struct kept *kept, size_t place)
{
	return kept->records + place * kept->of->bytes;
}

/* --- what it is called ---------------------------------------------------- */

static const char *
text_of(const struct description *of, const void *record, const char *name)
{
	const struct field *field = field_find(of, name);

	return field != NULL && field->type == FIELD_TEXT
		       ? field_text(field, record)
		       : "";
}

void
kept_text(const struct description *of, const void *record, enum kept_by by,
	struct str *out)
{
	char name[NAME_BYTES];
	uint8_t given_len;

	if (by == KEPT_BY_NUMBER) {
		str_addz(out, text_of(of, record, "number"));
	} else if (by == KEPT_BY_USERNAME) {
		str_addz(out, text_of(of, record, "username"));
	} else if (field_find(of, "given_name") != NULL) {
		name_show(text_of(of, record, "given_name"),
			text_of(of, record, "family_name"), name, &given_len);
		str_addz(out, name);
	} else {
		str_addz(out, text_of(of, record, "name"));
	}
}

/* --- where it stands ------------------------------------------------------ */

/* FNV-1a, of 64 bits; never 0. */
static uint64_t
hash_of(enum kept_by by, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)by;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
	hash ^= hash >> 32;
	return hash != 0 ? hash : 1;
}

static struct kept_slot *
slot_of(const struct kept *kept, uint64_t hash)
{
	size_t at = hash & (kept->slot_cap - 1);

	while (kept->slots[at].hash != 0 && kept->slots[at].hash != hash)
		at = (at + 1) & (kept->slot_cap - 1);
	return &kept->slots[at];
}

static void
make_room(struct kept *kept)
{
	struct kept_slot *old = kept->slots;
	size_t old_cap = kept->slot_cap;

	if (kept->slot_used * 2 < kept->slot_cap)
		return;
	kept->slot_cap = old_cap > 0 ? old_cap * 2 : 256;
	kept->slots = mem_new(kept->slot_cap, sizeof(*kept->slots));
	for (size_t i = 0; i < old_cap; i++)
		if (old[i].hash != 0)
			*slot_of(kept, old[i].hash) = old[i];
	free(old);
}

static void
note(struct kept *kept, uint64_t hash, size_t place)
{
	struct kept_slot *slot;

	make_room(kept);
	slot = slot_of(kept, hash);
	if (slot->hash == 0) {
		kept->slot_used++;
		*slot = (struct kept_slot){hash, (uint32_t)place, false};
	} else if (slot->place != place) {
		slot->several = true;
	}
}

/* 0: there is nothing to find it by. */
static uint64_t
hash_text(enum kept_by by, const char *text)
{
	uint64_t hash = 0;
	struct str folded;

	str_init(&folded, SIZE_MAX / 2);
	text_fold(&folded, text, strlen(text));
	if (folded.len > 0)
		hash = hash_of(by, folded.data, folded.len);
	str_release(&folded);
	return hash;
}

static uint64_t
hash_record(const struct kept *kept, size_t place, enum kept_by by)
{
	const struct record *record = kept_at(kept, place);
	struct str text;
	uint64_t hash;

	if (by == KEPT_BY_ID)
		return hash_of(by, record->id.bytes, sizeof(record->id.bytes));
	str_init(&text, SIZE_MAX / 2);
	kept_text(kept->of, record, by, &text);
	hash = hash_text(by, text.data);
	str_release(&text);
	return hash;
}

static void
note_record(struct kept *kept, size_t place)
{
	for (enum kept_by by = KEPT_BY_NUMBER; by <= KEPT_BY_ID; by++) {
		uint64_t hash = hash_record(kept, place, by);

		if (hash != 0)
			note(kept, hash, place);
	}
	match_query_free(&kept->query);
	match_index_free(&kept->index);
}

/* What was called otherwise is found by that no more. */
static void
note_anew(struct kept *kept)
{
	kept->renamed = false;
	kept->slot_used = 0;
	if (kept->slot_cap > 0)
		memset(kept->slots, 0, kept->slot_cap * sizeof(*kept->slots));
	for (size_t i = 0; i < kept->count; i++)
		note_record(kept, i);
}

/* --- coming and found ----------------------------------------------------- */

static void *
new_place(struct kept *kept)
{
	kept->records = mem_grow(
		kept->records, &kept->cap, kept->count + 1, kept->of->bytes);
	return kept_at(kept, kept->count++);
}

void
kept_take(struct kept *kept, struct wire_records *page)
{
	const size_t bytes = kept->of->bytes;

	for (size_t i = 0; i < page->count; i++) {
		memcpy(new_place(kept), (char *)page->records + i * bytes,
			bytes);
		note_record(kept, kept->count - 1);
	}
	kept->seen |= page->seen;
	free(page->records);
	*page = (struct wire_records){0};
}

void
kept_put(struct kept *kept, const void *record)
{
	void *at = kept_of_id(kept, &((const struct record *)record)->id);

	if (at == NULL) {
		at = new_place(kept);
		memset(at, 0, kept->of->bytes);
	} else {
		kept->renamed = true;
	}
	*(struct record *)at = *(const struct record *)record;
	(void)field_copy(kept->of, at, record, ~(field_set)0);
	note_record(
		kept, (size_t)((char *)at - kept->records) / kept->of->bytes);
}

/* The slot of what is still called so. */
static const struct kept_slot *
find(struct kept *kept, enum kept_by by, uint64_t hash)
{
	const struct kept_slot *slot;

	if (hash == 0 || kept->slot_cap == 0)
		return NULL;
	slot = slot_of(kept, hash);
	if (slot->hash != 0 && kept->renamed &&
		(slot->several || hash_record(kept, slot->place, by) != hash)) {
		note_anew(kept);
		slot = slot_of(kept, hash);
	}
	return slot->hash != 0 ? slot : NULL;
}

void *
kept_of_id(struct kept *kept, const struct id *id)
{
	const struct kept_slot *slot = find(kept, KEPT_BY_ID,
		hash_of(KEPT_BY_ID, id->bytes, sizeof(id->bytes)));

	return slot != NULL ? kept_at(kept, slot->place) : NULL;
}

void *
kept_of_text(
	struct kept *kept, enum kept_by by, const char *text, bool *several_out)
{
	const struct kept_slot *slot = find(kept, by, hash_text(by, text));

	*several_out = slot != NULL && slot->several;
	return slot != NULL && !slot->several ? kept_at(kept, slot->place)
					      : NULL;
}

struct match_query *
kept_query(struct kept *kept)
{
	struct str texts[KEPT_BY_ID];

	if (kept->query != NULL)
		return kept->query;
	for (int by = 0; by < KEPT_BY_ID; by++)
		str_init(&texts[by], SIZE_MAX / 2);
	kept->index = match_index_new(kept->count + 1);
	for (size_t i = 0; i < kept->count; i++) {
		for (int by = 0; by < KEPT_BY_ID; by++) {
			str_clear(&texts[by]);
			kept_text(kept->of, kept_at(kept, i), (enum kept_by)by,
				&texts[by]);
		}
		match_index_add(kept->index, texts[KEPT_BY_NUMBER].data,
			texts[KEPT_BY_NAME].data, texts[KEPT_BY_USERNAME].data);
	}
	for (int by = 0; by < KEPT_BY_ID; by++)
		str_release(&texts[by]);
	kept->query = match_query_new(kept->index);
	return kept->query;
}
