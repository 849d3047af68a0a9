#ifndef SERVICE_DESK_PAGED_H
#define SERVICE_DESK_PAGED_H

/* Lists that are answered page by page, in the order of a number. */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"

#define PAGED_DEFAULT 100
#define PAGED_MAX 1000

/* No page is much larger, however long its items are. */
#define PAGED_BYTES (1024 * 1024)

struct paged {
	int64_t cursor; /* the number where it goes on, 0: the first page */
	size_t limit;
};

/* From the values of `cursor` and `limit`, "" where there is none. ERR_DATA
 * says which is wrong. */
int paged_read(const struct query_argument *cursor,
	const struct query_argument *limit, struct paged *out, struct err *err);

/* Sets Link to the page behind this number. `filters` are the n arguments that
 * stay. */
void paged_link(struct reply *reply, const char *path, int64_t last,
	size_t limit, const struct query_argument *filters, size_t n);

#endif
