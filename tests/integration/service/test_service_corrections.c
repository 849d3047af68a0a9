/* Cards are corrected by those who may, as they were seen, with a reason, and
 * clocks follow. */

#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"

#define REMOVE "{'kind':'remove','enrolment':'%s','punch':'%s','reason':'x'}"

/* Dana is IN since a minute ago; her punch. */
struct scene {
	struct acme *acme;
	struct clerk robin;  /* an administrator */
	struct clerk tomasz; /* sees Dana */
	struct pad pad;
	struct punch go;
};

static struct scene
begin(void **state)
{
	struct scene it = {.acme = acme_open(*state)};

	it.robin = clerk_sign_in(it.acme, ACME_ADMIN);
	it.tomasz = clerk_sign_in(it.acme, ACME_LEAD);
	it.pad.acme = it.acme;
	pad_sign_in(&it.pad, ACME_DANA);
	it.go = *pad_press(&it.pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&it.pad, it.pad.tokens.delivery, "recorded", "");
	it.acme->now_ms += 60000;
	return it;
}

static int
post(struct clerk *clerk, enum acme_person of, const char *tag,
	const char *body)
{
	char path[128], text[1024];
	size_t i = 0;

	snprintf(path, sizeof(path), "/v1/time-cards/%s/corrections",
		clerk_text(&clerk->acme->people[of]));
	for (; body[i] != '\0'; i++)
		text[i] = (char)(body[i] == '\'' ? '"' : body[i]);
	text[i] = '\0';
	return acme_ask(clerk->acme, &(struct acme_request){.path = path,
					     .token = clerk->tokens.access,
					     .body = text,
					     .if_match = tag});
}

/* A STOP of Dana's so long before now. */
static const char *
stop(const struct scene *it, int64_t ago_ms)
{
	static char body[256];
	char at[CIVIL_RFC3339_BYTES];

	snprintf(body, sizeof(body),
		"{'kind':'add','press':'stop','at':'%s','reason':'forgot'}",
		civil_format_rfc3339(it->acme->now_ms - ago_ms, at));
	return body;
}

static const char *
removal(const struct scene *it)
{
	static char body[256];

	snprintf(body, sizeof(body), REMOVE, clerk_text(&it->go.enrolment),
		clerk_text(&it->go.id));
	return body;
}

static void
expect_state(struct scene *it, const char *state)
{
	char query[64];

	snprintf(query, sizeof(query), "employee=%s",
		clerk_text(&it->acme->people[ACME_DANA]));
	assert_int_equal(clerk_get(&it->robin, "/v1/clock", query), 200);
	assert_string_equal(acme_text(it->acme, "state"), state);
	acme_check(it->acme);
}

static void
test_a_punch_is_added_and_removed(void **state)
{
	struct scene it = begin(state);

	expect_state(&it, "in");
	assert_int_equal(post(&it.tomasz, ACME_DANA, "*", stop(&it, 0)), 200);
	expect_state(&it, "out");
	assert_int_equal(post(&it.tomasz, ACME_DANA, "*", removal(&it)), 200);
	expect_state(&it, "out");
	assert_int_equal(post(&it.tomasz, ACME_DANA, "*", removal(&it)), 422);
	clerk_expect_problem(&it.tomasz, 422, "unprocessable", "/punch");
	/* who did what, of whom */
	assert_int_equal(
		sql_int(it.acme->db, "SELECT count(*) FROM ledger_change c"
				     " JOIN employee e ON e.id = c.author AND"
				     " e.username = 'tomasz' WHERE what LIKE"
				     " 'punch.%' AND new LIKE '%\"reason\":%'"),
		2);
	acme_close(&it.acme);
}

/* What the explained card says of the n-th correction. */
static void
expect_moved(struct scene *it, int n, int64_t from_ms, int64_t to_ms)
{
	char path[96], key[64], at[CIVIL_RFC3339_BYTES];
	int i = 0;

	snprintf(path, sizeof(path), "/v1/time-cards/%s",
		clerk_text(&it->acme->people[ACME_DANA]));
	assert_int_equal(clerk_get(&it->robin, path, "explain=true"), 200);
	for (; i < acme_int(it->acme, "reasons"); i++) {
		snprintf(key, sizeof(key), "reasons.%d.kind", i);
		if (strcmp(acme_text(it->acme, key), "corrected") == 0 &&
			n-- == 0)
			break;
	}
	snprintf(key, sizeof(key), "reasons.%d.from", i);
	assert_string_equal(
		acme_text(it->acme, key), civil_format_rfc3339(from_ms, at));
	snprintf(key, sizeof(key), "reasons.%d.to", i);
	assert_string_equal(
		acme_text(it->acme, key), civil_format_rfc3339(to_ms, at));
}

/* Of a press, and of one that was added: where it stood before, and where it
 * stands now. */
static void
test_it_is_explained(void **state)
{
	struct scene it = begin(state);
	const int64_t now_ms = it.acme->now_ms;
	const int64_t go_ms = now_ms - 60000; /* where she signed in */
	char body[320], id[ID_TEXT_BYTES], at[CIVIL_RFC3339_BYTES];

	snprintf(body, sizeof(body),
		"{'kind':'change','enrolment':'%s','punch':'%s','at':'%s',"
		"'reason':'x'}",
		clerk_text(&it.go.enrolment), clerk_text(&it.go.id),
		civil_format_rfc3339(go_ms - 600000, at));
	assert_int_equal(post(&it.robin, ACME_DANA, "*", body), 200);
	assert_int_equal(post(&it.robin, ACME_DANA, "*", stop(&it, 0)), 200);
	snprintf(id, sizeof(id), "%s", acme_text(it.acme, "correction"));
	expect_moved(&it, 0, go_ms, go_ms - 600000);
	expect_moved(&it, 1, now_ms, now_ms);
	snprintf(body, sizeof(body),
		"{'kind':'change','enrolment':null,'punch':'%s','at':'%s',"
		"'reason':'x'}",
		id, civil_format_rfc3339(now_ms - 1000, at));
	assert_int_equal(post(&it.robin, ACME_DANA, "*", body), 200);
	expect_moved(&it, 1, now_ms, now_ms - 1000);
	acme_close(&it.acme);
}

/* Two supervisors have read one card. */
static void
test_what_was_seen_is_what_is_changed(void **state)
{
	struct scene it = begin(state);
	char tag[72];

	assert_int_equal(post(&it.tomasz, ACME_DANA, "*", stop(&it, 0)), 200);
	snprintf(tag, sizeof(tag), "%s", it.acme->reply.etag);
	assert_int_equal(post(&it.robin, ACME_DANA, tag, removal(&it)), 200);
	assert_int_equal(post(&it.tomasz, ACME_DANA, tag, stop(&it, 100)), 412);
	clerk_expect_problem(&it.tomasz, 412, "stale", "");
	assert_string_equal(it.acme->reply.etag, "");
	assert_int_equal(
		post(&it.tomasz, ACME_DANA, NULL, stop(&it, 100)), 428);
	acme_close(&it.acme);
}

static void
test_who_may(void **state)
{
	struct scene it = begin(state);

	/* one's own; beyond the viewset; an administrator's own */
	assert_int_equal(post(&it.tomasz, ACME_LEAD, "*", stop(&it, 0)), 403);
	assert_int_equal(post(&it.tomasz, ACME_LUKASZ, "*", stop(&it, 0)), 404);
	assert_int_equal(post(&it.robin, ACME_ADMIN, "*", stop(&it, 0)), 200);
	/* nor somebody else's punch under her name */
	assert_int_equal(post(&it.robin, ACME_LUKASZ, "*", removal(&it)), 404);
	acme_close(&it.acme);
}

static void
test_what_makes_no_sense(void **state)
{
	static const struct {
		const char *body;
		const char *pointer;
	} wrong[] = {
		{"{'kind':'add','press':'stop','at':'2026-11-25T08:00:00Z'}",
			"/reason"},
		{"{'kind':'add','press':'void','at':'2026-11-25T08:00:00Z',"
		 "'reason':'x'}",
			"/press"},
		{"{'kind':'add','press':'stop','reason':'x'}", "/at"},
		{"{'kind':'add','press':'stop','at':'2036-11-25T08:00:00Z',"
		 "'reason':'x'}",
			"/at"},
		{"{'kind':'add','press':'go','at':'2026-11-25T08:00:00Z',"
		 "'reason':'x'}",
			"/location"},
		{"{'kind':'add','press':'go','at':'2026-11-25T08:00:00Z',"
		 "'location':'019a0000-0000-7000-8000-000000000009',"
		 "'cost_code':'019a0000-0000-7000-8000-000000000009',"
		 "'reason':'x'}",
			"/location"},
		{"{'kind':'change','punch':"
		 "'019a0000-0000-7000-8000-000000000009','reason':'x'}",
			"/at"},
		{"{'kind':'go','reason':'x'}", "/kind"},
	};
	struct scene it = begin(state);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
			post(&it.robin, ACME_DANA, "*", wrong[i].body), 422);
		clerk_expect_problem(
			&it.robin, 422, "unprocessable", wrong[i].pointer);
	}
	assert_int_equal(
		sql_int(it.acme->db, "SELECT count(*) FROM correction"), 0);
	acme_close(&it.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_punch_is_added_and_removed),
		ON_BOTH(test_it_is_explained),
		ON_BOTH(test_what_was_seen_is_what_is_changed),
		ON_BOTH(test_who_may),
		ON_BOTH(test_what_makes_no_sense),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
