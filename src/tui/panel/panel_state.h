#ifndef PANEL_STATE_H
#define PANEL_STATE_H

/* What the panel knows, and how it comes by it: all but the keys. */

#include "app/face.h"
#include "app/missed.h"
#include "app/press.h"
#include "app/receipt.h"
#include "tui/edit.h"
#include "tui/link_line.h"
#include "tui/screen.h"

enum panel_field {
	PANEL_EMPLOYEE,
	PANEL_LOCATION,
	PANEL_COST_CODE,
	PANEL_COMMENT,
	PANEL_ACTIONS, /* the row of buttons: only there letters press */
	PANEL_PLACES
};

/* The first three fields hold one of these. */
#define PANEL_CHOICES 3
struct panel_choice {
	struct id id; /* nil: nothing chosen */
	char label[ENTRY_NUMBER_BYTES + ENTRY_NAME_BYTES]; /* foreign */
	bool by_hand; /* a person chose it: nothing else changes it */
};

enum panel_button {
	PANEL_NO_BUTTON,
	PANEL_GO,
	PANEL_STOP,
	PANEL_MEAL /* Meal Break, or End Break while in one */
};

struct panel {
	struct panel_choice choices[PANEL_CHOICES];
	struct edit comment;
	enum panel_field focus;

	/* As last read from the app. */
	struct face face;
	bool has_face;
	struct clock_offer offers[PUNCH_KIND_COUNT];
	struct link_line line;
	char trouble[ERR_TEXT_BYTES]; /* why something could not be read */
	int64_t undo_until_ms;        /* boot time; 0: nothing to undo */

	struct id reader;       /* who was signed in as this was begun */
	struct receipt receipt; /* of the last press */
	bool has_receipt;
	bool is_old_receipt; /* made before this panel, or by another */

	/* What keeps one press one punch. */
	enum panel_button last_button;
	int64_t last_button_ms; /* boot time */
	bool go_again;          /* it was said that this job runs already */

	/* A press for somebody else waits for the service's word. */
	enum panel_button asking; /* PANEL_NO_BUTTON: none does */
	struct id asking_for;
	struct stamp asking_key; /* its moment */
	bool asking_held;

	/* A STOP that was forgotten is asked for. */
	struct missed missed;
	struct office *office; /* that asks; NULL: nothing was yet */
};

/* Where all files of this room find it. */
struct panel *panel_of(const struct tui *tui);

/* An empty panel for whoever is signed in. */
void panel_begin(struct tui *tui);

/* Reads everything from the app again; chosen and typed things stay. */
void panel_load(struct tui *tui);

/* Whether this operator may clock in for others. */
bool panel_has_employee(const struct tui *tui);

/* Whether this operator, who may not clock in themselves, has chosen nobody. */
bool panel_has_nobody(const struct tui *tui);

/* A field holds this now. */
void panel_hold(struct panel_choice *choice, const struct id *id,
	const char *number, const char *name);

/* What a button would do now, and what it says. */
enum punch_kind panel_kind(const struct tui *tui, enum panel_button button);
const char *panel_label(const struct tui *tui, enum panel_button button);

/* Whole seconds that undo is still possible for; 0: no longer. */
int panel_undo_s(const struct tui *tui);

#endif
