#include "authority.h"

#include "core/cause.h"
#include "service/desk/access.h"

static unsigned
unless(bool open, enum cause cause)
{
	return open ? 0 : (unsigned)cause;
}

/* Who pressed, for whom: the company's switch, permissions, the viewset. */
static unsigned
causes_of_people(const struct punch *punch, const struct authority_facts *facts)
{
	enum access_subject subject = facts->own ? ACCESS_OWN : ACCESS_SEEN;
	permission_set held = facts->permissions;
	bool may = access_allows(ACCESS_PUNCH, held, subject) &&
		   (!punch->has_chosen || access_allows(ACCESS_PUNCH_EDIT_TIME,
						  held, subject));

	return unless(facts->company.holds, CAUSE_CLOCK_OFF) |
	       unless(may, CAUSE_NO_PERMISSION) |
	       unless(facts->own || facts->viewset.holds,
		       CAUSE_NOT_IN_VIEWSET) |
	       unless(facts->employee.known, CAUSE_UNKNOWN) |
	       unless(!facts->employee.known || facts->employee.holds,
		       CAUSE_LEFT) |
	       unless(facts->presser.holds, CAUSE_LEFT);
}

static unsigned
causes_of_job(const struct authority_facts *facts)
{
	bool known = facts->location.known && facts->cost_code.known;

	if (!known)
		return CAUSE_UNKNOWN;
	return unless(facts->location.holds && facts->cost_code.holds,
		       CAUSE_INACTIVE) |
	       unless(facts->listed.holds, CAUSE_NOT_LISTED);
}

unsigned
authority_causes(const struct punch *punch, const struct authority_facts *facts)
{
	return causes_of_people(punch, facts) |
	       (punch->kind == PUNCH_GO ? causes_of_job(facts) : 0);
}

bool
authority_same_facts(const struct punch *a, const struct punch *b)
{
	return id_equal(&a->enrolment, &b->enrolment) &&
	       id_equal(&a->pressed_by, &b->pressed_by) &&
	       id_equal(&a->employee, &b->employee) &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code);
}
