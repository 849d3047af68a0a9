/* Who is signed in and what they may choose: pages, changes, viewsets. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lib/acme.h"
#include "wire/wire.h"

/* What a client keeps: the entries that were told, the last word on each. */
struct cache {
	struct entry entries[64];
	size_t count;
	size_t told; /* entries in all answers */
	int pages;
	char cursor[128];
	char etag[72];
};

static void
put(struct cache *cache, const struct entry *entry)
{
	size_t i = 0;

	while (i < cache->count && !id_equal(&cache->entries[i].id, &entry->id))
		i++;
	assert_true(i < 64);
	cache->entries[i] = *entry;
	if (i == cache->count)
		cache->count++;
	cache->told++;
}

static const struct entry *
find(const struct cache *cache, const struct id *id)
{
	for (size_t i = 0; i < cache->count; i++) {
		if (id_equal(&cache->entries[i].id, id))
			return &cache->entries[i];
	}
	return NULL;
}

static bool
holds(const struct cache *cache, const struct id *id)
{
	const struct entry *entry = find(cache, id);

	return entry != NULL && entry->active;
}

/* One page; returns whether there is more. */
static bool
read_page(struct acme *acme, const char *token, int limit, struct cache *cache)
{
	struct wire_catalog page;
	struct err err = {0};
	char query[256];
	bool more;

	snprintf(query, sizeof(query), "limit=%d%s%s", limit,
		cache->cursor[0] != '\0' ? "&since=" : "", cache->cursor);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/catalog",
				       .query = query,
				       .token = token}),
		200);
	if (wire_catalog_decode(acme->reply.body.data, acme->reply.body.len,
		    &page, &err) < 0)
		fail_msg("%s", err.text);
	assert_true(page.count <= (size_t)limit);
	for (size_t i = 0; i < page.count; i++)
		put(cache, &page.entries[i]);
	str_copy(cache->cursor, sizeof(cache->cursor), page.cursor);
	more = page.more;
	wire_catalog_release(&page);
	assert_int_equal(more, acme->reply.link[0] != '\0');
	assert_int_equal(more, acme->reply.etag[0] == '\0');
	str_copy(cache->etag, sizeof(cache->etag), acme->reply.etag);
	cache->pages++;
	return more;
}

static void
refresh(struct acme *acme, const char *token, int limit, struct cache *cache)
{
	cache->told = 0;
	cache->pages = 0;
	while (read_page(acme, token, limit, cache))
		assert_true(cache->pages < 100);
}

static int
poll_again(struct acme *acme, const char *token, const struct cache *cache)
{
	char query[256];

	snprintf(query, sizeof(query), "since=%s", cache->cursor);
	return acme_ask(acme, &(struct acme_request){.path = "/v1/catalog",
				      .query = query,
				      .token = token,
				      .if_none_match = cache->etag});
}

static size_t
count(const struct cache *cache, enum entry_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < cache->count; i++)
		n += cache->entries[i].kind == kind;
	return n;
}

static void
test_me(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	struct acme_request me = {.path = "/v1/me"};
	char etag[72];

	acme_sign_in(acme, ACME_LEAD, 0, &tokens);
	me.token = tokens.access;
	assert_int_equal(acme_ask(acme, &me), 200);
	assert_string_equal(acme_text(acme, "given_name"), "tomasz");
	assert_string_equal(acme_text(acme, "viewset"), "selected");
	/* of the 9 switches and 13 areas, all */
	assert_int_equal(acme_int(acme, "permissions"), 22);
	assert_int_equal(acme_int(acme, "meal.length_minutes"), 30);
	assert_int_equal(acme_int(acme, "company.clock_enabled"), 1);
	str_copy(etag, sizeof(etag), acme->reply.etag);
	me.if_none_match = etag;
	assert_int_equal(acme_ask(acme, &me), 304);
	acme_run(acme, "UPDATE company SET clock_in_out = 0 WHERE id = ?1",
		&acme->company, 0);
	assert_int_equal(acme_ask(acme, &me), 200);
	assert_int_equal(acme_int(acme, "company.clock_enabled"), 0);
	acme_close(&acme);
}

static void
test_pages_hold_each_entry_once(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_BOSS, 0, &tokens);
	for (int limit = 1; limit < 20; limit++) {
		struct cache cache = {.count = 0};

		refresh(acme, tokens.access, limit, &cache);
		assert_int_equal(cache.told, cache.count);
		assert_int_equal(count(&cache, ENTRY_EMPLOYEE), 8);
		assert_int_equal(count(&cache, ENTRY_LOCATION), ACME_JOBS);
		assert_int_equal(count(&cache, ENTRY_COST_CODE), ACME_JOBS);
	}
	acme_close(&acme);
}

static void
test_everybody_sees_their_viewset(void **state)
{
	struct acme *acme = acme_open(*state);
	static const struct {
		enum acme_person person;
		size_t employees;
	} who[] = {
		{ACME_ADMIN, 8},
		{ACME_BOSS, 8},
		{ACME_LEAD, 2},   /* himself and Dana */
		{ACME_DANA, 1},   /* herself */
		{ACME_LUKASZ, 1}, /* a viewset without Clock In For */
		{ACME_IDLE, 1},
		{ACME_STRANGER, 1},
	};

	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		struct cache cache = {.count = 0};
		struct acme_tokens tokens;

		acme_sign_in(acme, who[i].person, 0, &tokens);
		refresh(acme, tokens.access, 100, &cache);
		assert_int_equal(
			count(&cache, ENTRY_EMPLOYEE), who[i].employees);
		assert_true(holds(&cache, &acme->people[who[i].person]));
		/* Tenants see nothing of each other. */
		assert_int_equal(holds(&cache, &acme->foreign_location),
			who[i].person == ACME_STRANGER);
		assert_int_equal(holds(&cache, &acme->locations[0]),
			who[i].person != ACME_STRANGER);
	}
	acme_close(&acme);
}

/* Two people who may see themselves alone have a catalogue each. */
static void
test_a_tag_is_one_persons(void **state)
{
	struct acme *acme = acme_open(*state);
	struct cache danas = {.count = 0}, his = {.count = 0};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	refresh(acme, tokens.access, 100, &danas);
	assert_int_equal(poll_again(acme, tokens.access, &danas), 304);
	acme_sign_in(acme, ACME_IDLE, 0, &tokens);
	refresh(acme, tokens.access, 100, &his);
	/* As far, each with a seal of their own. */
	assert_memory_equal(his.cursor, danas.cursor,
		(size_t)(strchr(his.cursor, '~') - his.cursor));
	assert_int_equal(poll_again(acme, tokens.access, &his), 304);
	str_copy(danas.cursor, sizeof(danas.cursor), his.cursor);
	assert_int_equal(poll_again(acme, tokens.access, &danas), 200);
	acme_close(&acme);
}

static void
test_only_changes_are_told_again(void **state)
{
	struct acme *acme = acme_open(*state);
	struct cache cache = {.count = 0};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_BOSS, 0, &tokens);
	refresh(acme, tokens.access, 100, &cache);
	assert_int_equal(poll_again(acme, tokens.access, &cache), 304);
	assert_int_equal(acme->reply.body.len, 0);
	refresh(acme, tokens.access, 100, &cache);
	assert_int_equal(cache.told, 0);

	acme_run(acme,
		"UPDATE employee SET given_name = 'Dana', family_name = 'W.' "
		"WHERE id = ?1",
		&acme->people[ACME_DANA], 0);
	acme_touch(acme, "employee", &acme->people[ACME_DANA]);
	acme_run(acme, "UPDATE location SET active = 0 WHERE id = ?1",
		&acme->locations[0], 0);
	acme_touch(acme, "location", &acme->locations[0]);
	assert_int_equal(poll_again(acme, tokens.access, &cache), 200);
	refresh(acme, tokens.access, 100, &cache);
	assert_int_equal(cache.told, 2);
	assert_string_equal(
		find(&cache, &acme->people[ACME_DANA])->name, "Dana W.");
	assert_false(holds(&cache, &acme->locations[0]));
	assert_int_equal(poll_again(acme, tokens.access, &cache), 304);
	acme_close(&acme);
}

/* A change of it alone is news; of those who are out of sight it is not told.
 */
static void
test_people_have_their_usernames(void **state)
{
	struct acme *acme = acme_open(*state);
	const struct id *dana = &acme->people[ACME_DANA];
	struct cache cache = {.count = 0};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_BOSS, 0, &tokens);
	refresh(acme, tokens.access, 100, &cache);
	assert_string_equal(find(&cache, dana)->username, "dana");
	acme_run(acme,
		"UPDATE employee SET username = 'd.whitfield' WHERE id = ?1",
		dana, 0);
	acme_touch(acme, "employee", dana);
	refresh(acme, tokens.access, 100, &cache);
	assert_int_equal(cache.told, 1);
	assert_string_equal(find(&cache, dana)->username, "d.whitfield");
	acme_run(acme, "UPDATE employee SET username = NULL WHERE id = ?1",
		dana, 0);
	acme_touch(acme, "employee", dana);
	refresh(acme, tokens.access, 100, &cache);
	assert_string_equal(find(&cache, dana)->username, "");
	for (size_t i = 0; i < cache.count; i++)
		if (cache.entries[i].kind != ENTRY_EMPLOYEE)
			assert_string_equal(cache.entries[i].username, "");

	/* In a viewset of some, and then out of it. */
	acme_run(acme, "UPDATE employee SET username = 'dana' WHERE id = ?1",
		dana, 0);
	acme_touch(acme, "employee", dana);
	cache = (struct cache){.count = 0};
	acme_sign_in(acme, ACME_LEAD, 0, &tokens);
	refresh(acme, tokens.access, 100, &cache);
	assert_string_equal(find(&cache, dana)->username, "dana");
	assert_string_equal(
		find(&cache, &acme->people[ACME_LEAD])->username, "tomasz");
	acme_run(acme, "UPDATE viewset_member SET active = 0 WHERE member = ?1",
		dana, 0);
	acme_touch(acme, "viewset_member", dana);
	refresh(acme, tokens.access, 100, &cache);
	assert_int_equal(cache.told, 1);
	assert_string_equal(find(&cache, dana)->username, "");
	acme_close(&acme);
}

static void
test_a_change_between_pages_is_not_lost(void **state)
{
	struct acme *acme = acme_open(*state);
	struct cache cache = {.count = 0};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_BOSS, 0, &tokens);
	assert_true(read_page(acme, tokens.access, 3, &cache));
	/* One that was told already, and one that was not yet. */
	acme_run(acme, "UPDATE employee SET given_name = 'first' WHERE id = ?1",
		&acme->people[ACME_ADMIN], 0);
	acme_touch(acme, "employee", &acme->people[ACME_ADMIN]);
	acme_run(acme, "UPDATE location SET name = 'later' WHERE id = ?1",
		&acme->locations[1], 0);
	acme_touch(acme, "location", &acme->locations[1]);
	refresh(acme, tokens.access, 3, &cache);
	assert_int_equal(poll_again(acme, tokens.access, &cache), 200);
	refresh(acme, tokens.access, 3, &cache);
	assert_string_equal(
		find(&cache, &acme->people[ACME_ADMIN])->name, "first");
	assert_string_equal(find(&cache, &acme->locations[1])->name, "later");
	assert_int_equal(poll_again(acme, tokens.access, &cache), 304);
	acme_close(&acme);
}

static void
test_leaving_a_viewset_is_a_tombstone(void **state)
{
	struct acme *acme = acme_open(*state);
	const struct id *dana = &acme->people[ACME_DANA];
	struct cache cache = {.count = 0};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_LEAD, 0, &tokens);
	refresh(acme, tokens.access, 100, &cache);
	assert_true(holds(&cache, dana));
	acme_run(acme, "UPDATE viewset_member SET active = 0 WHERE member = ?1",
		dana, 0);
	acme_touch(acme, "viewset_member", dana);
	refresh(acme, tokens.access, 100, &cache);
	assert_int_equal(cache.told, 1);
	assert_false(holds(&cache, dana));
	/* A name changed later is none of his business. */
	acme_run(acme,
		"UPDATE employee SET given_name = 'secret' WHERE id = ?1", dana,
		0);
	acme_touch(acme, "employee", dana);
	refresh(acme, tokens.access, 100, &cache);
	assert_string_not_equal(find(&cache, dana)->name, "secret");
	acme_run(acme, "UPDATE viewset_member SET active = 1 WHERE member = ?1",
		dana, 0);
	acme_touch(acme, "viewset_member", dana);
	refresh(acme, tokens.access, 100, &cache);
	assert_true(holds(&cache, dana));
	assert_string_equal(find(&cache, dana)->name, "secret");
	acme_close(&acme);
}

static void
set_viewset(struct acme *acme, enum viewset viewset)
{
	const struct id *lead = &acme->people[ACME_LEAD];

	acme_run(acme, "UPDATE employee SET viewset = ?2 WHERE id = ?1", lead,
		viewset);
	acme_touch(acme, "employee", lead);
}

static void
test_another_viewset_is_told_in_full(void **state)
{
	struct acme *acme = acme_open(*state);
	struct cache cache = {.count = 0};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_LEAD, 0, &tokens);
	refresh(acme, tokens.access, 2, &cache);
	set_viewset(acme, VIEWSET_ALL);
	refresh(acme, tokens.access, 2, &cache);
	assert_int_equal(count(&cache, ENTRY_EMPLOYEE), 8);
	assert_true(holds(&cache, &acme->people[ACME_BOSS]));

	set_viewset(acme, VIEWSET_SELECTED);
	refresh(acme, tokens.access, 2, &cache);
	assert_false(holds(&cache, &acme->people[ACME_BOSS]));
	assert_true(holds(&cache, &acme->people[ACME_DANA]));
	assert_true(holds(&cache, &acme->people[ACME_LEAD]));

	/* In the middle of a page the rules change once more. */
	set_viewset(acme, VIEWSET_ALL);
	assert_true(read_page(acme, tokens.access, 2, &cache));
	set_viewset(acme, VIEWSET_SELF);
	refresh(acme, tokens.access, 2, &cache);
	for (int i = 0; i < ACME_STRANGER; i++)
		assert_int_equal(
			holds(&cache, &acme->people[i]), i == ACME_LEAD);
	assert_int_equal(poll_again(acme, tokens.access, &cache), 304);
	acme_close(&acme);
}

static void
test_a_location_lists_its_cost_codes(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_list_cost_codes(acme, &acme->locations[0], 2);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_ask(acme, &(struct acme_request){
			       .path = "/v1/catalog", .token = tokens.access});
	assert_string_equal(acme_text(acme, "entries.1.kind"), "location");
	assert_int_equal(acme_int(acme, "entries.1.all_cost_codes"), 0);
	assert_int_equal(acme_int(acme, "entries.1.cost_codes"), 2);
	assert_int_equal(acme_int(acme, "entries.2.all_cost_codes"), 1);
	acme_close(&acme);
}

static void
test_an_older_database_is_told_anew(void **state)
{
	struct acme *acme = acme_open(*state);
	struct cache cache = {.count = 0};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_BOSS, 0, &tokens);
	for (int i = 0; i < 5; i++)
		acme_touch(acme, "location", &acme->locations[0]);
	refresh(acme, tokens.access, 100, &cache);
	acme_run(acme,
		"UPDATE company SET change_seq = change_seq - 5 WHERE id = ?1",
		&acme->company, 0);
	acme_run(acme, "UPDATE location SET changed_seq = 12 WHERE id = ?1",
		&acme->locations[0], 0);
	refresh(acme, tokens.access, 100, &cache);
	assert_int_equal(cache.told, 8 + 2 * ACME_JOBS);
	acme_close(&acme);
}

/* Nobody widens what was told to them, or takes another's cursor. */
static void
test_a_cursor_is_one_persons(void **state)
{
	struct acme *acme = acme_open(*state);
	struct cache danas = {.count = 0}, forged;
	struct acme_tokens tokens, others;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_sign_in(acme, ACME_BOSS, 1, &others);
	assert_true(read_page(acme, tokens.access, 3, &danas));
	forged = danas;
	assert_int_equal(forged.cursor[4], '0' + VIEWSET_SELF);
	forged.cursor[4] = '0' + VIEWSET_ALL;
	assert_int_equal(poll_again(acme, tokens.access, &forged), 422);
	forged = danas;
	*strchr(forged.cursor, '~') = '\0';
	assert_int_equal(poll_again(acme, tokens.access, &forged), 422);
	assert_int_equal(poll_again(acme, others.access, &danas), 422);
	/* Any process of the service reads it. */
	service_close(&acme->service);
	acme->service = acme_open_beside(acme);
	assert_int_equal(poll_again(acme, tokens.access, &danas), 200);
	acme_close(&acme);
}

static void
test_bad_arguments(void **state)
{
	static const char *const bad[] = {
		"since=x",
		"since=1.2.2.0.0.54.3.0.00000000-0000-0000-0000-000000000000",
		"since=1.2.2.0.0.54.9.0.00000000-0000-0000-0000-000000000000",
		"since=1.7.2.0.0.54.0.0.00000000-0000-0000-0000-000000000000",
		"since=1.2.2.0.+1.54.0.0.00000000-0000-0000-0000-000000000000",
		"limit=0",
		"limit=1001",
		"limit=-1",
		"limit=ten",
		"limit=1&limit=2",
		"limit",
		"limit=",
		"page=2",
		"limit=1&",
		"since=%zz",
		"since=%00",
		"since=%ff",
	};
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
			acme_ask(acme,
				&(struct acme_request){.path = "/v1/catalog",
					.query = bad[i],
					.token = tokens.access}),
			422);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/catalog",
				       .query = "lim%69t=2",
				       .token = tokens.access}),
		422);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/catalog",
				       .query = "limit=%32",
				       .token = tokens.access}),
		200);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_me),
		ON_BOTH(test_pages_hold_each_entry_once),
		ON_BOTH(test_everybody_sees_their_viewset),
		ON_BOTH(test_a_tag_is_one_persons),
		ON_BOTH(test_only_changes_are_told_again),
		ON_BOTH(test_people_have_their_usernames),
		ON_BOTH(test_a_change_between_pages_is_not_lost),
		ON_BOTH(test_leaving_a_viewset_is_a_tombstone),
		ON_BOTH(test_another_viewset_is_told_in_full),
		ON_BOTH(test_a_location_lists_its_cost_codes),
		ON_BOTH(test_an_older_database_is_told_anew),
		ON_BOTH(test_a_cursor_is_one_persons),
		ON_BOTH(test_bad_arguments),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
