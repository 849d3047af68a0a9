#ifndef CHOOSE_H
#define CHOOSE_H

/* What cannot be typed into a form: other records, what a role allows. Both
 * work on the record that the form holds; Esc gives back what was there. */

#include "room.h"

/* Chooses the record of a FIELD_REF, or those of a FIELD_LIST, with what was
 * typed at the field, if anything (choose.c). */
void manage_choose_open(struct tui *tui, const struct field *field,
	const struct key_event *typed);

/* Gives levels to a FIELD_LEVELS (levels.c). */
void manage_levels_open(struct tui *tui, const struct field *field);

#endif
