#ifndef CTL_COMMANDS_H
#define CTL_COMMANDS_H

/* All commands; those of kinds are made from their descriptions. */

#include "call.h"

/* The table of the program, up to NULL. */
const struct command *const *commands_all(void);

/* What a shell completes among employees, locations and cost codes. */
void commands_values(void *ctx, const char *completes, const char *typed,
	const struct args *args, struct complete *to);

/* The commands that are no kind's, by the files that they are in. */
extern const struct command commands_company;
extern const struct command commands_import, commands_export;
extern const struct command commands_card, commands_period, commands_report;
extern const struct command commands_request;
extern const struct command commands_approve, commands_unapprove;
extern const struct command commands_audit, commands_quarantine;
extern const struct command commands_device, commands_session;
extern const struct command commands_doctor;

/* Of commands_device. */
extern const struct command commands_device_enrol;

#endif
