#include "call.h"

#include <assert.h>
#include <string.h>

#include "exchange.h"
#include "session.h"

static void on_session(struct app *app, const struct err *err);

/* Out of the list, its strings given back; it may be begun again. */
static void
call_release(struct call *call)
{
	struct call **at = &call->app->calls;

	while (*at != call)
		at = &(*at)->next;
	*at = call->next;
	str_release(&call->path);
	str_release(&call->body);
	secret_release(&call->access);
	call->stage = CALL_IDLE;
}

void
call_next_page(const char *link, struct str *path_out)
{
	const char *end = strchr(link, '>');

	str_clear(path_out);
	if (link[0] == '<' && link[1] == '/' && link[2] != '/' && end != NULL &&
		strstr(end, "rel=\"next\"") != NULL)
		str_add(path_out, link + 1, (size_t)(end - link - 1));
}

void
call_cancel(struct call *call)
{
	if (call->stage == CALL_IDLE)
		return;
	exchange_cancel(call->app, &call->ticket);
	call_release(call);
}

static void
call_end(struct call *call, const struct call_answer *answer)
{
	call_release(call);
	call->on_answer(call->ctx, answer);
}

static void
call_fail(struct call *call, const struct err *err)
{
	const struct call_answer answer = {.err = *err};

	call_end(call, &answer);
}

/* There is no session to send it with. */
static void
call_miss(struct call *call, const struct err *err)
{
	struct call_answer answer = {
		.err = *err,
		.retry_after_ms = session_retry_after_ms(call->app),
	};

	if (err->kind == ERR_NONE)
		err_set(&answer.err, ERR_UNAVAILABLE,
			"the service renews sessions whose time is over at "
			"once");
	call_end(call, &answer);
}

static bool
is_stranger(const struct call *call)
{
	const struct app *app = call->app;

	return !app->has_account || !app->account.signed_in ||
	       app->account.number != call->account ||
	       strcmp(app->account.username, call->username) != 0;
}

static void
call_estrange(struct call *call)
{
	const struct call_answer answer = {.stranger = true};

	call_end(call, &answer);
}

static void
call_wait(struct call *call)
{
	call->stage = CALL_WAITS;
	session_renew(call->app, on_session);
}

static void
on_exchanged(void *ctx, const struct transport_answer *answer)
{
	struct call *call = ctx;
	struct call_answer told = {
		.status =
			answer->end == TRANSPORT_ANSWERED ? answer->status : 0,
		.body = answer->body,
		.body_bytes = answer->body_bytes,
		.etag = answer->etag,
		.link = answer->link,
		.retry_after_ms = answer->retry_after_ms,
	};

	call->ticket = 0;
	if (exchange_check(answer, &told.err) < 0)
		(void)exchange_problem(answer, &told.problem);
	if (is_stranger(call)) {
		call_estrange(call);
	} else if (told.err.kind == ERR_AUTH && !call->refused) {
		call->refused = true;
		session_refused(call->app, &call->access);
		call_wait(call);
	} else {
		call_end(call, &told);
	}
}

static void
call_send(struct call *call, const struct secret *access)
{
	struct app *app = call->app;
	const struct exchange exchange = {
		.method = call->method,
		.server = app->account.server,
		.path = call->path.data,
		.bearer = access,
		.body = call->body.len > 0 ? &call->body : NULL,
		.if_match = call->if_match[0] ? call->if_match : NULL,
		.answer_max = call->answer_max,
	};

	call->stage = CALL_SENT;
	(void)secret_set(&call->access, access->data, access->len);
	call->ticket = exchange_start(app, &exchange, on_exchanged, call);
}

static struct call *
find_stage(struct app *app, enum call_stage stage)
{
	struct call *call = app->calls;

	while (call != NULL && call->stage != stage)
		call = call->next;
	return call;
}

/* The session has been seen to: all that wait for it go on, or fail. */
static void
on_session(struct app *app, const struct err *err)
{
	struct call *call;

	while ((call = find_stage(app, CALL_WAITS)) != NULL)
		call->stage = CALL_READY;
	/* What a call's end leads to may begin and cancel others. */
	while ((call = find_stage(app, CALL_READY)) != NULL) {
		const struct secret *access = session_access(app);

		if (is_stranger(call))
			call_estrange(call);
		else if (access != NULL)
			call_send(call, access);
		else
			call_miss(call, err);
	}
}

void
call_begin(struct app *app, struct call *call,
	const struct call_request *request, call_on_answer *on_answer,
	void *ctx)
{
	const struct secret *access;
	const char *why;
	struct err err = {0};

	assert(call->stage == CALL_IDLE);
	*call = (struct call){
		.app = app,
		.next = app->calls,
		.stage = CALL_READY,
		.method = request->method,
		.account = app->account.number,
		.answer_max = request->answer_max,
		.on_answer = on_answer,
		.ctx = ctx,
	};
	app->calls = call;
	(void)str_copy(
		call->username, sizeof(call->username), app->account.username);
	str_init(&call->path, 1024);
	str_init(&call->body, WIRE_REQUEST_BYTES);
	str_addz(&call->path, request->path);
	if (request->if_match != NULL)
		(void)str_copy(call->if_match, sizeof(call->if_match),
			request->if_match);
	if (request->body != NULL)
		str_add(&call->body, request->body->data, request->body->len);
	if (is_stranger(call)) {
		err_set(&err, ERR_AUTH,
			"nobody is signed in on this machine; sign in first");
		call_fail(call, &err);
		return;
	}
	why = exchange_unreachable(app, app->account.server);
	if (why != NULL) {
		err_set(&err, ERR_UNAVAILABLE, "%s", why);
		call_fail(call, &err);
		return;
	}
	access = session_access(app);
	if (access != NULL)
		call_send(call, access);
	else
		call_wait(call);
}
