#include "lost.h"

#include "app/lost.h"
#include "calendar/civil.h"

struct listing {
	struct cli_call *call;
	struct str *out;
	struct jsonout *json;
};

static bool
on_words(void *ctx, const struct store_loss *loss)
{
	struct listing *listing = ctx;

	if (loss->acknowledged)
		return true;
	lost_words(listing->out, loss, app_zone(listing->call->app));
	str_addc(listing->out, '\n');
	return true;
}

int
lost_add_words(struct cli_call *call, struct str *out, struct err *err)
{
	struct listing listing = {.call = call, .out = out};
	size_t before = out->len;

	if (lost_list(call->app, on_words, &listing, err) < 0)
		return -1;
	if (out->len > before)
		str_addz(out, "These are lost: compare those days with your "
			      "supervisor, then say that you know with: "
			      "connect-clock queue acknowledge\n");
	return 0;
}

static void
add_time(struct jsonout *json, const char *key, int64_t ms)
{
	char time[CIVIL_RFC3339_BYTES];

	if (ms != 0)
		jsonout_text(json, key, civil_format_rfc3339(ms, time));
	else
		jsonout_null(json, key);
}

static bool
on_json(void *ctx, const struct store_loss *loss)
{
	struct listing *listing = ctx;

	jsonout_object(listing->json, NULL);
	jsonout_int(listing->json, "first", loss->first);
	jsonout_int(listing->json, "last", loss->last);
	jsonout_bool(listing->json, "altered", loss->altered);
	jsonout_bool(listing->json, "acknowledged", loss->acknowledged);
	add_time(listing->json, "after", loss->after_ms);
	add_time(listing->json, "before", loss->before_ms);
	jsonout_object_end(listing->json);
	return true;
}

int
lost_add_json(struct cli_call *call, struct jsonout *json, struct err *err)
{
	struct listing listing = {.call = call, .json = json};
	int rc;

	jsonout_array(json, "lost");
	rc = lost_list(call->app, on_json, &listing, err);
	jsonout_array_end(json);
	return rc;
}

int
lost_run_acknowledge(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct str text;
	int64_t count;
	int rc;

	(void)args;
	if (cli_open_app(call, err) < 0 ||
		lost_acknowledge(call->app, &count, err) < 0)
		return -1;
	str_init(&text, 256);
	if (count > 0)
		str_addf(&text,
			"%lld lost punches are acknowledged; verify names "
			"them for ever.\n",
			(long long)count);
	else
		str_addz(&text, "Nothing that is lost was unknown.\n");
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}
