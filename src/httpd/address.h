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

/* The address of a peer as text, IPv4 also when it came as mapped IPv6. */
void
address_format(const struct sockaddr *peer, char text_out[ADDRESS_TEXT_BYTES]);

/*
 * The last address of an X-Forwarded-For value, the one that our own proxy
 * wrote, into text_out; which is left alone when that is not an address.
 */
void address_forwarded(const char *value, char text_out[ADDRESS_TEXT_BYTES]);

/*
 * Whether a peer is on this machine or named in a list of proxies, such as
 * "192.0.2.7,10.1.0.0/16,2001:db8::/32"; NULL: none is named.
 */
bool address_is_proxy(const struct sockaddr *peer, const char *proxies);

/* ERR_USAGE when it is not such a list. */
int address_check_proxies(const char *proxies, struct err *err);

#endif
