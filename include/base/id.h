#ifndef BASE_ID_H
#define BASE_ID_H

/*
 * Ids: UUIDs of version 7 (RFC 9562, section 5.7), made by whoever creates
 * the thing. A device with a wrong clock makes ids with a wrong time in them:
 * never read time out of an id.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define ID_TEXT_BYTES 37 /* 8-4-4-4-12 and the NUL */

struct id {
	uint8_t bytes[16];
};

/* What keeps the ids of one maker rising. Zero it to begin; not shared. */
struct id_source {
	uint64_t last_ms;
	uint32_t counter;
};

/*
 * A new id, greater than the last of this source also when now_ms (Unix time)
 * did not move or went back. ERR_INTERNAL when the kernel gives no random.
 */
int id_make(struct id_source *source, int64_t now_ms, struct id *id_out,
	struct err *err);

/* From its 36 characters, either case, any version. ERR_DATA otherwise. */
int id_parse(const char *text, struct id *id_out, struct err *err);

/* Its 36 lower-case characters into buf_out[ID_TEXT_BYTES]; returns buf_out. */
char *id_format(const struct id *id, char buf_out[ID_TEXT_BYTES]);

/* Whether they are the same id. */
bool id_equal(const struct id *a, const struct id *b);

/* -1, 0, 1 in the order of the bytes. */
int id_compare(const struct id *a, const struct id *b);

/* The nil id stands for "none". */
bool id_is_nil(const struct id *id);

#endif
