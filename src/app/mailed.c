#include "app/mailed.h"

#include <stdlib.h>
#include <string.h>

#include "app/settings.h"
#include "base/mem.h"
#include "exchange.h"
#include "mailed_state.h"
#include "wire/password.h"

struct mailed {
	int ticket; /* 0: nothing is under way */
	mailed_on_done *on_done;
	void *ctx;
};

void
mailed_open(struct app *app)
{
	app->mailed = mem_new(1, sizeof(*app->mailed));
}

void
mailed_close(struct app *app)
{
	exchange_cancel(app, &app->mailed->ticket);
	free(app->mailed);
	app->mailed = NULL;
}

static void
on_answer(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	const struct mailed mailed = *app->mailed;
	struct err err = {0};

	app->mailed->ticket = 0;
	(void)exchange_check(answer, &err);
	mailed.on_done(mailed.ctx, &err);
}

/* Both begin with the same three words. */
static int
read_who(const struct mailed_who *who, char server_out[512],
	struct wire_forgot *forgot_out, struct err *err)
{
	if (settings_check_server(who->server, server_out, err) < 0 ||
		person_read_company(
			who->company_id, forgot_out->company_id, err) < 0)
		return -1;
	if (who->username[0] == '\0' ||
		!str_copy(forgot_out->username, sizeof(forgot_out->username),
			who->username))
		return err_set(
			err, ERR_USAGE, "the username is missing or too long");
	return 0;
}

static int
begin(struct app *app, const char *server, const char *path, struct str *body,
	struct err *err)
{
	const struct exchange exchange = {
		.method = "POST",
		.server = server,
		.path = path,
		.body = body,
	};

	if (app->mailed->ticket != 0)
		return err_set(err, ERR_BUSY, "one at a time");
	app->mailed->ticket = exchange_start(app, &exchange, on_answer, app);
	return 0;
}

int
mailed_forgot(struct app *app, const struct mailed_who *who,
	mailed_on_done *on_done, void *ctx, struct err *err)
{
	struct wire_forgot forgot;
	char server[512];
	struct str body;
	int rc;

	if (read_who(who, server, &forgot, err) < 0)
		return -1;
	app->mailed->on_done = on_done;
	app->mailed->ctx = ctx;
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_forgot_encode(&forgot, &body);
	rc = begin(app, server, "/v1/password/forgot", &body, err);
	str_release(&body);
	return rc;
}

int
mailed_activate(struct app *app, const struct mailed_code *code,
	mailed_on_done *on_done, void *ctx, struct err *err)
{
	struct wire_activation activation = {
		/* borrowed for the encoder */
		.password = *code->password,
	};
	struct wire_forgot who;
	char server[512];
	struct str body;
	int rc;

	if (read_who(&code->who, server, &who, err) < 0)
		return -1;
	if (!str_copy(activation.code, sizeof(activation.code), code->code))
		return err_set(err, ERR_DATA, "the code is too long");
	memcpy(activation.company_id, who.company_id, sizeof(who.company_id));
	memcpy(activation.username, who.username, sizeof(who.username));
	app->mailed->on_done = on_done;
	app->mailed->ctx = ctx;
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_activation_encode(&activation, &body);
	rc = begin(app, server, "/v1/activate", &body, err);
	secret_wipe(body.data, body.len);
	secret_wipe(activation.code, sizeof(activation.code));
	str_release(&body);
	return rc;
}
