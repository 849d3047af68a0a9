#ifndef SERVICE_DESK_ETAG_H
#define SERVICE_DESK_ETAG_H

/* What If-Match says (RFC 9110, sections 8.8.3 and 13.1.1). */

#include <stdbool.h>

/*
 * Reads a value of If-Match: "*", which every version fits, or a list of tags,
 * which `tag` (with its quotes) fits if it stands there and is not weak. False
 * when it is neither, *fits_out is false then.
 */
bool etag_read(const char *if_match, const char *tag, bool *fits_out);

#endif
