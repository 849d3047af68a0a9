#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/settings.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

/* The one setting that the program itself writes. */

#define FILE_BYTES (64 * 1024)
#define BLANKS " \t\r"

/* Whether the line is "[secrets]", or another section's head. */
static bool
is_head(const char *line, bool *ours_out)
{
	line += strspn(line, BLANKS);
	if (line[0] != '[')
		return false;
	line++;
	line += strspn(line, BLANKS);
	*ours_out = strncmp(line, "secrets", 7) == 0 &&
		    strchr(BLANKS "]", line[7]) != NULL;
	return true;
}

static bool
is_store(const char *line)
{
	line += strspn(line, BLANKS);
	if (strncmp(line, "store", 5) != 0)
		return false;
	line += 5;
	return line[strspn(line, BLANKS)] == '=';
}

/* The text with this store; what else stands in it stays as it is. */
static void
put_store(const char *text, const char *word, struct str *out)
{
	bool inside = false;
	bool done = false;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		bool is_old = inside && is_store(text);

		if (!is_old) {
			str_add(out, text, len);
			str_addc(out, '\n');
		}
		if (is_head(text, &inside) && inside && !done) {
			str_addf(out, "store = %s\n", word);
			done = true;
		}
		text += len + (text[len] == '\n');
	}
	if (!done)
		str_addf(out, "%s[secrets]\nstore = %s\n",
			out->len > 0 ? "\n" : "", word);
}

/* What the name leads to, where it is a link: that file is changed. */
static int
save(const char *path, const struct str *text, struct err *err)
{
	char *real = realpath(path, NULL);
	mode_t mode = 0600;
	struct stat st;
	char *dir;
	int rc;

	if (real == NULL)
		real = mem_dupz(path);
	if (stat(real, &st) == 0)
		mode = st.st_mode & 0777;
	dir = mem_dup(real, (size_t)(strrchr(real, '/') - real));
	rc = file_make_dir(dir, err);
	if (rc == 0)
		rc = file_save(real, text->data, text->len, mode, err);
	free(dir);
	free(real);
	return rc;
}

int
settings_save_store(const char *path, enum secret_store store, struct err *err)
{
	struct str old;
	struct str text;
	int rc;

	str_init(&old, FILE_BYTES);
	str_init(&text, FILE_BYTES + 64);
	rc = file_load(path, FILE_BYTES, &old, err);
	if (rc < 0 && err->kind == ERR_NOT_FOUND) {
		err_clear(err);
		rc = 0;
	}
	if (rc == 0) {
		put_store(old.data, settings_store_word(store), &text);
		rc = save(path, &text, err);
	}
	str_release(&text);
	str_release(&old);
	return rc;
}
