#ifndef SERVICE_COMPANY_RECORDS_ANSWER_H
#define SERVICE_COMPANY_RECORDS_ANSWER_H

#include "records.h"

/* Whether the caller may; else it is answered. */
bool records_may(struct call *call, enum access access);

/* 200 with the record and its tag; of a new one, whether the caller will not
 * see it. */
void records_answer(struct call *call, const struct records *records,
	const void *record, bool unseen);

#endif
