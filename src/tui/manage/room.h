#ifndef ROOM_H
#define ROOM_H

/* What the screens of this room share. */

#include "app/office.h"
#include "tui/screen.h"

struct manage {
	struct office *office; /* while the room is open */
	size_t at;             /* the selected kind, of those that are open */
	struct id changed;     /* what a form saved last; nil: nothing */
};

/* Where all screens of the room find it. */
struct manage *manage_of(const struct tui *tui);

/* What the reader may do. */
permission_set manage_permissions(const struct tui *tui);

/* Appends what went wrong as a sentence. */
void manage_say(const struct err *err, struct str *out);

/* Opens the list of a kind (list.c). */
void manage_list_open(struct tui *tui, const struct office_kind *kind);

/* Opens the form of a record, NULL: of a new one; of the only one of
 * its kind (form.c). */
void manage_form_open(
	struct tui *tui, const struct description *of, const void *record);
void manage_form_open_settings(struct tui *tui, const struct description *of);

/* Opens the list of what is only decided of (views.c). */
void manage_rows_open(struct tui *tui, const struct office_kind *kind);

/* Opens the list of where an employee is signed in (views.c). */
void manage_sessions_open(
	struct tui *tui, const struct id *employee, const char *whose);

#endif
