#ifndef CORE_OVERTIME_H
#define CORE_OVERTIME_H

/* What work is paid as: connect-rules(7), Overtime. */

#include "core/time_record.h"

/*
 * The records come by date, each with what of it is paid as PAY_REG; what is
 * overtime is moved to what it is. They must be of whole work weeks. A record
 * goes by the rules that its date begins with; what was counted before in the
 * week, by whichever rules, stays counted. Tells reasons.
 */
void overtime_run(const struct time_rules *rules, struct time_record **by_date,
	size_t n, struct time_records *reasons);

#endif
