#include "authority.h"

#include "service/company/role.h"
#include "service/desk/access.h"

struct decision {
	const struct authority_facts *facts;
	int64_t pressed_ms;
	struct authority_verdict *verdict;
};

/* The gravest stands: what is refused is not quarantined as well. */
static void
say(struct decision *it, enum verdict_kind kind, enum problem problem,
	const char *detail)
{
	if (it->verdict->kind == VERDICT_REFUSED ||
		(it->verdict->kind == VERDICT_QUARANTINED &&
			kind == VERDICT_QUARANTINED))
		return;
	*it->verdict = (struct authority_verdict){kind, problem, detail};
}

/* A gate that was open when the button was pressed only quarantines. */
static void
gate(struct decision *it, bool open, int64_t since_ms, enum problem problem,
	const char *detail)
{
	if (open)
		return;
	if (it->pressed_ms < since_ms)
		say(it, VERDICT_QUARANTINED, PROBLEM_WITHDRAWN, detail);
	else
		say(it, VERDICT_REFUSED, problem, detail);
}

static void
must_exist(struct decision *it, const struct authority_fact *fact,
	enum problem problem)
{
	if (!fact->known)
		say(it, VERDICT_REFUSED, problem, "");
}

/* Work was done there, whatever the office has closed meanwhile. */
static void
should_be_active(struct decision *it, const struct authority_fact *fact,
	const char *detail)
{
	if (fact->known && !fact->holds)
		say(it, VERDICT_QUARANTINED, PROBLEM_WITHDRAWN, detail);
}

static void
decide_person(struct decision *it, bool has_chosen)
{
	const struct authority_facts *facts = it->facts;
	enum access_subject subject = facts->own ? ACCESS_OWN : ACCESS_SEEN;

	gate(it, facts->company.holds, facts->company.since_ms,
		PROBLEM_CLOCK_OFF,
		"Clock In/Out was switched off for the company.");
	gate(it, facts->presser.holds, facts->presser.since_ms,
		PROBLEM_NO_PERMISSION,
		"The person who pressed is not active any more.");
	gate(it, access_allows(ACCESS_PUNCH, facts->permissions, subject),
		facts->role.since_ms, PROBLEM_NO_PERMISSION,
		facts->own ? "It takes the permission Connect Clock In/Out."
			   : "It takes the permission Clock In For.");
	gate(it,
		!has_chosen || access_allows(ACCESS_PUNCH_EDIT_TIME,
				       facts->permissions, subject),
		facts->role.since_ms, PROBLEM_NO_PERMISSION,
		"A chosen time takes the permission to edit time.");
	if (!facts->own)
		gate(it, facts->viewset.holds, facts->viewset.since_ms,
			PROBLEM_NOT_IN_VIEWSET,
			"The employee is not in the viewset of the person "
			"who pressed.");
}

void
authority_decide(const struct punch *punch, const struct authority_facts *facts,
	int64_t pressed_ms, struct authority_verdict *verdict_out)
{
	struct decision it = {facts, pressed_ms, verdict_out};
	bool with_job = punch->kind == PUNCH_GO;

	*verdict_out = (struct authority_verdict){.kind = VERDICT_RECORDED};
	must_exist(&it, &facts->employee, PROBLEM_UNKNOWN_EMPLOYEE);
	if (!facts->presser.known || !facts->enrolled)
		say(&it, VERDICT_REFUSED, PROBLEM_NOT_ENROLLED, "");
	if (with_job) {
		must_exist(&it, &facts->location, PROBLEM_UNKNOWN_LOCATION);
		must_exist(&it, &facts->cost_code, PROBLEM_UNKNOWN_COST_CODE);
	}
	if (with_job && facts->location.known && facts->cost_code.known)
		gate(&it, facts->listed.holds, facts->listed.since_ms,
			PROBLEM_UNKNOWN_COST_CODE,
			"The location does not take this cost code.");
	decide_person(&it, punch->has_chosen);
	should_be_active(&it, &facts->employee, "The employee is not active.");
	if (with_job) {
		should_be_active(
			&it, &facts->location, "The location is not active.");
		should_be_active(
			&it, &facts->cost_code, "The cost code is not active.");
	}
}

bool
authority_same_facts(const struct punch *a, const struct punch *b)
{
	return id_equal(&a->pressed_by, &b->pressed_by) &&
	       id_equal(&a->employee, &b->employee) &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code);
}

/* Three columns from `column`: known, holds, since. */
static struct authority_fact
fact(const struct db_stmt *stmt, int column)
{
	struct id id = db_id(stmt, column);

	return (struct authority_fact){
		.known = !id_is_nil(&id),
		.holds = db_int(stmt, column + 1) != 0,
		.since_ms = db_int(stmt, column + 2),
	};
}

/* The columns: each LEFT JOIN yields NULLs for what does not exist. */
#define FACTS_SQL                                                              \
	"SELECT c.id, c.clock_enabled, c.clock_since_ms,"                      \
	" o.id, CAST(CASE WHEN o.active = 1 AND o.role IS NOT NULL"            \
	"  AND o.username IS NOT NULL AND o.verified = 1"                      \
	"  THEN 1 ELSE 0 END AS BIGINT), o.since_ms,"                          \
	" r.id, " ROLE_PERMISSIONS_SQL ", r.since_ms, r.is_administrator,"     \
	" e.id, e.active, e.since_ms,"                                         \
	" v.member, v.active, v.since_ms,"                                     \
	" o.viewset, o.viewset_since_ms,"                                      \
	" n.employee,"                                                         \
	" l.id, l.active, l.since_ms,"                                         \
	" k.id, k.active, k.since_ms,"                                         \
	" lc.cost_code, lc.active, lc.since_ms, l.all_cost_codes"              \
	" FROM company c"                                                      \
	" LEFT JOIN employee o ON o.company = c.id AND o.id = ?3"              \
	" LEFT JOIN role r ON r.company = c.id AND r.id = o.role"              \
	" LEFT JOIN employee e ON e.company = c.id AND e.id = ?4"              \
	" LEFT JOIN viewset_member v ON v.company = c.id"                      \
	"  AND v.viewer = ?3 AND v.member = ?4"                                \
	" LEFT JOIN enrolment n ON n.company = c.id AND n.id = ?2"             \
	"  AND n.employee = ?3"                                                \
	" LEFT JOIN location l ON l.company = c.id AND l.id = ?5"              \
	" LEFT JOIN cost_code k ON k.company = c.id AND k.id = ?6"             \
	" LEFT JOIN location_cost_code lc ON lc.company = c.id"                \
	"  AND lc.location = ?5 AND lc.cost_code = ?6"                         \
	" WHERE c.id = ?1"

static void
read_viewset(const struct db_stmt *stmt, struct authority_facts *facts)
{
	const struct authority_fact member = fact(stmt, 13);
	enum viewset viewset = (enum viewset)db_int(stmt, 16);
	int64_t since_ms = db_int(stmt, 17);

	facts->viewset = (struct authority_fact){
		.known = true,
		.holds = viewset == VIEWSET_ALL ||
			 (viewset == VIEWSET_SELECTED && member.holds),
		/* Taken out of a list that still rules, or another rule. */
		.since_ms = viewset == VIEWSET_SELECTED && member.known &&
					    member.since_ms > since_ms
				    ? member.since_ms
				    : since_ms,
	};
}

int
authority_load(struct db *db, const struct id *company,
	const struct punch *punch, struct authority_facts *facts_out,
	struct err *err)
{
	struct authority_facts facts = {0};
	struct db_stmt *stmt;
	struct id enrolled;
	bool row;

	if (db_prepare(db, FACTS_SQL, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &punch->enrolment);
	db_bind_id(stmt, 3, &punch->pressed_by);
	db_bind_id(stmt, 4, &punch->employee);
	db_bind_id(stmt, 5, &punch->location);
	db_bind_id(stmt, 6, &punch->cost_code);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_INTERNAL, "the company is gone");
	facts.own = id_equal(&punch->pressed_by, &punch->employee);
	facts.company = fact(stmt, 0);
	facts.presser = fact(stmt, 3);
	facts.role = fact(stmt, 6);
	/* Another role, or none, counts from when the person got it. */
	if (facts.role.since_ms < facts.presser.since_ms)
		facts.role.since_ms = facts.presser.since_ms;
	facts.permissions =
		role_permissions(db_int(stmt, 7), db_int(stmt, 9) != 0);
	facts.employee = fact(stmt, 10);
	read_viewset(stmt, &facts);
	enrolled = db_id(stmt, 18);
	facts.enrolled = !id_is_nil(&enrolled);
	facts.location = fact(stmt, 19);
	facts.cost_code = fact(stmt, 22);
	facts.listed = fact(stmt, 25);
	facts.listed.holds = facts.listed.holds || db_int(stmt, 28) != 0;
	*facts_out = facts;
	return 0;
}
