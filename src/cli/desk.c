#include "desk.h"

#include "ending.h"
#include "hours.h"

struct desk {
	struct ending ending;
	struct str *body;
};

static void
on_answer(void *ctx, const struct office_answer *answer)
{
	struct desk *desk = ctx;

	if (desk->body != NULL && answer->body != NULL)
		str_add(desk->body, answer->body, answer->body_bytes);
	ending_on_done(&desk->ending, &answer->err);
}

int
desk_ask(struct cli_call *call, const struct office_request *request,
	struct str *body_out, struct err *err)
{
	struct office *office = office_new(call->app);
	struct desk desk = {.body = body_out};
	int rc;

	office_ask(office, request, on_answer, &desk);
	rc = ending_wait(call, &desk.ending, HOURS_ANSWER_MS, err);
	office_free(&office);
	return rc;
}
