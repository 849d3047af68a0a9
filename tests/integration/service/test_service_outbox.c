/* The outbox: each mail once, later each time, and what was not asked for not
 * at all. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/zone.h"
#include "lib/clerk.h"
#include "lib/cmocka_all.h"
#include "lib/sql.h"
#include "service/company/letters.h"
#include "service/company/zones.h"
#include "service/desk/store.h"
#include "service/outbox/outbox.h"

/* A mail server in the test's hands. */
struct post {
	pthread_mutex_t mutex;
	struct mailer_answer next; /* what it says */
	int count;                 /* mails that it saw */
	int to_seen[100];          /* by the number in the address */
	char to[128];              /* the last */
	char id[128];              /* its Message-ID */
	char text[4096];
};

static void
take(void *self, const struct mailer_mail *mail, struct mailer_answer *out)
{
	struct post *post = self;
	const char *id = strstr(mail->message, "Message-ID: ");
	int number = -1;

	pthread_mutex_lock(&post->mutex);
	post->count++;
	(void)str_copy(post->to, sizeof(post->to), mail->to);
	snprintf(
		post->id, sizeof(post->id), "%.*s", (int)strcspn(id, "\r"), id);
	snprintf(post->text, sizeof(post->text), "%s", mail->message);
	if (sscanf(mail->to, "p%d@", &number) == 1 && number < 100)
		post->to_seen[number]++;
	*out = post->next;
	pthread_mutex_unlock(&post->mutex);
}

static void
stop(void *self)
{
	(void)self;
}

static int
utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

static int64_t
now_ms(void *ctx)
{
	return ((struct acme *)ctx)->now_ms;
}

struct scene {
	struct acme *acme;
	struct post post;
	struct store *store;
	struct zones *zones;
	struct outbox *outbox;
};

/* An outbox on this database, with a store of its own. */
static void
open_outbox(const struct test_database *database, struct scene *scene,
	struct post *post)
{
	static const struct mailer_ops ops = {.send = take, .stop = stop};
	const struct db_source source = test_database_source(database->url);
	struct outbox_options options = {
		.zones = scene->zones,
		.mailer = {.ops = &ops, .self = post},
		.from = "connect@acme.example",
		.public_url = "https://c.example",
		.now_ms = now_ms,
		.now_ctx = scene->acme,
	};
	struct err err = {0};

	if (store_open(&source, 1, &scene->store, &err) < 0)
		fail_msg("%s", err.text);
	options.store = scene->store;
	scene->outbox = outbox_new(&options);
}

static void
open_scene(void **state, struct scene *scene)
{
	*scene = (struct scene){.acme = acme_open(*state)};
	pthread_mutex_init(&scene->post.mutex, NULL);
	scene->zones = zones_new(utc);
	open_outbox(*state, scene, &scene->post);
}

static void
close_scene(struct scene *scene)
{
	outbox_free(&scene->outbox);
	zones_free(&scene->zones);
	store_close(&scene->store);
	pthread_mutex_destroy(&scene->post.mutex);
	acme_close(&scene->acme);
}

/* Whether there was something to do. */
static bool
step(struct scene *scene)
{
	struct err err = {0};
	bool done;

	if (outbox_step(scene->outbox, &done, &err) < 0)
		fail_msg("%s", err.text);
	return done;
}

/* Asks for a mail to somebody whose address this is then. */
static void
ask(struct scene *scene, enum acme_person person, const char *email)
{
	struct letter letter = {
		.company = scene->acme->company,
		.employee = scene->acme->people[person],
		.kind = LETTER_VERIFY,
		.email = email,
		.now_ms = scene->acme->now_ms,
	};
	struct err err = {0};
	struct db_stmt *stmt = sql_prepare(scene->acme->db,
		"UPDATE employee SET email = ?2 WHERE id = ?1");

	db_bind_id(stmt, 1, &letter.employee);
	db_bind_text(stmt, 2, email);
	assert_int_equal(db_run(stmt, &err), 0);
	assert_int_equal(db_begin(scene->acme->db, &err), 0);
	if (letters_ask(scene->acme->db, &letter, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(db_commit(scene->acme->db, &err), 0);
}

static void
test_a_mail_is_sent_once(void **state)
{
	struct scene scene;
	char *token;

	open_scene(state, &scene);
	assert_false(step(&scene));
	ask(&scene, ACME_NEWCOMER, "new@acme.example");
	token = sql_text(scene.acme->db, "SELECT token FROM letter");
	assert_true(step(&scene));
	assert_string_equal(scene.post.to, "new@acme.example");
	assert_non_null(strstr(scene.post.text, token));
	free(token);
	assert_false(step(&scene));
	assert_int_equal(scene.post.count, 1);
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM letter WHERE state = 2"
				 " AND token = '' AND code = '' AND ended = 0"),
		1);
	assert_true(sql_int(scene.acme->db, "SELECT sent_ms FROM letter") ==
		    scene.acme->now_ms);
	close_scene(&scene);
}

static void
test_later_each_time(void **state)
{
	struct scene scene;
	char id[128];

	open_scene(state, &scene);
	ask(&scene, ACME_NEWCOMER, "new@acme.example");
	scene.post.next = (struct mailer_answer){
		.end = MAILER_LATER, .said = "450 grey\x01listed"};
	for (int64_t wait = 2000; wait <= 64000; wait *= 2) {
		assert_true(step(&scene));
		assert_false(step(&scene));
		scene.acme->now_ms += wait - 1;
		assert_false(step(&scene));
		scene.acme->now_ms += 1;
	}
	assert_int_equal(scene.post.count, 6);
	(void)str_copy(id, sizeof(id), scene.post.id);
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM letter WHERE state = 1"
				 " AND said = '450 grey\\x01listed'"),
		1);
	scene.post.next.end = MAILER_TAKEN;
	assert_true(step(&scene));
	assert_string_equal(scene.post.id, id);
	assert_false(step(&scene));
	close_scene(&scene);
}

/* The person's language, or the company's: which is Spanish. */
static void
test_in_whose_language(void **state)
{
	static const struct {
		const char *word;
		const char *language;
	} cases[] = {{"company", "es"}, {"es", "es"}, {"en", "en"}};
	struct scene scene;
	struct clerk robin;

	open_scene(state, &scene);
	robin = clerk_sign_in(scene.acme, ACME_ADMIN);
	assert_int_equal(
		clerk_patch(&robin, "/v1/company", "", "{'language':'es'}"),
		200);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char head[64];

		assert_int_equal(
			clerk_patch(&robin, "/v1/employees",
				clerk_text(&scene.acme->people[ACME_NEWCOMER]),
				"{'language':'%s'}", cases[i].word),
			200);
		ask(&scene, ACME_NEWCOMER, "new@acme.example");
		assert_true(step(&scene));
		snprintf(head, sizeof(head), "Content-Language: %s\r\n",
			cases[i].language);
		assert_non_null(strstr(scene.post.text, head));
	}
	close_scene(&scene);
}

/* A server that hangs holds one mail, and not each of them. */
static void
test_a_server_that_is_away(void **state)
{
	struct scene scene;

	open_scene(state, &scene);
	ask(&scene, ACME_NEWCOMER, "new@acme.example");
	ask(&scene, ACME_DANA, "dana@acme.example");
	ask(&scene, ACME_LUKASZ, "lukasz@acme.example");
	scene.post.next = (struct mailer_answer){
		.end = MAILER_AWAY, .said = "it did not answer in time"};
	assert_true(step(&scene));
	assert_false(step(&scene));
	assert_int_equal(scene.post.count, 1);
	for (int64_t wait = 2000; wait <= 8000; wait *= 2) {
		scene.acme->now_ms += wait - 1;
		assert_false(step(&scene));
		scene.acme->now_ms += 1;
		assert_true(step(&scene));
		assert_false(step(&scene));
	}
	assert_int_equal(scene.post.count, 4);
	/* it is there again: the rest goes at once */
	scene.post.next.end = MAILER_TAKEN;
	scene.acme->now_ms += 16000;
	for (int i = 0; i < 3; i++)
		assert_true(step(&scene));
	assert_false(step(&scene));
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM letter WHERE state = 2"),
		3);
	close_scene(&scene);
}

static void
test_what_is_refused_has_bounced(void **state)
{
	struct scene scene;

	open_scene(state, &scene);
	ask(&scene, ACME_NEWCOMER, "new@acme.example");
	scene.post.next = (struct mailer_answer){
		.end = MAILER_REFUSED, .said = "550 no such user"};
	assert_true(step(&scene));
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM letter WHERE state = 3"
				 " AND said = '550 no such user'"
				 " AND token = '' AND sent_ms = 0"),
		1);
	scene.acme->now_ms += 24LL * 60 * 60 * 1000;
	assert_false(step(&scene));
	close_scene(&scene);
}

/* Whoever dies while it sends leaves the mail to others, after a while. */
static void
test_a_claim_ends(void **state)
{
	struct scene scene;

	open_scene(state, &scene);
	ask(&scene, ACME_NEWCOMER, "new@acme.example");
	acme_run(scene.acme,
		"UPDATE letter SET due_ms = ?2, tries = 1"
		" WHERE employee = ?1",
		&scene.acme->people[ACME_NEWCOMER], scene.acme->now_ms + 60000);
	assert_false(step(&scene));
	scene.acme->now_ms += 60000;
	assert_true(step(&scene));
	assert_int_equal(scene.post.count, 1);
	close_scene(&scene);
}

static void
test_who_left_gets_none(void **state)
{
	struct scene scene;

	open_scene(state, &scene);
	ask(&scene, ACME_NEWCOMER, "new@acme.example");
	acme_run(scene.acme, "UPDATE employee SET active = 0 WHERE id = ?1",
		&scene.acme->people[ACME_NEWCOMER], 0);
	assert_true(step(&scene));
	assert_int_equal(scene.post.count, 0);
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM letter WHERE state = 4"
				 " AND token = ''"),
		1);
	assert_false(step(&scene));
	close_scene(&scene);
}

static void
test_old_ones_are_forgotten(void **state)
{
	struct scene scene;

	open_scene(state, &scene);
	for (int i = 0; i < 3; i++) {
		ask(&scene, ACME_NEWCOMER, "new@acme.example");
		scene.acme->now_ms += 1000;
	}
	ask(&scene, ACME_DANA, "dana@acme.example");
	while (step(&scene))
		;
	scene.acme->now_ms += 91LL * 24 * 60 * 60 * 1000;
	ask(&scene, ACME_BOSS, "marisol@acme.example");
	/* The last of each stays: it says what became of it. */
	assert_int_equal(
		sql_int(scene.acme->db, "SELECT COUNT(*) FROM letter"), 3);
	close_scene(&scene);
}

static void
wish(struct scene *scene, const char *username, int times)
{
	char body[128];

	snprintf(body, sizeof(body),
		"{\"company_id\":\"acme\",\"username\":\"%s\"}", username);
	for (int i = 0; i < times; i++) {
		/* from everywhere, so that no address is held up */
		char peer[32];

		snprintf(peer, sizeof(peer), "192.0.2.%d", i);
		scene->acme->peer = peer;
		assert_int_equal(acme_ask(scene->acme,
					 &(struct acme_request){
						 .path = "/v1/password/forgot",
						 .body = body}),
			200);
	}
	scene->acme->peer = "192.0.2.1";
	while (step(scene))
		;
}

static void
test_wishes(void **state)
{
	static const char *const unheard[] = {"nobody", "newcomer", "gone"};
	struct scene scene;

	open_scene(state, &scene);
	for (size_t i = 0; i < sizeof(unheard) / sizeof(unheard[0]); i++)
		wish(&scene, unheard[i], 1);
	assert_int_equal(scene.post.count, 0);
	wish(&scene, "DANA", 20);
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM letter WHERE kind = 3"),
		3);
	assert_in_range(scene.post.count, 1, 3);
	assert_int_equal(
		sql_int(scene.acme->db, "SELECT COUNT(*) FROM letter_wish"), 0);
	close_scene(&scene);
}

/* --- two services ----------------------------------------------------------
 */

#define PEOPLE ACME_STRANGER

static void *
send_all(void *ctx)
{
	struct err err = {0};
	bool done = true;

	for (int idle = 0; idle < 3; idle += !done)
		if (outbox_step(ctx, &done, &err) < 0)
			return NULL;
	return ctx;
}

static void
test_two_services_send_each_once(void **state)
{
	struct scene one, two;
	pthread_t threads[2];
	void *result;
	char email[32];

	open_scene(state, &one);
	two = (struct scene){.acme = one.acme, .zones = one.zones};
	open_outbox(*state, &two, &one.post);
	for (int i = 0; i < PEOPLE; i++) {
		snprintf(email, sizeof(email), "p%d@acme.example", i);
		acme_run(one.acme,
			"UPDATE employee SET active = 1 WHERE id = ?1",
			&one.acme->people[i], 0);
		ask(&one, (enum acme_person)i, email);
	}
	assert_int_equal(
		pthread_create(&threads[0], NULL, send_all, one.outbox), 0);
	assert_int_equal(
		pthread_create(&threads[1], NULL, send_all, two.outbox), 0);
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], &result);
		assert_non_null(result);
	}
	for (int i = 0; i < PEOPLE; i++)
		assert_int_equal(one.post.to_seen[i], 1);
	outbox_free(&two.outbox);
	store_close(&two.store);
	close_scene(&one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_mail_is_sent_once),
		ON_BOTH(test_later_each_time),
		ON_BOTH(test_in_whose_language),
		ON_BOTH(test_a_server_that_is_away),
		ON_BOTH(test_what_is_refused_has_bounced),
		ON_BOTH(test_a_claim_ends),
		ON_BOTH(test_who_left_gets_none),
		ON_BOTH(test_old_ones_are_forgotten),
		ON_BOTH(test_wishes),
		ON_BOTH(test_two_services_send_each_once),
	};

	return cmocka_run_group_tests_name("outbox", tests, NULL, acme_end);
}
