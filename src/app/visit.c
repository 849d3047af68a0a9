#include "visit.h"

#include <stdlib.h>

#include "base/mem.h"

struct visit {
	struct app *app; /* only looked at on the loop */
	struct visit **slot;
	struct keyring keyring;
	char server[512];
	char company_id[COMPANY_ID_BYTES];
	char username[257];
	struct keyring_label label;
	struct secret secret;
	struct err err;
	visit_on_done *on_done;
	visit_on_checked *on_checked; /* of a check, instead */
	bool keeps;
};

static struct visit *
visit_new(struct app *app, const struct account *account,
	const struct id *enrolment, visit_on_done *on_done, struct visit **slot)
{
	struct visit *visit = mem_new(1, sizeof(*visit));

	visit->app = app;
	visit->keyring = app->ports.keyring;
	visit->on_done = on_done;
	visit->slot = slot;
	(void)str_copy(visit->server, sizeof(visit->server), account->server);
	(void)str_copy(visit->company_id, sizeof(visit->company_id),
		account->person.company_id);
	if (enrolment != NULL)
		(void)id_format(enrolment, visit->username);
	else
		(void)str_copy(visit->username, sizeof(visit->username),
			account->username);
	visit->label = (struct keyring_label){
		.server = visit->server,
		.company_id = visit->company_id,
		.username = visit->username,
		.purpose = enrolment != NULL ? "delivery" : "session",
	};
	return visit;
}

/* On the worker. */
static void
work_load(void *ctx)
{
	struct visit *visit = ctx;

	if (visit->keyring.ops->load(visit->keyring.self, &visit->label,
		    &visit->secret, &visit->err) < 0 &&
		visit->err.kind == ERR_NOT_FOUND)
		err_clear(&visit->err); /* the service will want a sign-in */
}

static void
work_save(void *ctx)
{
	struct visit *visit = ctx;

	(void)visit->keyring.ops->save(visit->keyring.self, &visit->label,
		&visit->secret, &visit->err);
}

static void
work_erase(void *ctx)
{
	struct visit *visit = ctx;

	(void)visit->keyring.ops->erase(
		visit->keyring.self, &visit->label, &visit->err);
}

static void
work_check(void *ctx)
{
	struct visit *visit = ctx;

	(void)visit->keyring.ops->check(
		visit->keyring.self, &visit->keeps, &visit->err);
}

/* Back on the loop. */
static void
visit_done(void *ctx)
{
	struct visit *visit = ctx;

	if (visit->on_done != NULL || visit->on_checked != NULL)
		*visit->slot = NULL;
	if (visit->on_done != NULL)
		(void)str_copy(visit->app->place_why,
			sizeof(visit->app->place_why), visit->err.text);
	if (visit->on_checked != NULL)
		visit->on_checked(visit->app, visit->keeps, &visit->err);
	else if (visit->on_done != NULL)
		visit->on_done(visit->app, &visit->secret, &visit->err);
	secret_release(&visit->secret);
	free(visit);
}

static void
visit_begin(struct visit *visit, loop_work *work)
{
	if (visit->slot != NULL)
		*visit->slot = visit;
	if (loop_defer(visit->app->ports.loop, work, visit_done, visit,
		    &visit->err) < 0)
		visit_done(visit);
}

void
visit_load(struct app *app, const struct account *account,
	const struct id *enrolment, visit_on_done *on_done, struct visit **slot)
{
	visit_begin(
		visit_new(app, account, enrolment, on_done, slot), work_load);
}

void
visit_save(struct app *app, const struct account *account,
	const struct id *enrolment, const struct secret *secret,
	visit_on_done *on_done, struct visit **slot)
{
	struct visit *visit = visit_new(app, account, enrolment, on_done, slot);

	(void)secret_set(&visit->secret, secret->data, secret->len);
	visit_begin(visit, work_save);
}

void
visit_erase(struct app *app, const struct account *account,
	const struct id *enrolment, visit_on_done *on_done, struct visit **slot)
{
	visit_begin(
		visit_new(app, account, enrolment, on_done, slot), work_erase);
}

void
visit_check(struct app *app, visit_on_checked *on_checked, struct visit **slot)
{
	struct visit *visit = mem_new(1, sizeof(*visit));

	visit->app = app;
	visit->keyring = app->ports.keyring;
	visit->on_checked = on_checked;
	visit->slot = slot;
	visit_begin(visit, work_check);
}

void
visit_drop(struct visit **slot)
{
	if (*slot != NULL) {
		(*slot)->on_done = NULL;
		(*slot)->on_checked = NULL;
	}
	*slot = NULL;
}
