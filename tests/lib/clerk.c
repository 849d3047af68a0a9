#include "lib/clerk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define TEXTS 8

struct clerk
clerk_sign_in(struct acme *acme, enum acme_person person)
{
	struct clerk clerk = {.acme = acme};

	acme_sign_in(acme, person, -1, &clerk.tokens);
	return clerk;
}

static char *
next_text(void)
{
	static char texts[TEXTS][ID_TEXT_BYTES];
	static int last;

	last = (last + 1) % TEXTS;
	return texts[last];
}

const char *
clerk_text(const struct id *id)
{
	return id_format(id, next_text());
}

const char *
clerk_id(int number)
{
	char *text = next_text();

	snprintf(text, ID_TEXT_BYTES, "019b0000-0000-7000-8000-%012d", number);
	return text;
}

static int
ask(struct clerk *clerk, struct acme_request request)
{
	request.token = clerk->tokens.access;
	return acme_ask(clerk->acme, &request);
}

/* A body, yours to free. */
static char *__attribute__((format(printf, 1, 0)))
write_body(const char *format, va_list ap)
{
	int bytes;
	va_list again;
	char *body;

	va_copy(again, ap);
	bytes = vsnprintf(NULL, 0, format, again) + 1;
	va_end(again);
	body = mem_new((size_t)bytes, 1);
	vsnprintf(body, (size_t)bytes, format, ap);
	for (char *at = body; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	return body;
}

int
clerk_post(struct clerk *clerk, const char *path, const char *format, ...)
{
	char only[128];
	const char *query = strchr(path, '?');
	va_list ap;
	char *body;
	int status;

	va_start(ap, format);
	body = write_body(format, ap);
	va_end(ap);
	snprintf(only, sizeof(only), "%.*s", (int)strcspn(path, "?"), path);
	status = ask(clerk, (struct acme_request){.path = only,
				    .query = query != NULL ? query + 1 : NULL,
				    .body = body});
	free(body);
	return status;
}

int
clerk_patch(struct clerk *clerk, const char *path, const char *id,
	const char *format, ...)
{
	char one[160];
	va_list ap;
	char *body;
	int status;

	va_start(ap, format);
	body = write_body(format, ap);
	va_end(ap);
	snprintf(
		one, sizeof(one), "%s%s%s", path, id[0] == '\0' ? "" : "/", id);
	status = ask(clerk, (struct acme_request){.path = one,
				    .method = "PATCH",
				    .if_match = "*",
				    .body = body});
	free(body);
	return status;
}

int
clerk_get(struct clerk *clerk, const char *path, const char *query)
{
	return ask(clerk, (struct acme_request){.path = path, .query = query});
}

int
clerk_get_one(struct clerk *clerk, const char *path, const char *id)
{
	char one[160];

	snprintf(one, sizeof(one), "%s/%s", path, id);
	return clerk_get(clerk, one, NULL);
}

void
clerk_expect_problem(
	struct clerk *clerk, int status, const char *type, const char *pointer)
{
	char urn[64];

	if (clerk->acme->reply.status != status)
		fail_msg("%d %s", clerk->acme->reply.status,
			clerk->acme->reply.body.data);
	snprintf(urn, sizeof(urn), "urn:connect:problem:%s", type);
	assert_string_equal(acme_text(clerk->acme, "type"), urn);
	assert_string_equal(
		acme_text(clerk->acme, "errors.0.pointer"), pointer);
}
