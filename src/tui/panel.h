#ifndef PANEL_H
#define PANEL_H

/* The panel itself: whose clock, which job, and the buttons. */

#include "app/deliver.h"
#include "app/face.h"
#include "app/press.h"
#include "edit.h"

struct screen;
struct tui;

enum panel_field {
	PANEL_EMPLOYEE,
	PANEL_LOCATION,
	PANEL_COST_CODE,
	PANEL_COMMENT,
	PANEL_FIELDS
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
	struct queue_counts counts;
	enum app_link link;
	char link_why[256];
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
};

/* The panel: state, job, buttons, receipts. */
/* The panel. */
extern const struct screen panel_screen;

/* An empty panel for whoever is signed in. */
void panel_begin(struct tui *tui);

/* Reads everything from the app again; chosen and typed things stay. */
void panel_load(struct tui *tui);

/* Whether this operator may clock in for others. */
bool panel_has_employee(const struct tui *tui);

/* The button pressed. */
void panel_press(struct tui *tui, enum panel_button button);

/* Takes the last press back. */
void panel_undo(struct tui *tui);

/* What the middle and right buttons are now. */
enum punch_kind panel_kind(const struct tui *tui, enum panel_button button);
const char *panel_label(const struct tui *tui, enum panel_button button);

/* Opens the list of a field. */
void panel_open_list(struct tui *tui, enum panel_field field);

/* Draws rows top .. end. */
void panel_draw(struct tui *tui, struct canvas *canvas, int top, int end);

/* Whole seconds that undo is still possible for; 0: no longer. */
int panel_undo_s(const struct tui *tui);

#endif
