#include "fake_transport.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *
unreachable(void *self, const char *url)
{
	struct fake_transport *fake = self;

	(void)url;
	return fake->unreachable;
}

static int
start(void *self, const struct transport_request *request,
	transport_on_answer *on_answer, void *ctx)
{
	struct fake_transport *fake = self;
	struct fake_request *slot = fake->pending;

	while (slot->ticket != 0)
		slot++;
	assert(slot < fake->pending + FAKE_REQUESTS_MAX);
	snprintf(slot->method, sizeof(slot->method), "%s", request->method);
	snprintf(slot->url, sizeof(slot->url), "%s", request->url);
	snprintf(slot->bearer, sizeof(slot->bearer), "%s",
		request->bearer != NULL ? request->bearer->data : "");
	str_init(&slot->body, 4 * 1024 * 1024);
	str_add(&slot->body, request->body, request->body_bytes);
	snprintf(slot->if_match, sizeof(slot->if_match), "%s",
		request->if_match != NULL ? request->if_match : "");
	slot->on_answer = on_answer;
	slot->ctx = ctx;
	slot->ticket = ++fake->last_ticket;
	fake->started++;
	return slot->ticket;
}

static void
drop(struct fake_request *request)
{
	str_release(&request->body);
	*request = (struct fake_request){0};
}

static void
cancel(void *self, int ticket)
{
	struct fake_transport *fake = self;

	for (size_t i = 0; i < FAKE_REQUESTS_MAX; i++)
		if (ticket > 0 && fake->pending[i].ticket == ticket)
			drop(&fake->pending[i]);
}

struct transport
fake_transport_port(struct fake_transport *fake)
{
	static const struct transport_ops ops = {
		.unreachable = unreachable,
		.start = start,
		.cancel = cancel,
	};

	return (struct transport){.ops = &ops, .self = fake};
}

void
fake_transport_release(struct fake_transport *fake)
{
	for (size_t i = 0; i < FAKE_REQUESTS_MAX; i++)
		if (fake->pending[i].ticket != 0)
			drop(&fake->pending[i]);
}

struct fake_request *
fake_transport_next(struct fake_transport *fake)
{
	struct fake_request *oldest = NULL;

	for (size_t i = 0; i < FAKE_REQUESTS_MAX; i++) {
		struct fake_request *request = &fake->pending[i];

		if (request->ticket != 0 &&
			(oldest == NULL || request->ticket < oldest->ticket))
			oldest = request;
	}
	return oldest;
}

static void
finish(struct fake_request *request, const struct transport_answer *answer)
{
	transport_on_answer *on_answer = request->on_answer;
	void *ctx = request->ctx;

	drop(request);
	on_answer(ctx, answer);
}

void
fake_transport_answer(struct fake_transport *fake, struct fake_request *request,
	int status, const char *body)
{
	struct transport_answer answer = {
		.end = TRANSPORT_ANSWERED,
		.status = status,
		.content_type = status < 400 ? "application/json"
					     : "application/problem+json",
		.etag = fake->etag,
		.link = fake->link,
		.body = body,
		.body_bytes = strlen(body),
		.why = "",
		.retry_after_ms = fake->retry_after_ms,
	};

	finish(request, &answer);
}

void
fake_transport_fail(struct fake_transport *fake, struct fake_request *request,
	enum transport_end end, const char *why)
{
	struct transport_answer answer = {
		.end = end,
		.content_type = "",
		.etag = "",
		.link = "",
		.body = "",
		.why = why,
	};

	(void)fake;
	finish(request, &answer);
}
