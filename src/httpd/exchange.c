#include "exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address.h"
#include "base/mem.h"
#include "base/secret.h"

#define OVERLOAD_RETRY_S 2

struct exchange {
	enum guard_lines lines;
	bool begun;      /* the head was looked at */
	bool refused;    /* and answered */
	bool overloaded; /* there was no room for the body */
	struct str body;
	char query[REQUEST_QUERY_BYTES];
	bool query_fits;
	const char
		*target; /* in the library's buffer, until the head is seen */
	const char *target_end;
	bool target_is_plain; /* RFC 3986: nothing but visible ASCII */
};

void *
exchange_new(void *cls, const char *uri, struct MHD_Connection *connection)
{
	const struct exchange_host *host = cls;
	struct exchange *exchange = mem_new(1, sizeof(*exchange));
	const char *mark = strchr(uri, '?');
	const char *c = uri;

	(void)connection;
	exchange->lines = host->lines;
	str_init(&exchange->body, REQUEST_BODY_BYTES);
	exchange->query_fits = str_copy(exchange->query,
		sizeof(exchange->query), mark == NULL ? "" : mark + 1);
	while (*c > ' ' && *c < 0x7f)
		c++;
	exchange->target_is_plain = *c == '\0';
	exchange->target = uri;
	exchange->target_end = uri + strlen(uri);
	return exchange;
}

static struct deadline *
deadline_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
		->socket_context;
}

static void
add_header(struct MHD_Response *response, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		MHD_add_response_header(response, name, value);
}

/* Takes the body of the reply. */
static enum MHD_Result
send_reply(const struct exchange_host *host, struct MHD_Connection *connection,
	struct reply *reply, bool close_after)
{
	size_t len = reply->body.len;
	struct MHD_Response *response = MHD_create_response_from_buffer(
		len, str_take(&reply->body), MHD_RESPMEM_MUST_FREE);
	char number[16];
	enum MHD_Result result;

	if (response == NULL)
		return MHD_NO;
	add_header(response, "Content-Type", reply->content_type);
	add_header(response, "ETag", reply->etag);
	add_header(response, "Link", reply->link);
	add_header(response, "Allow", reply->allow);
	add_header(response, "Location", reply->location);
	add_header(response, "Content-Security-Policy", reply->policy);
	if (reply->policy != NULL || reply->location[0] != '\0')
		add_header(response, "Referrer-Policy", "no-referrer");
	add_header(response, "Cache-Control",
		reply->etag[0] != '\0' ? "private, no-cache" : "no-store");
	add_header(response, "X-Content-Type-Options", "nosniff");
	if (reply->challenge)
		add_header(response, "WWW-Authenticate", "Bearer");
	if (reply->retry_after_s > 0) {
		snprintf(number, sizeof(number), "%d", reply->retry_after_s);
		add_header(response, "Retry-After", number);
	}
	if (close_after || deadlines_draining(host->deadlines))
		add_header(response, "Connection", "close");
	result = MHD_queue_response(
		connection, (unsigned)reply->status, response);
	MHD_destroy_response(response);
	return result;
}

/* Sends a refusal and closes: what follows on the wire is not to be trusted. */
static enum MHD_Result
refuse(const struct exchange_host *host, struct MHD_Connection *connection,
	struct reply *reply)
{
	enum MHD_Result result = send_reply(host, connection, reply, true);

	reply_release(reply);
	return result;
}

static enum MHD_Result
feed_guard(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_len, const char *value, size_t value_len)
{
	(void)kind;
	guard_header(cls, name, name_len, value, value_len);
	return MHD_YES;
}

static size_t
head_bytes(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
		->header_size;
}

const char *
exchange_guard(const struct exchange *exchange,
	struct MHD_Connection *connection, const char *method,
	const char *version, struct guard *guard_out)
{
	guard_begin(guard_out, exchange->lines, version);
	guard_target(guard_out, method, exchange->target, exchange->target_end,
		version);
	MHD_get_connection_values_n(
		connection, MHD_HEADER_KIND, feed_guard, guard_out);
	return guard_end(guard_out, method + head_bytes(connection));
}

static enum MHD_Result
look_at_head(struct exchange_host *host, struct exchange *exchange,
	struct MHD_Connection *connection, const char *method,
	const char *version)
{
	struct reply reply;
	struct guard guard;
	const char *bad;

	reply_init(&reply);
	deadlines_enter(deadline_of(connection), DEADLINE_MOVING);
	exchange->begun = true;
	bad = exchange_guard(exchange, connection, method, version, &guard);
	if (bad == NULL && !exchange->query_fits)
		bad = "the address is too long";
	if (bad == NULL && !exchange->target_is_plain)
		bad = "the address holds what must be escaped in it";
	if (bad != NULL)
		reply_malformed(&reply, bad);
	else if (guard.content_length > REQUEST_BODY_BYTES)
		reply_too_large(&reply);
	else if (!deadlines_admitted(deadline_of(connection)))
		reply_overloaded(&reply, OVERLOAD_RETRY_S);
	else
		goto fine;
	exchange->refused = true;
	return refuse(host, connection, &reply);
fine:
	reply_release(&reply);
	return MHD_YES;
}

/* Forgets the body, which a sign-in's password may be in. */
static void
drop_body(struct exchange *exchange, struct deadline *deadline)
{
	secret_wipe(exchange->body.data, exchange->body.len);
	str_release(&exchange->body);
	str_init(&exchange->body, REQUEST_BODY_BYTES);
	(void)deadlines_hold(deadline, 0);
}

/*
 * Bodies are kept before anybody is known: beyond a little of each, all
 * together are bounded, by what has come of them. The library takes no answer
 * before the body's end: what has no room is read and forgotten.
 */
static void
take_body(struct exchange *exchange, struct deadline *deadline,
	const char *bytes, size_t len)
{
	const size_t all = exchange->body.len + len;

	if (exchange->overloaded)
		return;
	if (all > EXCHANGE_SMALL_BYTES &&
		!deadlines_hold(deadline, (long long)all)) {
		exchange->overloaded = true;
		drop_body(exchange, deadline);
		return;
	}
	/* Not more than Content-Length said, which was measured. */
	str_add(&exchange->body, bytes, len);
}

static const char *
header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* Proxies that add a line of their own add it last. */
static enum MHD_Result
keep_forwarded(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_len, const char *value, size_t value_len)
{
	const char **last = cls;

	(void)kind;
	(void)name_len;
	(void)value_len;
	if (strcasecmp(name, "X-Forwarded-For") == 0)
		*last = value;
	return MHD_YES;
}

static void
name_peer(const struct exchange_host *host, struct MHD_Connection *connection,
	char peer_out[ADDRESS_TEXT_BYTES])
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const char *forwarded = NULL;

	if (host->behind_proxy)
		MHD_get_connection_values_n(connection, MHD_HEADER_KIND,
			keep_forwarded, &forwarded);
	address_of(info->client_addr, forwarded, host->proxies, peer_out);
}

/* The whole request is there. */
static enum MHD_Result
answer(struct exchange_host *host, struct exchange *exchange,
	struct MHD_Connection *connection, const char *url, const char *method)
{
	struct deadline *deadline = deadline_of(connection);
	char peer[ADDRESS_TEXT_BYTES];
	struct request request;
	struct reply reply;
	enum MHD_Result result;

	reply_init(&reply);
	if (exchange->overloaded) {
		reply_overloaded(&reply, OVERLOAD_RETRY_S);
		return refuse(host, connection, &reply);
	}
	name_peer(host, connection, peer);
	request = (struct request){
		.method = method,
		.path = url,
		.query = exchange->query,
		.authorization = header(connection, "Authorization"),
		.if_match = header(connection, "If-Match"),
		.if_none_match = header(connection, "If-None-Match"),
		.content_type = header(connection, "Content-Type"),
		.user_agent = header(connection, "User-Agent"),
		.accept_language = header(connection, "Accept-Language"),
		.peer = peer,
		.body = exchange->body.data,
		.body_bytes = exchange->body.len,
	};
	deadlines_enter(deadline, DEADLINE_WORKING);
	host->on_request(host->ctx, &request, &reply);
	deadlines_enter(deadline, DEADLINE_MOVING);
	result = send_reply(host, connection, &reply, false);
	reply_release(&reply);
	return result;
}

enum MHD_Result
exchange_handle(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload,
	size_t *upload_bytes, void **slot)
{
	struct exchange_host *host = cls;
	struct exchange *exchange = *slot;

	if (!exchange->begun)
		return look_at_head(
			host, exchange, connection, method, version);
	if (exchange->refused)
		return MHD_NO;
	if (*upload_bytes > 0) {
		take_body(exchange, deadline_of(connection), upload,
			*upload_bytes);
		*upload_bytes = 0;
		return MHD_YES;
	}
	return answer(host, exchange, connection, url, method);
}

void
exchange_end(void *cls, struct MHD_Connection *connection, void **slot,
	enum MHD_RequestTerminationCode why)
{
	struct exchange *exchange = *slot;

	(void)cls;
	(void)why;
	if (exchange == NULL)
		return;
	if (exchange->begun) {
		struct deadline *deadline = deadline_of(connection);

		drop_body(exchange, deadline);
		deadlines_enter(deadline, DEADLINE_WAITING);
	}
	str_release(&exchange->body);
	free(exchange);
	*slot = NULL;
}
