#include "address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"

#define BACKLOG 512

static int
split(const char *text, char *host_out, size_t size, const char **port_out,
	struct err *err)
{
	const char *colon = strrchr(text, ':');
	const char *begin = text;
	const char *end = colon;
	long long port;

	if (colon != NULL && text[0] == '[' && colon > text + 1 &&
		colon[-1] == ']') {
		begin++;
		end--;
	} else if (colon == NULL || strchr(text, ':') != colon) {
		end = NULL;
	}
	if (end == NULL || end == begin || (size_t)(end - begin) >= size ||
		colon[1] == '\0')
		return err_set(err, ERR_USAGE,
			"'%s' is not an address: give HOST:PORT, such as "
			"127.0.0.1:8080 or [::1]:8080",
			text);
	memcpy(host_out, begin, (size_t)(end - begin));
	host_out[end - begin] = '\0';
	*port_out = colon + 1;
	return number_parse(colon + 1, 0, 65535, &port, err);
}

static bool
is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)address;

		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	}
	return IN6_IS_ADDR_LOOPBACK(
		&((const struct sockaddr_in6 *)(const void *)address)
			 ->sin6_addr);
}

static int
open_socket(const struct addrinfo *info)
{
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int on = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, info->ai_addr, info->ai_addrlen) < 0 ||
		listen(fd, BACKLOG) < 0) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

static void
describe(struct address_listen *bound)
{
	struct sockaddr_storage own;
	socklen_t len = sizeof(own);
	char host[ADDRESS_TEXT_BYTES];
	bool six;

	memset(&own, 0, sizeof(own));
	getsockname(bound->fd, (struct sockaddr *)&own, &len);
	six = own.ss_family == AF_INET6;
	address_format((const struct sockaddr *)&own, host);
	snprintf(bound->text, sizeof(bound->text), six ? "[%s]:%d" : "%s:%d",
		host,
		ntohs(((const struct sockaddr_in *)(const void *)&own)
				->sin_port));
	bound->loopback = is_loopback((const struct sockaddr *)&own);
}

int
address_listen(
	const char *text, struct address_listen *listen_out, struct err *err)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV | AI_PASSIVE};
	struct addrinfo *found = NULL;
	const char *port = NULL;
	char host[256];
	int rc;

	if (split(text, host, sizeof(host), &port, err) < 0)
		return -1;
	rc = getaddrinfo(host, port, &hints, &found);
	if (rc != 0)
		return err_set(err, ERR_USAGE, "cannot listen on %s: %s", text,
			gai_strerror(rc));
	listen_out->fd = open_socket(found);
	if (listen_out->fd < 0)
		err_set_errno(err, ERR_UNAVAILABLE, errno,
			"cannot listen on %s", text);
	else
		describe(listen_out);
	freeaddrinfo(found);
	return listen_out->fd < 0 ? -1 : 0;
}

int
address_adopt(int fd, struct address_listen *listen_out, struct err *err)
{
	int domain = 0, type = 0, listens = 0;
	socklen_t len = sizeof(int);

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) < 0 ||
		getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) < 0 ||
		getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &len) < 0)
		return err_set_errno(err, ERR_CONFIG, errno,
			"the socket that was handed over is none");
	if ((domain != AF_INET && domain != AF_INET6) || type != SOCK_STREAM ||
		!listens)
		return err_set(err, ERR_CONFIG,
			"the socket that was handed over does not listen for "
			"TCP connections");
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	listen_out->fd = fd;
	describe(listen_out);
	return 0;
}

void
address_format(const struct sockaddr *peer, char text_out[ADDRESS_TEXT_BYTES])
{
	text_out[0] = '\0';
	if (peer->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)peer;

		inet_ntop(AF_INET, &in->sin_addr, text_out, ADDRESS_TEXT_BYTES);
	} else if (peer->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)peer;
		const unsigned char *bytes = in6->sin6_addr.s6_addr;

		if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
			inet_ntop(AF_INET, bytes + 12, text_out,
				ADDRESS_TEXT_BYTES);
		else
			inet_ntop(
				AF_INET6, bytes, text_out, ADDRESS_TEXT_BYTES);
	}
}

/* The last one of the value, or nothing. */
static void
read_forwarded(const char *value, char text_out[ADDRESS_TEXT_BYTES])
{
	const char *last = strrchr(value, ',');
	char text[ADDRESS_TEXT_BYTES];
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	size_t len;

	last = last == NULL ? value : last + 1;
	last += strspn(last, " \t");
	len = strcspn(last, " \t");
	if (len >= sizeof(text) || last[len + strspn(last + len, " \t")] != 0)
		return;
	memcpy(text, last, len);
	text[len] = '\0';
	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		address_format((const struct sockaddr *)&in, text_out);
	else if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1)
		address_format((const struct sockaddr *)&in6, text_out);
}

/* An address of 128 bits, IPv4 mapped, and how many of them count. */
struct range {
	unsigned char bytes[16];
	int bits;
};

static bool
read_address(const char *text, struct range *out)
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

	out->bits = 128;
	if (inet_pton(AF_INET6, text, out->bytes) == 1)
		return true;
	memcpy(out->bytes, mapped, sizeof(mapped));
	return inet_pton(AF_INET, text, out->bytes + 12) == 1;
}

/* The next one of the list; NULL when it is none, else where it ends. */
static const char *
read_range(const char *list, struct range *out)
{
	size_t len = strcspn(list, ",");
	char text[ADDRESS_TEXT_BYTES + 4];
	long long bits;
	struct err ignored;
	char *slash;

	if (len >= sizeof(text))
		return NULL;
	memcpy(text, list, len);
	text[len] = '\0';
	slash = strchr(text, '/');
	if (slash != NULL)
		*slash = '\0';
	if (!read_address(text, out))
		return NULL;
	if (slash != NULL) {
		int all = strchr(text, ':') != NULL ? 128 : 32;

		if (number_parse(slash + 1, 1, all, &bits, &ignored) < 0)
			return NULL;
		out->bits = 128 - all + (int)bits;
	}
	return list + len;
}

static bool
holds(const struct range *range, const unsigned char address[16])
{
	int whole = range->bits / 8;
	int rest = range->bits % 8;
	int differ;

	if (memcmp(range->bytes, address, (size_t)whole) != 0)
		return false;
	if (rest == 0)
		return true;
	differ = range->bytes[whole] ^ address[whole];
	return differ >> (8 - rest) == 0;
}

bool
address_is_proxy(const struct sockaddr *peer, const char *proxies)
{
	char text[ADDRESS_TEXT_BYTES];
	struct range own, range;

	address_format(peer, text);
	if (!read_address(text, &own))
		return false;
	if (strncmp(text, "127.", 4) == 0 || strcmp(text, "::1") == 0)
		return true;
	while (proxies != NULL) {
		proxies = read_range(proxies, &range);
		if (proxies != NULL && holds(&range, own.bytes))
			return true;
		if (proxies != NULL)
			proxies = *proxies == ',' ? proxies + 1 : NULL;
	}
	return false;
}

void
address_of(const struct sockaddr *peer, const char *forwarded,
	const char *proxies, char text_out[ADDRESS_TEXT_BYTES])
{
	address_format(peer, text_out);
	if (forwarded != NULL && address_is_proxy(peer, proxies))
		read_forwarded(forwarded, text_out);
}

int
address_check_proxies(const char *proxies, struct err *err)
{
	struct range range;

	for (const char *at = proxies; at != NULL;) {
		at = read_range(at, &range);
		if (at == NULL)
			return err_set(err, ERR_USAGE,
				"'%s' is not a list of proxies: give addresses "
				"or networks, such as 192.0.2.7,10.1.0.0/16",
				proxies);
		at = *at == ',' ? at + 1 : NULL;
	}
	return 0;
}
