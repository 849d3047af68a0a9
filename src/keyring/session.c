/* Memory only: signed in until the program ends. */

#include <stdlib.h>

#include "base/mem.h"
#include "place.h"

struct kept {
	char *server;
	char *company_id;
	char *username;
	char *purpose;
	struct secret secret;
	struct kept *next;
};

struct session {
	struct kept *first;
};

static struct kept **
find(struct session *session, const struct keyring_label *label)
{
	struct kept **at = &session->first;

	for (; *at != NULL; at = &(*at)->next) {
		const struct keyring_label own = {.server = (*at)->server,
			.company_id = (*at)->company_id,
			.username = (*at)->username,
			.purpose = (*at)->purpose};

		if (place_same_label(&own, label))
			break;
	}
	return at;
}

static int
load(void *self, const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	const struct kept *kept = *find(self, label);

	if (kept == NULL)
		return place_nothing(label, "memory", err);
	(void)secret_set(secret_out, kept->secret.data, kept->secret.len);
	return 0;
}

static int
save(void *self, const struct keyring_label *label, const struct secret *secret,
	struct err *err)
{
	struct kept **at = find(self, label);

	(void)err;
	if (*at == NULL) {
		*at = mem_new(1, sizeof(**at));
		(*at)->server = mem_dupz(label->server);
		(*at)->company_id = mem_dupz(label->company_id);
		(*at)->username = mem_dupz(label->username);
		(*at)->purpose = mem_dupz(label->purpose);
	}
	(void)secret_set(&(*at)->secret, secret->data, secret->len);
	return 0;
}

static int
erase(void *self, const struct keyring_label *label, struct err *err)
{
	struct kept **at = find(self, label);
	struct kept *kept = *at;

	(void)err;
	if (kept == NULL)
		return 0;
	*at = kept->next;
	secret_release(&kept->secret);
	free(kept->server);
	free(kept->company_id);
	free(kept->username);
	free(kept->purpose);
	free(kept);
	return 0;
}

static int
check(void *self, bool *keeps_out, struct err *err)
{
	(void)self;
	(void)err;
	*keeps_out = false;
	return 0;
}

static void *
make(const struct keyring_settings *settings)
{
	(void)settings;
	return mem_new(1, sizeof(struct session));
}

static void
unmake(void *self)
{
	struct session *session = self;

	while (session->first != NULL) {
		const struct keyring_label label = {
			.server = session->first->server,
			.company_id = session->first->company_id,
			.username = session->first->username,
			.purpose = session->first->purpose};

		(void)erase(session, &label, NULL);
	}
	free(session);
}

const struct place_ops place_session = {
	.keyring = {.load = load, .save = save, .erase = erase, .check = check},
	.make = make,
	.unmake = unmake,
};
