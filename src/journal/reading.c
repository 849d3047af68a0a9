#include "reading.h"

#include <stdio.h>
#include <string.h>

/* How it is opened; each but the last fails where it does not fit. */
static const struct {
	const char *arguments; /* of the URI */
	const char *settings;
} ways[] = {
	/* with the locks and the index of the WAL that others made */
	{"mode=ro", ""},
	/* alone: the index of the WAL is made in memory */
	{"mode=ro&vfs=unix-none", "PRAGMA locking_mode = EXCLUSIVE"},
	/* there is no WAL */
	{"mode=ro&immutable=1", ""},
};

/* The path as a URI. */
static void
reading_uri(const char *path, const char *arguments, struct str *out)
{
	static const char digits[] = "0123456789ABCDEF";
	const unsigned char *at = (const unsigned char *)path;

	str_addz(out, "file:");
	for (; *at != '\0'; at++) {
		if (strchr("%?#", *at) != NULL || *at <= ' ') {
			str_addc(out, '%');
			str_addc(out, digits[*at >> 4]);
			str_addc(out, digits[*at & 15]);
		} else {
			str_addc(out, (char)*at);
		}
	}
	str_addf(out, "?%s", arguments);
}

static int
reading_try(const char *path, size_t way, sqlite3 **db_out)
{
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	struct str uri;
	int rc;

	str_init(&uri, 16384);
	reading_uri(path, ways[way].arguments, &uri);
	rc = sqlite3_open_v2(uri.data, db_out, flags, NULL);
	str_release(&uri);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(
			*db_out, ways[way].settings, NULL, NULL, NULL);
	/* the WAL is opened by the first who reads */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(*db_out,
			"SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL,
			NULL);
	return rc;
}

int
reading_open(const char *path, bool has_wal, sqlite3 **db_out, struct err *err)
{
	size_t count = sizeof(ways) / sizeof(*ways) - (has_wal ? 1 : 0);
	size_t way;

	for (way = 0; way < count; way++) {
		int rc = reading_try(path, way, db_out);

		if (rc == SQLITE_OK) {
			sqlite3_db_config(*db_out,
				SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
			return 0;
		}
		fail_set(*db_out, FAIL_READING, err);
		sqlite3_close(*db_out);
		*db_out = NULL;
		if (fail_is_damage(rc))
			break;
	}
	return -1;
}

int
reading_refuse(struct journal *journal, enum fail_doing doing, struct err *err)
{
	return fail_read_only(
		journal->path, doing, journal->read_only_why, err);
}
