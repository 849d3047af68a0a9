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
#include "service/service.h"

#define HEAD_MS (10 * 1000)
#define REQUEST_MS (30 * 1000)
#define STOP_MS (8 * 1000)
#define STOP_HARD_S 10
#define DEFAULT_CONNECTIONS 512
#define DEFAULT_READERS 8
#define DEFAULT_HASHERS 2
/* Beside connections: databases, pipes, the rest. */
#define SPARE_FILES 256

#define OPTIONS(X)                                                             \
	X(DATABASE, "database", 'd', "URL", DATABASE_HELP)                     \
	X(LISTEN, "listen", 'l', "HOST:PORT",                                  \
		"where to listen (127.0.0.1:8080); port 0 takes a free one")   \
	X(TLS_CERT, "tls-cert", 0, "FILE", "certificate chain, PEM")           \
	X(TLS_KEY, "tls-key", 0, "FILE", "its key, PEM")                       \
	X(BEHIND_PROXY, "behind-proxy", 0, NULL,                               \
		"a proxy on the way speaks TLS and sets X-Forwarded-For")      \
	X(CONNECTIONS, "connections", 0, "N", "at once (512)")                 \
	X(READERS, "readers", 0, "N",                                          \
		"connections that read the database (8)")                      \
	X(HASHERS, "hashers", 0, "N", "passwords to check at once (2)")        \
	X(UNSAFE, "unsafe-database", 0, NULL,                                  \
		"serve although the PostgreSQL server may lose punches")       \
	X(CHEAP, "cheap-passwords", 0, NULL, CHEAP_HELP)                       \
	X(WITH_PARENT, "exit-with-parent", 0, NULL,                            \
		"stop when the program that started it ends")                  \
	X(HELP, "help", 'h', NULL, "show this help")

COMMAND_OPTIONS(OPTIONS)

struct sizes {
	long long connections;
	long long readers;
	long long hashers;
};

static int
read_sizes(const char *const *values, struct sizes *sizes, struct err *err)
{
	const struct {
		int option;
		long long fallback;
		long long *out;
	} all[] = {
		{CONNECTIONS, DEFAULT_CONNECTIONS, &sizes->connections},
		{READERS, DEFAULT_READERS, &sizes->readers},
		{HASHERS, DEFAULT_HASHERS, &sizes->hashers},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		int option = all[i].option;

		if (command_int(&options[option], values[option],
			    all[i].fallback, all[i].out, err) < 0)
			return -1;
		if (*all[i].out > 10000)
			return err_set(err, ERR_USAGE,
				"option --%s takes 10000 at most",
				options[option].name);
	}
	return 0;
}

/* The signals that end us come to sigwait in the main thread alone. */
static void
block_signals(sigset_t *stops)
{
	sigemptyset(stops);
	sigaddset(stops, SIGTERM);
	sigaddset(stops, SIGINT);
	sigaddset(stops, SIGHUP);
	pthread_sigmask(SIG_BLOCK, stops, NULL);
	signal(SIGPIPE, SIG_IGN);
}

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

static void
raise_file_limit(long long connections)
{
	const rlim_t want = (rlim_t)connections + SPARE_FILES;
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

static int
wait_for_end(const char *url, FILE *out, const sigset_t *stops)
{
	int signal_number = 0;

	log_event(LOG_LEVEL_INFO, "listening", "url", url, NULL);
	fprintf(out, "listening on %s\n", url);
	fflush(out);
	while (sigwait(stops, &signal_number) != 0)
		;
	log_event(LOG_LEVEL_INFO, "stopping", "signal",
		strsignal(signal_number), NULL);
	/* A database that hangs does not keep us: SIGALRM ends the program,
	 * which is as safe as SIGKILL. */
	alarm(STOP_HARD_S);
	return 0;
}

static int
serve(const struct command_host *host, const char *const *values,
	const struct sizes *sizes, struct err *err)
{
	const struct service_options service_options = {
		.database = {values[DATABASE], host->drivers},
		.unsafe_database = values[UNSAFE] != NULL,
		.readers = (int)sizes->readers,
		.hashers = (int)sizes->hashers,
		.cost = *commands_cost(values[CHEAP]),
		.now_ms = host->now_ms,
		.zone = host->zone,
	};
	struct httpd_options httpd_options = {
		.listen = values[LISTEN] != NULL ? values[LISTEN]
						 : "127.0.0.1:8080",
		.behind_proxy = values[BEHIND_PROXY] != NULL,
		.tls_cert = values[TLS_CERT],
		.tls_key = values[TLS_KEY],
		.connections = (int)sizes->connections,
		.head_ms = HEAD_MS,
		.request_ms = REQUEST_MS,
		.on_request = on_request,
	};
	struct service *service = NULL;
	struct httpd *httpd = NULL;
	sigset_t stops;
	int rc = -1;

	block_signals(&stops);
	if (service_open(&service_options, &service, err) < 0)
		return -1;
	httpd_options.ctx = service;
	if (host->httpd->open(&httpd_options, &httpd, err) == 0)
		rc = wait_for_end(host->httpd->url(httpd), host->out, &stops);
	host->httpd->close(&httpd, STOP_MS);
	service_close(&service);
	if (rc == 0)
		log_event(LOG_LEVEL_INFO, "stopped", NULL);
	return rc;
}

static int
run(const struct command_host *host, const char *const *values, struct err *err)
{
	pid_t parent = getppid();
	struct sizes sizes;

	if (command_need(&command_serve, values, DATABASE, err) < 0 ||
		read_sizes(values, &sizes, err) < 0)
		return -1;
	if ((values[TLS_CERT] == NULL) != (values[TLS_KEY] == NULL))
		return err_set(err, ERR_USAGE,
			"options --tls-cert and --tls-key go together");
	if (values[WITH_PARENT] != NULL && bind_to_parent(parent, err) < 0)
		return -1;
	raise_file_limit(sizes.connections);
	return serve(host, values, &sizes, err);
}

const struct command command_serve = {
	.name = "serve",
	.synopsis = "--database URL [--listen HOST:PORT] "
		    "[--tls-cert FILE --tls-key FILE | --behind-proxy]",
	.summary = "Answers the Connect API over HTTP(S) until SIGTERM.",
	.options = options,
	.run = run,
};
