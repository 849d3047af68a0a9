#ifndef CALENDAR_ZONE_H
#define CALENDAR_ZONE_H

/*
 * Time zones: a reader of TZif (RFC 9636, versions 1 to 4) and the arithmetic
 * on it. Pure: whoever has the bytes of a zone file hands them in; neither TZ
 * nor libc's time is used. Nothing here changes a zone once made, but for its
 * owner's zone_doubt_all, so any number of threads may use it.
 *
 * Instants are "utc_ms": Unix time in milliseconds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calendar/civil.h"

#define ZONE_NAME_BYTES 64 /* the longest name and its NUL */

struct zone;

/* The rule in force at one instant. */
struct zone_moment {
	int32_t offset_s;         /* local time minus UTC */
	const char *abbreviation; /* "CET"; lasts as long as the zone */
	bool is_dst;
};

enum zone_fit_kind {
	ZONE_EXACT, /* this local time exists once */
	ZONE_GAP,   /* clocks jump over it: shifted forward by the jump */
	ZONE_REPEAT /* it exists twice: the first is taken */
};

struct zone_fit {
	enum zone_fit_kind kind;
	int64_t second_ms; /* ZONE_REPEAT: the other instant, else the same */
};

/*
 * From the bytes of a TZif file. *zone_out is yours to free. ERR_DATA when
 * the name or the bytes are not valid, or the zone counts leap seconds.
 */
int zone_parse(const char *name, const void *bytes, size_t len,
	struct zone **zone_out, struct err *err);

/*
 * From a POSIX TZ string, as "EST5EDT,M3.2.0,M11.1.0", for a machine that is
 * told its zone so; it is called by its standard time. Likewise; ERR_DATA.
 */
int zone_parse_rule(const char *text, struct zone **zone_out, struct err *err);

/* UTC, which needs no file; yours to free. */
struct zone *zone_new_utc(void);

/* Frees *zone, which may be NULL, and sets it to NULL. */
void zone_free(struct zone **zone);

/* Its IANA name; lasts as long as the zone. */
const char *zone_name(const struct zone *zone);

/* Whether this may name a zone: a relative path of [A-Za-z0-9_+/-]. */
bool zone_name_is_valid(const char *name);

/*
 * Whether the name means the same zone on every machine: not "localtime" nor
 * "posixrules", which are each machine's own, nor what stands below "posix/"
 * and "right/", nor "Factory", which is none.
 */
bool zone_name_is_common(const char *name);

/* The rule in force at this instant. */
void zone_at(const struct zone *zone, int64_t utc_ms,
	struct zone_moment *moment_out);

/* What clocks in this zone show at this instant. */
void
zone_to_local(const struct zone *zone, int64_t utc_ms, struct civil *local_out);

/*
 * The instant at which clocks in this zone show `local`; fit_out, if not
 * NULL, says whether there was none or a choice.
 */
int64_t zone_to_utc(const struct zone *zone, const struct civil *local,
	struct zone_fit *fit_out);

/*
 * The date that clocks in this zone show at this instant, in days since
 * 1970-01-01 (calendar/date.h). Where clocks fall back across midnight, an
 * instant after the first midnight may show the day before, and belongs to
 * it. Instants beyond what 32 bits of days hold have the nearest date.
 */
int32_t zone_date(const struct zone *zone, int64_t utc_ms);

/*
 * The first instant of this local date: of two midnights the first; without
 * a midnight, the end of the jump. A date that a zone left out begins when
 * the one after it does.
 */
int64_t zone_date_start_ms(const struct zone *zone, int32_t date);

/*
 * Whether a time of it is to be named with the zone: what clocks show at this
 * instant they show at another one too, or zone_doubt_all was said.
 */
bool zone_is_doubtful(const struct zone *zone, int64_t utc_ms);

/* Whether every time of it is doubtful: its readers live by another one. */
void zone_doubt_all(struct zone *zone, bool all);

#endif
