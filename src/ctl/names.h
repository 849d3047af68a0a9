#ifndef CTL_NAMES_H
#define CTL_NAMES_H

/* What people, locations and cost codes are called, to whoever may not see the
 * records as well: as the catalogue of this machine has them. */

#include "app/choices.h"
#include "call.h"
#include "core/entry.h"

struct names {
	struct ctl_call *call;
	struct choices *choices[ENTRY_KIND_COUNT]; /* NULL: from the office */
};

/* Loads them; ends with names_release, whatever it says. */
int names_load(struct ctl_call *call, struct names *names_out, struct err *err);
void names_release(struct names *names);

/* The one that is meant. */
int names_find(const struct names *names, enum entry_kind kind,
	const char *words, struct id *id_out, struct err *err);

/* Appends its number; its name; both, cleaned. What is not known is
 * "(hidden)". */
void names_number(const struct names *names, enum entry_kind kind,
	const struct id *id, struct str *out);
void names_name(const struct names *names, enum entry_kind kind,
	const struct id *id, struct str *out);
void names_label(const struct names *names, enum entry_kind kind,
	const struct id *id, struct str *out);

/* The same as hours_names_by wants it; ctx: the names. */
bool names_on_entry(void *ctx, enum entry_kind kind, const struct id *id,
	struct entry *entry_out);

/* An object of its id, number and name; null for a nil id. */
void names_json(const struct names *names, enum entry_kind kind,
	const struct id *id, const char *key, struct jsonout *json);

#endif
