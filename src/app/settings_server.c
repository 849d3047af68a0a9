#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/settings.h"
#include "base/str.h"

#define BLANKS " \t"

static bool
starts_with(const char *text, const char *head)
{
	return strncmp(text, head, strlen(head)) == 0;
}

/* "127.0.0.1", "localhost" or "[::1]", then a port or nothing. */
static bool
is_loopback(const char *authority)
{
	static const char *const names[] = {
		"127.0.0.1",
		"localhost",
		"[::1]",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t len = strlen(names[i]);

		if (starts_with(authority, names[i]) &&
			(authority[len] == '\0' || authority[len] == ':'))
			return true;
	}
	return false;
}

/* Host and port only: no user, path, query, blanks or control characters. */
static bool
is_authority(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && text[0] != ':' && text[len - 1] != ':' &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz"
			    "0123456789.-:[]") == len;
}

/* Without blanks and slashes at its ends, in small letters: a host has no
 * others, nor has what may stand before it. False when it is too long. */
static bool
read_typed(const char *typed, char url_out[512])
{
	size_t len;

	typed += strspn(typed, BLANKS);
	len = strlen(typed);
	while (len > 0 && strchr(BLANKS "/", typed[len - 1]) != NULL &&
		(len < 3 || strncmp(typed + len - 3, "://", 3) != 0))
		len--;
	if (len >= 512 - sizeof("https://"))
		return false;
	for (size_t i = 0; i < len; i++)
		url_out[i] = (char)tolower((unsigned char)typed[i]);
	url_out[len] = '\0';
	return true;
}

int
settings_check_server(const char *typed, char url_out[512], struct err *err)
{
	const char *scheme = "https://";
	char url[512] = "";
	const char *host = url;

	if (!read_typed(typed, url))
		return err_set(
			err, ERR_CONFIG, "the server's address is too long");
	if (starts_with(url, "https://")) {
		host = url + strlen("https://");
	} else if (starts_with(url, "http://")) {
		host = url + strlen("http://");
		scheme = "http://";
	} else if (is_loopback(url)) {
		scheme = "http://";
	}
	if (!is_authority(host))
		return err_set(err, ERR_CONFIG,
			"the server's address must look like "
			"https://time.example.com");
	if (strcmp(scheme, "http://") == 0 && !is_loopback(host))
		return err_set(err, ERR_CONFIG,
			"a server that is not this machine must be https:// "
			"(a password would cross the network in clear)");
	if (snprintf(url_out, 512, "%s%s", scheme, host) >= 512)
		return err_set(
			err, ERR_CONFIG, "the server's address is too long");
	return 0;
}
