#ifndef TESTS_INTEGRATION_SERVICE_QUARANTINE_SCENE_H
#define TESTS_INTEGRATION_SERVICE_QUARANTINE_SCENE_H

/* Punches that are held for review, and who decides. */

#include <stdio.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"
#include "service/ledger/ledger.h"

#define QUARANTINE "/v1/quarantine"
#define COMPANY "/v1/company"
#define MINUTE_MS (60 * INT64_C(1000)) /* tokens last for 15 */

static inline void
switch_clock(struct clerk *clerk, bool on)
{
	assert_int_equal(clerk_patch(clerk, COMPANY, "", "{'clock_in_out':%s}",
				 on ? "true" : "false"),
		200);
}

/* The id in the list of the i-th that waits; lasts. */
static inline const char *
find(struct clerk *clerk, int i)
{
	static char id[8][ID_TEXT_BYTES];
	static int last;
	char member[32];

	assert_int_equal(clerk_get(clerk, QUARANTINE, NULL), 200);
	snprintf(member, sizeof(member), "items.%d.id", i);
	last = (last + 1) % 8;
	snprintf(id[last], sizeof(id[last]), "%s",
		acme_text(clerk->acme, member));
	return id[last];
}

static inline int
decide(struct clerk *clerk, const char *id, const char *how, const char *reason)
{
	char path[128];

	snprintf(path, sizeof(path), QUARANTINE "/%s/%s", id, how);
	return clerk_post(clerk, path, "{'reason':'%s'}", reason);
}

/* How many wait for this clerk. */
static inline int
waiting(struct clerk *clerk)
{
	assert_int_equal(clerk_get(clerk, QUARANTINE, NULL), 200);
	return (int)acme_int(clerk->acme, "items");
}

static inline void
expect_state(struct clerk *clerk, enum acme_person person, const char *state)
{
	char query[64];

	snprintf(query, sizeof(query), "employee=%s",
		clerk_text(&clerk->acme->people[person]));
	assert_int_equal(clerk_get(clerk, "/v1/clock", query), 200);
	assert_string_equal(acme_text(clerk->acme, "state"), state);
}

/* Dana's GO while the switch is off. */
static inline void
hold_one(struct clerk *robin, struct pad *pad)
{
	switch_clock(robin, false);
	pad_press(pad, ACME_DANA, ACME_DANA);
	pad_expect_one(pad, pad->tokens.delivery, "quarantined", "clock-off");
	switch_clock(robin, true);
}

#endif
