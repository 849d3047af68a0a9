#ifndef CTL_CORRECT_H
#define CTL_CORRECT_H

/* card correct: a punch that is added, changed, or counts no more. */

#include "command/command.h"

/* Of commands_card. */
extern const struct command correct_command;

#endif
