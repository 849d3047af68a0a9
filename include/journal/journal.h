#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

/*
 * The store of port/store.h, on disk: one SQLite file (WAL, synchronous=FULL)
 * in a private directory, shared by all processes of one person.
 *
 * It promises: what record() confirmed survives kill -9 and a power cut; a
 * punch is never changed nor deleted; each proves itself, and is bound to the
 * one before it, by a hash; room for 1,000 more punches is set aside inside
 * the file, so nobody else can use it up; a damaged file is kept beside what
 * could be proven of it, and the rest is named by number until a person knows
 * it, never silently begun anew. What cannot be proven is never given out.
 *
 * Programs that record must ignore SIGXFSZ, as every daemon does.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "journal/format/ranges.h"
#include "port/store.h"

#define JOURNAL_FILE "journal.db"
#define JOURNAL_BUSY_MS 2000

struct journal;

struct journal_options {
	/* disk_is_network of base/disk.h. NULL: not asked. */
	int (*is_network)(const char *path, bool *network_out, struct err *err);
	/* Patience with other processes; 0: JOURNAL_BUSY_MS. Once it was in
	 * vain there is next to none, until a lock is had again. */
	int busy_ms;
};

/*
 * Opens the journal in `dir`, made (0700) when missing; brings an older format
 * up to date; recovers a damaged file. Costs the same whatever is in it, but
 * after damage was met. One that cannot be written is opened for reading:
 * what would write fails with ERR_DISK. `options` may be NULL. ERR_DISK: no
 * such place, or no file of this person's in it; ERR_FULL; ERR_BUSY;
 * ERR_CONFIG: network disk, foreign file, written by a newer version or before
 * the first release; ERR_DATA: damaged, and in use by another process or not
 * to be written. All of them leave the file as it is, and nothing can be
 * recorded.
 */
int journal_open(const char *dir, const struct journal_options *options,
	struct journal **journal_out, struct err *err);

/* Closes, and keeps the next opening quick. NULL is fine. */
void journal_close(struct journal *journal);

/* The operations; valid until journal_close. */
struct store journal_store(struct journal *journal);

/*
 * What a person must be told about this journal, a line each: appended to
 * `out`, nothing when there is none. A recovery is told until
 * journal_notice_seen; which numbers are lost, until they are acknowledged
 * (port/store.h); that nothing can be recorded, always. ERR_DISK, ERR_DATA.
 */
int journal_notice(struct journal *journal, struct str *out, struct err *err);

/* The notice was shown. ERR_FULL, ERR_BUSY. */
int journal_notice_seen(struct journal *journal, struct err *err);

struct journal_report {
	int64_t punches;        /* that are there */
	bool is_sound;          /* nothing is wrong that is not named as lost */
	bool structure_ok;      /* SQLite finds its tables and indices whole */
	char detail[160];       /* SQLite's first complaint */
	struct ranges altered;  /* there, but not as they were recorded */
	struct ranges missing;  /* neither there nor named as lost before */
	struct ranges lost;     /* named as lost, for ever */
	int64_t damaged;        /* of these: still there, set aside */
	int64_t unacknowledged; /* of these: no person knows yet */
};

/*
 * Checks each row, the whole chain and the file's structure; reads everything.
 * Returns 0 when the check itself could be made, whatever it found; what is
 * not sound is recovered by the next opening.
 */
int journal_verify(struct journal *journal, struct journal_report *report_out,
	struct err *err);

/* Return false to stop. The line is borrowed for the call. */
typedef bool journal_on_line(void *ctx, const char *line);

/*
 * Gives every row of the journal in `dir`, of whatever version, as one JSON
 * object without a newline: {"table": name, "row": {column: value}}; blobs as
 * hexadecimal. Needs no journal_open and changes nothing. ERR_NOT_FOUND when
 * there is no journal, ERR_DISK, ERR_DATA.
 */
int journal_export(
	const char *dir, journal_on_line *on_line, void *ctx, struct err *err);

#endif
