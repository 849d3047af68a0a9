#include <string.h>

#include "palette.h"

#define OWN (-1)
#define BLACK 16
#define WHITE 255
#define GREY_DARK 240
#define NAVY 24
#define CRIMSON 160
/* On black, and on white. */
#define BRAND 39, 25
#define GREEN 77, 22
#define GREY 245, 240
#define LINE 240, 248
#define AMBER 214, 94
#define RED 203, 124

#define CYAN8 COLOR_CYAN, COLOR_BLUE
#define GREEN8 COLOR_GREEN, OWN
#define YELLOW8 COLOR_YELLOW, OWN
#define RED8 COLOR_RED, COLOR_RED

/* The same on both: a role with a background of its own. */
#define BOTH(colour) colour, colour

static const struct palette_looks palette[ROLE_COUNT] = {
	[ROLE_TEXT] = {BOTH(OWN), OWN, A_NORMAL, BOTH(OWN), OWN, A_NORMAL,
		A_NORMAL},
	[ROLE_STRONG] = {BOTH(OWN), OWN, A_BOLD, BOTH(OWN), OWN, A_BOLD,
		A_BOLD},
	[ROLE_DIM] = {GREY, OWN, A_NORMAL, BOTH(OWN), OWN, A_DIM, A_NORMAL},
	[ROLE_TITLE] = {BRAND, OWN, A_BOLD, CYAN8, OWN, A_BOLD, A_BOLD},
	[ROLE_RULE] = {LINE, OWN, A_NORMAL, BOTH(OWN), OWN, A_DIM, A_NORMAL},
	[ROLE_BADGE_IN] = {BOTH(BLACK), 77, A_BOLD, BOTH(COLOR_BLACK),
		COLOR_GREEN, A_NORMAL, A_REVERSE},
	[ROLE_BADGE_OUT] = {BOTH(WHITE), GREY_DARK, A_BOLD, BOTH(COLOR_BLACK),
		COLOR_WHITE, A_NORMAL, A_REVERSE},
	[ROLE_BADGE_MEAL] = {BOTH(BLACK), 214, A_BOLD, BOTH(COLOR_BLACK),
		COLOR_YELLOW, A_NORMAL, A_REVERSE},
	[ROLE_KEY] = {BRAND, OWN, A_BOLD, CYAN8, OWN, A_BOLD, A_BOLD},
	[ROLE_FIELD] = {BOTH(OWN), OWN, A_UNDERLINE, BOTH(OWN), OWN,
		A_UNDERLINE, A_UNDERLINE},
	[ROLE_SELECTED] = {BOTH(WHITE), NAVY, A_BOLD, BOTH(COLOR_WHITE),
		COLOR_BLUE, A_BOLD, A_REVERSE},
	[ROLE_GOOD] = {GREEN, OWN, A_NORMAL, GREEN8, OWN, A_NORMAL, A_NORMAL},
	[ROLE_WARNING] = {AMBER, OWN, A_NORMAL, YELLOW8, OWN, A_BOLD, A_BOLD},
	[ROLE_ERROR] = {RED, OWN, A_BOLD, RED8, OWN, A_BOLD, A_BOLD},
	[ROLE_ALARM] = {BOTH(WHITE), CRIMSON, A_BOLD, BOTH(COLOR_WHITE),
		COLOR_RED, A_BOLD, A_REVERSE | A_BOLD},
};

const struct palette_looks *
palette_find(enum role role)
{
	return &palette[role];
}

/* "15;0" or "0;default;15": the last is the background, 7 and 9 to 15 light. */
bool
term_is_light(const char *colorfgbg)
{
	static const char *const light[] = {
		"7", "9", "10", "11", "12", "13", "14", "15"};
	const char *last = colorfgbg != NULL ? strrchr(colorfgbg, ';') : NULL;

	for (size_t i = 0; last != NULL && i < sizeof(light) / sizeof(*light);
		i++)
		if (strcmp(last + 1, light[i]) == 0)
			return true;
	return false;
}
