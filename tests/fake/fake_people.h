#ifndef FAKE_PEOPLE_H
#define FAKE_PEOPLE_H

/* Accounts, enrolments and losses of the fake store: operations of
 * port/store.h, which describes them. */

#include "fake_store.h"

/* The newest one of a person; NULL when there is none. */
struct enrolment *
fake_current(struct fake_store *fake, int64_t account, const struct id *person);

/* Ends the others of this person. */
int fake_enrolment_save(void *self, struct enrolment *saved, struct err *err);
/* As fake_current, copied. */
int fake_enrolment_current(void *self, int64_t account, const struct id *person,
	struct enrolment *enrolment_out, struct err *err);
/* By its id. */
int fake_enrolment_find(void *self, const struct id *id,
	struct enrolment *enrolment_out, struct err *err);
/* The newest first. */
int fake_enrolments_of(void *self, int64_t account,
	struct enrolment *enrolments_out, size_t max, size_t *n_out,
	struct err *err);
/* By its row, from 1. */
int fake_enrolment_end(void *self, int64_t row, struct err *err);
/* The one saved last. */
int fake_account(void *self, struct account *account_out, struct err *err);
/* By its number, from 1. */
int fake_account_of(void *self, int64_t number, struct account *account_out,
	struct err *err);
/* By server and company. */
int fake_account_find(void *self, const char *server, const char *company_id,
	struct account *account_out, struct err *err);
/* A place keeps its number. */
int fake_account_save(void *self, struct account *saved, struct err *err);
int
fake_person_save(void *self, const struct account *account, struct err *err);
/* One, from number 1 on, of fake->lost punches. */
int fake_losses(void *self, store_on_loss *on_loss, void *ctx, struct err *err);
/* Clears fake->lost. */
int fake_acknowledge(void *self, int64_t *count_out, struct err *err);

#endif
