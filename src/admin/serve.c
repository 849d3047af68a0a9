/* connectd serve: the service behind the HTTP server, until told to stop. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "commands.h"
#include "port/httpd.h"
#include "port/manager.h"
#include "serve_mail.h"
#include "serve_wait.h"
#include "service/service.h"

#define HEAD_MS (10 * 1000)
#define REQUEST_MS (30 * 1000)
#define STOP_MS (8 * 1000)
#define CONNECTIONS 512
#define READERS 8
#define HASHERS 2
/* Beside connections: databases, pipes, the rest. */
#define SPARE_FILES 256

/* With a parent that is gone already there is nobody to serve. */
static int
bind_to_parent(pid_t parent, struct err *err)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0)
		return err_set_errno(err, ERR_INTERNAL, errno,
			"cannot watch the parent process");
	if (getppid() != parent)
		return err_set(err, ERR_UNAVAILABLE,
			"the parent process has ended already");
	return 0;
}

static int
connections(const struct args *args)
{
	return (int)args_number(args, "connections", CONNECTIONS);
}

static void
raise_file_limit(int wanted)
{
	const rlim_t want = (rlim_t)wanted + SPARE_FILES;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < want) {
		limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static void
on_request(void *ctx, const struct request *request, struct reply *reply)
{
	service_handle(ctx, request, reply);
}

static void
on_doubt(const char *file, const char *why)
{
	log_event(LOG_LEVEL_WARNING, "certificate", "file", file, "why", why,
		NULL);
}

/* A socket that was opened for us, or an address. */
static int
find_socket(const struct admin_host *host, const struct args *args,
	struct httpd_options *options, struct err *err)
{
	options->listen = args_text(args, "listen");
	if (host->manager->socket(&options->listen_fd, err) < 0)
		return -1;
	if (options->listen_fd >= 0 && options->listen != NULL)
		return err_set(err, ERR_USAGE,
			"a listening socket was handed over: option --listen "
			"is not wanted then");
	if (options->listen_fd < 0 && options->listen == NULL)
		options->listen = "127.0.0.1:8080";
	return 0;
}

static int
serve(const struct admin_host *host, const struct args *args,
	const struct db_source *database, const struct serve_mail *mail,
	struct err *err)
{
	const struct service_options service_options = {
		.database = {database->url, database->drivers, DB_ANSWER_MS},
		.unsafe_database = args_has(args, "unsafe-database"),
		.no_limits = args_has(args, "no-limits"),
		.feed = true,
		.metrics = args_has(args, "metrics"),
		.readers = (int)args_number(args, "readers", READERS),
		.hashers = (int)args_number(args, "hashers", HASHERS),
		.cost = *commands_cost(args),
		.now_ms = host->now_ms,
		.zone = host->zone,
		.mailer = mail->mailer,
		.mail_from = args_text(args, "mail-from"),
		.public_url = mail->public_url,
	};
	struct httpd_options httpd_options = {
		.behind_proxy = args_has(args, "behind-proxy"),
		.proxies = args_text(args, "proxies"),
		.tls_cert = args_text(args, "tls-cert"),
		.tls_key = args_text(args, "tls-key"),
		.connections = connections(args),
		.head_ms = HEAD_MS,
		.request_ms = REQUEST_MS,
		.on_request = on_request,
		.on_doubt = on_doubt,
	};
	struct service *service = NULL;
	struct httpd *httpd = NULL;
	sigset_t signals;
	int rc;

	serve_wait_block(&signals);
	if (find_socket(host, args, &httpd_options, err) < 0 ||
		service_open(&service_options, &service, err) < 0)
		return -1;
	httpd_options.ctx = service;
	rc = host->httpd->open(&httpd_options, &httpd, err);
	if (rc == 0)
		serve_wait(host, httpd, &signals);
	host->httpd->close(&httpd, STOP_MS);
	service_close(&service);
	if (rc == 0)
		log_event(LOG_LEVEL_INFO, "stopped", NULL);
	return rc;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct commands_database database;
	struct serve_mail mail;
	pid_t parent = getppid();
	int rc;

	if (args_has(args, "tls-cert") != args_has(args, "tls-key"))
		return err_set(err, ERR_USAGE,
			"options --tls-cert and --tls-key go together");
	if (args_has(args, "proxies") && !args_has(args, "behind-proxy"))
		return err_set(err, ERR_USAGE,
			"option --proxies goes with --behind-proxy");
	if (args_has(args, "exit-with-parent") &&
		bind_to_parent(parent, err) < 0)
		return -1;
	raise_file_limit(connections(args));
	if (serve_mail_open(host, args, &mail, err) < 0)
		return -1;
	rc = commands_find(host, args, &database, err);
	if (rc == 0)
		rc = serve(host, args, &database.source, &mail, err);
	commands_forget(&database);
	serve_mail_close(host, &mail);
	return rc;
}

static const struct option options[] = {
	ADMIN_DATABASE,
	{.name = "listen",
		.letter = 'l',
		.arg = "HOST:PORT",
		.help = "where to listen (127.0.0.1:8080); port 0: a free one"},
	{.name = "tls-cert",
		.arg = "FILE",
		.completes = COMMAND_FILES,
		.help = "certificate chain, PEM"},
	{.name = "tls-key",
		.arg = "FILE",
		.completes = COMMAND_FILES,
		.help = "its key, PEM"},
	{.name = "behind-proxy",
		.help = "a proxy speaks TLS and sets X-Forwarded-For"},
	{.name = "proxies",
		.arg = "ADDRESSES",
		.help = "who else may set X-Forwarded-For"},
	{.name = "connections",
		.arg = "N",
		.min = 1,
		.max = 10000,
		.help = "at once (512)"},
	{.name = "readers",
		.arg = "N",
		.min = 1,
		.max = 10000,
		.help = "connections that read the database (8)"},
	{.name = "hashers",
		.arg = "N",
		.min = 1,
		.max = 10000,
		.help = "passwords to check at once (2)"},
	{.name = "metrics",
		.help = "answer GET /metrics to who asks on this machine"},
	{.name = "unsafe-database",
		.help = "serve from a PostgreSQL that may lose punches"},
	{.name = "no-limits",
		.help = "for tests only: no quotas, no delays of sign-ins"},
	SERVE_MAIL_OPTIONS,
	ADMIN_CHEAP,
	{.name = "exit-with-parent",
		.help = "stop when the program that started it ends"},
	ADMIN_NO_MORE,
};

const struct command admin_serve = {
	.name = "serve",
	.help = "answer the Connect API over HTTP(S) until SIGTERM",
	.options = options,
	.run = run,
};
