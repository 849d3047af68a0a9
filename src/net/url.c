#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "request.h"

/*
 * curl itself parses, and asks the very handle that is checked here: there is
 * no second opinion for an address to slip between.
 */

/* `host` as curl gives it: numbers made canonical, IPv6 in brackets. */
static bool
is_loopback(const char *host)
{
	struct in_addr v4;

	if (inet_pton(AF_INET, host, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0;
}

static void
name_site(struct request *request, const char *host, const char *port)
{
	snprintf(request->site, sizeof(request->site), "%s%s%s", host,
		port == NULL ? "" : ":", port == NULL ? "" : port);
}

bool
url_check(struct request *request, const struct curl_api *curl,
	const char *text, bool *local_out)
{
	char *scheme = NULL;
	char *host = NULL;
	char *port = NULL;
	bool plain;
	bool ok = false;

	if (curl->url_set(request->url, CURLUPART_URL, text,
		    CURLU_DISALLOW_USER) != CURLUE_OK ||
		curl->url_get(request->url, CURLUPART_SCHEME, &scheme, 0) !=
			CURLUE_OK ||
		curl->url_get(request->url, CURLUPART_HOST, &host, 0) !=
			CURLUE_OK) {
		request_fail(request, TRANSPORT_UNREACHABLE,
			"the server's address is not one like "
			"https://connect.example.com: correct it");
		goto out;
	}
	curl->url_get(request->url, CURLUPART_PORT, &port, 0);
	name_site(request, host, port);
	plain = strcmp(scheme, "http") == 0;
	if (!(plain && is_loopback(host)) && strcmp(scheme, "https") != 0) {
		request_fail(request, TRANSPORT_UNTRUSTED,
			"nothing was sent to %s, because the way there would "
			"not be encrypted: give its address with https://",
			request->site);
		goto out;
	}
	*local_out = plain;
	ok = true;
out:
	curl->free(scheme);
	curl->free(host);
	curl->free(port);
	return ok;
}
