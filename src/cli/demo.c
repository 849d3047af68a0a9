#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/account.h"
#include "base/file.h"
#include "base/str.h"
#include "call.h"
#include "demo.h"

/*
 * The panel on a private service with a small made-up company. Everything of
 * it, this client's own files included, is in one directory that goes when
 * the panel is left.
 */

/* A configuration, journal and cache of the demo's own. */
static int
move_in(const struct demo_service *demo, struct err *err)
{
	static const char *const places[] = {
		"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"};
	static const char config[] = "[secrets]\nstore = session\n";
	struct str path;
	int rc;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (setenv(places[i], demo->dir, 1) < 0)
			return err_set(err, ERR_INTERNAL,
				"cannot set the environment");
	str_init(&path, 4096);
	str_addf(&path, "%s/connect-clock", demo->dir);
	rc = file_make_dir(path.data, err);
	str_addz(&path, "/config.ini");
	if (rc == 0)
		rc = file_save(
			path.data, config, sizeof(config) - 1, 0600, err);
	str_release(&path);
	return rc;
}

static int
sign_in(struct cli_call *call, const struct demo_service *demo, struct err *err)
{
	struct secret password = {0};
	struct sign_in in = {
		.server = demo->url,
		.company_id = "acme",
		.username = demo->username,
		.password = &password,
	};
	int rc;

	(void)secret_set(&password, demo->password, strlen(demo->password));
	rc = cli_sign_in(call, &in, err);
	secret_release(&password);
	return rc;
}

/*
 * What ends the panel waits for it, and comes to nothing after: a terminal
 * that goes sends its hangup twice, and the second must not cut the tidying
 * short.
 */
static void
hold_signals(void)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
}

static int
run_demo(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	const struct cli_host *host = call->host;
	struct demo_service demo;
	int rc = -1;

	(void)args;
	hold_signals();
	if (demo_start(&demo, err) == 0 && move_in(&demo, err) == 0 &&
		cli_open_app(call, err) == 0 && sign_in(call, &demo, err) == 0)
		rc = host->panel(host->ctx, err);
	host->close(host->ctx);
	demo_stop(&demo);
	if (rc == 0)
		cli_say("the demo is over, and nothing of it is left; "
			"connect-clock login signs in at a company's service");
	return rc;
}

const struct command cli_demo = {
	.name = "demo",
	.help = "try it on a private service",
	.run = run_demo,
};
