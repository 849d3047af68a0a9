#ifndef CTL_RANGE_H
#define CTL_RANGE_H

/* Of which days: --period, or --from and --to. */

#include "call.h"

#define RANGE_PERIOD                                                           \
	{                                                                      \
		.name = "period", .arg = "DATE",                               \
		.help = "the pay period that holds this day (today's)"         \
	}
#define RANGE_FROM                                                             \
	{                                                                      \
		.name = "from", .arg = "DATE",                                 \
		.help = "from this day on, such as 2026-11-16"                 \
	}
#define RANGE_TO                                                               \
	{                                                                      \
		.name = "to", .arg = "DATE",                                   \
		.help = "to this day, which is in it; 31 days at most"         \
	}

/* Appends "period=2026-11-16" or "from=…&to=…" behind `path` and what it ends
 * with ('?' or '&'); nothing where nothing was said: the service knows what day
 * it is. ERR_USAGE. */
int range_add(const struct args *args, struct str *path, struct err *err);

/* The day that an option names, checked. ERR_USAGE. */
int range_day(const struct args *args, const char *option, const char **day_out,
	struct err *err);

#endif
