#include "fake_keyring.h"

#include <stdio.h>
#include <string.h>

#define ITEMS 8

static void
name_of(const struct keyring_label *label, char *out, size_t size)
{
	snprintf(out, size, "%s|%s|%s|%s", label->server, label->company_id,
		label->username, label->purpose);
}

/* The slot of this label, else a free one. */
static size_t
slot(const struct fake_keyring *fake, const char *name)
{
	size_t free_slot = ITEMS;

	for (size_t i = 0; i < ITEMS; i++) {
		if (strcmp(fake->items[i].label, name) == 0)
			return i;
		if (fake->items[i].label[0] == '\0' && free_slot == ITEMS)
			free_slot = i;
	}
	return free_slot;
}

static int
fails(const struct fake_keyring *fake, struct err *err)
{
	if (fake->fail == ERR_NONE)
		return 0;
	return err_set(err, fake->fail, "the keyring is locked; unlock it");
}

static int
load(void *self, const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	struct fake_keyring *fake = self;
	char name[1200];
	size_t i;

	if (fails(fake, err) < 0)
		return -1;
	name_of(label, name, sizeof(name));
	i = slot(fake, name);
	if (i == ITEMS || fake->items[i].secret.len == 0)
		return err_set(err, ERR_NOT_FOUND, "nothing stored");
	(void)secret_set(secret_out, fake->items[i].secret.data,
		fake->items[i].secret.len);
	return 0;
}

static int
save(void *self, const struct keyring_label *label, const struct secret *secret,
	struct err *err)
{
	struct fake_keyring *fake = self;
	char name[1200];
	size_t i;

	if (fails(fake, err) < 0)
		return -1;
	name_of(label, name, sizeof(name));
	i = slot(fake, name);
	snprintf(
		fake->items[i].label, sizeof(fake->items[i].label), "%s", name);
	secret_release(&fake->items[i].secret);
	(void)secret_set(&fake->items[i].secret, secret->data, secret->len);
	return 0;
}

static int
erase(void *self, const struct keyring_label *label, struct err *err)
{
	struct fake_keyring *fake = self;
	char name[1200];
	size_t i;

	if (fails(fake, err) < 0)
		return -1;
	name_of(label, name, sizeof(name));
	i = slot(fake, name);
	if (i < ITEMS)
		secret_release(&fake->items[i].secret);
	return 0;
}

static int
check(void *self, bool *keeps_out, struct err *err)
{
	struct fake_keyring *fake = self;

	fake->checks++;
	*keeps_out = !fake->provided;
	if (fake->missing)
		return err_set(err, ERR_UNAVAILABLE,
			"there is no keyring here, because nobody made one");
	return fails(fake, err);
}

struct keyring
fake_keyring_port(struct fake_keyring *fake)
{
	static const struct keyring_ops ops = {
		.load = load,
		.save = save,
		.erase = erase,
		.check = check,
	};

	return (struct keyring){.ops = &ops, .self = fake};
}

static void
choose(void *self, enum keyring_choice choice, struct keyring *keyring_out)
{
	struct fake_keyring *fake = self;

	fake->chosen[choice]++;
	fake->missing = false;
	*keyring_out = fake_keyring_port(fake);
}

static int
keep(void *self, struct err *err)
{
	struct fake_keyring *fake = self;

	if (fake->stuck)
		return err_set(err, ERR_DISK, "the configuration is stuck");
	fake->kept++;
	return 0;
}

static const char *
file(void *self)
{
	(void)self;
	return "/srv/dana/sign-in";
}

struct keyring_chooser
fake_keyring_chooser(struct fake_keyring *fake)
{
	static const struct keyring_chooser_ops ops = {
		.choose = choose, .keep = keep, .file = file};

	return (struct keyring_chooser){.ops = &ops, .self = fake};
}

void
fake_keyring_release(struct fake_keyring *fake)
{
	for (size_t i = 0; i < ITEMS; i++)
		secret_release(&fake->items[i].secret);
}
