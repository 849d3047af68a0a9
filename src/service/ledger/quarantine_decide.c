#include "quarantine_decide.h"

#include "base/jsonout.h"
#include "ledger_rows.h"
#include "quarantine_rows.h"
#include "refold.h"
#include "service/company/audit.h"
#include "service/company/chain.h"
#include "service/company/company_clock.h"
#include "service/company/viewset.h"
#include "service/desk/access.h"

/* --- the clock of whoever is accepted ------------------------------------- */

int
quarantine_decide_count(struct db *db, struct zones *zones,
	const struct id *company, int64_t seq, struct err *err)
{
	struct timeline_row row;
	int64_t from_ms;

	if (timeline_rows_find(db, company, seq, &row, err) < 0)
		return -1;
	row.counts = true;
	if (timeline_rows_update(db, &row, 1, err) < 0 ||
		refold_beginning(db, &row, &from_ms, err) < 0)
		return -1;
	return refold_clock(db, zones, &row, from_ms, err);
}

int
quarantine_decide_shut(struct db *db, struct zones *zones,
	const struct id *company, int64_t seq, struct shut *shut_out,
	struct err *err)
{
	struct shut_press press = {.company = *company, .line = seq};
	struct company_clock clock;
	struct timeline_row row;
	struct ledger_row ledger;
	struct punch punch;
	int rc;

	if (timeline_rows_find(db, company, seq, &row, err) < 0 ||
		ledger_rows_find(db, company, seq, &punch, &ledger, err) < 0 ||
		company_clock_load(db, zones, company, &clock, err) < 0)
		return -1;
	press.employee = row.employee;
	press.at_ms = row.at_ms;
	press.goes_on = shut_goes_on(punch.kind);
	press.rules = &clock.rules;
	rc = shut_judge(db, &press, shut_out, err);
	company_clock_release(&clock);
	return rc;
}

/* --- the decision --------------------------------------------------------- */

static int
note(struct db *db, const struct quarantine_decide *it, const struct id *punch,
	int64_t *change_seq_out, struct err *err)
{
	const struct caller *caller = &it->call->caller;
	struct audit_row row = {
		.company = caller->company,
		.at_ms = it->call->now_ms,
		.author = caller->employee,
		.device = caller->device,
		.what = it->accepts ? QUARANTINE_ACCEPT : QUARANTINE_DECLINE,
		.subject = *punch,
		.old = "",
	};
	struct jsonout json;
	struct str new;
	int rc;

	str_init(&new, AUDIT_VALUE_BYTES);
	jsonout_init(&json, &new);
	jsonout_object(&json, NULL);
	jsonout_int(&json, "punch", it->seq);
	jsonout_text(&json, "reason", it->reason.text);
	jsonout_object_end(&json);
	row.new = new.data;
	rc = audit_add(db, &row, err);
	str_release(&new);
	*change_seq_out = row.seq;
	return rc;
}

static int
decide(struct db *db, const struct quarantine_decide *it,
	const struct id *punch, struct err *err)
{
	struct quarantine_decision decision = {
		.punch = it->seq, .accepted = it->accepts};

	if (note(db, it, punch, &decision.change_seq, err) < 0 ||
		quarantine_rows_decide(
			db, &it->call->caller.company, &decision, err) < 0)
		return -1;
	return it->accepts ? quarantine_decide_count(db, it->call->desk->zones,
				     &it->call->caller.company, it->seq, err)
			   : 0;
}

/* What is there, and whether it may still be decided. */
static int
judge(struct db *db, struct quarantine_decide *it,
	const struct quarantine_row *row, bool *open_out, struct err *err)
{
	const struct caller *caller = &it->call->caller;
	enum access_subject subject;

	*open_out = false;
	it->outcome = QUARANTINE_MISSING;
	if (!row->found)
		return 0;
	if (viewset_subject(db, caller, &row->employee, &subject, err) < 0)
		return -1;
	if (!access_allows(
		    ACCESS_QUARANTINE_EDIT, caller->permissions, subject))
		return 0;
	it->outcome = QUARANTINE_DECIDED;
	if (row->decided && row->accepted != it->accepts)
		it->outcome = QUARANTINE_OTHERWISE;
	else if (it->accepts && !row->known)
		it->outcome = QUARANTINE_NOBODY;
	else
		*open_out = !row->decided;
	if (!*open_out || !it->accepts)
		return 0;
	/* accepting opens nothing that is shut */
	if (quarantine_decide_shut(db, it->call->desk->zones, &caller->company,
		    it->seq, &it->shut, err) < 0)
		return -1;
	if (it->shut.causes != 0) {
		it->outcome = QUARANTINE_SHUT;
		*open_out = false;
	}
	return 0;
}

/* The head is locked first, as by the ledger's writer: nobody else decides
 * meanwhile, and no punch comes in between. */
int
quarantine_decide_work(void *ctx, struct db *db, struct err *err)
{
	struct quarantine_decide *it = ctx;
	const struct id *company = &it->call->caller.company;
	struct quarantine_row row;
	struct chain_head head;
	bool open;

	if (chain_lock(db, company, &head, err) < 0 ||
		quarantine_rows_find(db, company, it->seq, &row, err) < 0 ||
		judge(db, it, &row, &open, err) < 0)
		return -1;
	return open ? decide(db, it, &row.punch, err) : 0;
}
