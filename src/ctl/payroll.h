#ifndef CTL_PAYROLL_H
#define CTL_PAYROLL_H

/* export payroll: what the payroll's program reads. */

#include "command/command.h"

/* Of commands_export. */
extern const struct command payroll_command;

#endif
