#ifndef TESTS_LIB_STAGE_H
#define TESTS_LIB_STAGE_H

/*
 * The panel on a canvas, over the app with every port in the test's hands:
 * type, look, let time pass.
 *
 *	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_SELF);
 *	stage_type(&s, "g");
 *	stage_wants(&s, "IN 08:00");
 */

#include "core/permission.h"
#include "core/verdict.h"
#include "fake/world.h"
#include "tui/tui.h"

#define STAGE_SELF PERMISSION_SET(CLOCK_IN_OUT)
#define STAGE_OPERATOR (STAGE_SELF | PERMISSION_SET(CLOCK_IN_FOR))

struct stage {
	struct world world;
	enum tui_screen name;
	const struct screen *rooms[TUI_ROOMS]; /* NULL: only its name */
	struct tui *tui;
	struct canvas canvas;
	int rows, cols;
	struct str text; /* as last looked at */
};

/*
 * A panel with this room alone, which is open; where it leads to another one,
 * there is only the name of that: "(queue)". Dana is signed in (0: nobody
 * is), 24 rows and 80 columns, UTF-8.
 */
void stage_open(struct stage *stage, enum tui_screen name,
	const struct screen *room, permission_set permissions);

/* The same with these rooms, by their names; `name` is open. */
void stage_open_rooms(struct stage *stage, enum tui_screen name,
	const struct screen *const *rooms, permission_set permissions);
void stage_close(struct stage *stage);

/* Another panel on the same stage. */
struct tui *stage_tui(struct stage *stage, bool show_clock);

/* Opens the panel anew, as after leaving it and coming back. */
void stage_reopen(struct stage *stage);

/* Another size; ascii: nothing beyond it is drawn. */
void stage_resize(struct stage *stage, int rows, int cols);
void stage_ascii(struct stage *stage);

/* One key; each byte of a text as a key; a paste. */
void stage_key(struct stage *stage, enum key key);
void stage_ctrl(struct stage *stage, char letter);
void stage_type(struct stage *stage, const char *text);
void stage_paste(struct stage *stage, const char *bytes, size_t len);

/* Goes to a field of the panel, by its name. */
void stage_to(struct stage *stage, const char *field);

/* Goes there, types these words, takes what they find. */
void stage_find(struct stage *stage, const char *field, const char *words);

/* Chooses location and cost code so. */
void
stage_choose(struct stage *stage, const char *location, const char *cost_code);

/* IN at Elm St Tower since 08:00, five minutes ago. */
void stage_go_to_elm(struct stage *stage);

/* The service's answer to the punch that was pressed as the n-th from 0. */
void stage_answer(struct stage *stage, size_t n, enum verdict_kind kind,
	const char *problem, const char *detail);

/* Time passes, the app does what is due. */
void stage_pass(struct stage *stage, int64_t ms);

/* The picture now, as text. */
const char *stage_look(struct stage *stage);

/* Fails with the picture unless (not) a line of it holds this. */
void stage_wants(struct stage *stage, const char *text);
void stage_misses(struct stage *stage, const char *text);

/* Fails unless the picture is exactly this. */
void stage_shows(struct stage *stage, const char *picture);

/* The role of the cell where this text begins. */
enum role stage_role(struct stage *stage, const char *text);

/* The rest of the picture's line from the hardware cursor on. */
const char *stage_at_cursor(struct stage *stage);

#endif
