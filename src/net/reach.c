#include "reach.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct site {
	char host[256];
	char port[8];
};

/* Host and port of "scheme://host:port/…"; what is odd is left to curl. */
static bool
site_of(const char *url, struct site *site)
{
	const char *at = strstr(url, "://");
	const char *host_end;
	size_t len;

	if (at == NULL)
		return false;
	at += 3;
	host_end = *at == '[' ? strchr(at, ']') : at + strcspn(at, ":/?#");
	if (host_end == NULL)
		return false;
	if (*at == '[')
		at++;
	len = (size_t)(host_end - at);
	if (len == 0 || len >= sizeof(site->host))
		return false;
	memcpy(site->host, at, len);
	site->host[len] = '\0';
	host_end += *host_end == ']';
	len = strspn(host_end + (*host_end == ':'), "0123456789");
	if (*host_end == ':' && len > 0 && len < sizeof(site->port))
		snprintf(site->port, sizeof(site->port), "%.*s", (int)len,
			host_end + 1);
	else
		snprintf(site->port, sizeof(site->port), "%s",
			strncmp(url, "http:", 5) == 0 ? "80" : "443");
	return true;
}

/* What a connection that is not waited for says at once: 0 or an errno. */
static int
knock(const struct addrinfo *address)
{
	int fd = socket(address->ai_family,
		SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct pollfd ready = {.fd = fd, .events = POLLOUT};
	socklen_t size = sizeof(int);
	int error = 0;

	if (fd < 0)
		return 0;
	if (connect(fd, address->ai_addr, address->ai_addrlen) < 0)
		error = errno;
	if (error == EINPROGRESS) {
		error = 0;
		if (poll(&ready, 1, 0) == 1)
			(void)getsockopt(
				fd, SOL_SOCKET, SO_ERROR, &error, &size);
	}
	close(fd);
	return error;
}

static bool
is_refusal(int error)
{
	return error == ECONNREFUSED || error == ENETUNREACH ||
	       error == EHOSTUNREACH || error == ENETDOWN;
}

/* Whether any interface but the loopback has an address. */
static bool
has_network(void)
{
	struct ifaddrs *all;
	bool found = false;

	if (getifaddrs(&all) < 0)
		return true;
	for (struct ifaddrs *one = all; one != NULL && !found;
		one = one->ifa_next) {
		int family =
			one->ifa_addr != NULL ? one->ifa_addr->sa_family : 0;

		found = (family == AF_INET || family == AF_INET6) &&
			!(one->ifa_flags & IFF_LOOPBACK) &&
			(one->ifa_flags & IFF_UP);
	}
	freeifaddrs(all);
	return found;
}

/* Behind a proxy, what cannot be reached from here may be from there. */
static bool
has_proxy(void)
{
	static const char *const names[] = {
		"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (getenv(names[i]) != NULL)
			return true;
	return false;
}

bool
reach_is_hopeless(const char *url, char *why_out, size_t why_bytes)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
	};
	struct addrinfo *address;
	struct site site;
	int error;

	if (!site_of(url, &site) || strcmp(site.host, "localhost") == 0 ||
		(strncmp(url, "https:", 6) == 0 && has_proxy()))
		return false;
	if (getaddrinfo(site.host, site.port, &hints, &address) != 0) {
		if (has_network())
			return false;
		snprintf(why_out, why_bytes, "this machine has no network now");
		return true;
	}
	error = knock(address);
	freeaddrinfo(address);
	if (!is_refusal(error))
		return false;
	snprintf(why_out, why_bytes, "nobody answers at %s:%s (%s)", site.host,
		site.port, strerror(error));
	return true;
}
