#include "wire/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "reader.h"
#include "wire/record.h"

#define ITEMS_MAX 1000
#define ROWS_NAME_BYTES 64

void
wire_rows_init(struct wire_rows *rows, const char *const *members)
{
	*rows = (struct wire_rows){.members = members};
	while (members[rows->columns] != NULL)
		rows->columns++;
	str_init(&rows->items, SIZE_MAX / 2);
	jsonout_init(&rows->json, &rows->items);
	jsonout_array(&rows->json, NULL);
}

void
wire_rows_release(struct wire_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->cells[i]);
	free(rows->cells);
	str_release(&rows->items);
	rows->count = 0;
}

size_t
wire_rows_count(const struct wire_rows *rows)
{
	return rows->count / rows->columns;
}

const char *
wire_rows_cell(const struct wire_rows *rows, size_t row, size_t column)
{
	return rows->cells[row * rows->columns + column];
}

/* Once more as JSON, written as this program writes it. As deep as the scanner
 * allows. */
static void
write_value(struct jsonout *json, const char *key, const cJSON *value)
{
	const cJSON *child;

	if (cJSON_IsObject(value)) {
		jsonout_object(json, key);
		for (child = value->child; child != NULL; child = child->next)
			write_value(json, child->string, child);
		jsonout_object_end(json);
	} else if (cJSON_IsArray(value)) {
		jsonout_array(json, key);
		for (child = value->child; child != NULL; child = child->next)
			write_value(json, NULL, child);
		jsonout_array_end(json);
	} else if (cJSON_IsString(value)) {
		jsonout_text(json, key, value->valuestring);
	} else if (cJSON_IsNumber(value)) {
		jsonout_int(json, key, (int64_t)value->valuedouble);
	} else if (cJSON_IsBool(value)) {
		jsonout_bool(json, key, cJSON_IsTrue(value));
	} else {
		jsonout_null(json, key);
	}
}

static void
add_text(struct str *out, const cJSON *value)
{
	struct jsonout json;
	const cJSON *child;

	if (value == NULL || cJSON_IsNull(value))
		return;
	if (cJSON_IsString(value)) {
		str_addz(out, value->valuestring);
	} else if (cJSON_IsBool(value)) {
		str_addz(out, cJSON_IsTrue(value) ? "yes" : "no");
	} else if (cJSON_IsArray(value)) {
		for (child = value->child; child != NULL; child = child->next) {
			str_addz(out, child != value->child ? ", " : "");
			add_text(out, child);
		}
	} else {
		jsonout_init(&json, out);
		write_value(&json, NULL, value);
	}
}

/* "people.employee": of each of the people that one. */
static void
add_member(struct str *out, const cJSON *value, const char *below)
{
	const cJSON *child;

	if (below == NULL || !cJSON_IsArray(value)) {
		add_text(out, value);
		return;
	}
	for (child = value->child; child != NULL; child = child->next) {
		str_addz(out, child != value->child ? ", " : "");
		add_text(out, cJSON_GetObjectItemCaseSensitive(child, below));
	}
}

static void
take_item(struct wire_rows *rows, struct cursor *item)
{
	for (size_t i = 0; i < rows->columns; i++) {
		const char *below = strchr(rows->members[i], '.');
		char name[ROWS_NAME_BYTES];
		struct str text;

		snprintf(name, sizeof(name), "%.*s",
			(int)strcspn(rows->members[i], "."), rows->members[i]);
		str_init(&text, SIZE_MAX / 2);
		add_member(&text, reader_take(item, name, READER_OPTIONAL),
			below != NULL ? below + 1 : NULL);
		rows->cells = mem_grow(rows->cells, &rows->cap, rows->count + 1,
			sizeof(*rows->cells));
		rows->cells[rows->count++] = str_take(&text);
		str_release(&text);
	}
	write_value(&rows->json, NULL, item->node);
	reader_end(item);
}

int
wire_rows_read(struct wire_rows *rows, const char *bytes, size_t len,
	const char *list, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = WIRE_RECORDS_BYTES, .members = 2500000},
	};
	struct reader reader;
	struct cursor root, items, item;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	(void)reader_array(&root, list, READER_WANTED, ITEMS_MAX, &items);
	while (reader_more(&items) &&
		reader_object(&items, NULL, READER_WANTED, &item))
		take_item(rows, &item);
	reader_end(&root);
	return reader_close(&reader);
}
