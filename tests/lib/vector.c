#include "lib/vector.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lib/zone_file.h"
#include "wire/project.h"

#define PATH_BYTES 512
#define FILE_BYTES ((size_t)1 << 20)

/* --- comparing ----------------------------------------------------------- */

/* Where the comparison is, and what it found. */
struct comparison {
	const struct zone *zone;
	char path[PATH_BYTES];
	struct str *said; /* empty as long as all is as expected */
};

static void
differs(struct comparison *c, const cJSON *want, const cJSON *got)
{
	char *expected = cJSON_PrintUnformatted(want);
	char *found = got != NULL ? cJSON_PrintUnformatted(got) : NULL;

	str_addf(c->said, "%s: expected %s, got %s", c->path, expected,
		found != NULL ? found : "nothing");
	cJSON_free(expected);
	cJSON_free(found);
}

/* The same text, or the same instant. */
static bool
same_text(const struct comparison *c, const char *want, const char *got)
{
	int64_t want_ms, got_ms;

	return strcmp(want, got) == 0 ||
	       (wire_project_time(want, c->zone, &want_ms) == NULL &&
		       wire_project_time(got, c->zone, &got_ms) == NULL &&
		       want_ms == got_ms);
}

static bool same(struct comparison *c, const cJSON *want, const cJSON *got);

/* Whether each of these is somewhere in a list. */
static bool
has_all(struct comparison *c, const cJSON *want, const cJSON *got)
{
	const cJSON *item = NULL, *other = NULL;

	cJSON_ArrayForEach(item, want)
	{
		struct str ignored;
		struct comparison inner = *c;
		bool found = false;

		str_init(&ignored, 4096);
		inner.said = &ignored;
		cJSON_ArrayForEach(other, got)
		{
			str_clear(&ignored);
			found = found || same(&inner, item, other);
		}
		str_release(&ignored);
		if (found)
			continue;
		differs(c, item, got);
		return false;
	}
	return true;
}

static bool
same_member(struct comparison *c, const cJSON *want, const cJSON *got)
{
	char name[64];
	size_t len = strlen(want->string), stood = strlen(c->path);
	bool any_place = want->string[len - 1] == '+';
	bool is_same;

	if (any_place)
		len--;
	snprintf(name, sizeof(name), "%.*s", (int)len, want->string);
	snprintf(c->path + stood, sizeof(c->path) - stood, "/%s", name);
	got = cJSON_GetObjectItemCaseSensitive(got, name);
	is_same = any_place && cJSON_IsArray(got) ? has_all(c, want, got)
						  : same(c, want, got);
	c->path[stood] = '\0';
	return is_same;
}

static bool
same_list(struct comparison *c, const cJSON *want, const cJSON *got)
{
	size_t stood = strlen(c->path);
	const cJSON *item = NULL;
	char *more;
	int i = 0;

	cJSON_ArrayForEach(item, want)
	{
		snprintf(c->path + stood, sizeof(c->path) - stood, "/%d", i);
		if (!same(c, item, cJSON_GetArrayItem(got, i++)))
			return false;
		c->path[stood] = '\0';
	}
	if (cJSON_GetArraySize(got) == i)
		return true;
	more = cJSON_PrintUnformatted(cJSON_GetArrayItem(got, i));
	str_addf(c->said, "%s/%d: expected no more, got %s", c->path, i, more);
	cJSON_free(more);
	return false;
}

static bool
same(struct comparison *c, const cJSON *want, const cJSON *got)
{
	const cJSON *item = NULL;

	if (got == NULL || (want->type & 0xff) != (got->type & 0xff)) {
		differs(c, want, got);
		return false;
	}
	if (cJSON_IsArray(want))
		return same_list(c, want, got);
	if (cJSON_IsObject(want)) {
		cJSON_ArrayForEach(item, want)
		{
			if (!same_member(c, item, got))
				return false;
		}
		return true;
	}
	if (cJSON_IsString(want)
			? same_text(c, want->valuestring, got->valuestring)
			: cJSON_Compare(want, got, true))
		return true;
	differs(c, want, got);
	return false;
}

/* --- running ------------------------------------------------------------- */

static void
run(const struct wire_project *in, struct str *out)
{
	struct project_outcome outcome;

	str_clear(out);
	project_run(&in->project, &outcome);
	wire_project_encode(in, &outcome, out);
	project_release(&outcome);
}

static void
swap(void *items, size_t i, size_t k, size_t size)
{
	unsigned char *x = (unsigned char *)items + i * size;
	unsigned char *y = (unsigned char *)items + k * size;

	for (size_t at = 0; at < size; at++) {
		unsigned char c = x[at];

		x[at] = y[at];
		y[at] = c;
	}
}

/* Turns the order in which things are given round; not that of deliveries that
 * came at one instant. */
static void
turn_round(struct wire_project *in)
{
	size_t events = in->project.event_count;
	size_t n = in->project.delivery_count;
	bool distinct = true;

	for (size_t i = 0; i < events / 2; i++)
		swap(in->events, i, events - 1 - i, sizeof(*in->events));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			distinct &= in->deliveries[i].contact.received_ms !=
				    in->deliveries[k].contact.received_ms;
	for (size_t i = 0; distinct && i < n / 2; i++)
		swap(in->deliveries, i, n - 1 - i, sizeof(*in->deliveries));
}

/* Neither the order in which facts are given nor that reasons are told changes
 * a byte of the rest. */
static void
run_otherwise(
	struct wire_project *in, const struct str *first, struct str *said)
{
	struct str again;
	const char *reasons = strstr(first->data, "\"reasons\":");

	str_init(&again, SIZE_MAX / 2);
	turn_round(in);
	run(in, &again);
	if (strcmp(first->data, again.data) != 0)
		str_addz(said, "another order of facts: another answer");
	in->project.explain = !in->project.explain;
	run(in, &again);
	if (said->len == 0 && strncmp(first->data, again.data,
				      (size_t)(reasons - first->data)) != 0)
		str_addz(said, "with and without reasons: another answer");
	str_release(&again);
}

static void
expect_answer(struct wire_project *in, const cJSON *expect, struct str *said)
{
	struct comparison c = {.zone = in->zone, .said = said};
	struct str answer;
	cJSON *got;

	str_init(&answer, SIZE_MAX / 2);
	run(in, &answer);
	got = cJSON_Parse(answer.data);
	if (cJSON_HasObjectItem(expect, "error"))
		str_addz(said, "expected to be refused, was not");
	else if (same(&c, expect, got))
		run_otherwise(in, &answer, said);
	cJSON_Delete(got);
	str_release(&answer);
}

static void
expect_error(const struct err *err, const cJSON *expect, struct str *said)
{
	const char *at = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(expect, "error"));
	size_t len = at != NULL ? strlen(at) : 0;

	if (at == NULL || strncmp(err->text, at, len) != 0 ||
		err->text[len] != ':')
		str_addf(said, "refused: %s", err->text);
}

/* The file's, with the vector's own in their place; yours to delete. */
static cJSON *
merge(const cJSON *shared, const cJSON *own)
{
	cJSON *given = shared != NULL ? cJSON_Duplicate(shared, true)
				      : cJSON_CreateObject();
	const cJSON *item = NULL;

	cJSON_ArrayForEach(item, own)
	{
		cJSON_DeleteItemFromObjectCaseSensitive(given, item->string);
		cJSON_AddItemToObject(
			given, item->string, cJSON_Duplicate(item, true));
	}
	return given;
}

static void
run_vector(const cJSON *shared, const cJSON *vector, struct str *said)
{
	const cJSON *expect =
		cJSON_GetObjectItemCaseSensitive(vector, "expect");
	cJSON *given = merge(
		shared, cJSON_GetObjectItemCaseSensitive(vector, "given"));
	char *text = cJSON_PrintUnformatted(given);
	struct wire_project in;
	struct err err;

	if (!cJSON_IsObject(expect) || expect->child == NULL) {
		str_addz(said, "expects nothing");
	} else if (wire_project_decode(text, strlen(text), zone_file_find, &in,
			   &err) == 0) {
		expect_answer(&in, expect, said);
		wire_project_release(&in);
	} else {
		expect_error(&err, expect, said);
	}
	cJSON_free(text);
	cJSON_Delete(given);
}

void
vector_begin(struct vector_run *run)
{
	*run = (struct vector_run){.count = 0};
	str_init(&run->said, (size_t)1 << 20);
}

void
vector_end(struct vector_run *run)
{
	str_release(&run->said);
}

void
vector_file(
	struct vector_run *run, const char *path, const char *bytes, size_t len)
{
	cJSON *file = cJSON_ParseWithLength(bytes, len);
	const cJSON *vectors =
		cJSON_GetObjectItemCaseSensitive(file, "vectors");
	const cJSON *vector = NULL;

	if (cJSON_GetArraySize(vectors) == 0) {
		run->failed++;
		str_addf(&run->said, "%s: no JSON, or no vectors\n", path);
	}
	cJSON_ArrayForEach(vector, vectors)
	{
		const char *name = cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(vector, "name"));
		struct str said;

		str_init(&said, (size_t)1 << 16);
		if (name == NULL)
			str_addz(&said, "has no name");
		else
			run_vector(
				cJSON_GetObjectItemCaseSensitive(file, "given"),
				vector, &said);
		run->count++;
		if (said.len > 0) {
			run->failed++;
			str_addf(&run->said, "%s: \"%s\": %s\n", path,
				name != NULL ? name : "", said.data);
		}
		str_release(&said);
	}
	cJSON_Delete(file);
}

static void
run_entry(struct vector_run *run, const char *path, const struct dirent *entry)
{
	char below[PATH_BYTES];
	size_t len = strlen(entry->d_name);
	struct str text;
	struct err err;

	if (entry->d_name[0] == '.')
		return;
	snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
	if (entry->d_type == DT_DIR) {
		vector_folder(run, below);
		return;
	}
	if (len < 5 || strcmp(entry->d_name + len - 5, ".json") != 0)
		return;
	str_init(&text, FILE_BYTES);
	if (file_load(below, FILE_BYTES, &text, &err) == 0) {
		vector_file(run, below, text.data, text.len);
	} else {
		run->failed++;
		str_addf(&run->said, "%s: %s\n", below, err.text);
	}
	str_release(&text);
}

void
vector_folder(struct vector_run *run, const char *path)
{
	struct dirent **entries = NULL;
	int n = scandir(path, &entries, NULL, alphasort);

	if (n < 0) {
		run->failed++;
		str_addf(&run->said, "%s: no such folder\n", path);
	}
	for (int i = 0; i < n; i++) {
		run_entry(run, path, entries[i]);
		free(entries[i]);
	}
	free(entries);
}
