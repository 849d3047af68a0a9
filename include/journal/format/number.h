#ifndef JOURNAL_FORMAT_NUMBER_H
#define JOURNAL_FORMAT_NUMBER_H

/*
 * The numbers that stand for words on the disk: chosen, pinned by a test,
 * never changed. A new member of an enum gets the next one; how the enum
 * counts has no meaning here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* By value of the enum: what stands on the disk, 0 for none. */
struct number_map {
	const unsigned char *disk;
	size_t count;
};

/* One for each enum whose values stand there. */
extern const struct number_map number_kinds;    /* enum punch_kind */
extern const struct number_map number_states;   /* enum kept_state */
extern const struct number_map number_verdicts; /* enum verdict_kind */
extern const struct number_map number_modes;    /* enum clock_mode */
extern const struct number_map number_viewsets; /* enum viewset */
extern const struct number_map number_early;    /* enum meal_early */

/* What stands for this value. */
int number_put(const struct number_map *map, int value);

/* The value that a number stands for. False when it stands for none. */
bool number_take(const struct number_map *map, int64_t disk, int *value_out);

#endif
