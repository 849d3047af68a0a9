#ifndef SIGN_IN_H
#define SIGN_IN_H

/* The sign-in form, and the first screen of a new machine. */

#include "edit.h"

struct screen;
struct tui;
struct tui_options;

enum sign_in_field {
	SIGN_IN_SERVER,
	SIGN_IN_COMPANY,
	SIGN_IN_USERNAME,
	SIGN_IN_PASSWORD,
	SIGN_IN_FIELDS
};

struct sign_in_form {
	struct edit fields[SIGN_IN_FIELDS];
	enum sign_in_field focus;
	bool busy;
	bool has_back; /* Esc leads back to the panel */
};

/* The sign-in form. */
/* The form. */
extern const struct screen sign_in_screen;

/* Fills the form in from the account or the options; empty fields first. */
void sign_in_prepare(struct tui *tui, const struct tui_options *options);

/* Opens it over the panel, for an account that must sign in again. */
void sign_in_open(struct tui *tui);

#endif
