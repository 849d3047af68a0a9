#ifndef TESTS_INTEGRATION_SERVICE_VERIFY_SCENE_H
#define TESTS_INTEGRATION_SERVICE_VERIFY_SCENE_H

/* A mailed link, and its page. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/acme.h"
#include "lib/cmocka_all.h"
#include "lib/sql.h"
#include "service/company/letters.h"

#define FORM "application/x-www-form-urlencoded"
#define GOOD "a better horse battery"
#define GOOD_FORM "password=a+better+horse+battery&again=a+better+horse+battery"

/* Robin has just given the newcomer an address. */
struct scene {
	struct acme *acme;
	struct acme_tokens tokens;
	char id[ID_TEXT_BYTES];
	char token[64];
	char code[32];
	char path[160];
};

/* The link that waits. */
static inline void
read_letter(struct scene *scene)
{
	char *token = sql_text(scene->acme->db,
		"SELECT token FROM letter WHERE ended = 0 AND token <> ''");
	char *code = sql_text(scene->acme->db,
		"SELECT code FROM letter WHERE ended = 0 AND code <> ''");

	assert_true(str_copy(scene->token, sizeof(scene->token), token));
	assert_true(str_copy(scene->code, sizeof(scene->code), code));
	free(token);
	free(code);
}

static inline int
patch(struct scene *scene, const char *body)
{
	snprintf(scene->path, sizeof(scene->path), "/v1/employees/%s",
		scene->id);
	return acme_ask(scene->acme, &(struct acme_request){.path = scene->path,
					     .method = "PATCH",
					     .if_match = "*",
					     .body = body,
					     .token = scene->tokens.access});
}

static inline struct scene
open_scene(void **state)
{
	struct scene scene = {.acme = acme_open(*state)};

	acme_sign_in(scene.acme, ACME_ADMIN, 0, &scene.tokens);
	id_format(&scene.acme->people[ACME_NEWCOMER], scene.id);
	assert_int_equal(
		patch(&scene, "{\"email\":\"new@acme.example\"}"), 200);
	read_letter(&scene);
	return scene;
}

/* As the outbox leaves it. */
static inline void
send_now(struct scene *scene)
{
	struct db_stmt *stmt = sql_prepare(scene->acme->db,
		"UPDATE letter SET state = 2, sent_ms = ?1, token = '',"
		" code = '' WHERE state = 1");
	struct err err = {0};

	db_bind_int(stmt, 1, scene->acme->now_ms);
	assert_int_equal(db_run(stmt, &err), 0);
}

static inline int
page(struct scene *scene, const char *method, const char *rest,
	const char *form)
{
	snprintf(scene->path, sizeof(scene->path), "/verify/%s%s", scene->token,
		rest);
	return acme_ask(scene->acme,
		&(struct acme_request){.path = scene->path,
			.method = method,
			.body = form,
			.content_type = form == NULL ? NULL : FORM});
}

static inline bool
says(const struct scene *scene, const char *text)
{
	return strstr(scene->acme->reply.body.data, text) != NULL;
}

static inline int
sign_in(struct scene *scene, const char *password)
{
	return acme_try_sign_in(scene->acme, "acme", "newcomer", password, 1);
}

#endif
