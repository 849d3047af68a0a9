#include "httpd/httpd.h"

#include <dirent.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "acceptor.h"
#include "address.h"
#include "base/mem.h"
#include "deadlines.h"
#include "exchange.h"
#include "probe.h"
#include "tls.h"

/* Connections above the limit that still get an answer, 503. */
#define SPARE_CONNECTIONS 64
/* What the library counts longer than we do. */
#define ENDED_CONNECTIONS 32
/* Descriptors that the rest of the program may still want. */
#define SPARE_FILES 16
#define CONNECTIONS_MIN 4
#define HEAD_BYTES 32768
#define STACK_BYTES (512 * 1024)
#define SERVING_MAX 8

/* The library with one certificate, and the connections that began by it. */
struct serving {
	struct MHD_Daemon *daemon;
	struct tls tls;
};

struct httpd {
	struct httpd_options options;
	struct exchange_host host;
	struct deadlines *deadlines;
	/* The last one gets what is accepted, the others end what they have. */
	struct serving *serving[SERVING_MAX];
	size_t serving_count;
	struct acceptor *acceptor;
	int most; /* connections at once, those that are leaving too */
	struct address_listen bound;
	char url[320];
	atomic_bool starting;
	char trouble[256]; /* what the library said while it started */
};

static void
on_connection(void *cls, struct MHD_Connection *connection, void **slot,
	enum MHD_ConnectionNotificationCode what)
{
	struct httpd *httpd = cls;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		int fd = MHD_get_connection_info(
			connection, MHD_CONNECTION_INFO_CONNECTION_FD)
				 ->connect_fd;

		*slot = deadlines_add(httpd->deadlines, fd,
			MHD_get_connection_info(
				connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
				->client_addr);
	} else if (*slot != NULL) {
		deadlines_remove(*slot);
		*slot = NULL;
	}
}

/* The library's own words; only those of a failed start are of use. */
static void __attribute__((format(printf, 2, 0)))
on_trouble(void *cls, const char *format, va_list words)
{
	struct httpd *httpd = cls;

	if (!httpd->starting)
		return;
	vsnprintf(httpd->trouble, sizeof(httpd->trouble), format, words);
	httpd->trouble[strcspn(httpd->trouble, "\n")] = '\0';
}

/* Paths and arguments stay as they were sent. */
static size_t
leave_escapes(void *cls, struct MHD_Connection *connection, char *text)
{
	(void)cls;
	(void)connection;
	return strlen(text);
}

static int
count_open_files(struct err *err)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	if (dir == NULL)
		return err_set_errno(err, ERR_INTERNAL, errno,
			"cannot count the open files in /proc/self/fd");
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

/*
 * With no descriptor left nobody could be told anything, and the library would
 * try again without an end: so many connections are taken as there is room for,
 * an eighth of them to be answered 503.
 */
static int
fit_connections(
	int wanted, int *connections_out, int *spare_out, struct err *err)
{
	struct rlimit limit = {0};
	int open_files = count_open_files(err);
	rlim_t used = (rlim_t)open_files + SPARE_FILES;
	rlim_t room;

	if (open_files < 0)
		return -1;
	getrlimit(RLIMIT_NOFILE, &limit);
	room = limit.rlim_cur > used ? limit.rlim_cur - used : 0;
	*connections_out = wanted;
	*spare_out = SPARE_CONNECTIONS;
	if ((rlim_t)wanted + SPARE_CONNECTIONS <= room)
		return 0;
	*spare_out = (int)(room / 8);
	*connections_out = (int)room - *spare_out;
	if (*connections_out < CONNECTIONS_MIN)
		return err_set(err, ERR_CONFIG,
			"there are too few file descriptors for any "
			"connection: %d are open of %lld, raise the limit",
			open_files, (long long)limit.rlim_cur);
	return 0;
}

static void
stop_serving(struct serving **serving)
{
	struct serving *it = *serving;

	if (it->daemon != NULL)
		MHD_stop_daemon(it->daemon);
	tls_release(&it->tls);
	free(it);
	*serving = NULL;
}

static int
start_daemon(struct httpd *httpd, struct serving *it, struct err *err)
{
	const struct httpd_options *options = &httpd->options;
	unsigned flags = MHD_USE_THREAD_PER_CONNECTION |
			 MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
			 MHD_USE_ITC | MHD_USE_ERROR_LOG |
			 MHD_USE_NO_LISTEN_SOCKET;
	struct MHD_OptionItem tls[4] = {{MHD_OPTION_END, 0, NULL}};

	if (options->tls_cert != NULL) {
		flags |= MHD_USE_TLS;
		tls_options(&it->tls, tls);
	}
	httpd->starting = true;
	it->daemon = MHD_start_daemon(flags, 0, NULL, NULL, exchange_handle,
		&httpd->host, MHD_OPTION_EXTERNAL_LOGGER, on_trouble, httpd,
		MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)httpd->most + ENDED_CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)((options->request_ms + 999) / 1000),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_BYTES,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK,
		leave_escapes, NULL, MHD_OPTION_URI_LOG_CALLBACK, exchange_new,
		&httpd->host, MHD_OPTION_NOTIFY_COMPLETED, exchange_end,
		&httpd->host, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
		httpd, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
	httpd->starting = false;
	if (it->daemon == NULL)
		return err_set(err, ERR_CONFIG,
			"cannot start the HTTP server: %s", httpd->trouble);
	return 0;
}

/* One more, with the TLS files as they are now. */
static int
add_serving(struct httpd *httpd, struct err *err)
{
	const struct httpd_options *options = &httpd->options;
	struct serving *it = mem_new(1, sizeof(*it));
	const char *doubt;

	tls_init(&it->tls);
	if ((options->tls_cert != NULL && tls_load(&it->tls, options->tls_cert,
						  options->tls_key, err) < 0) ||
		start_daemon(httpd, it, err) < 0) {
		stop_serving(&it);
		return -1;
	}
	doubt = options->tls_cert != NULL ? tls_doubt(&it->tls) : NULL;
	if (doubt != NULL && options->on_doubt != NULL)
		options->on_doubt(options->tls_cert, doubt);
	httpd->serving[httpd->serving_count++] = it;
	return 0;
}

/* Takes out those whose connections have ended; one at least, if `must`. */
static void
drop_served(struct httpd *httpd, bool must)
{
	size_t kept = 0;

	for (size_t i = 0; i < httpd->serving_count; i++) {
		struct serving *it = httpd->serving[i];
		bool last = i + 1 == httpd->serving_count;

		if (!last &&
			(must || MHD_get_daemon_info(it->daemon,
					 MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
						 ->num_connections == 0)) {
			stop_serving(&it);
			must = false;
		} else {
			httpd->serving[kept++] = it;
		}
	}
	httpd->serving_count = kept;
}

static int
start(struct httpd *httpd, struct err *err)
{
	struct acceptor_options acceptor = {
		.deadlines = httpd->deadlines,
		.listen_fd = httpd->bound.fd,
		.most = httpd->most,
	};

	if (add_serving(httpd, err) < 0)
		return -1;
	acceptor.daemon = httpd->serving[0]->daemon;
	return acceptor_open(&acceptor, &httpd->acceptor, err);
}

/* Before anything else: what stands in the files, and where we may be. */
static int
bind_to(struct httpd *httpd, struct err *err)
{
	const struct httpd_options *options = &httpd->options;
	struct tls tls;
	int rc = 0;

	tls_init(&tls);
	if (options->tls_cert != NULL)
		rc = tls_load(&tls, options->tls_cert, options->tls_key, err);
	tls_release(&tls);
	if (rc < 0)
		return -1;
	return options->listen == NULL
		       ? address_adopt(options->listen_fd, &httpd->bound, err)
		       : address_listen(options->listen, &httpd->bound, err);
}

static int
check_exposure(const struct httpd *httpd, const struct httpd_options *options,
	struct err *err)
{
	if (httpd->bound.loopback || options->tls_cert != NULL ||
		options->behind_proxy)
		return 0;
	return err_set(err, ERR_CONFIG,
		"plain HTTP on %s would send passwords in the open: give "
		"--tls-cert and --tls-key, or --behind-proxy when a proxy on "
		"the way speaks TLS",
		httpd->bound.text);
}

int
httpd_open(const struct httpd_options *options, struct httpd **httpd_out,
	struct err *err)
{
	struct httpd *httpd = mem_new(1, sizeof(*httpd));
	struct deadline_limits limits = {
		.head_ms = options->head_ms,
		.request_ms = options->request_ms,
	};
	int spare = 0;

	httpd->bound.fd = -1;
	httpd->options = *options;
	if (probe_library(&httpd->host.lines, err) < 0 ||
		bind_to(httpd, err) < 0 ||
		check_exposure(httpd, options, err) < 0 ||
		address_check_proxies(options->proxies, err) < 0 ||
		fit_connections(options->connections, &limits.connections,
			&spare, err) < 0 ||
		deadlines_open(&limits, &httpd->deadlines, err) < 0)
		goto fail;
	httpd->host.on_request = options->on_request;
	httpd->host.ctx = options->ctx;
	httpd->host.deadlines = httpd->deadlines;
	httpd->host.behind_proxy = options->behind_proxy;
	httpd->host.proxies = options->proxies;
	snprintf(httpd->url, sizeof(httpd->url), "%s://%s",
		options->tls_cert != NULL ? "https" : "http",
		httpd->bound.text);
	httpd->most = limits.connections + spare;
	if (start(httpd, err) < 0)
		goto fail;
	*httpd_out = httpd;
	return 0;
fail:
	httpd_close(&httpd, 0);
	return -1;
}

const char *
httpd_url(const struct httpd *httpd)
{
	return httpd->url;
}

int
httpd_reload(struct httpd *httpd, struct err *err)
{
	if (httpd->options.tls_cert == NULL)
		return 0;
	drop_served(httpd, httpd->serving_count == SERVING_MAX);
	if (add_serving(httpd, err) < 0)
		return -1;
	acceptor_hand_to(httpd->acceptor,
		httpd->serving[httpd->serving_count - 1]->daemon);
	return 0;
}

bool
httpd_alive(struct httpd *httpd)
{
	return acceptor_alive(httpd->acceptor);
}

void
httpd_close(struct httpd **httpd, int within_ms)
{
	struct httpd *it = *httpd;

	if (it == NULL)
		return;
	acceptor_close(&it->acceptor);
	if (it->serving_count > 0) {
		close(it->bound.fd);
		it->bound.fd = -1;
		deadlines_drain(it->deadlines, within_ms);
	}
	for (size_t i = 0; i < it->serving_count; i++)
		stop_serving(&it->serving[i]);
	deadlines_close(&it->deadlines);
	if (it->bound.fd >= 0)
		close(it->bound.fd);
	free(it);
	*httpd = NULL;
}
