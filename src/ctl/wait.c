/* The office answers later: here it is waited for. */
#include <string.h>

#include "call.h"
#include "gauge.h"

#define PATIENCE_MS (24LL * 3600 * 1000) /* each request has a deadline */

void
wait_on_answer(void *ctx, const struct office_answer *answer)
{
	struct wait *wait = ctx;

	wait->done = true;
	wait->err = answer->err;
	wait->field = answer->field;
	if (wait->record != NULL && answer->record != NULL) {
		*(struct record *)wait->record =
			*(const struct record *)answer->record;
		(void)field_copy(
			wait->of, wait->record, answer->record, ~(field_set)0);
	}
	if (wait->body != NULL && answer->body != NULL)
		str_add(wait->body, answer->body, answer->body_bytes);
	if (wait->next != NULL)
		str_addz(wait->next, answer->next);
	if (wait->etag != NULL)
		str_addz(wait->etag, answer->etag);
}

/* A load that lasts is watched. */
struct load {
	struct wait wait;
	struct ctl_call *call;
	struct gauge gauge;
};

static bool
is_loaded(void *ctx)
{
	struct load *load = ctx;

	gauge_on(&load->gauge, office_loading(load->call->office), 0);
	return load->wait.done;
}

static bool
is_done(void *ctx)
{
	const struct wait *wait = ctx;

	return wait->done;
}

static int
judge(struct ctl_call *call, const struct wait *wait, bool came,
	struct err *err)
{
	if (!came) {
		office_cancel(call->office);
		return err_set(err, ERR_UNAVAILABLE, "broken off");
	}
	if (wait->err.kind == ERR_NONE)
		return 0;
	*err = wait->err;
	return -1;
}

int
wait_for(struct ctl_call *call, struct wait *wait, struct err *err)
{
	bool came = app_run_until(call->app, is_done, wait, PATIENCE_MS);

	return judge(call, wait, came, err);
}

int
wait_load(struct ctl_call *call, const struct description *of, struct err *err)
{
	struct load load = {.call = call};
	bool came;

	gauge_begin(&load.gauge, call, "reading");
	office_load(call->office, of, true, wait_on_answer, &load.wait);
	came = app_run_until(call->app, is_loaded, &load, PATIENCE_MS);
	gauge_end(&load.gauge);
	return judge(call, &load.wait, came, err);
}

int
wait_edit(struct ctl_call *call, const struct office_edit *edit, bool is_new,
	void *after_out, const struct field **wrong_out, struct err *err)
{
	struct wait wait = {.of = edit->of, .record = after_out};
	int rc;

	field_clear(edit->of, after_out);
	if (is_new)
		office_add(call->office, edit, wait_on_answer, &wait);
	else
		office_change(call->office, edit, wait_on_answer, &wait);
	rc = wait_for(call, &wait, err);
	/* the text may name it already */
	*wrong_out = rc < 0 && wait.field != NULL && err->kind == ERR_DATA &&
				     strstr(err->text, wait.field->name) == NULL
			     ? wait.field
			     : NULL;
	return rc;
}

int
wait_ask(struct ctl_call *call, const struct office_request *request,
	struct str *body_out, struct str *next_out, struct err *err)
{
	struct wait wait = {.body = body_out, .next = next_out};

	office_ask(call->office, request, wait_on_answer, &wait);
	return wait_for(call, &wait, err);
}
