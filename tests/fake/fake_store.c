#include "fake_store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "fake_people.h"

static int
record(void *self, int64_t account, struct punch *punches, size_t n,
	struct err *err)
{
	struct fake_store *fake = self;
	const struct account *now = &fake->accounts[account - 1];
	struct enrolment *to = fake_current(fake, account, &now->person.id);

	if (fake->full)
		return err_set(err, ERR_FULL,
			"the disk is full; make room and press again");
	if (to == NULL || !now->signed_in)
		return err_set(err, ERR_AUTH, "sign in first");
	if (!id_equal(&now->person.id, &punches[0].pressed_by))
		return err_set(err, ERR_AUTH, "somebody else has signed in");
	assert(fake->count + n <= FAKE_PUNCHES_MAX);
	for (size_t i = 0; i < n; i++) {
		punches[i].number = ++to->last_number;
		punches[i].enrolment = to->id;
		fake->punches[fake->count] = (struct kept_punch){
			.number = (int64_t)fake->count + 1,
			.account = account,
			.punch = punches[i],
		};
		fake->count++;
	}
	fake->records++;
	return 0;
}

static bool
waits_under(const struct fake_store *fake, size_t i, int64_t row)
{
	return fake->punches[i].state == KEPT_WAITING &&
	       id_equal(&fake->punches[i].punch.enrolment,
		       &fake->enrolments[row - 1].id);
}

static int
waiting(void *self, int64_t row, struct punch *punches_out, size_t max,
	size_t *n_out, int64_t *highest_out, struct err *err)
{
	struct fake_store *fake = self;
	size_t n = 0;

	(void)err;
	for (size_t i = 0; i < fake->count && n < max && !fake->hides; i++)
		if (waits_under(fake, i, row))
			punches_out[n++] = fake->punches[i].punch;
	*n_out = n;
	*highest_out = fake->enrolments[row - 1].last_number;
	return 0;
}

static int
enrolments_waiting(void *self, struct enrolment *enrolments_out, size_t max,
	size_t *n_out, struct err *err)
{
	struct fake_store *fake = self;
	size_t n = 0;

	(void)err;
	for (size_t row = 1;
		row <= fake->enrolment_count && n < max && !fake->hides; row++)
		for (size_t i = 0; i < fake->count; i++) {
			if (!waits_under(fake, i, (int64_t)row))
				continue;
			enrolments_out[n++] = fake->enrolments[row - 1];
			break;
		}
	*n_out = n;
	return 0;
}

static struct kept_punch *
place_of(struct fake_store *fake, const struct id *id)
{
	for (size_t i = 0; i < fake->count; i++)
		if (id_equal(&fake->punches[i].punch.id, id))
			return &fake->punches[i];
	return NULL;
}

static int
settle(void *self, int64_t row, const struct verdict *verdicts, size_t n,
	size_t *moved_out, struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	*moved_out = 0;
	for (size_t i = 0; i < n && !fake->stuck; i++) {
		struct kept_punch *kept = place_of(fake, &verdicts[i].punch);

		if (kept == NULL ||
			!waits_under(fake, (size_t)kept->number - 1, row))
			continue;
		kept->verdict = verdicts[i];
		kept->state = verdicts[i].kind == VERDICT_REFUSED
				      ? KEPT_SET_ASIDE
				      : KEPT_ANSWERED;
		++*moved_out;
	}
	return 0;
}

/* Whether it was answered under this enrolment. */
static bool
is_answered(const struct fake_store *fake, size_t i, int64_t row)
{
	return fake->punches[i].state == KEPT_ANSWERED &&
	       id_equal(&fake->punches[i].punch.enrolment,
		       &fake->enrolments[row - 1].id);
}

static bool
is_number_answered(const struct fake_store *fake, int64_t row, int64_t number)
{
	for (size_t i = 0; i < fake->count; i++)
		if (fake->punches[i].punch.number == number &&
			is_answered(fake, i, row))
			return true;
	return false;
}

static int
refill(void *self, int64_t row, int64_t watermark, const int64_t *missing,
	size_t n, size_t *count_out, struct err *err)
{
	struct fake_store *fake = self;
	int64_t lost = watermark + 1;
	size_t next = 0;

	(void)err;
	*count_out = 0;
	while (watermark >= 0 && !is_number_answered(fake, row, lost)) {
		if (next == n)
			return 0;
		lost = missing[next++];
	}
	for (size_t i = 0; i < fake->count; i++) {
		if (!is_answered(fake, i, row))
			continue;
		fake->punches[i].state = KEPT_WAITING;
		++*count_out;
	}
	return 0;
}

static int
answered(void *self, int64_t row, struct punch *punch_out, struct err *err)
{
	struct fake_store *fake = self;

	for (size_t i = fake->count; i-- > 0;)
		if (is_answered(fake, i, row)) {
			*punch_out = fake->punches[i].punch;
			return 0;
		}
	return err_set(err, ERR_NOT_FOUND, "nothing was answered yet");
}

static int
close_punch(void *self, const struct id *punch, const char *reason,
	int64_t at_ms, struct err *err)
{
	struct kept_punch *kept = place_of(self, punch);

	(void)reason;
	(void)at_ms;
	if (kept == NULL || kept->state != KEPT_SET_ASIDE)
		return err_set(err, ERR_NOT_FOUND, "no such set-aside punch");
	kept->state = KEPT_CLOSED;
	return 0;
}

static int
retry(void *self, const struct id *punch, struct err *err)
{
	struct kept_punch *kept = place_of(self, punch);

	if (kept == NULL || kept->state != KEPT_SET_ASIDE)
		return err_set(err, ERR_NOT_FOUND, "no such set-aside punch");
	kept->state = KEPT_WAITING;
	return 0;
}

static int
list(void *self, enum store_list which, store_on_punch *on_punch, void *ctx,
	struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	for (size_t i = 0; i < fake->count; i++) {
		const struct kept_punch *kept = &fake->punches[i];
		bool wanted =
			which == STORE_ALL ||
			(which == STORE_WAITING &&
				kept->state == KEPT_WAITING) ||
			(which == STORE_SET_ASIDE &&
				kept->state == KEPT_SET_ASIDE) ||
			(which == STORE_CLOSED && kept->state == KEPT_CLOSED);

		if (wanted && !on_punch(ctx, kept))
			break;
	}
	return 0;
}

static int
history(void *self, int64_t account, const struct id *employee, size_t max,
	store_on_punch *on_punch, void *ctx, struct err *err)
{
	struct fake_store *fake = self;
	size_t skip = 0;

	fake->histories++;
	(void)err;
	for (int pass = 0; pass < 2; pass++) {
		size_t seen = 0;

		for (size_t i = 0; i < fake->count; i++) {
			const struct kept_punch *kept = &fake->punches[i];

			if (kept->account != account ||
				!id_equal(&kept->punch.employee, employee))
				continue;
			if (pass == 1 && seen >= skip && !on_punch(ctx, kept))
				return 0;
			seen++;
		}
		skip = seen > max ? seen - max : 0;
	}
	return 0;
}

static int
recent(void *self, int64_t account, const struct id *employee,
	enum entry_kind kind, struct id *ids_out, size_t max, size_t *n_out,
	struct err *err)
{
	struct fake_store *fake = self;
	size_t n = 0;

	(void)err;
	for (size_t i = fake->count; i-- > 0 && n < max;) {
		const struct punch *punch = &fake->punches[i].punch;
		const struct id *id = kind == ENTRY_LOCATION
					      ? &punch->location
					      : &punch->cost_code;
		bool known = id_is_nil(id) ||
			     fake->punches[i].account != account ||
			     !id_equal(&punch->employee, employee);

		for (size_t k = 0; k < n; k++)
			known |= id_equal(&ids_out[k], id);
		if (!known)
			ids_out[n++] = *id;
	}
	*n_out = n;
	return 0;
}

static int
counts(void *self, struct queue_counts *counts_out, struct err *err)
{
	struct fake_store *fake = self;
	struct queue_counts counted = {0};

	(void)err;
	for (size_t i = 0; i < fake->count; i++) {
		const struct kept_punch *kept = &fake->punches[i];

		counted.set_aside += kept->state == KEPT_SET_ASIDE;
		if (kept->state != KEPT_WAITING)
			continue;
		if (counted.waiting++ == 0)
			counted.oldest = kept->punch.pressed;
	}
	counted.lost = fake->lost;
	counted.link = fake->link;
	counted.link_ms = fake->link_ms;
	*counts_out = counted;
	return 0;
}

static int
find(void *self, const struct id *punch, struct kept_punch *kept_out,
	struct err *err)
{
	struct kept_punch *kept = place_of(self, punch);

	if (kept == NULL)
		return err_set(err, ERR_NOT_FOUND, "no such punch");
	*kept_out = *kept;
	return 0;
}

static int
last(void *self, struct kept_punch *kept_out, struct err *err)
{
	struct fake_store *fake = self;

	if (fake->count == 0)
		return err_set(err, ERR_NOT_FOUND, "no punch yet");
	*kept_out = fake->punches[fake->count - 1];
	return 0;
}

static int
clock_save(void *self, int64_t number, const struct known_clock *clock,
	struct err *err)
{
	struct fake_store *fake = self;
	size_t i = 0;

	(void)err;
	while (i < fake->clock_count &&
		!(fake->clocks[i].account == number &&
			id_equal(&fake->clocks[i].clock.employee,
				&clock->employee)))
		i++;
	assert(i < FAKE_CLOCKS_MAX);
	if (i == fake->clock_count)
		fake->clock_count++;
	fake->clocks[i].account = number;
	fake->clocks[i].clock = *clock;
	return 0;
}

static int
clock_load(void *self, int64_t number, const struct id *employee,
	struct known_clock *clock_out, struct err *err)
{
	struct fake_store *fake = self;

	for (size_t i = 0; i < fake->clock_count; i++)
		if (fake->clocks[i].account == number &&
			id_equal(&fake->clocks[i].clock.employee, employee)) {
			*clock_out = fake->clocks[i].clock;
			return 0;
		}
	return err_set(err, ERR_NOT_FOUND, "never told");
}

static int
tell(void *self, const char *text, struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	(void)str_copy(fake->told, sizeof(fake->told), text);
	fake->tells++;
	return 0;
}

/* Tests change the store behind the app's back: never the same. */
static int64_t
version(void *self)
{
	struct fake_store *fake = self;

	return ++fake->version;
}

static int
link_save(void *self, enum last_link link, int64_t at_ms, struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	fake->link = link;
	fake->link_ms = at_ms;
	return 0;
}

static void
told_save(void *self, const struct reckoning *told)
{
	struct fake_store *fake = self;

	fake->time = *told;
}

static void
told_load(void *self, struct reckoning *told_out)
{
	const struct fake_store *fake = self;

	*told_out = fake->time;
}

static int
changes_fd(void *self)
{
	(void)self;
	return -1;
}

static void
heard(void *self)
{
	(void)self;
}

static int
lead(void *self, bool *mine_out, struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	fake->leading = !fake->led_away;
	*mine_out = fake->leading;
	return 0;
}

static void
yield(void *self)
{
	struct fake_store *fake = self;

	fake->leading = false;
}

static void
begin_read(void *self)
{
	struct fake_store *fake = self;

	fake->readers++;
}

static void
end_read(void *self)
{
	struct fake_store *fake = self;

	assert(fake->readers > 0);
	fake->readers--;
}

struct store
fake_store_port(struct fake_store *fake)
{
	static const struct store_ops ops = {
		.record = record,
		.waiting = waiting,
		.settle = settle,
		.refill = refill,
		.answered = answered,
		.enrolments_waiting = enrolments_waiting,
		.enrolment_save = fake_enrolment_save,
		.enrolment_current = fake_enrolment_current,
		.enrolment_find = fake_enrolment_find,
		.enrolments_of = fake_enrolments_of,
		.enrolment_end = fake_enrolment_end,
		.close = close_punch,
		.losses = fake_losses,
		.acknowledge = fake_acknowledge,
		.retry = retry,
		.list = list,
		.history = history,
		.recent = recent,
		.counts = counts,
		.find = find,
		.last = last,
		.account = fake_account,
		.account_of = fake_account_of,
		.account_find = fake_account_find,
		.account_save = fake_account_save,
		.person_save = fake_person_save,
		.clock_save = clock_save,
		.clock_load = clock_load,
		.tell = tell,
		.version = version,
		.link_save = link_save,
		.told_save = told_save,
		.told_load = told_load,
		.changes_fd = changes_fd,
		.heard = heard,
		.lead = lead,
		.yield = yield,
		.begin_read = begin_read,
		.end_read = end_read,
	};

	return (struct store){.ops = &ops, .self = fake};
}

void
fake_store_init(struct fake_store *fake)
{
	*fake = (struct fake_store){0};
	fake->punches = mem_new(FAKE_PUNCHES_MAX, sizeof(*fake->punches));
}

void
fake_store_release(struct fake_store *fake)
{
	free(fake->punches);
	fake->punches = NULL;
}
