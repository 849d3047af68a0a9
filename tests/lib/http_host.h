#ifndef TESTS_LIB_HTTP_HOST_H
#define TESTS_LIB_HTTP_HOST_H

/*
 * The HTTP server before a service that says what it was asked, and raw
 * sockets to ask it with. What fails of the machinery fails the test.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "httpd/httpd.h"
#include "service/desk/reply.h"
#include "service/desk/request.h"

/* Lines of requests, and bytes with their length. */
#define H "Host: x\r\n"
#define GET "GET /a HTTP/1.1\r\n"
#define POST "POST /a HTTP/1.1\r\n"
#define BYTES(text) text, sizeof(text) - 1

/* WAIT is answered when host_go_on says so. */
#define WAIT "GET /wait HTTP/1.1\r\n" H "\r\n"

struct host {
	struct httpd *httpd;
	int port;
	int asked; /* requests that came through */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool waiting;
	bool go_on;
};

/* Options of a server of this machine; `on_request` for options of one's own,
 * whose `ctx` host_open fills. */
extern const struct httpd_options host_plain;
void host_answer_request(
	void *ctx, const struct request *request, struct reply *reply);

/* Starts it; stops it, *host becomes NULL. */
struct host *host_open(const struct httpd_options *options);
void host_close(struct host **host);

/* Until a WAIT has come in; answers it, and all that come. */
void host_wait_for_it(struct host *host);
void host_go_on(struct host *host);

/* A connection, -1 when it is refused; close it. */
int host_connect(const struct host *host);

/* The same from another address of this machine, such as "127.0.0.2". */
int host_connect_from(const struct host *host, const char *address);

/* Sends all, or until it is cut off. */
void host_send(int fd, const char *bytes, size_t len);

#define HOST_ANSWER_BYTES (64 * 1024)

struct host_answer {
	int status; /* of the first; 0: none */
	int count;  /* answers in all */
	bool closed;
	char text[HOST_ANSWER_BYTES];
};

/* Reads until the end of the connection, or `want` whole answers. */
void host_read(int fd, int want, struct host_answer *answer);

/* The three of them on a connection of its own. */
void host_exchange(const struct host *host, const char *bytes, size_t len,
	int want, struct host_answer *answer);

#endif
