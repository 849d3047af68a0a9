#ifndef FORM_H
#define FORM_H

/* A record being filled in: what it holds, apart from its keys. */

#include "room.h"
#include "tui/edit.h"

#define FORM_NOWHERE SIZE_MAX

enum form_step {
	FORM_STILL,
	FORM_READING, /* it is asked for, and comes into the form */
	FORM_SAVING,
	FORM_MAILING,  /* another mail is asked for */
	FORM_COMPARING /* somebody was quicker: it is asked for */
};

struct form {
	const struct description *of;
	bool is_new;
	bool is_alone; /* the only one of its kind */
	enum form_step step;
	void *was;          /* as it was read; NULL: nothing has come yet */
	void *now;          /* as it is to be, but for what is being typed */
	void *theirs;       /* what somebody made of it; NULL: nothing */
	struct edit *edits; /* of the fields that are typed */
	field_set typed;    /* those in which something was */
	field_set shown;
	field_set open; /* that the person may change */
	size_t at;      /* the field with the focus */
	size_t top;     /* how many rows are above the window */
	bool is_airy;   /* rows stand between the parts */
	size_t wrong;   /* the field that is, or FORM_NOWHERE */
	struct err trouble;
	char title[256];
	char gates[512]; /* of an employee: whether they can clock in; or "" */
};

/* Where the files of the form find it. */
struct form *form_of(const struct tui *tui);

/* Whether a field is typed into. */
bool form_is_typed(const struct field *field);

/* Holds this record as it was read, nothing changed. */
void form_hold(struct form *form, const void *record);

/* Takes over what somebody made of it; what was changed here stays. */
void form_merge(struct form *form, const void *theirs);

/* Frees all. */
void form_release(struct form *form);

/* What was typed is in form->now; -1: at form->wrong, err says why. */
int form_collect(struct form *form, struct err *err);

/* The fields that are not as they were read. */
field_set form_changed(const struct form *form);

/* Appends the titles of fields. */
void form_add_titles(const struct form *form, field_set set, struct str *out);

/* Of an employee: asks which gates are open, which form->gates tells then; for
 * another mail; where they are signed in (form_people.c). */
void form_ask_gates(struct tui *tui);
bool form_may_resend(const struct tui *tui);
void form_act_resend(struct tui *tui);
bool form_may_see_sessions(const struct tui *tui);
void form_act_sessions(struct tui *tui);

/* Draws it (form_draw.c). */
void form_draw(struct tui *tui, struct canvas *canvas, int top, int end);

/* Keys of the field with the focus (form_keys.c). */
bool form_key(struct tui *tui, const struct key_event *event);
void form_act_enter(struct tui *tui);
void form_act_next(struct tui *tui);
void form_act_previous(struct tui *tui);

#endif
