#include "lib/acme.h"

#include "lib/cmocka_all.h"
#include "lib/refold.h"
#include "service/ledger/ledger.h"
#include <string.h>

static int
utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

static void
verify(struct acme *acme, struct ledger_report *report)
{
	struct zones *zones = zones_new(utc);
	struct err err = {0};

	if (ledger_verify(acme->db, zones, report, &err) < 0)
		fail_msg("%s", err.text);
	zones_free(&zones);
}

void
acme_check_fails(struct acme *acme, const char *what)
{
	struct ledger_report report;

	verify(acme, &report);
	assert_false(report.sound);
	if (strstr(report.what, what) == NULL)
		fail_msg("%s", report.what);
}

void
acme_check(struct acme *acme)
{
	struct ledger_report report;

	verify(acme, &report);
	if (!report.sound)
		fail_msg("%s", report.what);
	for (int i = 0; i < ACME_STRANGER; i++)
		refold_check(acme->db, &acme->company, &acme->people[i]);
	refold_check(acme->db, &acme->other, &acme->people[ACME_STRANGER]);
}
