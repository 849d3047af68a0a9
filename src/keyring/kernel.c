/*
 * The kernel's keyring of this user (user-keyring(7)): in memory that is never
 * written out, gone when the user's last process ends or the machine restarts.
 * Three system calls, for which glibc has no names.
 */

#include <errno.h>
#include <linux/keyctl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "place.h"

#define KEY_TYPE "user"
#define DESCRIPTION_BYTES 2048
#define SECRET_BYTES 4096

/* Everything to whoever possesses it and to the user's other logins, which
 * need not possess the user's keyring (keyctl_setperm(3)). */
#define KEY_PERMISSIONS 0x3f3f0000UL

static long
control(int operation, unsigned long a, unsigned long b, unsigned long c)
{
	return syscall(SYS_keyctl, operation, a, b, c, 0UL);
}

/* The name of a key: control characters cannot be in any part of it. */
static const char *
describe(const struct keyring_label *label, struct str *name)
{
	str_init(name, DESCRIPTION_BYTES);
	str_addf(name, "connect-clock:%s\t%s\t%s\t%s", label->purpose,
		label->server, label->company_id, label->username);
	return name->data;
}

static int
fail(int errnum, struct err *err)
{
	if (errnum == EDQUOT)
		return err_set(err, ERR_UNAVAILABLE,
			"the kernel's keyring of this user is full: remove "
			"keys from it (keyctl(1)), " PLACE_OTHERS);
	return err_set_errno(err, ERR_UNAVAILABLE, errnum,
		"the kernel's keyring cannot be used: let the machine's "
		"administrator permit it, " PLACE_OTHERS);
}

/* The key, or -1 with errno; ENOKEY: there is none. */
static long
find(const struct keyring_label *label)
{
	struct str name;
	long key;

	key = control(KEYCTL_SEARCH, (unsigned long)KEY_SPEC_USER_KEYRING,
		(unsigned long)KEY_TYPE, (unsigned long)describe(label, &name));
	str_release(&name);
	return key;
}

static bool
is_nothing(int errnum)
{
	return errnum == ENOKEY || errnum == EKEYEXPIRED ||
	       errnum == EKEYREVOKED;
}

static int
load(void *self, const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	char bytes[SECRET_BYTES];
	long key = find(label);
	long len = -1;
	int rc = 0;

	(void)self;
	if (key >= 0)
		len = control(KEYCTL_READ, (unsigned long)key,
			(unsigned long)bytes, sizeof(bytes));
	if (len >= 0 && len <= (long)sizeof(bytes))
		(void)secret_set(secret_out, bytes, (size_t)len);
	else if (len < 0 && !is_nothing(errno))
		rc = fail(errno, err);
	else
		rc = place_nothing(label, "the kernel's keyring", err);
	secret_wipe(bytes, sizeof(bytes));
	return rc;
}

static int
save(void *self, const struct keyring_label *label, const struct secret *secret,
	struct err *err)
{
	struct str name;
	long key;

	(void)self;
	/* Replaces the one of this name. */
	key = syscall(SYS_add_key, KEY_TYPE, describe(label, &name),
		secret->data, secret->len, KEY_SPEC_USER_KEYRING);
	str_release(&name);
	if (key < 0 || control(KEYCTL_SETPERM, (unsigned long)key,
			       KEY_PERMISSIONS, 0) < 0)
		return fail(errno, err);
	return 0;
}

static int
erase(void *self, const struct keyring_label *label, struct err *err)
{
	long key = find(label);

	(void)self;
	if (key >= 0 && control(KEYCTL_UNLINK, (unsigned long)key,
				(unsigned long)KEY_SPEC_USER_KEYRING, 0) >= 0)
		return 0;
	return is_nothing(errno) ? 0 : fail(errno, err);
}

/* Only a key that was added shows that one can be. */
static int
check(void *self, bool *keeps_out, struct err *err)
{
	static const struct keyring_label probe = {.server = "",
		.company_id = "",
		.username = "",
		.purpose = "probe"};
	struct secret secret = {0};
	int rc;

	(void)secret_set(&secret, "probe", strlen("probe"));
	*keeps_out = true;
	rc = save(self, &probe, &secret, err);
	if (rc == 0)
		rc = erase(self, &probe, err);
	secret_release(&secret);
	return rc;
}

/* There is nothing to remember, yet a place is never NULL. */
static void *
make(const struct keyring_settings *settings)
{
	(void)settings;
	return mem_new(1, 1);
}

static void
unmake(void *self)
{
	free(self);
}

const struct place_ops place_kernel = {
	.keyring = {.load = load, .save = save, .erase = erase, .check = check},
	.make = make,
	.unmake = unmake,
};
