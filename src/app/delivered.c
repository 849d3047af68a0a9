#include "delivered.h"

#include <stdlib.h>

#include "exchange.h"
#include "refill.h"
#include "wire/wire.h"

#define KNOWN_MAX 64

/*
 * Whether the answer speaks of exactly the punches that were sent, each once:
 * anything else is not an answer.
 */
static int
check_answer(const struct delivered *delivered,
	const struct wire_verdicts *answer, struct err *err)
{
	if (answer->count != delivered->count)
		goto foreign;
	for (size_t i = 0; i < answer->count; i++)
		if (!id_equal(&answer->verdicts[i].punch,
			    &delivered->punches[i].id))
			goto foreign;
	return 0;
foreign:
	return err_set(err, ERR_UNAVAILABLE,
		"the answer does not belong to what was sent; it is not "
		"believed and will be asked for again");
}

static int
settle(struct app *app, const struct delivered *delivered,
	const struct wire_verdicts *answer, struct err *err)
{
	struct store *store = &app->ports.store;
	size_t moved = 0;

	if (store->ops->settle(store->self, delivered->of->row,
		    answer->verdicts, answer->count, &moved, err) < 0)
		return -1;
	if (answer->count == 0 || moved > 0)
		return 0;
	/* else the same would be sent and answered for ever */
	return err_set(err, ERR_DATA,
		"the service answered, but nothing that is kept here is what "
		"it answered to; it will be asked again");
}

/*
 * The service holds what it answered last, or was restored from a copy of
 * before that. It need miss no number: a twin may have filled them.
 */
static int
take_probe(struct app *app, const struct delivered *delivered,
	const struct wire_verdicts *answer, struct err *err)
{
	const enum verdict_kind kind = answer->verdicts[0].kind;

	if (kind == VERDICT_DUPLICATE || kind == VERDICT_REFUSED)
		return 0;
	return refill(app, delivered->of->row, REFILL_ALL, NULL, 0, err);
}

/* What is known here of an enrolment; false when it is not of this account. */
static bool
find_here(struct app *app, const struct delivered *delivered,
	const struct id *id, struct enrolment *out)
{
	struct store *store = &app->ports.store;
	struct err ignored;

	return store->ops->enrolment_find(store->self, id, out, &ignored) ==
		       0 &&
	       out->account == delivered->by->account;
}

static int
refill_earlier(struct app *app, const struct delivered *delivered,
	const struct wire_verdicts *answer, struct err *err)
{
	for (size_t i = 0; i < answer->earlier_count; i++) {
		const struct wire_missing *lacks = &answer->earlier[i];
		struct enrolment here;

		if (find_here(app, delivered, &lacks->enrolment, &here) &&
			refill(app, here.row, lacks->watermark, lacks->numbers,
				lacks->count, err) < 0)
			return -1;
	}
	return 0;
}

static bool
is_listed(const struct wire_verdicts *answer, const struct id *enrolment)
{
	for (size_t i = 0; i < answer->earlier_count; i++)
		if (id_equal(&answer->earlier[i].enrolment, enrolment))
			return true;
	return false;
}

/*
 * Whether the service does not name one of these, newest first, among the
 * earlier ones: then it does not know it.
 */
static bool
is_unknown(const struct wire_verdicts *answer, const struct enrolment *earlier,
	size_t n)
{
	size_t named = answer->earlier_count;

	if (named < WIRE_EARLIER_MAX)
		named = n;
	for (size_t i = 0; i < n && i < named; i++)
		if (!is_listed(answer, &earlier[i].id))
			return true;
	return false;
}

/*
 * A service that does not know one of the earlier enrolments was restored from
 * a copy of before it began. Of the others it may have lost what it does not
 * miss, where two journals hold the same numbers: all of it waits again. Asked
 * until something is recorded under the new one, which was made because of
 * that.
 */
static int
refill_unknown(struct app *app, const struct delivered *delivered,
	const struct wire_verdicts *answer, struct err *err)
{
	struct store *store = &app->ports.store;
	struct enrolment known[KNOWN_MAX];
	size_t all, n = 0;

	if (store->ops->enrolments_of(store->self, delivered->by->account,
		    known, KNOWN_MAX, &all, err) < 0)
		return -1;
	for (size_t i = 0; i < all; i++)
		if (id_equal(&known[i].person, &delivered->by->person) &&
			known[i].row < delivered->by->row)
			known[n++] = known[i];
	if (!is_unknown(answer, known, n))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (refill(app, known[i].row, REFILL_ALL, NULL, 0, err) < 0)
			return -1;
	return 0;
}

/* The answer to mere contact also tells of the earlier ones. */
static int
refill_all(struct app *app, const struct delivered *delivered,
	const struct wire_verdicts *answer, struct err *err)
{
	const struct wire_missing *own = &answer->own;
	const bool is_first =
		delivered->count == 0 && delivered->by->last_number == 0;

	/* all of an earlier one before some of it: once a turn for each */
	if (is_first && refill_unknown(app, delivered, answer, err) < 0)
		return -1;
	if (refill(app, delivered->by->row, own->watermark, own->numbers,
		    own->count, err) < 0)
		return -1;
	return refill_earlier(app, delivered, answer, err);
}

static bool
has_fork(const struct wire_verdicts *answer)
{
	for (size_t i = 0; i < answer->count; i++)
		if ((answer->verdicts[i].flags & RESTATE_FORK) != 0)
			return true;
	return false;
}

/* Read again after the answer: another process may have pressed meanwhile. */
static bool
is_copied(struct app *app, const struct delivered *delivered,
	const struct wire_verdicts *answer)
{
	struct enrolment here;

	if (!app->has_account || !app->account.signed_in ||
		app->account.number != delivered->by->account ||
		!id_equal(&app->account.person.id, &delivered->by->person) ||
		!find_here(app, delivered, &delivered->by->id, &here) ||
		here.ended)
		return false;
	return answer->highest > here.last_number || answer->ended ||
	       answer->forked ||
	       (delivered->of == delivered->by && has_fork(answer));
}

int
delivered_take(struct app *app, const struct delivered *delivered,
	const struct transport_answer *answer, bool *is_copied_out,
	struct err *err)
{
	struct wire_verdicts verdicts;
	int rc;

	if (wire_verdicts_decode(
		    answer->body, answer->body_bytes, &verdicts, err) < 0) {
		err_wrap(err, "the answer is not believed");
		err->kind = ERR_UNAVAILABLE;
		return -1;
	}
	rc = check_answer(delivered, &verdicts, err);
	if (rc == 0)
		app_told(app, verdicts.now_ms);
	if (rc == 0)
		rc = delivered->is_probe
			     ? take_probe(app, delivered, &verdicts, err)
			     : settle(app, delivered, &verdicts, err);
	if (rc == 0)
		rc = refill_all(app, delivered, &verdicts, err);
	if (rc == 0)
		*is_copied_out = is_copied(app, delivered, &verdicts);
	free(verdicts.verdicts);
	return rc;
}
