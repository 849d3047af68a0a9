#ifndef APP_OFFICE_H
#define APP_OFFICE_H

/*
 * What the office manages, as whoever is signed in may see and change it: one
 * way for every kind that is described (core/field.h). What was loaded is kept
 * here, and kept up with what is got, added and changed by it.
 *
 * One thing is under way at a time. Its end is told once, perhaps at once, and
 * the next may be begun in it. Where the service asks to wait, that is done.
 */

#include "app/app.h"
#include "core/field.h"
#include "core/field_words.h"
#include "core/match.h"

struct office;

/* An office over this app, which must outlive it. Nothing is loaded. */
struct office *office_new(struct app *app);

/* Cancels what is under way. NULL is fine. */
void office_free(struct office **office);

struct office_answer {
	/*
	 * ERR_AUTH; ERR_PERMISSION; ERR_NOT_FOUND: none of this id; ERR_BUSY:
	 * somebody changed it since it was read; ERR_DATA: the service finds
	 * it wrong; ERR_UNAVAILABLE. The text is for the person.
	 */
	struct err err;
	/* The field that is wrong, where it is one; the text may not name it.
	 * NULL: none. */
	const struct field *field;
	/* Of get, add and change: as it is now, or would be; borrowed. */
	const void *record;
	/* Of ask. */
	const char *body;
	size_t body_bytes;
	const char *next; /* path of the next page; "": there is none */
	const char *etag; /* of what is told; "": none */
};
typedef void office_on_answer(void *ctx, const struct office_answer *answer);

/* Whether something is. */
bool office_is_busy(const struct office *office);

/* Nobody is told. */
void office_cancel(struct office *office);

/*
 * Loads all records of a kind, anew if they were loaded. `named`: before them
 * those kinds that its fields name, unless they are there; whoever may not see
 * one of these does without.
 */
void office_load(struct office *office, const struct description *of,
	bool named, office_on_answer *on_answer, void *ctx);

/*
 * Asks for the one record of a kind that is not loaded which has this very
 * number, or this name where the kind has no numbers; the words are not "".
 * It alone, or none, is kept then (office_count), and the kind still counts as
 * not loaded.
 */
void office_look(struct office *office, const struct description *of,
	const char *words, office_on_answer *on_answer, void *ctx);

/* Keeps a record that was only tried as if it were there: others may name it.
 * Its version is 0, which no other one's is. */
void office_suppose(struct office *office, const struct description *of,
	const void *record);

/* How many of them have come so far; 0 when none are being loaded. */
size_t office_loading(const struct office *office);

/* One record as it is now. NULL: of the company's settings. */
void office_get(struct office *office, const struct description *of,
	const struct id *id, office_on_answer *on_answer, void *ctx);

struct office_edit {
	const struct description *of;
	const void *record; /* with its id; of a change with its version */
	field_set given;    /* what is said */
	bool dry_run;       /* tried by the service, not kept */
};

/* Adds a record, whose id is the caller's (office_make_id): the same sent
 * again is no second one. */
void office_add(struct office *office, const struct office_edit *edit,
	office_on_answer *on_answer, void *ctx);

/* Changes one, at the version that was read. */
void office_change(struct office *office, const struct office_edit *edit,
	office_on_answer *on_answer, void *ctx);

/* An id for a new record. */
int office_make_id(struct office *office, struct id *id_out, struct err *err);

/* Any other request. */
struct office_request {
	const char *method;     /* "GET", "POST"...; lasts for ever */
	const char *path;       /* "/v1/…", query included */
	const struct str *body; /* JSON; NULL: none */
	const char *if_match;   /* the ETag that is gone by; NULL: none */
};
void office_ask(struct office *office, const struct office_request *request,
	office_on_answer *on_answer, void *ctx);

/* --- what is kept --------------------------------------------------------- */

/* Whether a kind was loaded; how many there are, and each of them, in no order
 * that means anything. Borrowed until something comes or is begun. */
bool office_has(const struct office *office, const struct description *of);
size_t office_count(const struct office *office, const struct description *of);
const void *
office_at(const struct office *office, const struct description *of, size_t n);

/* The fields that the service lets one see. */
field_set
office_seen(const struct office *office, const struct description *of);

/* The record of this id, NULL when it is not known. */
const void *office_record(const struct office *office,
	const struct description *of, const struct id *id);

/* --- for whom (office_kinds.c) -------------------------------------------- */

enum office_way {
	OFFICE_RECORDS,
	OFFICE_SETTINGS, /* there is one record, the company's */
	OFFICE_HELD,     /* punches that are held (office_rows.h) */
	OFFICE_MISSED,   /* likewise: those that people ask for */
	OFFICE_DEVICES   /* likewise */
};

struct office_kind {
	const struct description *of; /* of records, and of the settings */
	enum office_way way;
	const char *title; /* of all of them; no other begins so */
	const char *about;
};

/* The n-th of those that these permissions let one see; NULL behind the last.
 */
const struct office_kind *office_kind_for(permission_set permissions, size_t n);

/* Whether they let one see, or change, anything of a kind. */
bool office_may_see(const struct description *of, permission_set permissions);
bool
office_may_change(const struct description *of, permission_set permissions);

/* --- what they are called (office_names.c) -------------------------------- */

/*
 * The one that is meant, as connect-clock finds it: by number, username, name,
 * an id, else the only one that fits. ERR_NOT_FOUND, ERR_AMBIGUOUS (then
 * office_candidates).
 */
int office_find(struct office *office, const struct description *of,
	const char *words, const void **record_out, struct err *err);

/*
 * The one of exactly this number, username, name or id; *several_out: there is
 * more than one. NULL: none.
 */
const void *office_exact(struct office *office, const struct description *of,
	const char *words, bool *several_out);

/*
 * The one that a record from elsewhere is: by number; by name, unless both have
 * numbers. NULL: none. *several_out: it could be more than one.
 */
const void *office_twin(struct office *office, const struct description *of,
	const void *record, bool *several_out);

/* Appends the best of those that the words fit, or nearly fit, each on its
 * line, cleaned. */
void office_candidates(struct office *office, const struct description *of,
	const char *words, struct str *out);

/* A query over all of a kind, whose hits are places (office_at); until
 * something of the kind comes or is changed. */
struct match_query *
office_query(struct office *office, const struct description *of);

/* The places (office_at) of what the words fit, best first, at most max of
 * them into places_out; returns how many. */
size_t office_match(struct office *office, const struct description *of,
	const char *words, size_t max, uint32_t *places_out);

/* The same for fields that name other records (core/field_words.h): found as
 * above, shown by number, else by name. Borrowed from the office. */
struct field_names office_names(struct office *office);

/* Appends "0104 Dana Whitfield", foreign: clean it to show. */
void
office_label(const struct description *of, const void *record, struct str *out);

#endif
