#include "keyring/keyring.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "place.h"

struct keyring_place {
	const struct place_ops *ops;
	void *self;
};

struct keyring_place *
keyring_new(
	const struct keyring_settings *settings, struct keyring *keyring_out)
{
	static const struct place_ops *const kinds[] = {
		[KEYRING_SECRET_SERVICE] = &place_secret_service,
		[KEYRING_COMMAND] = &place_command,
		[KEYRING_FILE] = &place_file,
		[KEYRING_KERNEL] = &place_kernel,
		[KEYRING_SESSION] = &place_session,
	};
	struct keyring_place *place = mem_new(1, sizeof(*place));

	place->ops = kinds[settings->kind];
	place->self = place->ops->make(settings);
	*keyring_out = (struct keyring){
		.ops = &place->ops->keyring, .self = place->self};
	return place;
}

void
keyring_free(struct keyring_place **place)
{
	if (*place == NULL)
		return;
	(*place)->ops->unmake((*place)->self);
	free(*place);
	*place = NULL;
}

bool
place_same_label(const struct keyring_label *a, const struct keyring_label *b)
{
	return strcmp(a->server, b->server) == 0 &&
	       strcmp(a->company_id, b->company_id) == 0 &&
	       strcmp(a->username, b->username) == 0 &&
	       strcmp(a->purpose, b->purpose) == 0;
}

int
place_nothing(
	const struct keyring_label *label, const char *where, struct err *err)
{
	return err_set(err, ERR_NOT_FOUND,
		"no sign-in for %s at %s is stored in %s: sign in",
		label->company_id, label->server, where);
}
