#include "feed_cursor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "service/desk/seal.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

void
feed_cursor_format(const struct call *call, const struct feed_cursor *cursor,
	char text_out[FEED_CURSOR_BYTES])
{
	char seal[SEAL_TEXT_BYTES];
	int len = snprintf(text_out, FEED_CURSOR_BYTES,
		"f1.%" PRId64 ".%" PRId64 ".%" PRId64, cursor->seq,
		cursor->made, cursor->scope);

	seal_make(call, text_out, (size_t)len, seal);
	snprintf(
		text_out + len, (size_t)(FEED_CURSOR_BYTES - len), "~%s", seal);
}

static bool
read_text(const struct call *call, const char *text,
	struct feed_cursor *cursor_out)
{
	const char *seal = strrchr(text, '~');

	/* The seal says that we wrote it, so that it is read as it was. */
	return seal != NULL &&
	       seal_fits(call, text, (size_t)(seal - text), seal + 1) &&
	       sscanf(text, "f1.%" SCNd64 ".%" SCNd64 ".%" SCNd64 "~",
		       &cursor_out->seq, &cursor_out->made,
		       &cursor_out->scope) == 3;
}

int
feed_cursor_parse(const struct call *call, const char *text,
	const struct feed_now *now, struct feed_cursor *cursor_out,
	struct err *err)
{
	const int64_t today = call->now_ms / DAY_MS;

	*cursor_out = (struct feed_cursor){0, today, now->scope};
	if (text[0] == '\0')
		return 0;
	if (!read_text(call, text, cursor_out))
		return err_set(err, ERR_DATA,
			"the cursor is not one of this service for this "
			"person: begin anew without it");
	if (today - cursor_out->made > FEED_CURSOR_DAYS)
		return err_set(err, ERR_NOT_FOUND,
			"The cursor is older than %d days.", FEED_CURSOR_DAYS);
	if (cursor_out->scope != now->scope)
		return err_set(err, ERR_NOT_FOUND,
			"Whom you may see has changed since.");
	if (cursor_out->seq > now->last_seq)
		return err_set(err, ERR_NOT_FOUND,
			"The service has come back from a backup since.");
	return 0;
}
