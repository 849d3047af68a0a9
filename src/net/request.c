#include "request.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

void
request_fail(struct request *request, enum transport_end end,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(request->why, sizeof(request->why), format, args);
	va_end(args);
	request->end = end;
	request->failed = true;
}

/* Copies a header's value, without the spaces around it, if there is room. */
static void
take_value(char *out, size_t size, const char *value, size_t len)
{
	while (len > 0 && isspace((unsigned char)value[0])) {
		value++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)value[len - 1]))
		len--;
	if (len >= size)
		len = 0;
	memcpy(out, value, len);
	out[len] = '\0';
}

static size_t
on_header(char *line, size_t size, size_t count, void *ctx)
{
	struct request *request = ctx;
	const size_t len = size * count;

	request->header_bytes += len;
	if (request->header_bytes > NET_HEADERS_MAX_BYTES) {
		request->too_large = true;
		return 0;
	}
	if (len >= 5 && strncasecmp(line, "HTTP/", 5) == 0) {
		request->head_whole = false;
		request->etag[0] = '\0';
		request->link[0] = '\0';
	} else if (len >= 5 && strncasecmp(line, "ETag:", 5) == 0) {
		take_value(request->etag, sizeof(request->etag), line + 5,
			len - 5);
	} else if (len >= 5 && strncasecmp(line, "Link:", 5) == 0) {
		take_value(request->link, sizeof(request->link), line + 5,
			len - 5);
	} else if (len > 0 && (line[0] == '\r' || line[0] == '\n')) {
		request->head_whole = true;
	}
	return len;
}

static size_t
on_body(char *bytes, size_t size, size_t count, void *ctx)
{
	struct request *request = ctx;
	const size_t len = size * count;

	str_add(&request->answer, bytes, len);
	if (str_is_cut(&request->answer)) {
		request->too_large = true;
		return 0;
	}
	return len;
}

/* No program that is started meanwhile is to hold our connections. */
static int
on_socket(void *ctx, curl_socket_t fd, curlsocktype purpose)
{
	(void)ctx;
	(void)purpose;
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	return CURL_SOCKOPT_OK;
}

/* Whether a value can stand in a header: no space, no control, ASCII. */
static bool
is_header_word(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

static void
add_header(struct request *request, const struct curl_api *curl,
	const char *name, const char *value)
{
	struct str line;

	str_init(&line, SECRET_MAX_BYTES + 64);
	str_addf(&line, "%s%s", name, value);
	request->headers = curl->slist_append(request->headers, line.data);
	secret_wipe(line.data, line.len);
	str_release(&line);
}

static bool
add_headers(struct request *request, const struct curl_api *curl,
	const struct transport_request *of)
{
	const char *bearer = of->bearer == NULL ? NULL : of->bearer->data;

	if (bearer != NULL && !is_header_word(bearer)) {
		request_fail(request, TRANSPORT_BROKEN,
			"nothing was sent to %s, because the stored sign-in "
			"is damaged: sign in again",
			request->site);
		return false;
	}
	add_header(request, curl, "Accept: application/json, ",
		"application/problem+json");
	add_header(request, curl, "Expect:", "");
	if (of->body != NULL)
		add_header(request, curl, "Content-Type: ", "application/json");
	if (of->if_none_match != NULL && is_header_word(of->if_none_match))
		add_header(request, curl, "If-None-Match: ", of->if_none_match);
	if (of->if_match != NULL && is_header_word(of->if_match))
		add_header(request, curl, "If-Match: ", of->if_match);
	if (bearer != NULL)
		add_header(request, curl, "Authorization: Bearer ", bearer);
	return true;
}

#define SET(option, value)                                                     \
	(curl->easy_setopt(easy, CURLOPT_##option, value) == CURLE_OK)

static bool
set_manners(CURL *easy, const struct curl_api *curl, bool local)
{
	static const struct {
		CURLoption option;
		long value;
	} manners[] = {
		{CURLOPT_NOSIGNAL, 1},
		{CURLOPT_QUICK_EXIT, 1}, /* never wait for a name's thread */
		{CURLOPT_FOLLOWLOCATION, 0},
		{CURLOPT_SSL_VERIFYPEER, 1},
		{CURLOPT_SSL_VERIFYHOST, 2},
		{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
		{CURLOPT_TCP_NODELAY, 1},
		{CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
	};

	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++)
		if (curl->easy_setopt(easy, manners[i].option,
			    manners[i].value) != CURLE_OK)
			return false;
	/* What stays on this computer goes through no proxy in clear. */
	return SET(PROTOCOLS_STR, local ? "http" : "https") &&
	       (!local || SET(PROXY, ""));
}

static bool
set_options(CURL *easy, const struct request_setting *with)
{
	const struct curl_api *curl = with->curl;
	const struct net_options *o = &with->options;

	return SET(USERAGENT, o->user_agent) && SET(SHARE, with->share) &&
	       (o->ca_file == NULL ||
		       (SET(CAINFO, o->ca_file) && SET(CAPATH, NULL))) &&
	       (o->pin == NULL || SET(PINNEDPUBLICKEY, o->pin));
}

static bool
set_message(struct request *request, const struct curl_api *curl,
	const struct transport_request *of)
{
	CURL *easy = request->easy;

	if (!SET(CURLU, request->url) || !SET(CUSTOMREQUEST, of->method) ||
		!SET(HTTPHEADER, request->headers))
		return false;
	if (of->body == NULL)
		return true;
	request->body = mem_dup(of->body, of->body_bytes);
	request->body_bytes = of->body_bytes;
	return SET(POST, 1L) &&
	       SET(POSTFIELDSIZE_LARGE, (curl_off_t)of->body_bytes) &&
	       SET(POSTFIELDS, request->body);
}

static bool
set_callbacks(struct request *request, const struct curl_api *curl)
{
	CURL *easy = request->easy;

	return SET(PRIVATE, request) && SET(HEADERFUNCTION, on_header) &&
	       SET(HEADERDATA, request) && SET(WRITEFUNCTION, on_body) &&
	       SET(WRITEDATA, request) && SET(SOCKOPTFUNCTION, on_socket);
}

void
request_init(struct request *request, const struct request_setting *with,
	const struct transport_request *of)
{
	const struct curl_api *curl = with->curl;
	bool local;

	str_init(&request->answer, of->answer_max_bytes);
	request->url = curl->url();
	request->easy = curl->easy_init();
	if (!url_check(request, curl, of->url, &local) ||
		!add_headers(request, curl, of))
		return;
	if (!set_manners(request->easy, curl, local) ||
		!set_options(request->easy, with) ||
		!set_message(request, curl, of) ||
		!set_callbacks(request, curl))
		request_fail(request, TRANSPORT_MISSING,
			"nothing can be sent, because libcurl does not know a "
			"setting that is needed: install a newer package "
			"libcurl4");
}

void
request_release(struct request *request, const struct curl_api *curl)
{
	for (struct curl_slist *h = request->headers; h != NULL; h = h->next)
		secret_wipe(h->data, strlen(h->data));
	if (request->body != NULL)
		secret_wipe(request->body, request->body_bytes);
	free(request->body);
	if (request->easy != NULL) {
		curl->easy_cleanup(request->easy);
		curl->url_cleanup(request->url);
		curl->slist_free_all(request->headers);
	}
	/* What has arrived may hold a token. */
	if (request->answer.len > 0)
		secret_wipe(request->answer.data, request->answer.len);
	str_release(&request->answer);
}
