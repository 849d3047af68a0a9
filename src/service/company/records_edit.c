/* A new record, or a change of one: judged, written, noted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "calendar/date.h"
#include "company_rows.h"
#include "kind_hooks.h"
#include "records_answer.h"
#include "records_note.h"
#include "service/company/judged.h"
#include "service/desk/etag.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "sight.h"
#include "wire/record.h"

/* What comes of it; only the first is written. */
enum outcome {
	OUTCOME_WRITTEN,
	OUTCOME_TRIED, /* as asked: all was done, and nothing kept */
	OUTCOME_SAME,  /* it is so already */
	OUTCOME_MISSING,
	OUTCOME_STALE,
	OUTCOME_REFUSED
};

struct edit {
	struct call *call;
	const struct records *records;
	void *asked;  /* what the request says */
	void *before; /* what was there */
	void *made;   /* what is made of it */
	field_set given;
	struct sight sight;
	bool is_new;
	bool dry_run;
	bool has_from;
	int32_t from;
	enum outcome outcome;
	struct records_step step;
};

void
records_refuse(struct records_step *step, enum problem problem,
	const char *field, const char *detail)
{
	step->refused = true;
	step->problem = problem;
	snprintf(step->detail, sizeof(step->detail), "%s", detail);
	snprintf(step->pointer, sizeof(step->pointer), "%s%s",
		field[0] == '\0' ? "" : "/", field);
}

bool
records_moved(const struct records_step *step,
	const struct description *description, const char *field)
{
	const struct field *it = field_find(description, field);

	return it != NULL && (step->moved >> (it - description->fields) & 1);
}

/* Ends the transaction without a trace: nobody has to be told of a change. */
static int
leave(struct edit *edit, enum outcome outcome, struct err *err)
{
	edit->outcome = outcome;
	return err_set(err, ERR_DATA, "nothing is written");
}

/* --- inside the transaction ------------------------------------------------
 */

/* Every record that is named anew is there, and the caller may see it. */
static int
check_named(struct edit *edit, const struct field *field, const struct id *ids,
	size_t n, struct err *err)
{
	const struct record_viewer viewer = records_viewer(edit->call);
	const struct field_list *old =
		edit->is_new || field->type != FIELD_LIST
			? NULL
			: field_list(field, edit->before);

	for (size_t i = 0; i < n && !edit->step.refused; i++) {
		bool found = true;

		if (id_is_nil(&ids[i]) ||
			(old != NULL && field_list_has(old, &ids[i])))
			continue;
		if (record_rows_exists(edit->step.db, kinds_of(field->of),
			    &viewer, &ids[i], &found, err) < 0)
			return -1;
		if (!found)
			records_refuse(&edit->step, PROBLEM_UNPROCESSABLE,
				field->name, "There is none of this id.");
	}
	return 0;
}

static int
check_references(struct edit *edit, struct err *err)
{
	const struct description *it = edit->records->kind->description;

	for (size_t i = 0; i < it->count; i++) {
		const struct field *field = &it->fields[i];
		const struct field_list *list;
		int rc = 0;

		if ((edit->step.moved >> i & 1) == 0)
			continue;
		if (field->type == FIELD_REF)
			rc = check_named(edit, field,
				field_ref(field, edit->made), 1, err);
		if (field->type == FIELD_LIST) {
			list = field_list(field, edit->made);
			rc = check_named(
				edit, field, list->ids, list->count, err);
		}
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int
check_unique(struct edit *edit, struct err *err)
{
	const struct field *taken;

	if (record_rows_taken(edit->step.db, edit->records->kind,
		    &edit->call->caller.company, edit->made, &taken, err) < 0)
		return -1;
	if (taken != NULL)
		records_refuse(&edit->step, PROBLEM_TAKEN, taken->name,
			problem_remedy(PROBLEM_TAKEN));
	return 0;
}

static int
check(struct edit *edit, struct err *err)
{
	const struct records_hooks *hooks = edit->records->hooks;

	if (check_references(edit, err) < 0)
		return -1;
	if (!edit->step.refused && hooks != NULL && hooks->check != NULL &&
		hooks->check(&edit->step, err) < 0)
		return -1;
	if (!edit->step.refused && check_unique(edit, err) < 0)
		return -1;
	return edit->step.refused ? leave(edit, OUTCOME_REFUSED, err) : 0;
}

/* Since when its gate is as it is. */
static void
date(struct edit *edit)
{
	const struct description *it = edit->records->kind->description;
	struct record *made = edit->made;

	if (edit->is_new)
		made->since_ms = edit->call->now_ms;
	for (size_t i = 0; i < it->count; i++)
		if ((it->fields[i].flags & FIELD_GATE) != 0 &&
			(edit->step.moved >> i & 1) != 0)
			made->since_ms = edit->call->now_ms;
}

static int
write_made(struct edit *edit, int64_t number, struct err *err)
{
	const struct records_hooks *hooks = edit->records->hooks;
	const struct record_change change = {
		.company = &edit->call->caller.company,
		.record = edit->made,
		.before = edit->step.before,
		.now_ms = edit->call->now_ms,
	};

	((struct record *)edit->made)->version = number;
	date(edit);
	if (record_rows_save(edit->step.db, edit->records->kind, &change, err) <
			0 ||
		records_note(&edit->step, edit->records->kind->description,
			err) < 0 ||
		(hooks != NULL && hooks->saved != NULL &&
			hooks->saved(&edit->step, err) < 0))
		return -1;
	if (edit->step.refused)
		return leave(edit, OUTCOME_REFUSED, err);
	if (edit->dry_run)
		return leave(edit, OUTCOME_TRIED, err);
	edit->outcome = OUTCOME_WRITTEN;
	return 0;
}

/* The same record sent again is no other one. */
static int
add(struct edit *edit, bool found, struct err *err)
{
	const struct description *it = edit->records->kind->description;
	const field_set all = ~(field_set)0;

	field_copy(it, edit->made, edit->asked, all);
	edit->step.moved = edit->given;
	if (!found)
		return 0;
	if (sight_keep(&edit->sight, it, edit->before, edit->made, err) < 0)
		return -1;
	for (size_t i = 0; i < it->count; i++) {
		if ((edit->given >> i & 1) == 0 ||
			field_equal(&it->fields[i], edit->before, edit->made))
			continue;
		records_refuse(&edit->step, PROBLEM_ID_TAKEN, "id",
			problem_remedy(PROBLEM_ID_TAKEN));
		return leave(edit, OUTCOME_REFUSED, err);
	}
	return leave(edit, OUTCOME_SAME, err);
}

static bool
names_version(const char *if_match, int64_t version)
{
	char tag[32];
	bool fits;

	snprintf(tag, sizeof(tag), "\"%lld\"", (long long)version);
	(void)etag_read(if_match, tag, &fits);
	return fits;
}

static field_set
moved_of(const struct edit *edit)
{
	const struct description *it = edit->records->kind->description;
	field_set moved = 0;

	for (size_t i = 0; i < it->count; i++)
		if (!field_equal(&it->fields[i], edit->before, edit->made))
			moved |= (field_set)1 << i;
	return moved;
}

/* What is so already needs no version: it may be the second try. */
static int
change(struct edit *edit, bool found, struct err *err)
{
	const struct description *it = edit->records->kind->description;
	const struct record *before = edit->before;

	if (!found)
		return leave(edit, OUTCOME_MISSING, err);
	edit->step.before = edit->before;
	*(struct record *)edit->made = *before;
	field_copy(it, edit->made, edit->before, ~(field_set)0);
	field_copy(it, edit->made, edit->asked, edit->given);
	if (sight_keep(&edit->sight, it, edit->before, edit->made, err) < 0)
		return -1;
	edit->step.moved = moved_of(edit);
	if (edit->step.moved == 0)
		return leave(edit, OUTCOME_SAME, err);
	if (!names_version(edit->call->request->if_match, before->version))
		return leave(edit, OUTCOME_STALE, err);
	return 0;
}

/* An id that stands beyond the viewset is taken, and no more is said of it. */
static int
check_unseen(struct edit *edit, struct err *err)
{
	const struct record *asked = edit->asked;
	const struct record_viewer everybody = {
		.company = edit->call->caller.company, .sees_all = true};
	bool taken;

	if (record_rows_exists(edit->step.db, edit->records->kind, &everybody,
		    &asked->id, &taken, err) < 0)
		return -1;
	if (!taken)
		return 0;
	records_refuse(&edit->step, PROBLEM_ID_TAKEN, "id",
		problem_remedy(PROBLEM_ID_TAKEN));
	return leave(edit, OUTCOME_REFUSED, err);
}

/*
 * store_work. The company's row is locked by the number of the change: from
 * here on nobody else writes, on PostgreSQL too.
 */
static int
work(void *ctx, struct db *db, struct err *err)
{
	struct edit *edit = ctx;
	const struct description *it = edit->records->kind->description;
	const struct record_viewer viewer = records_viewer(edit->call);
	int64_t number;
	bool found;
	int rc;

	edit->outcome = OUTCOME_WRITTEN;
	field_release(it, edit->made);
	field_release(it, edit->before);
	sight_release(&edit->sight);
	edit->step = (struct records_step){.call = edit->call,
		.db = db,
		.after = edit->made,
		.has_from = edit->has_from,
		.from = edit->from};
	*(struct record *)edit->before = *(const struct record *)edit->asked;
	*(struct record *)edit->made = *(const struct record *)edit->asked;
	if (company_rows_next_change(
		    db, &edit->call->caller.company, &number, err) < 0 ||
		sight_load(db, &viewer, it, &edit->sight, err) < 0 ||
		record_rows_find(db, edit->records->kind, &viewer, edit->before,
			&found, err) < 0)
		return -1;
	if (edit->is_new && !found && !viewer.sees_all &&
		check_unseen(edit, err) < 0)
		return -1;
	rc = edit->is_new ? add(edit, found, err) : change(edit, found, err);
	if (rc == 0)
		rc = check(edit, err);
	return rc == 0 ? write_made(edit, number, err) : rc;
}

/* --- the request -----------------------------------------------------------
 */

static void
answer_with(const struct edit *edit, void *record, bool unseen)
{
	sight_hide(&edit->sight, edit->records->kind->description, record);
	records_answer(edit->call, edit->records, record, unseen);
}

static void
answer(const struct edit *edit)
{
	struct reply *reply = edit->call->reply;

	switch (edit->outcome) {
	case OUTCOME_WRITTEN:
	case OUTCOME_TRIED:
		answer_with(edit, edit->made, edit->step.unseen);
		break;
	case OUTCOME_SAME:
		answer_with(edit, edit->before, false);
		break;
	case OUTCOME_MISSING:
		reply_problem(reply, PROBLEM_NOT_FOUND, "");
		break;
	case OUTCOME_STALE:
		reply_problem(reply, PROBLEM_STALE, "");
		break;
	case OUTCOME_REFUSED:
		reply_problem_at(reply, edit->step.problem, edit->step.detail,
			edit->step.pointer);
		break;
	}
}

/* Whether the caller may change each of the fields that were given. */
static bool
may_change(struct call *call, const struct description *description,
	field_set given)
{
	char pointer[64];

	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if ((given >> i & 1) == 0 ||
			permission_has(call->caller.permissions, field->change))
			continue;
		snprintf(pointer, sizeof(pointer), "/%s", field->name);
		reply_problem_at(call->reply, PROBLEM_FORBIDDEN, "", pointer);
		return false;
	}
	return true;
}

static int
read_arguments(struct edit *edit, struct err *err)
{
	struct query_argument arguments[] = {
		{.name = "dry_run"}, {.name = "from"}};
	const struct records_hooks *hooks = edit->records->hooks;
	const bool is_dated = !edit->is_new && hooks != NULL && hooks->is_dated;
	const char *from = arguments[1].value;

	if (query_parse(edit->call->request->query, arguments, is_dated ? 2 : 1,
		    err) < 0 ||
		query_flag(&arguments[0], &edit->dry_run, err) < 0)
		return -1;
	edit->has_from = from[0] != '\0';
	if (edit->has_from && date_parse(from, &edit->from, err) < 0)
		return err_wrap(err, "the argument from");
	return 0;
}

/* Reads the request and does it. */
static int
run(struct edit *edit, struct err *err)
{
	const struct description *it = edit->records->kind->description;
	struct call *call = edit->call;
	struct wire_record asked = {.record = edit->asked};
	int rc;

	if (read_arguments(edit, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (wire_record_decode(call->request->body, call->request->body_bytes,
		    it, edit->is_new ? WIRE_RECORD_NEW : WIRE_RECORD_CHANGE,
		    &asked, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	edit->given = asked.given;
	if (!edit->is_new)
		((struct record *)edit->asked)->id = call->id;
	if (!may_change(call, it, edit->given))
		return 0;
	call_end_reading(call, NULL);
	rc = judged_write(call, work, edit, err);
	if (rc < 0 && edit->outcome == OUTCOME_WRITTEN)
		return -1;
	answer(edit);
	if (edit->is_new && edit->outcome == OUTCOME_WRITTEN)
		reply_created(call->reply);
	return 0;
}

static int
edit_record(struct call *call, const struct records *records, bool is_new,
	struct err *err)
{
	const struct description *it = records->kind->description;
	struct edit edit = {
		.call = call,
		.records = records,
		.is_new = is_new,
		.asked = mem_new(1, it->bytes),
		.before = mem_new(1, it->bytes),
		.made = mem_new(1, it->bytes),
	};
	int rc = run(&edit, err);

	field_release(it, edit.asked);
	field_release(it, edit.before);
	field_release(it, edit.made);
	sight_release(&edit.sight);
	free(edit.asked);
	free(edit.before);
	free(edit.made);
	return rc;
}

int
records_post(struct call *call, const struct records *records, struct err *err)
{
	if (!records_may(call, records->edit))
		return 0;
	return edit_record(call, records, true, err);
}

int
records_patch(struct call *call, const struct records *records, struct err *err)
{
	bool fits;

	if (!records_may(call, records->edit))
		return 0;
	if (call->request->if_match == NULL) {
		reply_problem(call->reply, PROBLEM_VERSION_WANTED, "");
		return 0;
	}
	if (!etag_read(call->request->if_match, "", &fits)) {
		reply_problem(call->reply, PROBLEM_MALFORMED,
			"If-Match is no list of tags");
		return 0;
	}
	return edit_record(call, records, false, err);
}
