#include "lib/asker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lib/wait.h"

static void
on_alarm(void *ctx)
{
	(void)ctx;
	fputs("asker: there is no answer\n", stderr);
	abort();
}

void
asker_init(struct asker *asker, const struct net_options *options)
{
	const struct net_options none = {.user_agent = "test/1.0"};
	struct err err;

	memset(asker, 0, sizeof(*asker));
	if (loop_new(&asker->loop, &err) < 0)
		abort();
	asker->net = net_new(asker->loop, options == NULL ? &none : options,
		&asker->transport);
}

void
asker_release(struct asker *asker)
{
	net_free(&asker->net);
	loop_free(&asker->loop);
	asked_release(&asker->asked);
}

void
asked_release(struct asked *asked)
{
	free(asked->content_type);
	free(asked->etag);
	free(asked->link);
	free(asked->body);
	free(asked->why);
	memset(asked, 0, sizeof(*asked));
}

void
asked_keep(struct asked *asked, const struct transport_answer *answer)
{
	const int count = asked->count;
	const char *why = answer->end == TRANSPORT_ANSWERED ? "" : answer->why;

	asked_release(asked);
	*asked = (struct asked){
		.count = count + 1,
		.end = answer->end,
		.status = answer->status,
		.content_type = mem_dupz(answer->content_type),
		.etag = mem_dupz(answer->etag),
		.link = mem_dupz(answer->link),
		.body = mem_dup(answer->body, answer->body_bytes),
		.body_bytes = answer->body_bytes,
		.retry_after_ms = answer->retry_after_ms,
		.why = mem_dupz(why),
	};
}

static void
on_answer(void *ctx, const struct transport_answer *answer)
{
	struct asker *asker = ctx;

	asked_keep(&asker->asked, answer);
	loop_stop(asker->loop);
}

int
asker_start(struct asker *asker, const struct transport_request *request)
{
	return asker->transport.ops->start(
		asker->transport.self, request, on_answer, asker);
}

void
asker_ask(struct asker *asker, const struct transport_request *request)
{
	struct err err;

	asker_start(asker, request);
	loop_arm(asker->loop, &asker->alarm,
		loop_now_ms(asker->loop) + WAIT_LONG_MS, on_alarm, NULL);
	if (loop_run(asker->loop, &err) < 0)
		abort();
	loop_disarm(asker->loop, &asker->alarm);
}

void
asker_get(struct asker *asker, const char *url)
{
	const struct transport_request request = {.method = "GET",
		.url = url,
		.answer_max_bytes = 64 * 1024,
		.deadline_ms = WAIT_LONG_MS / 2};

	asker_ask(asker, &request);
}
