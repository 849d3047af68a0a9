#include "guard.h"

#include <string.h>
#include <strings.h>

/* What a line of CR LF leaves between a value and the next name. */
#define LINE_END_BYTES 2

static const char *const singles[] = {
#define X(name, text) [GUARD_##name] = text,
	GUARD_SINGLES(X)
#undef X
};

static void
refuse(struct guard *guard, const char *why)
{
	if (guard->bad == NULL)
		guard->bad = why;
}

/* tchar of RFC 9110, section 5.6.2. */
static bool
is_token(const char *text, size_t len)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			(c >= 'A' && c <= 'Z'))
			continue;
		if (c == '\0' || strchr(others, c) == NULL)
			return false;
	}
	return len > 0;
}

static bool
is_field_text(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static void
take_length(struct guard *guard, const char *value, size_t len)
{
	int64_t length = 0;

	if (len == 0 || len > 18) {
		refuse(guard, "Content-Length is not a number");
		return;
	}
	for (size_t i = 0; i < len; i++) {
		if (value[i] < '0' || value[i] > '9') {
			refuse(guard, "Content-Length is not a number");
			return;
		}
		length = length * 10 + (value[i] - '0');
	}
	guard->content_length = length;
}

/*
 * The line before must end in CR LF exactly where this one begins. Only then
 * is the gap looked at: two bytes with the buffer on both sides.
 */
static void
check_gap(struct guard *guard, const char *begin)
{
	const char *end = guard->line_end;

	if (guard->lines == GUARD_LINES_REFUSED)
		return;
	if (begin != end + LINE_END_BYTES || end[0] != '\0' || end[1] != '\0')
		refuse(guard, "a line is folded, holds a NUL or does not end "
			      "in CR LF");
}

void
guard_begin(struct guard *guard, enum guard_lines lines, const char *version)
{
	*guard = (struct guard){
		.lines = lines, .line_end = version + strlen(version)};
	if (strcmp(version, "HTTP/1.1") != 0 &&
		strcmp(version, "HTTP/1.0") != 0)
		refuse(guard, "the version is neither HTTP/1.1 nor HTTP/1.0");
}

/* What this service knows, or could: others get 400, not 405. */
static bool
is_method(const char *method)
{
	static const char *const known[] = {
		"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], method) == 0)
			return true;
	return false;
}

void
guard_target(struct guard *guard, const char *method, const char *target,
	const char *end, const char *version)
{
	if (target != method + strlen(method) + 1 || version != end + 1)
		refuse(guard, "the request line holds a NUL, or more than one "
			      "space between its words");
	if (!is_method(method))
		refuse(guard, "the method is not one of HTTP's");
	/* Another host in the target than in Host is two readings of one. */
	if (target[0] != '/')
		refuse(guard, "the target does not begin with a slash");
}

#define DIGITS "0123456789"
#define NAME DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._"

/* How far these characters go. */
static size_t
span(const char *text, size_t len, const char *of)
{
	size_t n = 0;

	while (n < len && text[n] != '\0' && strchr(of, text[n]) != NULL)
		n++;
	return n;
}

/* A name, an IPv4 or a bracketed IPv6 address, and a port (RFC 9110, 7.2). */
static bool
is_host(const char *text, size_t len)
{
	size_t host = span(text, len, NAME);

	if (len > 0 && text[0] == '[') {
		host = 1 + span(text + 1, len - 1, DIGITS "abcdefABCDEF:.");
		if (host < 3 || host == len || text[host] != ']')
			return false;
		host++;
	}
	if (host == len || host == 0)
		return host > 0;
	text += host + 1;
	len -= host + 1;
	return text[-1] == ':' && len > 0 && len <= 5 &&
	       span(text, len, DIGITS) == len;
}

void
guard_header(struct guard *guard, const char *name, size_t name_len,
	const char *value, size_t value_len)
{
	if (++guard->headers > GUARD_HEADERS_MAX)
		refuse(guard, "there are too many header lines");
	if (guard->bad != NULL)
		return;
	check_gap(guard, name);
	guard->line_end = value + value_len;
	if (!is_token(name, name_len))
		refuse(guard, "a header name is not a token");
	if (!is_field_text(value, value_len))
		refuse(guard, "a header value holds a control character");
	for (int i = 0; i < GUARD_SINGLE_COUNT; i++) {
		if (strlen(singles[i]) == name_len &&
			strncasecmp(singles[i], name, name_len) == 0 &&
			++guard->seen[i] > 1)
			refuse(guard, "a header that may stand once is there "
				      "twice");
	}
	if (name_len == strlen(singles[GUARD_CONTENT_LENGTH]) &&
		strncasecmp(name, singles[GUARD_CONTENT_LENGTH], name_len) == 0)
		take_length(guard, value, value_len);
	if (name_len == strlen(singles[GUARD_HOST]) &&
		strncasecmp(name, singles[GUARD_HOST], name_len) == 0 &&
		!is_host(value, value_len))
		refuse(guard, "Host is not a name or an address");
}

const char *
guard_end(struct guard *guard, const char *head_end)
{
	/* Behind the last line there is its end and the empty line's. */
	if (guard->bad == NULL)
		check_gap(guard, head_end - LINE_END_BYTES);
	guard->line_end = head_end - LINE_END_BYTES;
	if (guard->bad == NULL)
		check_gap(guard, head_end);
	if (guard->seen[GUARD_HOST] != 1)
		refuse(guard, "there must be one Host header");
	/* A body without a length is never needed here (RFC 9112, 6.3). */
	if (guard->seen[GUARD_TRANSFER_ENCODING] != 0)
		refuse(guard, "a body must be announced by Content-Length");
	return guard->bad;
}
