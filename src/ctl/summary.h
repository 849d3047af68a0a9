#ifndef CTL_SUMMARY_H
#define CTL_SUMMARY_H

/* card summary: what everybody worked, and what is to be seen to first. */

#include "command/command.h"

/* Of commands_card. */
extern const struct command summary_command;

#endif
