/*
 * One file of mode 0600. A line is a secret with its label:
 *
 *	server TAB company TAB username TAB purpose TAB secret
 *
 * A file that holds a single bare word was put there by an administrator (a
 * kiosk): it is what delivers, for any enrolment, and is left alone. So is one
 * that systemd provides.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "place.h"

#define FILE_MAX_BYTES (64 * 1024)
#define SETTING "token_file"

struct file {
	char *path;    /* NULL: not set */
	bool provided; /* by the service manager: its modes, not ours */
};

/* The whole file in memory that is wiped. */
struct text {
	char *data; /* FILE_MAX_BYTES, a last newline and a NUL */
	size_t len;
};

static void
text_init(struct text *text)
{
	text->data = mem_new(FILE_MAX_BYTES + 2, 1);
	text->len = 0;
}

static void
text_release(struct text *text)
{
	secret_wipe(text->data, text->len);
	free(text->data);
}

static bool
text_add(struct text *text, const char *bytes, size_t len)
{
	if (len > FILE_MAX_BYTES - text->len)
		return false;
	memcpy(text->data + text->len, bytes, len);
	text->len += len;
	text->data[text->len] = '\0';
	return true;
}

static bool
is_bare(const struct text *text)
{
	return text->len > 0 && memchr(text->data, '\t', text->len) == NULL;
}

static int
check_path(const struct file *file, struct err *err)
{
	if (file->path == NULL)
		return err_set(err, ERR_CONFIG,
			"secrets are to live in a file, but no " SETTING
			" is set: set it, " PLACE_OTHERS);
	if (file->path[0] != '/')
		return err_set(err, ERR_CONFIG,
			SETTING " %s does not begin with a slash: give the "
				"whole path",
			file->path);
	return 0;
}

/* A secret that others may read is none. */
static int
check_mode(const struct file *file, int fd, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(err, ERR_CONFIG,
			SETTING " %s is not a file: correct it", file->path);
	if (file->provided)
		return 0;
	if (st.st_uid != geteuid())
		return err_set(err, ERR_CONFIG,
			SETTING " %s belongs to somebody else and is not used: "
				"give it to the user of this program",
			file->path);
	if ((st.st_mode & 077) != 0)
		return err_set(err, ERR_CONFIG,
			SETTING " %s can be read by others and is not used: "
				"run chmod 600 on it, and sign in anew if it "
				"was read",
			file->path);
	return 0;
}

static int
read_text(const struct file *file, int fd, struct text *text, struct err *err)
{
	ssize_t n;

	do {
		/* One byte more than may be: then it is too large. */
		n = read(fd, text->data + text->len,
			FILE_MAX_BYTES + 1 - text->len);
		if (n > 0)
			text->len += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0)
		return err_set_errno(err, ERR_CONFIG, errno,
			"cannot read " SETTING " %s", file->path);
	if (text->len > FILE_MAX_BYTES)
		return err_set(err, ERR_CONFIG,
			SETTING " %s is too large to be one: correct the "
				"setting",
			file->path);
	if (text->len > 0 && text->data[text->len - 1] != '\n')
		text->data[text->len++] = '\n';
	text->data[text->len] = '\0';
	return 0;
}

/* Reads it into `text`, which stays empty when there is no such file. */
static int
read_file(const struct file *file, struct text *text, struct err *err)
{
	int fd;
	int rc = -1;

	if (check_path(file, err) < 0)
		return -1;
	fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return err_set_errno(err, ERR_CONFIG, errno,
			"cannot open " SETTING " %s", file->path);
	if (check_mode(file, fd, err) == 0)
		rc = read_text(file, fd, text, err);
	close(fd);
	return rc;
}

/* Takes the field up to `end` off the line; NULL when there is none. */
static char *
take_field(char **line, char end)
{
	char *field = *line;
	char *stop = strchr(field, end);

	if (stop == NULL)
		return NULL;
	*stop = '\0';
	*line = stop + 1;
	return field;
}

/* One line into a label and the secret; both point into it. */
static bool
parse_line(char *line, struct keyring_label *label_out, char **secret_out)
{
	label_out->server = take_field(&line, '\t');
	label_out->company_id =
		label_out->server == NULL ? NULL : take_field(&line, '\t');
	label_out->username =
		label_out->company_id == NULL ? NULL : take_field(&line, '\t');
	label_out->purpose =
		label_out->username == NULL ? NULL : take_field(&line, '\t');
	*secret_out = line;
	return label_out->purpose != NULL;
}

static int
take_secret(const struct file *file, const char *word, size_t len,
	struct secret *secret_out, struct err *err)
{
	if (!secret_set(secret_out, word, len))
		return err_set(err, ERR_CONFIG,
			SETTING " %s holds a longer token than there are: "
				"correct it",
			file->path);
	return 0;
}

static int
load_bare(const struct file *file, const struct text *text,
	const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	const size_t len = strcspn(text->data, "\r\n");

	if (strcmp(label->purpose, "delivery") != 0)
		return place_nothing(label, file->path, err);
	return take_secret(file, text->data, len, secret_out, err);
}

static int
find_secret(const struct file *file, struct text *text,
	const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	char *rest = text->data;
	char *line;

	while ((line = take_field(&rest, '\n')) != NULL) {
		struct keyring_label own;
		char *secret;

		if (parse_line(line, &own, &secret) &&
			place_same_label(&own, label))
			return take_secret(
				file, secret, strlen(secret), secret_out, err);
	}
	return place_nothing(label, file->path, err);
}

static int
load(void *self, const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	const struct file *file = self;
	struct text text;
	int rc = -1;

	text_init(&text);
	if (read_file(file, &text, err) < 0)
		goto out;
	if (is_bare(&text))
		rc = load_bare(file, &text, label, secret_out, err);
	else
		rc = find_secret(file, &text, label, secret_out, err);
out:
	text_release(&text);
	return rc;
}

static bool
is_field(const char *text)
{
	return strpbrk(text, "\t\n") == NULL;
}

/* "server TAB company TAB username TAB purpose TAB secret LF" */
static bool
add_line(struct text *text, const struct keyring_label *label,
	const char *secret, size_t len)
{
	const char *const fields[] = {label->server, label->company_id,
		label->username, label->purpose};
	const size_t count = sizeof(fields) / sizeof(fields[0]);

	for (size_t i = 0; i < count; i++)
		if (!is_field(fields[i]) ||
			!text_add(text, fields[i], strlen(fields[i])) ||
			!text_add(text, "\t", 1))
			return false;
	return memchr(secret, '\n', len) == NULL &&
	       memchr(secret, '\0', len) == NULL &&
	       text_add(text, secret, len) && text_add(text, "\n", 1);
}

/* Every line of `old` but that of the label, then the secret, if any. */
static bool
compose(struct text *old, const struct keyring_label *label,
	const struct secret *secret, struct text *text)
{
	char *rest = old->data;
	char *line;
	bool ok = true;

	while (ok && (line = take_field(&rest, '\n')) != NULL) {
		struct keyring_label own;
		char *kept;

		if (parse_line(line, &own, &kept) &&
			!place_same_label(&own, label))
			ok = add_line(text, &own, kept, strlen(kept));
	}
	if (ok && secret != NULL)
		ok = add_line(text, label, secret->data, secret->len);
	return ok;
}

/* Replaces the label's line by the secret, or by nothing if that is NULL. */
static int
replace(const struct file *file, const struct keyring_label *label,
	const struct secret *secret, struct err *err)
{
	struct text old;
	struct text text;
	int rc = -1;

	text_init(&old);
	text_init(&text);
	if (read_file(file, &old, err) < 0)
		goto out;
	if (is_bare(&old) || file->provided) {
		/* What was given is not ours to erase. */
		rc = secret == NULL ? 0
				    : err_set(err, ERR_CONFIG,
					      "the sign-in is not stored, "
					      "because %s was "
					      "given to this program and is "
					      "left alone: it "
					      "lasts until the program ends",
					      file->path);
		goto out;
	}
	if (!compose(&old, label, secret, &text)) {
		err_set(err, ERR_CONFIG,
			"the sign-in cannot be stored in " SETTING " %s: it is "
			"full, or the name has a tab in it",
			file->path);
		goto out;
	}
	if (secret == NULL && old.len == 0) {
		rc = 0;
		goto out;
	}
	rc = file_save(file->path, text.data, text.len, 0600, err);
	if (rc != 0)
		err_wrap(err, "the sign-in is not stored");
out:
	text_release(&text);
	text_release(&old);
	return rc;
}

/* The directory of it, made when missing. */
static int
make_dir(const struct file *file, struct err *err)
{
	char *dir = mem_dup(
		file->path, (size_t)(strrchr(file->path, '/') - file->path));
	int rc = dir[0] == '\0' ? 0 : file_make_dir(dir, err);

	free(dir);
	if (rc < 0)
		err->kind = ERR_CONFIG;
	return rc;
}

/* Until it is closed no other process writes; -1: it cannot be. */
static int
lock(const struct file *file, struct err *err)
{
	struct str path;
	int fd = -1;

	if (make_dir(file, err) < 0)
		return err_wrap(err, "the sign-in is not stored");
	str_init(&path, 4096);
	str_addf(&path, "%s.lock", file->path);
	fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) < 0) {
		err_set_errno(err, ERR_CONFIG, errno,
			"the sign-in is not stored: cannot lock " SETTING " %s",
			file->path);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	str_release(&path);
	return fd;
}

/* As replace, while no other process does the same. */
static int
replace_alone(const struct file *file, const struct keyring_label *label,
	const struct secret *secret, struct err *err)
{
	int rc;
	int fd;

	if (check_path(file, err) < 0)
		return -1;
	if (file->provided)
		return replace(file, label, secret, err);
	fd = lock(file, err);
	if (fd < 0)
		return -1;
	rc = replace(file, label, secret, err);
	close(fd);
	return rc;
}

static int
save(void *self, const struct keyring_label *label, const struct secret *secret,
	struct err *err)
{
	return replace_alone(self, label, secret, err);
}

static int
erase(void *self, const struct keyring_label *label, struct err *err)
{
	return replace_alone(self, label, NULL, err);
}

/* It can be locked, so its directory can be written, and it is sound. */
static int
check(void *self, bool *keeps_out, struct err *err)
{
	const struct file *file = self;
	struct text text;
	int rc;
	int fd;

	text_init(&text);
	rc = read_file(file, &text, err);
	*keeps_out = rc == 0 && !file->provided && !is_bare(&text);
	text_release(&text);
	if (!*keeps_out)
		return rc;
	fd = lock(file, err);
	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}

static bool
is_below(const char *path, const char *dir)
{
	const size_t len = strlen(dir);

	return strncmp(path, dir, len) == 0 && path[len] == '/';
}

static void *
make(const struct keyring_settings *settings)
{
	struct file *file = mem_new(1, sizeof(*file));
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (settings->path != NULL && settings->path[0] != '\0') {
		file->path = mem_dupz(settings->path);
		file->provided = dir != NULL && is_below(file->path, dir);
	}
	return file;
}

static void
unmake(void *self)
{
	struct file *file = self;

	free(file->path);
	free(file);
}

const struct place_ops place_file = {
	.keyring = {.load = load, .save = save, .erase = erase, .check = check},
	.make = make,
	.unmake = unmake,
};
