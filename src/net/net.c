#include "net/net.h"

#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"
#include "reach.h"
#include "request.h"

struct net {
	struct loop *loop;
	char *ca_file;
	char *pin;
	char *user_agent;
	struct curl_api curl;
	CURLM *multi; /* NULL: libcurl is not loaded yet */
	CURLSH *share;
	struct loop_timer curl_timer;
	struct request *requests;
	int last_ticket;
	char hopeless[320]; /* why; given out by unreachable() */
};

/* Out of the list, out of curl; the caller frees it. */
static void
take_out(struct request *request)
{
	struct net *net = request->net;
	struct request **at = &net->requests;

	while (*at != request)
		at = &(*at)->next;
	*at = request->next;
	loop_disarm(net->loop, &request->deadline);
	if (request->easy != NULL)
		net->curl.multi_remove_handle(net->multi, request->easy);
}

static void
request_free(struct request *request)
{
	request_release(request, &request->net->curl);
	free(request);
}

/* The one place where a request ends with an answer. */
static void
finish(struct request *request, const struct transport_answer *answer)
{
	take_out(request);
	request->on_answer(request->ctx, answer);
	request_free(request);
}

static void
on_deadline(void *ctx)
{
	struct request *request = ctx;
	struct transport_answer answer = {.content_type = "",
		.etag = "",
		.link = "",
		.body = "",
		.why = request->why};

	if (!request->failed)
		request_fail(request, TRANSPORT_TIMEOUT,
			"%s did not answer in time: check the network, or "
			"wait until the service is back",
			request->site);
	answer.end = request->end;
	finish(request, &answer);
}

/* Everything that curl has finished. Callbacks may start and cancel. */
static void
collect(struct net *net)
{
	CURLMsg *message;
	int left;

	while ((message = net->curl.multi_info_read(net->multi, &left)) !=
		NULL) {
		CURLcode code = message->data.result;
		CURL *easy = message->easy_handle;
		struct request *request = NULL;
		struct transport_answer answer;

		net->curl.easy_getinfo(easy, CURLINFO_PRIVATE, &request);
		outcome_of(request, &net->curl, code, &answer);
		finish(request, &answer);
	}
}

static void
on_ready(void *ctx, int fd, unsigned ready)
{
	struct net *net = ctx;
	int running;
	int events = (ready & LOOP_READ ? CURL_CSELECT_IN : 0) |
		     (ready & LOOP_WRITE ? CURL_CSELECT_OUT : 0);

	net->curl.multi_socket_action(net->multi, fd, events, &running);
	collect(net);
}

static void
on_curl_time(void *ctx)
{
	struct net *net = ctx;
	int running;

	net->curl.multi_socket_action(
		net->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect(net);
}

/* curl's wish for a timer. It must not be called back from in here. */
static int
on_curl_timer(CURLM *multi, long timeout_ms, void *ctx)
{
	struct net *net = ctx;

	(void)multi;
	if (timeout_ms < 0)
		loop_disarm(net->loop, &net->curl_timer);
	else
		loop_arm(net->loop, &net->curl_timer,
			loop_now_ms(net->loop) + timeout_ms, on_curl_time, net);
	return 0;
}

static int
on_curl_socket(
	CURL *easy, curl_socket_t fd, int what, void *ctx, void *socket_ctx)
{
	struct net *net = ctx;
	unsigned events = 0;

	(void)easy;
	(void)socket_ctx;
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		events |= LOOP_READ;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		events |= LOOP_WRITE;
	loop_watch(net->loop, fd, events, on_ready, net);
	return 0;
}

/* Loads libcurl with the first request. */
static int
make_ready(struct net *net, struct err *err)
{
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	CURLM *multi;

	if (net->multi != NULL)
		return 0;
	if (curl_api_load(&net->curl, err) < 0)
		return -1;
	/* OpenSSL writes to sockets that the peer may have closed. */
	sigaction(SIGPIPE, &ignore, NULL);
	multi = net->curl.multi_init();
	if (multi == NULL)
		return err_set(err, ERR_UNAVAILABLE,
			"nothing can be sent, because there is no memory left");
	net->curl.multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
	net->curl.multi_setopt(multi, CURLMOPT_SOCKETDATA, net);
	net->curl.multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
	net->curl.multi_setopt(multi, CURLMOPT_TIMERDATA, net);
	net->share = net->curl.share_init();
	net->curl.share_setopt(
		net->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	net->multi = multi;
	return 0;
}

/* Readies curl's side. False: it cannot begin, and knows why. */
static bool
begin(struct request *request, const struct transport_request *of)
{
	struct net *net = request->net;
	struct request_setting with;
	struct err err;

	if (make_ready(net, &err) < 0) {
		request_fail(request, TRANSPORT_MISSING, "%s", err.text);
		return false;
	}
	with = (struct request_setting){.curl = &net->curl,
		.share = net->share,
		.options = {.ca_file = net->ca_file,
			.pin = net->pin,
			.user_agent = net->user_agent}};
	request_init(request, &with, of);
	if (!request->failed)
		net->curl.multi_add_handle(net->multi, request->easy);
	return !request->failed;
}

/* What cannot begin is answered from the loop all the same. */
static int
start(void *self, const struct transport_request *of,
	transport_on_answer *on_answer, void *ctx)
{
	struct net *net = self;
	struct request *request = mem_new(1, sizeof(*request));
	int64_t wait_ms;

	request->net = net;
	request->ticket = ++net->last_ticket;
	request->on_answer = on_answer;
	request->ctx = ctx;
	request->next = net->requests;
	net->requests = request;
	wait_ms = begin(request, of) ? of->deadline_ms : 0;
	loop_arm(net->loop, &request->deadline,
		loop_now_ms(net->loop) + wait_ms, on_deadline, request);
	return request->ticket;
}

static void
cancel(void *self, int ticket)
{
	struct net *net = self;

	for (struct request *r = net->requests; r != NULL; r = r->next)
		if (r->ticket == ticket) {
			take_out(r);
			request_free(r);
			return;
		}
}

static char *
dup_or_null(const char *text)
{
	return text == NULL ? NULL : mem_dupz(text);
}

/* Once the library is loaded, trying costs nothing more. */
static const char *
unreachable(void *self, const char *url)
{
	struct net *net = self;

	if (net->multi == NULL &&
		reach_is_hopeless(url, net->hopeless, sizeof(net->hopeless)))
		return net->hopeless;
	return NULL;
}

struct net *
net_new(struct loop *loop, const struct net_options *options,
	struct transport *transport_out)
{
	static const struct transport_ops ops = {
		.unreachable = unreachable, .start = start, .cancel = cancel};
	struct net *net = mem_new(1, sizeof(*net));

	net->loop = loop;
	net->ca_file = dup_or_null(options->ca_file);
	net->pin = dup_or_null(options->pin);
	net->user_agent = mem_dupz(options->user_agent);
	*transport_out = (struct transport){.ops = &ops, .self = net};
	return net;
}

void
net_free(struct net **net)
{
	struct net *n = *net;

	if (n == NULL)
		return;
	for (struct request *r = n->requests, *next = NULL; r != NULL;
		r = next) {
		next = r->next;
		take_out(r);
		request_free(r);
	}
	if (n->multi != NULL) {
		n->curl.multi_cleanup(n->multi);
		n->curl.share_cleanup(n->share);
	}
	loop_disarm(n->loop, &n->curl_timer);
	free(n->ca_file);
	free(n->pin);
	free(n->user_agent);
	free(n);
	*net = NULL;
}
