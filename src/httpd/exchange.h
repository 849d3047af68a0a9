#ifndef HTTPD_EXCHANGE_H
#define HTTPD_EXCHANGE_H

/* One request and its answer, as the library's callbacks tell it. */

#include <microhttpd.h>
#include <stdbool.h>

#include "deadlines.h"
#include "guard.h"
#include "service/desk/reply.h"
#include "service/desk/request.h"

/* A body up to here is always taken: so much has every connection. */
#define EXCHANGE_SMALL_BYTES (16 * 1024)

/* What the exchanges of a server have in common. */
struct exchange_host {
	void (*on_request)(
		void *ctx, const struct request *request, struct reply *reply);
	void *ctx;
	struct deadlines *deadlines;
	bool behind_proxy;
	const char *proxies; /* beside loopback, "address[/bits],…" or NULL */
	enum guard_lines lines; /* as probe_library found it */
};

/* MHD_OPTION_URI_LOG_CALLBACK: the request line was read. */
void *
exchange_new(void *cls, const char *uri, struct MHD_Connection *connection);

/*
 * Takes the head through the guard, once, when the library first asks about
 * it. NULL when all is well, else what is wrong.
 */
struct exchange;
const char *exchange_guard(const struct exchange *exchange,
	struct MHD_Connection *connection, const char *method,
	const char *version, struct guard *guard_out);

/* MHD_AccessHandlerCallback: the head, then the body, then its end. */
enum MHD_Result exchange_handle(void *cls, struct MHD_Connection *connection,
	const char *url, const char *method, const char *version,
	const char *upload, size_t *upload_bytes, void **slot);

/* MHD_OPTION_NOTIFY_COMPLETED: answered, or broken off. */
void exchange_end(void *cls, struct MHD_Connection *connection, void **slot,
	enum MHD_RequestTerminationCode why);

#endif
