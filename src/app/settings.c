#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "app/settings.h"
#include "base/file.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/person.h"

#define SETTINGS_FILE_BYTES (64 * 1024)

typedef int set_value(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err);

static int
set_text(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	if (!str_copy((char *)settings + offset, size, value))
		return err_set(
			err, ERR_CONFIG, "longer than %zu bytes", size - 1);
	return 0;
}

static int
set_yes(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	bool yes = strcmp(value, "yes") == 0;

	(void)size;
	if (!yes && strcmp(value, "no") != 0)
		return err_set(err, ERR_CONFIG, "wants yes or no");
	*(bool *)((char *)settings + offset) = yes;
	return 0;
}

static int
set_background(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	bool light = strcmp(value, "light") == 0;

	(void)offset;
	(void)size;
	if (!light && strcmp(value, "dark") != 0)
		return err_set(err, ERR_CONFIG, "wants dark or light");
	settings->background = light ? BACKGROUND_LIGHT : BACKGROUND_DARK;
	return 0;
}

static int
set_server(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	(void)size;
	return settings_check_server(value, (char *)settings + offset, err);
}

static int
set_company(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	(void)offset;
	(void)size;
	return person_read_company(value, settings->company_id, err);
}

static int
set_path(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	struct str path;
	int rc;

	str_init(&path, 4096);
	rc = file_expand(value, &path, err);
	if (rc == 0)
		rc = set_text(settings, offset, size, path.data, err);
	str_release(&path);
	return rc;
}

/* "sha256//" and 32 bytes in base64; several between semicolons. */
static bool
is_pin(const char *value)
{
	static const char head[] = "sha256//";
	static const char base64[] = "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789+/";

	for (;; value++) {
		if (strncmp(value, head, strlen(head)) != 0)
			return false;
		value += strlen(head);
		if (strspn(value, base64) != 43 || value[43] != '=')
			return false;
		value += 44;
		if (*value != ';')
			return *value == '\0';
	}
}

static int
set_pin(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	if (!is_pin(value))
		return err_set(err, ERR_CONFIG,
			"wants sha256// and 44 characters, the base64 of a "
			"SHA-256; several between semicolons");
	return set_text(settings, offset, size, value, err);
}

static const struct {
	const char *word;
	enum secret_store store;
} stores[] = {
	{"keyring", SECRET_STORE_KEYRING},
	{"command", SECRET_STORE_COMMAND},
	{"file", SECRET_STORE_FILE},
	{"kernel", SECRET_STORE_KERNEL},
	{"session", SECRET_STORE_SESSION},
};

#define STORES (sizeof(stores) / sizeof(stores[0]))

const char *
settings_store_word(enum secret_store store)
{
	size_t i = 0;

	while (i < STORES - 1 && stores[i].store != store)
		i++;
	return stores[i].word;
}

static int
set_store(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	(void)offset;
	(void)size;
	for (size_t i = 0; i < STORES; i++)
		if (strcmp(value, stores[i].word) == 0) {
			settings->secret_store = stores[i].store;
			return 0;
		}
	return err_set(err, ERR_CONFIG,
		"wants keyring, command, file, kernel or session");
}

/* Words between blanks; no shell, no quoting. */
static int
set_command(struct settings *settings, size_t offset, size_t size,
	const char *value, struct err *err)
{
	size_t n = 0;

	(void)offset;
	(void)size;
	while (*value != '\0') {
		size_t len = strcspn(value, " \t");

		if (n == SETTINGS_ARGV_MAX)
			return err_set(err, ERR_CONFIG,
				"has more than %d words", SETTINGS_ARGV_MAX);
		settings->password_command[n++] = mem_dup(value, len);
		value += len + strspn(value + len, " \t");
	}
	return 0;
}

/* --- what may be mended or come back meanwhile: it is only said ----------- */

/* `value` as it stands in the file, a path perhaps with "~/". */
typedef int look_value(const char *value, struct err *err);

static char *
expand(const char *value)
{
	struct err ignored;
	struct str path;
	char *copy;

	str_init(&path, 4096);
	(void)file_expand(value, &path, &ignored);
	copy = mem_dupz(path.data);
	str_release(&path);
	return copy;
}

static int
look_file(const char *value, struct err *err)
{
	char *path = expand(value);
	int rc = 0;

	if (access(path, R_OK) < 0)
		rc = err_set_errno(
			err, ERR_CONFIG, errno, "cannot read %s", path);
	free(path);
	return rc;
}

/* One that is missing is made. */
static int
look_token_file(const char *value, struct err *err)
{
	char *path = expand(value);
	int rc = access(path, F_OK) == 0 ? look_file(value, err) : 0;

	free(path);
	return rc;
}

static int
look_command(const char *value, struct err *err)
{
	char *program = mem_dup(value, strcspn(value, " \t"));
	int rc = 0;

	if (strchr(program, '/') != NULL && access(program, X_OK) < 0)
		rc = err_set_errno(
			err, ERR_CONFIG, errno, "cannot run %s", program);
	free(program);
	return rc;
}

#define MEMBER(name)                                                           \
	offsetof(struct settings, name), sizeof(((struct settings *)0)->name)

static const struct setting {
	const char *section;
	const char *key;
	set_value *set;
	size_t offset;
	size_t size;
	look_value *look; /* NULL: a value that is well formed is good */
} settings_table[] = {
	{"service", "server", set_server, MEMBER(server), NULL},
	{"service", "company", set_company, MEMBER(company_id), NULL},
	{"service", "ca_file", set_path, MEMBER(ca_file), look_file},
	{"service", "pin", set_pin, MEMBER(pin), NULL},
	{"secrets", "store", set_store, MEMBER(secret_store), NULL},
	{"secrets", "password_command", set_command, MEMBER(password_command),
		look_command},
	{"secrets", "token_file", set_path, MEMBER(token_file),
		look_token_file},
	{"screen", "colour", set_yes, MEMBER(colour), NULL},
	{"screen", "background", set_background, MEMBER(background), NULL},
	{"screen", "ascii", set_yes, MEMBER(ascii), NULL},
	{"screen", "clock", set_yes, MEMBER(clock), NULL},
};

struct loading {
	struct settings settings;
	int store_line; /* where the store was chosen; 0: nowhere */
};

/* A press must not fail for it: it is said, and goes on. */
static void
doubt(struct settings *settings, const struct setting *setting,
	const struct ini_entry *entry)
{
	size_t len = strlen(settings->doubts);
	struct err why = {0};

	if (setting->look != NULL && setting->look(entry->value, &why) < 0)
		snprintf(settings->doubts + len, sizeof(settings->doubts) - len,
			"%s:%d: %s: %s\n", entry->file, entry->line,
			setting->key, why.text);
}

static int
on_entry(void *ctx, const struct ini_entry *entry, struct err *err)
{
	size_t n = sizeof(settings_table) / sizeof(settings_table[0]);
	struct loading *loading = ctx;

	for (size_t i = 0; i < n; i++) {
		const struct setting *setting = &settings_table[i];

		if (strcmp(entry->section, setting->section) != 0 ||
			strcmp(entry->key, setting->key) != 0)
			continue;
		if (setting->set(&loading->settings, setting->offset,
			    setting->size, entry->value, err) < 0) {
			err->kind = ERR_CONFIG;
			return err_wrap(err, "%s", setting->key);
		}
		if (setting->set == set_store)
			loading->store_line = entry->line;
		doubt(&loading->settings, setting, entry);
		return 0;
	}
	if (entry->section[0] == '\0')
		return err_set(err, ERR_CONFIG,
			"key '%s' stands before the first [section]",
			entry->key);
	return err_set(err, ERR_CONFIG, "unknown key '%s' in [%s]", entry->key,
		entry->section);
}

/* What one setting needs of another. */
static int
check_whole(const char *path, const struct loading *loading, struct err *err)
{
	const struct settings *settings = &loading->settings;

	if (settings->secret_store == SECRET_STORE_COMMAND &&
		settings->password_command[0] == NULL)
		return err_set(err, ERR_CONFIG,
			"%s:%d: store = command needs password_command", path,
			loading->store_line);
	return 0;
}

/* Beside the journal, whose directory is private. */
static void
fill_token_file(struct settings *settings)
{
	struct err ignored;
	struct str dir;
	struct str path;

	str_init(&dir, 4096);
	str_init(&path, 4096);
	if (settings->token_file[0] == '\0' &&
		file_place(FILE_STATE, "connect-clock", &dir, &ignored) == 0) {
		file_join(&path, dir.data, "sign-in");
		(void)str_copy(settings->token_file,
			sizeof(settings->token_file), path.data);
	}
	str_release(&path);
	str_release(&dir);
}

int
settings_load(const char *path, struct settings *settings_out, struct err *err)
{
	struct loading loading = {
		.settings = {.colour = true, .clock = true},
	};
	struct str text;
	int rc;

	str_init(&text, SETTINGS_FILE_BYTES);
	rc = file_load(path, SETTINGS_FILE_BYTES, &text, err);
	if (rc != 0 && err->kind == ERR_NOT_FOUND) {
		err_clear(err);
		rc = 0;
	} else if (rc == 0 && strlen(text.data) != text.len) {
		rc = err_set(err, ERR_CONFIG,
			"%s: holds a NUL byte: it is no text", path);
	} else if (rc == 0) {
		rc = ini_parse(path, text.data, on_entry, &loading, err);
		if (rc == 0)
			rc = check_whole(path, &loading, err);
	} else {
		err->kind = ERR_CONFIG;
	}
	str_release(&text);
	if (rc != 0) {
		settings_release(&loading.settings);
		return -1;
	}
	fill_token_file(&loading.settings);
	*settings_out = loading.settings;
	return 0;
}

void
settings_release(struct settings *settings)
{
	for (size_t i = 0; i < SETTINGS_ARGV_MAX; i++) {
		free(settings->password_command[i]);
		settings->password_command[i] = NULL;
	}
}
