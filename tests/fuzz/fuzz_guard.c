/*
 * A request's head, cut into lines as the HTTP library does it, through the
 * guard. Whatever it lets pass must be plain: lines that end in CR LF and
 * nowhere else, no NUL, no fold, one Host, at most one length, no
 * Transfer-Encoding. What cannot be seen (guard.h): a NUL before a lone CR or
 * LF, and which bytes the last four were.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/httpd/guard.h"

#define SPARE 8 /* the library's buffer goes on in zeros */

/* Cuts off the next line as the library does; NULL when none ends. */
static char *
cut_line(char **at, const char *end)
{
	char *line = *at;
	char *p = line;

	while (p + 1 < end && *p != '\r' && *p != '\n')
		p++;
	if (p + 1 >= end && (p >= end || *p != '\n'))
		return NULL;
	if (*p == '\r' && p[1] == '\n')
		*p++ = '\0';
	*p++ = '\0';
	*at = p;
	return line;
}

/* Feeds the lines; false when the library itself would refuse. */
static bool
feed(struct guard *guard, char **at, const char *end)
{
	char *line = cut_line(at, end);
	char *version = line == NULL ? NULL : strrchr(line, ' ');

	if (version == NULL)
		return false;
	guard_begin(guard, GUARD_LINES_BY_GAPS, version + 1);
	while ((line = cut_line(at, end)) != NULL && line[0] != '\0') {
		char *colon = strchr(line, ':');

		/* A folded line joins the one before, somewhere else. */
		if ((line[0] == ' ' || line[0] == '\t') && guard->headers > 0)
			continue;
		if (colon == NULL)
			return false;
		*colon++ = '\0';
		colon += strspn(colon, " \t");
		guard_header(guard, line, strlen(line), colon, strlen(colon));
	}
	return line != NULL;
}

static size_t
count_lines(const char *head, const char *name)
{
	size_t n = 0;

	for (head = strstr(head, "\r\n"); head != NULL;
		head = strstr(head + 2, "\r\n"))
		n += strncasecmp(head + 2, name, strlen(name)) == 0;
	return n;
}

static void
must_be_plain(const char *head, size_t len, const struct guard *guard)
{
	const char *length = strcasestr(head, "\r\ncontent-length:");

	assert(strlen(head) == len);
	for (size_t i = 0; i < len; i++) {
		assert(head[i] != '\n' || (i > 0 && head[i - 1] == '\r'));
		assert(head[i] != '\r' || head[i + 1] == '\n');
	}
	assert(strstr(head, "\r\n ") == NULL);
	assert(strstr(head, "\r\n\t") == NULL);
	assert(count_lines(head, "host:") == 1);
	assert(count_lines(head, "content-length:") <= 1);
	assert(count_lines(head, "transfer-encoding:") == 0);
	assert(guard->content_length >= 0);
	if (length != NULL) {
		length += strlen("\r\ncontent-length:");
		length += strspn(length, " \t");
		assert(strtoll(length, NULL, 10) == guard->content_length);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *head = calloc(1, size + SPARE);
	char *lines = calloc(1, size + SPARE);
	char *at = lines;
	struct guard guard;

	assert(head != NULL && lines != NULL);
	memcpy(head, data, size);
	memcpy(lines, data, size);
	if (feed(&guard, &at, lines + size) && guard_end(&guard, at) == NULL) {
		size_t used = (size_t)(at - lines);

		assert(used > 4);
		for (size_t i = 0; i + 1 < used; i++) {
			if (head[i] == '\0' &&
				(head[i + 1] == '\n' || head[i + 1] == '\r'))
				memcpy(head + i, "\r\n", 2);
		}
		memcpy(head + used - 4, "\r\n\r\n", 5);
		must_be_plain(head, used, &guard);
	}
	free(head);
	free(lines);
	return 0;
}
