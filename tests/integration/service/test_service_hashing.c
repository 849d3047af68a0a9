/* The password hash of a sign-in: the same for everybody, few at once. */

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/acme.h"
#include "lib/sql.h"
#include "lib/wait.h"

/* Every check of a password comes through here, on its way to libsodium. */
static struct {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	int calls;
	int inside;
	int most_inside;
	bool shut;                      /* nobody leaves */
	char hash[PASSWORD_HASH_BYTES]; /* the last */
	struct str *costs;              /* of all, or NULL */
} checks = {
	.mutex = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

/* The head of "$argon2id$v=19$m=8,t=1,p=1$salt$hash", as long as the cost. */
static size_t
cost_bytes(const char *hash)
{
	const char *end = strstr(hash, ",p=1$");

	assert_non_null(end);
	return (size_t)(end - hash);
}

int crypto_pwhash_str_verify(
	const char *hash, const char *password, unsigned long long len);

int
crypto_pwhash_str_verify(
	const char *hash, const char *password, unsigned long long len)
{
	int (*verify)(const char *, const char *, unsigned long long);
	void *found = dlsym(RTLD_NEXT, "crypto_pwhash_str_verify");

	memcpy(&verify, &found, sizeof(verify));
	pthread_mutex_lock(&checks.mutex);
	checks.calls++;
	str_copy(checks.hash, sizeof(checks.hash), hash);
	if (checks.costs != NULL)
		str_addf(checks.costs, "%.*s ", (int)cost_bytes(hash), hash);
	if (++checks.inside > checks.most_inside)
		checks.most_inside = checks.inside;
	while (checks.shut)
		pthread_cond_wait(&checks.changed, &checks.mutex);
	checks.inside--;
	pthread_mutex_unlock(&checks.mutex);
	return verify(hash, password, len);
}

static void
test_nobodys_password_is_hashed_too(void **state)
{
	static const struct {
		const char *company;
		const char *username;
	} tries[] = {
		{"acme", "dana"},
		{"acme", "nobody"},
		{"nowhere", "dana"},
		{"acme", "gone"},
		{"acme", "newcomer"},
	};
	struct acme *acme = acme_open(*state);
	char somebodys[PASSWORD_HASH_BYTES];

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		char *body = acme_sign_in_body(acme, tries[i].company,
			tries[i].username, "wrong password", 0);

		checks.calls = 0;
		assert_int_equal(
			acme_ask(acme,
				&(struct acme_request){
					.path = "/v1/token", .body = body}),
			401);
		free(body);
		assert_int_equal(checks.calls, 1);
		if (i == 0)
			memcpy(somebodys, checks.hash, sizeof(somebodys));
		/* At the same cost. */
		assert_int_equal(
			cost_bytes(checks.hash), cost_bytes(somebodys));
		assert_memory_equal(
			checks.hash, somebodys, cost_bytes(somebodys));
	}
	acme_close(&acme);
}

/* One sign-in; the costs of its hashes, in order. */
static int
costs_of_a_try(struct acme *acme, const char *username, const char *password,
	struct str *costs_out)
{
	checks.costs = costs_out;
	str_clear(costs_out);
	acme_try_sign_in(acme, "acme", username, password, -1);
	checks.costs = NULL;
	return acme->reply.status;
}

/* Those who have not signed in since are cheaper to check, and nobody can
 * tell who they are, or that the others are not. */
static void
test_a_raised_cost_reveals_nobody(void **state)
{
	static const char *const others[] = {
		"nobody", "gone", "newcomer", "dana"};
	struct acme *acme = acme_open(*state);
	struct str known, other;
	char *hash;

	str_init(&known, 1024);
	str_init(&other, 1024);
	acme->options.cost = (struct password_cost){2, 16384};
	service_close(&acme->service);
	acme->service = acme_open_beside(acme);
	assert_int_equal(costs_of_a_try(acme, "marisol", "wrong", &known), 401);
	assert_string_equal(known.data, "$argon2id$v=19$m=16,t=2 "
					"$argon2id$v=19$m=8,t=1 ");
	/* Before and after somebody's hash was renewed. */
	for (int i = 0; i < 2; i++) {
		for (size_t j = 0; j < sizeof(others) / sizeof(others[0]);
			j++) {
			assert_int_equal(costs_of_a_try(acme, others[j],
						 "wrong", &other),
				401);
			assert_string_equal(other.data, known.data);
		}
		assert_int_equal(
			costs_of_a_try(acme, "marisol", ACME_PASSWORD, &other),
			200);
		assert_string_equal(other.data, known.data);
	}
	hash = sql_text(acme->db, "SELECT password_hash FROM employee WHERE "
				  "username = 'marisol'");
	assert_memory_equal(hash, "$argon2id$v=19$m=16,t=2,p=1$", 28);
	free(hash);
	str_release(&known);
	str_release(&other);
	acme_close(&acme);
}

/* --- many at once -------------------------------------------------------- */

#define HASHERS 1 /* of acme's service */
#define LINE 4
#define CROWD (HASHERS + LINE + 3)

struct crowd {
	struct acme *acme;
	char *body;
	pthread_mutex_t mutex;
	int signed_in;
	int overloaded;
	int told_when; /* with a Retry-After */
};

static void *
sign_in(void *ctx)
{
	struct crowd *crowd = ctx;
	const struct request request = {
		.method = "POST",
		.path = "/v1/token",
		.query = "",
		.content_type = "application/json",
		.peer = "192.0.2.7",
		.body = crowd->body,
		.body_bytes = strlen(crowd->body),
	};
	struct reply reply;

	reply_init(&reply);
	service_handle(crowd->acme->service, &request, &reply);
	pthread_mutex_lock(&crowd->mutex);
	crowd->signed_in += reply.status == 200;
	crowd->overloaded += reply.status == 503;
	crowd->told_when += reply.retry_after_s > 0;
	pthread_mutex_unlock(&crowd->mutex);
	reply_release(&reply);
	return NULL;
}

static bool
the_rest_is_told(void *ctx)
{
	struct crowd *crowd = ctx;
	bool done;

	pthread_mutex_lock(&crowd->mutex);
	done = crowd->overloaded == CROWD - HASHERS - LINE;
	pthread_mutex_unlock(&crowd->mutex);
	return done;
}

static void
set_shut(bool shut)
{
	pthread_mutex_lock(&checks.mutex);
	checks.shut = shut;
	if (shut)
		checks.most_inside = 0;
	pthread_cond_broadcast(&checks.changed);
	pthread_mutex_unlock(&checks.mutex);
}

static void
test_few_are_hashed_at_once(void **state)
{
	struct acme *acme = acme_open(*state);
	struct crowd crowd = {
		.acme = acme,
		.body = acme_sign_in_body(
			acme, "acme", "dana", ACME_PASSWORD, 0),
		.mutex = PTHREAD_MUTEX_INITIALIZER,
	};
	pthread_t threads[CROWD];
	bool told;

	set_shut(true);
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, sign_in, &crowd), 0);
	told = wait_until(the_rest_is_told, &crowd, WAIT_LONG_MS);
	set_shut(false);
	for (int i = 0; i < CROWD; i++)
		pthread_join(threads[i], NULL);
	assert_true(told);
	assert_int_equal(crowd.told_when, CROWD - HASHERS - LINE);
	/* Who stood in line is served, one after the other. */
	assert_int_equal(crowd.signed_in, HASHERS + LINE);
	assert_int_equal(checks.most_inside, HASHERS);
	free(crowd.body);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_nobodys_password_is_hashed_too),
		ON_BOTH(test_a_raised_cost_reveals_nobody),
		ON_BOTH(test_few_are_hashed_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
