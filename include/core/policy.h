#ifndef CORE_POLICY_H
#define CORE_POLICY_H

/* The part of a policy group that the clock needs: meal breaks. */

#include <stdbool.h>

/* Numbers on disk. */
enum meal_early {
	MEAL_EARLY_WARN = 0,
	MEAL_EARLY_BLOCK = 1
};

struct meal_policy {
	bool tracked;          /* Meal Break exists for this employee */
	int length_minutes;    /* of a break */
	int due_after_minutes; /* of work, and again after each further so many
				*/
	enum meal_early early; /* when a break is ended too early */
};

#endif
