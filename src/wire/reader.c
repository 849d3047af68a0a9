#include "reader.h"

#include <string.h>

#define WAS_READ (1 << 16) /* in a node's type, above the library's bits */

void
reader_open(struct reader *reader, const char *bytes, size_t len,
	const struct reader_rules *rules, struct err *err)
{
	*reader = (struct reader){
		.err = err, .strict = rules->strict, .secret = rules->secret};
	if (json_scan(bytes, len, &rules->limits, err) < 0) {
		reader->failed = true;
		return;
	}
	reader->root = cJSON_ParseWithLengthOpts(bytes, len, NULL, 0);
	if (reader->root == NULL) {
		err_set(err, ERR_DATA, "not valid JSON");
		reader->failed = true;
	}
}

void
reader_root(struct reader *reader, struct cursor *root_out)
{
	*root_out = (struct cursor){.reader = reader};
	if (reader->failed)
		return;
	if (!cJSON_IsObject(reader->root)) {
		reader_fail(root_out, NULL, "not an object");
		return;
	}
	root_out->node = reader->root;
	root_out->next = reader->root->child;
}

/* As deep as the scanner allows. */
static void
wipe(cJSON *node)
{
	for (; node != NULL; node = node->next) {
		if (node->valuestring != NULL)
			secret_wipe(
				node->valuestring, strlen(node->valuestring));
		wipe(node->child);
	}
}

int
reader_close(struct reader *reader)
{
	if (reader->secret)
		wipe(reader->root);
	cJSON_Delete(reader->root);
	reader->root = NULL;
	return reader->failed ? -1 : 0;
}

/* Messages come in the order in which codecs read: the look is short. */
static cJSON *
find_member(struct cursor *cursor, const char *key)
{
	cJSON *start = cursor->next, *item = start;

	if (start == NULL)
		return NULL;
	do {
		cJSON *next =
			item->next != NULL ? item->next : cursor->node->child;

		if (strcmp(item->string, key) == 0) {
			cursor->next = next;
			return item;
		}
		item = next;
	} while (item != start);
	return NULL;
}

static cJSON *
next_element(struct cursor *array)
{
	cJSON *item = array->next;

	if (item != NULL)
		array->next = item->next;
	array->taken++;
	return item;
}

cJSON *
reader_take(struct cursor *cursor, const char *key, enum reader_need need)
{
	cJSON *item;

	if (cursor->reader->failed || cursor->node == NULL)
		return NULL;
	item = key != NULL ? find_member(cursor, key) : next_element(cursor);
	if (item != NULL)
		item->type |= WAS_READ;
	if (item != NULL && !cJSON_IsNull(item))
		return item;
	if (need == READER_WANTED)
		reader_fail(cursor, key, "is missing");
	return NULL;
}

bool
reader_has(struct cursor *cursor, const char *key)
{
	return !cursor->reader->failed && cursor->node != NULL &&
	       find_member(cursor, key) != NULL;
}

static void
enter(struct cursor *cursor, const char *key, cJSON *node,
	struct cursor *inner_out)
{
	*inner_out = (struct cursor){
		.reader = cursor->reader,
		.parent = cursor,
		.key = key,
		.index = cursor->taken - 1,
		.node = node,
		.next = node != NULL ? node->child : NULL,
	};
}

bool
reader_object(struct cursor *cursor, const char *key, enum reader_need need,
	struct cursor *object_out)
{
	cJSON *item = reader_take(cursor, key, need);

	if (item != NULL && !cJSON_IsObject(item)) {
		reader_fail(cursor, key, "not an object");
		item = NULL;
	}
	enter(cursor, key, item, object_out);
	return item != NULL;
}

bool
reader_array(struct cursor *cursor, const char *key, enum reader_need need,
	size_t max, struct cursor *array_out)
{
	cJSON *item = reader_take(cursor, key, need);

	if (item != NULL && !cJSON_IsArray(item)) {
		reader_fail(cursor, key, "not a list");
		item = NULL;
	}
	if (item != NULL && (size_t)cJSON_GetArraySize(item) > max) {
		reader_fail(cursor, key, "a list that is too long");
		item = NULL;
	}
	enter(cursor, key, item, array_out);
	return item != NULL;
}

size_t
reader_count(const struct cursor *array)
{
	return array->node != NULL ? (size_t)cJSON_GetArraySize(array->node)
				   : 0;
}

bool
reader_more(const struct cursor *array)
{
	return !array->reader->failed && array->next != NULL;
}

void
reader_end(const struct cursor *object)
{
	const cJSON *item = NULL;

	if (!object->reader->strict || object->node == NULL)
		return;
	cJSON_ArrayForEach(item, object->node)
	{
		if (!(item->type & WAS_READ))
			reader_fail(
				object, item->string, "does not belong here");
	}
}
