#include "throttle.h"

#include <string.h>

#include "base/str.h"
#include "service/desk/quota.h"
#include "throttle_rows.h"

#define WINDOW_MS (15 * 60 * 1000)
#define DELAY_FIRST_MS (15 * 1000)
#define DELAY_MAX_MS (15 * 60 * 1000)
#define KEPT_MS (60 * 60 * 1000)

/* X(name, failures in a window before delays begin) */
#define SCOPES(X)                                                              \
	X(account, 10)                                                         \
	X(address, 100)                                                        \
	X(company, 1000)                                                       \
	X(device, 10)

enum scope {
#define X(name, limit) SCOPE_##name,
	SCOPES(X)
#undef X
};
#define SCOPE_COUNT 4

static const struct {
	const char *name;
	int limit;
} scopes[SCOPE_COUNT] = {
#define X(word, most) [SCOPE_##word] = {#word, most},
	SCOPES(X)
#undef X
};

/* Which scopes count for a try. */
static bool
is_counted(const struct throttle_try *try, enum scope scope)
{
	return try->enrolled == (scope == SCOPE_device);
}

static struct throttle_key
key_of(const struct throttle_try *try, enum scope scope)
{
	struct throttle_key key = {.scope = scopes[scope].name};
	struct str text;

	str_init(&text, 2048);
	switch (scope) {
	case SCOPE_account:
		str_addf(&text, "%s/%s", try->company_id, try->username);
		break;
	case SCOPE_address:
		quota_peer(try->peer, &text);
		break;
	case SCOPE_company:
		str_addz(&text, try->company_id);
		break;
	case SCOPE_device:
		str_addf(&text, "%s/%s/", try->company_id, try->username);
		str_add(&text, try->device.bytes, sizeof(try->device.bytes));
		break;
	}
	hash_bytes(text.data, text.len, &key.hash);
	str_release(&text);
	return key;
}

static int64_t
delay_ms(int64_t over)
{
	int64_t delay = DELAY_FIRST_MS;

	for (; over > 1 && delay < DELAY_MAX_MS; over--)
		delay *= 2;
	return delay < DELAY_MAX_MS ? delay : DELAY_MAX_MS;
}

static int
count_in(struct db *db, struct throttle_try *try, enum scope scope,
	int64_t *wait_ms_out, struct err *err)
{
	const struct throttle_key key = key_of(try, scope);
	const struct throttle_window window = {
		try->now_ms, try->now_ms - WINDOW_MS};
	int64_t failures;
	int64_t until_ms;

	if (throttle_rows_count(db, &key, &window, &failures, &until_ms, err) <
		0)
		return -1;
	*wait_ms_out = until_ms > try->now_ms ? until_ms - try->now_ms : 0;
	if (*wait_ms_out > 0 || failures < scopes[scope].limit)
		return 0;
	try->delayed = scopes[scope].name;
	return throttle_rows_delay(db, &key,
		try->now_ms + delay_ms(failures - scopes[scope].limit + 1),
		err);
}

int
throttle_look(struct db *db, const struct throttle_try *try, int *wait_s_out,
	struct err *err)
{
	int64_t longest_ms = 0;

	for (int scope = 0; scope < SCOPE_COUNT; scope++) {
		const struct throttle_key key = key_of(try, (enum scope)scope);
		int64_t until_ms = 0;

		if (is_counted(try, (enum scope)scope) &&
			throttle_rows_look(db, &key, &until_ms, err) < 0)
			return -1;
		if (until_ms - try->now_ms > longest_ms)
			longest_ms = until_ms - try->now_ms;
	}
	*wait_s_out = (int)((longest_ms + 999) / 1000);
	return 0;
}

int
throttle_count(struct db *db, struct throttle_try *try, int *wait_s_out,
	struct err *err)
{
	int64_t longest_ms = 0;

	try->delayed = NULL;
	if (throttle_rows_forget(db, try->now_ms - KEPT_MS, try->now_ms, err) <
		0)
		return -1;
	for (int scope = 0; scope < SCOPE_COUNT; scope++) {
		int64_t wait_ms = 0;

		if (!is_counted(try, (enum scope)scope))
			continue;
		if (count_in(db, try, (enum scope)scope, &wait_ms, err) < 0)
			return -1;
		if (wait_ms > longest_ms)
			longest_ms = wait_ms;
	}
	*wait_s_out = (int)((longest_ms + 999) / 1000);
	return 0;
}

int
throttle_forgive(struct db *db, const struct throttle_try *try, struct err *err)
{
	for (int scope = 0; scope < SCOPE_COUNT; scope++) {
		struct throttle_key key = key_of(try, (enum scope)scope);
		bool own = scope == SCOPE_account || scope == SCOPE_device;

		if (is_counted(try, (enum scope)scope) &&
			throttle_rows_forgive(db, &key, own, err) < 0)
			return -1;
	}
	return 0;
}
