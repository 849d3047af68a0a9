#ifndef TESTS_LIB_CARD_SCENE_H
#define TESTS_LIB_CARD_SCENE_H

/*
 * A week of Dana's at Acme, 16 to 22 November 2026, as the service answers it:
 * worked out by the code that the service goes by. Now is Saturday morning.
 *
 * Monday is a day as it should be, with a switch and a meal. On Tuesday Luis
 * pressed for her, and she had no meal. Wednesday has no STOP. On Thursday the
 * break was late and short. Friday was long. On Saturday he pressed
 * GO for her at 07:30.
 */

#include "fake/world.h"

/* The body of GET /v1/time-cards/{employee}. */
void card_scene_body(const struct world *world, bool explain, struct str *out);

/* That of GET /v1/board: Dana is IN, Luis out. */
void card_scene_board(const struct world *world, struct str *out);

/* Both as if the service had told them a moment ago, and Saturday alone as the
 * panel asks for it. */
void card_scene_keep(struct world *world, bool explain);

#endif
