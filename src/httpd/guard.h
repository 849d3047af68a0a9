#ifndef HTTPD_GUARD_H
#define HTTPD_GUARD_H

/*
 * What a request's header must be like before anything else looks at it, so
 * that no two readers on the way can read it differently (RFC 9112, sections
 * 2.2, 5.1, 5.2, 6.3 and 11.2). Pure: fed line by line, then asked.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GUARD_HEADERS_MAX 64

/* X(name, lower-case name): what may stand once at most */
#define GUARD_SINGLES(X)                                                       \
	X(HOST, "host")                                                        \
	X(CONTENT_LENGTH, "content-length")                                    \
	X(TRANSFER_ENCODING, "transfer-encoding")                              \
	X(CONTENT_TYPE, "content-type")                                        \
	X(AUTHORIZATION, "authorization")                                      \
	X(IF_MATCH, "if-match")                                                \
	X(IF_NONE_MATCH, "if-none-match")

enum guard_single {
#define X(name, text) GUARD_##name,
	GUARD_SINGLES(X)
#undef X
};
#define GUARD_SINGLE_COUNT 7

/* Who sees that lines end in CR LF, are not folded and hold no NUL. */
enum guard_lines {
	GUARD_LINES_BY_GAPS, /* the guard, as guard_begin says */
	GUARD_LINES_REFUSED, /* the library, before it hands over a head */
};

struct guard {
	enum guard_lines lines;
	const char *line_end; /* of the line before */
	int headers;
	int seen[GUARD_SINGLE_COUNT];
	int64_t content_length; /* 0 when there is none */
	const char *bad;        /* what is wrong, in words; NULL: nothing */
};

/*
 * Begins with the request line, whose last word is `version`. Where the guard
 * is to look at the lines, that word and the later ones must stand in one
 * buffer as they were received, each cut off by NULs written over its line
 * end: then line ends other than CR LF, folded lines and NULs are seen by the
 * gaps, and in any other buffer every request is refused. A NUL right before a
 * lone CR or LF leaves the same gap and is not seen; no proxy passes one on.
 * Which library does what is found out by trying (probe.h).
 */
void
guard_begin(struct guard *guard, enum guard_lines lines, const char *version);

/*
 * The target of the request line, before anything was unescaped in it; `end`
 * is its NUL. Nothing may lie between it, the method and the version but the
 * NUL in place of one space.
 */
void guard_target(struct guard *guard, const char *method, const char *target,
	const char *end, const char *version);

/* One header line, in order. */
void guard_header(struct guard *guard, const char *name, size_t name_len,
	const char *value, size_t value_len);

/*
 * After the last line; `head_end` is where the head's bytes end. Returns NULL
 * when all is well, else what is wrong.
 */
const char *guard_end(struct guard *guard, const char *head_end);

#endif
