/* Asking for records: one request after the other, and what its answer means.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/office.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/company.h"
#include "office_inside.h"

#define PAUSES_MAX 60
#define PAUSE_MS 1000
#define PAUSE_MAX_MS 60000

struct kept *
office_kept(const struct office *office, const struct description *of)
{
	/* One that does not stand there yet is given its place. */
	struct kept *kept = office->kinds;

	while (kept->of != NULL && kept->of != of)
		kept++;
	assert(kept < office->kinds + OFFICE_KINDS_MAX - 1);
	kept->of = of;
	return kept;
}

/* --- what the service finds wrong ----------------------------------------- */

/* The field that a pointer is of; it may go on below it. */
static const struct field *
field_at(const struct description *of, const char *pointer)
{
	size_t len;

	if (of == NULL || pointer[0] != '/')
		return NULL;
	pointer++;
	len = strcspn(pointer, "/");
	for (size_t i = 0; i < of->count; i++)
		if (strlen(of->fields[i].name) == len &&
			memcmp(of->fields[i].name, pointer, len) == 0)
			return &of->fields[i];
	return NULL;
}

/* A sentence of the service as the rest of a line. */
static void
say(struct err *err, enum err_kind kind, const char *sentence)
{
	struct str words;

	str_init(&words, ERR_TEXT_BYTES);
	text_clean(&words, sentence, strlen(sentence));
	if (words.len > 1 && words.data[0] >= 'A' && words.data[0] <= 'Z' &&
		(words.data[1] == ' ' || words.data[1] >= 'a'))
		words.data[0] = (char)(words.data[0] - 'A' + 'a');
	if (words.len > 1 && words.data[words.len - 1] == '.')
		words.data[words.len - 1] = '\0';
	err_set(err, kind, "%s", words.data);
	str_release(&words);
}

static enum err_kind
kind_of(const struct call_answer *answer)
{
	switch (answer->status) {
	case 403:
		return ERR_PERMISSION;
	case 404:
		return ERR_NOT_FOUND;
	case 412:
		return ERR_BUSY;
	case 400:
	case 409:
	case 413:
	case 422:
	case 428:
		return ERR_DATA;
	default:
		return answer->err.kind;
	}
}

static void
judge(const struct office *office, const struct call_answer *answer,
	struct office_answer *out)
{
	const struct wire_problem *problem = &answer->problem;
	enum err_kind kind = kind_of(answer);

	out->err = answer->err;
	if (answer->stranger)
		err_set(&out->err, ERR_AUTH,
			"somebody else signed in on this machine meanwhile");
	if (problem->type[0] == '\0')
		return;
	out->field = field_at(office->of, problem->pointer);
	if (kind == ERR_BUSY)
		err_set(&out->err, kind,
			"somebody changed it since you read it");
	else if (strcmp(problem->type, problem_type(PROBLEM_TAKEN)) == 0 &&
		 out->field != NULL && office->of != NULL)
		err_set(&out->err, kind, "there is %s %s of that %s",
			strchr("aeiou", office->of->title[0]) != NULL ? "an"
								      : "a",
			office->of->title, out->field->name);
	else if (problem->detail[0] != '\0')
		say(&out->err, kind, problem->detail);
	else
		out->err.kind = kind;
}

/* --- sending -------------------------------------------------------------- */

static void
finish(struct office *office, const struct office_answer *answer)
{
	office->busy = false;
	office->on_answer(office->ctx, answer);
}

static void office_send(struct office *office);
static void
on_load_answer(struct office *office, const struct call_answer *answer);
static void
on_record_answer(struct office *office, const struct call_answer *answer);

static void
on_pause_end(void *ctx)
{
	office_send(ctx);
}

static bool
is_to_wait(const struct office *office, const struct call_answer *answer)
{
	return answer->status == 429 && office->pauses < PAUSES_MAX;
}

static void
on_call_answer(void *ctx, const struct call_answer *answer)
{
	struct office *office = ctx;
	struct loop *loop = office->app->ports.loop;
	int64_t wait_ms = answer->retry_after_ms;

	if (is_to_wait(office, answer)) {
		if (wait_ms <= 0 || wait_ms > PAUSE_MAX_MS)
			wait_ms = wait_ms <= 0 ? PAUSE_MS : PAUSE_MAX_MS;
		office->pauses++;
		loop_arm(loop, &office->pause, loop_now_ms(loop) + wait_ms,
			on_pause_end, office);
	} else if (office->fresh.of != NULL) {
		on_load_answer(office, answer);
	} else {
		on_record_answer(office, answer);
	}
}

static void
office_send(struct office *office)
{
	const struct call_request request = {
		.method = office->method,
		.path = office->path.data,
		.body = office->body.len > 0 ? &office->body : NULL,
		.if_match = office->if_match[0] ? office->if_match : NULL,
		.answer_max = office->answer_max,
	};

	call_begin(
		office->app, &office->call, &request, on_call_answer, office);
}

/* From here on something is under way. */
static void
office_begin(struct office *office, const struct description *of,
	office_on_answer *on_answer, void *ctx)
{
	assert(!office->busy);
	office->busy = true;
	office->pauses = 0;
	office->of = of;
	office->dry_run = false;
	office->on_answer = on_answer;
	office->ctx = ctx;
	office->if_match[0] = '\0';
	office->answer_max = 0;
	str_clear(&office->path);
	str_clear(&office->body);
	str_clear(&office->query);
}

/* --- records -------------------------------------------------------------- */

static void
take_record(struct office *office, const struct call_answer *answer,
	struct office_answer *out, void *it)
{
	struct wire_record read = {.record = it};
	struct kept *kept = office_kept(office, office->of);

	if (wire_record_read(answer->body, answer->body_bytes, office->of,
		    &read, &out->err) < 0) {
		out->err.kind = ERR_UNAVAILABLE;
		return;
	}
	out->record = it;
	if (kept != NULL && kept->loaded && !office->dry_run)
		kept_put(kept, it);
}

static void
on_record_answer(struct office *office, const struct call_answer *answer)
{
	const struct description *of = office->of;
	struct office_answer out = {.next = "", .etag = ""};
	struct str next;
	void *it = of != NULL ? mem_new(1, of->bytes) : NULL;

	str_init(&next, 1024);
	judge(office, answer, &out);
	if (out.err.kind == ERR_NONE && of != NULL) {
		take_record(office, answer, &out, it);
	} else if (out.err.kind == ERR_NONE) {
		call_next_page(answer->link, &next);
		out.body = answer->body;
		out.body_bytes = answer->body_bytes;
		out.next = next.data;
		out.etag = answer->etag;
	}
	finish(office, &out);
	str_release(&next);
	if (of != NULL)
		field_release(of, it);
	free(it);
}

/* The settings stand at their path alone. */
static void
add_path(struct office *office, const struct description *of,
	const struct id *id)
{
	char text[ID_TEXT_BYTES];

	str_addz(&office->path, of->path);
	if (of != &company_description)
		str_addf(&office->path, "/%s", id_format(id, text));
}

void
office_get(struct office *office, const struct description *of,
	const struct id *id, office_on_answer *on_answer, void *ctx)
{
	office_begin(office, of, on_answer, ctx);
	office->method = "GET";
	add_path(office, of, id);
	office_send(office);
}

static void
send_edit(struct office *office, const struct office_edit *edit,
	enum wire_record_use use)
{
	office->dry_run = edit->dry_run;
	if (edit->dry_run)
		str_addz(&office->path, "?dry_run=true");
	wire_record_encode_request(
		edit->of, edit->record, use, edit->given, &office->body);
	office_send(office);
}

void
office_add(struct office *office, const struct office_edit *edit,
	office_on_answer *on_answer, void *ctx)
{
	office_begin(office, edit->of, on_answer, ctx);
	office->method = "POST";
	str_addz(&office->path, edit->of->path);
	send_edit(office, edit, WIRE_RECORD_NEW);
}

void
office_change(struct office *office, const struct office_edit *edit,
	office_on_answer *on_answer, void *ctx)
{
	const struct record *record = edit->record;

	office_begin(office, edit->of, on_answer, ctx);
	office->method = "PATCH";
	add_path(office, edit->of, &record->id);
	snprintf(office->if_match, sizeof(office->if_match), "\"%lld\"",
		(long long)record->version);
	send_edit(office, edit, WIRE_RECORD_CHANGE);
}

void
office_ask(struct office *office, const struct office_request *request,
	office_on_answer *on_answer, void *ctx)
{
	office_begin(office, NULL, on_answer, ctx);
	office->method = request->method;
	office->answer_max = WIRE_RECORDS_BYTES;
	str_addz(&office->path, request->path);
	if (request->body != NULL)
		str_add(&office->body, request->body->data, request->body->len);
	if (request->if_match != NULL)
		(void)str_copy(office->if_match, sizeof(office->if_match),
			request->if_match);
	office_send(office);
}

/* --- loading -------------------------------------------------------------- */

static bool
has_lists(const struct description *of)
{
	for (size_t i = 0; i < of->count; i++)
		if (of->fields[i].type == FIELD_LIST)
			return true;
	return false;
}

static void
queue(struct office *office, const struct description *of)
{
	for (size_t i = 0; i < office->queued; i++)
		if (office->queue[i] == of)
			return;
	if (office->queued <= OFFICE_KINDS_MAX)
		office->queue[office->queued++] = of;
}

/* Lists may be long: then fewer records are asked for at once. */
static void
load_next(struct office *office)
{
	const struct description *of = office->queue[office->next];
	const struct office_answer done = {.next = "", .etag = ""};

	if (office->next == office->queued) {
		office->fresh.of = NULL;
		finish(office, &done);
		return;
	}
	office->of = of;
	office->fresh = (struct kept){.of = of};
	str_clear(&office->path);
	if (office->query.len > 0)
		str_addf(&office->path, "%s?%s", of->path, office->query.data);
	else
		str_addf(&office->path, "%s?limit=%d", of->path,
			has_lists(of) ? 100 : WIRE_RECORDS_MAX);
	office_send(office);
}

/* The kind that is loaded last is the one that was asked for; whoever may not
 * see one that it names does without. */
static bool
may_miss(const struct office *office, const struct office_answer *answer)
{
	return answer->err.kind == ERR_PERMISSION &&
	       office->next + 1 < office->queued;
}

static void
load_end(struct office *office)
{
	struct kept *kept = office_kept(office, office->of);

	office->fresh.loaded = office->query.len == 0;
	kept_release(kept);
	*kept = office->fresh;
	office->fresh = (struct kept){0};
	office->next++;
	load_next(office);
}

static void
on_load_answer(struct office *office, const struct call_answer *answer)
{
	struct office_answer out = {.next = "", .etag = ""};
	struct wire_records page;

	judge(office, answer, &out);
	if (out.err.kind == ERR_NONE &&
		wire_records_read(answer->body, answer->body_bytes, office->of,
			&page, &out.err) < 0)
		out.err.kind = ERR_UNAVAILABLE;
	if (may_miss(office, &out)) {
		load_end(office);
		return;
	}
	if (out.err.kind != ERR_NONE) {
		kept_release(&office->fresh);
		office->fresh.of = NULL;
		finish(office, &out);
		return;
	}
	kept_take(&office->fresh, &page);
	call_next_page(answer->link, &office->path);
	if (office->path.len > 0)
		office_send(office);
	else
		load_end(office);
}

void
office_load(struct office *office, const struct description *of, bool named,
	office_on_answer *on_answer, void *ctx)
{
	office_begin(office, of, on_answer, ctx);
	office->method = "GET";
	office->answer_max = WIRE_RECORDS_BYTES;
	office->queued = 0;
	office->next = 0;
	for (size_t i = 0; named && i < of->count; i++) {
		const struct description *other = of->fields[i].of;

		if (other != NULL && other != of && !office_has(office, other))
			queue(office, other);
	}
	queue(office, of);
	load_next(office);
}

/* RFC 3986: all but what is unreserved. */
static void
add_encoded(struct str *out, const char *words)
{
	for (const char *at = words; *at != '\0'; at++)
		if ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
			(*at >= '0' && *at <= '9') ||
			strchr("-._~", *at) != NULL)
			str_addc(out, *at);
		else
			str_addf(out, "%%%02X", (unsigned char)*at);
}

void
office_look(struct office *office, const struct description *of,
	const char *words, office_on_answer *on_answer, void *ctx)
{
	office_begin(office, of, on_answer, ctx);
	office->method = "GET";
	office->answer_max = WIRE_RECORDS_BYTES;
	office->queued = 0;
	office->next = 0;
	str_addz(&office->query,
		field_find(of, "number") != NULL ? "number=" : "name=");
	add_encoded(&office->query, words);
	queue(office, of);
	load_next(office);
}

void
office_suppose(
	struct office *office, const struct description *of, const void *record)
{
	kept_put(office_kept(office, of), record);
}

size_t
office_loading(const struct office *office)
{
	return office->fresh.count;
}
