/* Answers that say what is wrong. */
#include "service/desk/reply.h"

#include <string.h>

#include "base/log.h"
#include "db/db.h"
#include "wire/wire.h"

#define BUSY_RETRY_S 1
#define FAILED_RETRY_S 10

void
reply_problem_at(struct reply *reply, enum problem problem, const char *detail,
	const char *pointer)
{
	struct wire_problem body = {.status = problem_status(problem)};

	str_copy(body.type, sizeof(body.type), problem_type(problem));
	str_copy(body.title, sizeof(body.title), problem_title(problem));
	str_copy(body.detail, sizeof(body.detail), detail);
	str_copy(body.pointer, sizeof(body.pointer), pointer);
	reply->status = body.status;
	reply->content_type = "application/problem+json";
	reply->challenge = body.status == 401;
	reply->etag[0] = '\0';
	reply->link[0] = '\0';
	str_clear(&reply->body);
	wire_problem_encode(&body, &reply->body);
}

void
reply_problem(struct reply *reply, enum problem problem, const char *detail)
{
	reply_problem_at(reply, problem, detail, "");
}

void
reply_undecoded(struct reply *reply, const struct err *err)
{
	const char *colon = strchr(err->text, ':');
	char pointer[128] = "";

	if (err->text[0] != '/' || colon == NULL ||
		(size_t)(colon - err->text) >= sizeof(pointer)) {
		reply_problem(reply, PROBLEM_MALFORMED, err->text);
		return;
	}
	/* The whole document's pointer is "" (RFC 6901). */
	if (colon > err->text + 1)
		memcpy(pointer, err->text, (size_t)(colon - err->text));
	reply_problem_at(reply, PROBLEM_UNPROCESSABLE, err->text, pointer);
}

void
reply_later(struct reply *reply, enum problem problem, int retry_after_s)
{
	reply_problem(reply, problem, problem_remedy(problem));
	reply->retry_after_s = retry_after_s < 1 ? 1 : retry_after_s;
}

void
reply_malformed(struct reply *reply, const char *why)
{
	reply_problem(reply, PROBLEM_MALFORMED, why);
}

void
reply_too_large(struct reply *reply)
{
	reply_problem(reply, PROBLEM_TOO_LARGE,
		"A body may have 1048576 bytes at most.");
}

void
reply_overloaded(struct reply *reply, int retry_after_s)
{
	reply_later(reply, PROBLEM_OVERLOADED, retry_after_s);
}

void
reply_error(struct reply *reply, const struct err *err)
{
	if (err->kind != ERR_BUSY)
		log_event(LOG_LEVEL_ERROR, "request-failed", "why", err->text,
			NULL);
	if (db_is_down(err))
		reply_later(reply, PROBLEM_OVERLOADED,
			err->kind == ERR_BUSY ? BUSY_RETRY_S : FAILED_RETRY_S);
	else
		reply_problem(reply, PROBLEM_INTERNAL, "");
}
