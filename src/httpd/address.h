#ifndef HTTPD_ADDRESS_H
#define HTTPD_ADDRESS_H

/* Where the server listens and who speaks to it. */

#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

#define ADDRESS_TEXT_BYTES 64

struct address_listen {
	int fd;
	bool loopback;
	char text[300]; /* "127.0.0.1:8080", the port that was taken */
};

/*
 * Binds "HOST:PORT" or "[ADDRESS]:PORT" and listens. ERR_USAGE when the text
 * is malformed, ERR_UNAVAILABLE when it cannot be bound.
 */
int address_listen(
	const char *text, struct address_listen *listen_out, struct err *err);

/*
 * A socket that listens already, which becomes the caller's. ERR_CONFIG when it
 * is none of TCP.
 */
int address_adopt(int fd, struct address_listen *listen_out, struct err *err);

/* The address of a peer as text, IPv4 also when it came as mapped IPv6. */
void
address_format(const struct sockaddr *peer, char text_out[ADDRESS_TEXT_BYTES]);

/*
 * Whether a peer is on this machine or named in a list of proxies, such as
 * "192.0.2.7,10.1.0.0/16,2001:db8::/32"; NULL: none is named.
 */
bool address_is_proxy(const struct sockaddr *peer, const char *proxies);

/*
 * Whom a peer speaks for, as text. That is itself; or, when it is a proxy, the
 * last address of this X-Forwarded-For value (NULL: there was none), the one
 * that the proxy wrote, if it is one.
 */
void address_of(const struct sockaddr *peer, const char *forwarded,
	const char *proxies, char text_out[ADDRESS_TEXT_BYTES]);

/* ERR_USAGE when it is not such a list. */
int address_check_proxies(const char *proxies, struct err *err);

#endif
