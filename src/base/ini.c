#include "base/ini.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define INI_LINE_BYTES 4096
#define INI_NAMES_MAX 1024 /* sections, and keys in one section */

struct ini_names {
	char **items;
	size_t count;
	size_t cap;
};

struct ini {
	struct ini_entry entry;
	ini_on_entry *on_entry;
	void *ctx;
	struct ini_names sections;
	struct ini_names keys; /* of the current section */
};

static void
ini_names_clear(struct ini_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	names->count = 0;
}

static void
ini_names_release(struct ini_names *names)
{
	ini_names_clear(names);
	free(names->items);
}

/* The name, kept; NULL when it stands there already. */
static const char *
ini_names_add(struct ini_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return NULL;
	names->items = mem_grow(names->items, &names->cap, names->count + 1,
		sizeof(*names->items));
	names->items[names->count] = mem_dupz(name);
	return names->items[names->count++];
}

static bool
ini_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Cuts blanks off both ends, in place. */
static char *
ini_trim(char *text)
{
	size_t len;

	while (ini_is_blank(*text))
		text++;
	len = strlen(text);
	while (len > 0 && ini_is_blank(text[len - 1]))
		len--;
	text[len] = '\0';
	return text;
}

static bool
ini_is_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";

	return name[0] != '\0' && name[strspn(name, allowed)] == '\0';
}

static int
ini_section(struct ini *ini, char *line, struct err *err)
{
	size_t len = strlen(line);
	char *name = line + 1;

	if (line[len - 1] != ']')
		return err_set(err, ERR_CONFIG, "a section needs its ]");
	line[len - 1] = '\0';
	name = ini_trim(name);
	if (!ini_is_name(name))
		return err_set(err, ERR_CONFIG,
			"[%.60s] is no section name (letters, digits, . _ -)",
			name);
	if (ini->sections.count == INI_NAMES_MAX)
		return err_set(err, ERR_CONFIG, "too many sections");
	ini->entry.section = ini_names_add(&ini->sections, name);
	if (ini->entry.section == NULL)
		return err_set(err, ERR_CONFIG,
			"section [%s] stands here a second time", name);
	ini_names_clear(&ini->keys);
	return 0;
}

static int
ini_key(struct ini *ini, char *line, struct err *err)
{
	char *equals = strchr(line, '=');
	char *key = line;

	if (equals == NULL)
		return err_set(err, ERR_CONFIG,
			"\"%.60s\" is neither [section] nor key = value", line);
	*equals = '\0';
	key = ini_trim(key);
	if (!ini_is_name(key))
		return err_set(err, ERR_CONFIG,
			"\"%.60s\" is no key (letters, digits, . _ -)", key);
	if (ini->keys.count == INI_NAMES_MAX)
		return err_set(err, ERR_CONFIG, "too many keys");
	ini->entry.key = ini_names_add(&ini->keys, key);
	if (ini->entry.key == NULL)
		return err_set(err, ERR_CONFIG,
			"%s is set a second time in this section", key);
	ini->entry.value = ini_trim(equals + 1);
	return ini->on_entry(ini->ctx, &ini->entry, err);
}

static bool
ini_has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if (((unsigned char)*text < 0x20 && *text != '\t') ||
			*text == 0x7f)
			return true;
	return false;
}

static int
ini_line(struct ini *ini, const char *text, size_t len, struct err *err)
{
	char buf[INI_LINE_BYTES + 1];
	char *line;

	if (len > INI_LINE_BYTES)
		return err_set(err, ERR_CONFIG,
			"the line is longer than %d bytes", INI_LINE_BYTES);
	if (!text_is_utf8(text, len))
		return err_set(err, ERR_CONFIG, "the line is not UTF-8");
	memcpy(buf, text, len);
	buf[len] = '\0';
	line = ini_trim(buf);
	if (ini_has_control(line))
		return err_set(
			err, ERR_CONFIG, "the line holds a control character");
	if (line[0] == '\0' || line[0] == '#' || line[0] == ';')
		return 0;
	if (line[0] == '[')
		return ini_section(ini, line, err);
	return ini_key(ini, line, err);
}

int
ini_parse(const char *file, const char *text, ini_on_entry *on_entry, void *ctx,
	struct err *err)
{
	struct ini ini = {
		.entry = {.file = file, .line = 1, .section = ""},
		.on_entry = on_entry,
		.ctx = ctx,
	};
	int rc = 0;

	while (rc == 0 && *text != '\0') {
		size_t len = strcspn(text, "\n");

		rc = ini_line(&ini, text, len, err);
		if (rc != 0)
			err_wrap(err, "%s:%d", file, ini.entry.line);
		text += len + (text[len] == '\n');
		ini.entry.line++;
	}
	ini_names_release(&ini.sections);
	ini_names_release(&ini.keys);
	return rc;
}
