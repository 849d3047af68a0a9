#include "fake_people.h"

#include <assert.h>
#include <string.h>

/* The newest one of a person; NULL when there is none. */
struct enrolment *
fake_current(struct fake_store *fake, int64_t account, const struct id *person)
{
	for (size_t i = fake->enrolment_count; i-- > 0;) {
		struct enrolment *known = &fake->enrolments[i];

		if (known->account == account && !known->ended &&
			id_equal(&known->person, person))
			return known;
	}
	return NULL;
}

int
fake_enrolment_save(void *self, struct enrolment *saved, struct err *err)
{
	struct fake_store *fake = self;
	struct enrolment known = {0};
	struct enrolment *other;

	if (fake->no_enrolment)
		return err_set(err, ERR_FULL, "the disk is full");
	while ((other = fake_current(fake, saved->account, &saved->person)) !=
		NULL)
		other->ended = true;
	saved->ended = false;
	if (fake_enrolment_find(self, &saved->id, &known, err) == 0) {
		saved->row = known.row;
		saved->last_number = known.last_number;
	} else {
		assert(fake->enrolment_count < FAKE_ENROLMENTS_MAX);
		saved->row = (int64_t)++fake->enrolment_count;
		saved->last_number = 0;
	}
	fake->enrolments[saved->row - 1] = *saved;
	err_clear(err);
	return 0;
}

int
fake_enrolment_current(void *self, int64_t account, const struct id *person,
	struct enrolment *enrolment_out, struct err *err)
{
	struct enrolment *known = fake_current(self, account, person);

	if (known == NULL)
		return err_set(err, ERR_NOT_FOUND, "no enrolment");
	*enrolment_out = *known;
	return 0;
}

int
fake_enrolment_find(void *self, const struct id *id,
	struct enrolment *enrolment_out, struct err *err)
{
	struct fake_store *fake = self;

	for (size_t i = 0; i < fake->enrolment_count; i++)
		if (id_equal(&fake->enrolments[i].id, id)) {
			*enrolment_out = fake->enrolments[i];
			return 0;
		}
	return err_set(err, ERR_NOT_FOUND, "no enrolment");
}

int
fake_enrolments_of(void *self, int64_t account,
	struct enrolment *enrolments_out, size_t max, size_t *n_out,
	struct err *err)
{
	struct fake_store *fake = self;
	size_t n = 0;

	(void)err;
	for (size_t i = fake->enrolment_count; i-- > 0 && n < max;)
		if (fake->enrolments[i].account == account)
			enrolments_out[n++] = fake->enrolments[i];
	*n_out = n;
	return 0;
}

int
fake_enrolment_end(void *self, int64_t row, struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	fake->enrolments[row - 1].ended = true;
	return 0;
}

int
fake_account(void *self, struct account *account_out, struct err *err)
{
	struct fake_store *fake = self;

	if (fake->account_count == 0)
		return err_set(err, ERR_NOT_FOUND, "no account");
	*account_out = fake->accounts[fake->current];
	return 0;
}

int
fake_account_of(void *self, int64_t number, struct account *account_out,
	struct err *err)
{
	struct fake_store *fake = self;

	if (number < 1 || (size_t)number > fake->account_count)
		return err_set(err, ERR_NOT_FOUND, "no account");
	*account_out = fake->accounts[number - 1];
	return 0;
}

int
fake_account_find(void *self, const char *server, const char *company_id,
	struct account *account_out, struct err *err)
{
	struct fake_store *fake = self;

	for (size_t i = 0; i < fake->account_count; i++) {
		const struct account *known = &fake->accounts[i];

		if (strcmp(known->server, server) != 0 ||
			strcmp(known->person.company_id, company_id) != 0)
			continue;
		*account_out = *known;
		return 0;
	}
	return err_set(err, ERR_NOT_FOUND, "no account");
}

int
fake_account_save(void *self, struct account *saved, struct err *err)
{
	struct fake_store *fake = self;
	struct account known;

	if (fake->no_account)
		return err_set(err, ERR_FULL, "the disk is full");
	if (fake_account_find(self, saved->server, saved->person.company_id,
		    &known, err) == 0) {
		saved->number = known.number;
		saved->device = known.device;
	} else {
		err_clear(err);
		assert(fake->account_count < FAKE_ACCOUNTS_MAX);
		saved->number = (int64_t)++fake->account_count;
	}
	fake->current = (size_t)saved->number - 1;
	fake->accounts[fake->current] = *saved;
	return 0;
}

int
fake_person_save(void *self, const struct account *account, struct err *err)
{
	struct fake_store *fake = self;
	struct account *known = &fake->accounts[account->number - 1];

	if (!known->signed_in ||
		!id_equal(&known->person.id, &account->person.id) ||
		strcmp(known->username, account->username) != 0)
		return err_set(err, ERR_NOT_FOUND, "somebody else");
	known->person = account->person;
	return 0;
}

/* Numbers that never were: from 1 on, below those that there are. */
int
fake_losses(void *self, store_on_loss *on_loss, void *ctx, struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	if (fake->lost > 0)
		on_loss(ctx,
			&(struct store_loss){.first = 1, .last = fake->lost});
	return 0;
}

int
fake_acknowledge(void *self, int64_t *count_out, struct err *err)
{
	struct fake_store *fake = self;

	(void)err;
	*count_out = fake->lost;
	fake->lost = 0;
	return 0;
}
