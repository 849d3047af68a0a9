#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "core/problem.h"
#include "exchange.h"
#include "wire/wire.h"

int
exchange_start(struct app *app, const struct exchange *exchange,
	transport_on_answer *on_answer, void *ctx)
{
	char url[1024];
	struct transport_request request = {
		.method = exchange->method,
		.url = url,
		.bearer = exchange->bearer,
		.body = exchange->body != NULL ? exchange->body->data : NULL,
		.body_bytes = exchange->body != NULL ? exchange->body->len : 0,
		.if_match = exchange->if_match,
		.answer_max_bytes = exchange->answer_max > 0
					    ? exchange->answer_max
					    : WIRE_ANSWER_BYTES,
		.deadline_ms = TRANSPORT_DEADLINE_MS,
	};

	snprintf(url, sizeof(url), "%s%s", exchange->server, exchange->path);
	return app->ports.transport.ops->start(
		app->ports.transport.self, &request, on_answer, ctx);
}

void
exchange_cancel(struct app *app, int *ticket)
{
	if (*ticket > 0)
		app->ports.transport.ops->cancel(
			app->ports.transport.self, *ticket);
	*ticket = 0;
}

const char *
exchange_unreachable(struct app *app, const char *server)
{
	return app->ports.transport.ops->unreachable(
		app->ports.transport.self, server);
}

static bool
is_type(const char *content_type, const char *wanted)
{
	size_t len = strlen(wanted);

	return strncasecmp(content_type, wanted, len) == 0 &&
	       (content_type[len] == '\0' || content_type[len] == ';' ||
		       content_type[len] == ' ');
}

static enum err_kind
kind_of_status(int status)
{
	if (status == 401)
		return ERR_AUTH;
	if (status == 403)
		return ERR_PERMISSION;
	if (status == 404 || status == 408 || status == 429 || status >= 500)
		return ERR_UNAVAILABLE;
	return ERR_DATA;
}

bool
exchange_problem(
	const struct transport_answer *answer, struct wire_problem *problem_out)
{
	struct err ignored = {0};

	return answer->end == TRANSPORT_ANSWERED && answer->status >= 400 &&
	       is_type(answer->content_type, "application/problem+json") &&
	       wire_problem_decode(answer->body, answer->body_bytes,
		       problem_out, &ignored) == 0;
}

/* What the service says is wrong, cleaned. */
static int
refused(const struct transport_answer *answer, struct err *err)
{
	struct wire_problem problem;
	struct str words;

	if (!exchange_problem(answer, &problem))
		return err_set(err, ERR_UNAVAILABLE,
			"no Connect service answers at this address (status "
			"%d); check the server's address, or sign in to the "
			"network first",
			answer->status);
	str_init(&words, ERR_TEXT_BYTES);
	text_clean(&words, problem.title, strlen(problem.title));
	if (problem.detail[0] != '\0') {
		str_addz(&words, ": ");
		text_clean(&words, problem.detail, strlen(problem.detail));
	} else {
		str_addf(&words, ". %s", problem_remedy_of(problem.type));
	}
	err_set(err, kind_of_status(answer->status), "%s", words.data);
	str_release(&words);
	return -1;
}

int
exchange_check(const struct transport_answer *answer, struct err *err)
{
	if (answer->end != TRANSPORT_ANSWERED)
		return err_set(err, ERR_UNAVAILABLE, "%s", answer->why);
	if (answer->status != 200 && answer->status != 201)
		return refused(answer, err);
	if (!is_type(answer->content_type, "application/json"))
		return err_set(err, ERR_UNAVAILABLE,
			"something other than a Connect service answered; "
			"check the server's address, or sign in to the "
			"network first");
	return 0;
}
