#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "parts.h"
#include "wire/wire.h"

#define ENTRIES_MAX 10000
#define COST_CODES_MAX 100000

static const char *const kind_names[] = {
#define X(name, number, wire, list) [ENTRY_##name] = (wire),
	ENTRY_KINDS(X)
#undef X
};

static void
write_entry(struct jsonout *json, const struct entry *entry)
{
	jsonout_object(json, NULL);
	jsonout_text(json, "kind", kind_names[entry->kind]);
	jsonout_id(json, "id", &entry->id);
	jsonout_text(json, "number", entry->number);
	if (entry->kind == ENTRY_EMPLOYEE)
		parts_write_name(json, entry->name, entry->given_len);
	else
		jsonout_text(json, "name", entry->name);
	if (entry->kind == ENTRY_EMPLOYEE)
		jsonout_text(json, "username", entry->username);
	jsonout_bool(json, "active", entry->active);
	if (entry->kind == ENTRY_EMPLOYEE)
		parts_write_meal(json, "meal", &entry->meal);
	if (entry->kind == ENTRY_LOCATION)
		jsonout_bool(json, "all_cost_codes", entry->all_cost_codes);
	if (entry->kind == ENTRY_LOCATION && !entry->all_cost_codes) {
		jsonout_array(json, "cost_codes");
		for (size_t i = 0; i < entry->cost_code_count; i++)
			jsonout_id(json, NULL, &entry->cost_codes[i]);
		jsonout_array_end(json);
	}
	jsonout_object_end(json);
}

void
wire_catalog_encode(const struct wire_catalog *page, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "entries");
	for (size_t i = 0; i < page->count; i++)
		write_entry(&json, &page->entries[i]);
	jsonout_array_end(&json);
	jsonout_text(&json, "cursor", page->cursor);
	jsonout_bool(&json, "more", page->more);
	jsonout_object_end(&json);
}

/* The lists of all entries of a page, one behind the other. */
struct lists {
	struct id *ids;
	size_t count;
	size_t cap;
};

static void
read_cost_codes(struct cursor *item, struct entry *entry, struct lists *lists)
{
	struct cursor list;

	reader_array(item, "cost_codes", READER_WANTED, COST_CODES_MAX, &list);
	while (reader_more(&list)) {
		lists->ids = mem_grow(lists->ids, &lists->cap, lists->count + 1,
			sizeof(*lists->ids));
		reader_id(&list, NULL, READER_WANTED,
			&lists->ids[lists->count++]);
		entry->cost_code_count++;
	}
}

static void
read_entry(struct cursor *page, struct entry *entry, struct lists *lists)
{
	struct cursor item;
	int kind;

	if (!reader_object(page, NULL, READER_WANTED, &item))
		return;
	kind = reader_choice(
		&item, "kind", READER_WANTED, kind_names, ENTRY_KIND_COUNT);
	if (kind >= 0)
		entry->kind = (enum entry_kind)kind;
	reader_id(&item, "id", READER_WANTED, &entry->id);
	reader_text(&item, "number", READER_WANTED, entry->number,
		sizeof(entry->number));
	if (kind == ENTRY_EMPLOYEE)
		parts_read_name(&item, entry->name, &entry->given_len);
	else
		reader_text(&item, "name", READER_WANTED, entry->name,
			sizeof(entry->name));
	if (kind == ENTRY_EMPLOYEE)
		reader_text(&item, "username", READER_OPTIONAL, entry->username,
			sizeof(entry->username));
	reader_bool(&item, "active", READER_WANTED, &entry->active);
	if (kind == ENTRY_EMPLOYEE)
		parts_read_meal(&item, "meal", READER_WANTED, &entry->meal);
	if (kind == ENTRY_LOCATION &&
		reader_bool(&item, "all_cost_codes", READER_WANTED,
			&entry->all_cost_codes) &&
		!entry->all_cost_codes)
		read_cost_codes(&item, entry, lists);
	reader_end(&item);
}

/* Moves entries and lists into one block, so that one free ends both. */
static void
join(struct wire_catalog *page, const struct lists *lists)
{
	size_t entries_bytes = page->count * sizeof(struct entry);
	size_t ids_bytes = lists->count * sizeof(struct id);
	char *block = mem_new(1, entries_bytes + ids_bytes);
	struct id *ids = (struct id *)(block + entries_bytes);

	memcpy(block, page->entries, entries_bytes);
	memcpy(ids, lists->ids, ids_bytes);
	free(page->entries);
	page->entries = (struct entry *)block;
	for (size_t i = 0; i < page->count; i++) {
		struct entry *entry = &page->entries[i];

		if (entry->cost_code_count)
			entry->cost_codes = ids;
		ids += entry->cost_code_count;
	}
}

static void
read_entries(struct cursor *root, struct wire_catalog *page)
{
	struct lists lists = {NULL, 0, 0};
	struct cursor list;

	if (!reader_array(root, "entries", READER_WANTED, ENTRIES_MAX, &list))
		return;
	page->entries = mem_new(reader_count(&list) + 1, sizeof(struct entry));
	while (reader_more(&list))
		read_entry(&list, &page->entries[page->count++], &lists);
	if (lists.count)
		join(page, &lists);
	free(lists.ids);
}

int
wire_catalog_decode(const char *bytes, size_t len,
	struct wire_catalog *page_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = WIRE_ANSWER_BYTES, .members = 300000},
	};
	struct wire_catalog page = {.count = 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	read_entries(&root, &page);
	reader_text(&root, "cursor", READER_WANTED, page.cursor,
		sizeof(page.cursor));
	reader_bool(&root, "more", READER_WANTED, &page.more);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_catalog_release(&page);
		return -1;
	}
	*page_out = page;
	return 0;
}

void
wire_catalog_release(struct wire_catalog *page)
{
	free(page->entries);
	page->entries = NULL;
	page->count = 0;
}
