#include "core/rule.h"

#include <string.h>

#include "base/text.h"
#include "core/name.h"

static bool
is_shown_as_it_is(const char *text)
{
	struct str clean;
	bool same;

	str_init(&clean, SIZE_MAX / 2);
	text_clean(&clean, text, strlen(text));
	same = strcmp(clean.data, text) == 0;
	str_release(&clean);
	return same;
}

int
rule_text(const char *text, size_t min, size_t max, struct err *err)
{
	size_t len = strlen(text);

	if (len < min)
		return err_set(err, ERR_DATA, "must not be empty");
	if (len > max)
		return err_set(err, ERR_DATA, "is longer than %zu bytes", max);
	if (!is_shown_as_it_is(text))
		return err_set(err, ERR_DATA,
			"holds a character that cannot be shown");
	if (len > 0 && (text[0] == ' ' || text[len - 1] == ' '))
		return err_set(err, ERR_DATA, "begins or ends with a blank");
	return 0;
}

int
rule_name(const char *given, const char *family, struct err *err)
{
	if (rule_text(given, 0, NAME_PART_BYTES - 1, err) < 0)
		return err_about(err, "the given name");
	if (rule_text(family, 0, NAME_PART_BYTES - 1, err) < 0)
		return err_about(err, "the family name");
	if (given[0] == '\0' && family[0] == '\0')
		return err_set(
			err, ERR_DATA, "a given or a family name is missing");
	return 0;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* Words, with one dot between two of them, that have none of `edges` at either
 * end. */
static bool
is_dotted(const char *text, size_t len, const char *edges)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(edges, text[i]) != NULL &&
			(i == 0 || i + 1 == len || text[i - 1] == '.' ||
				text[i + 1] == '.'))
			return false;
	return len > 0;
}

int
rule_address(const char *text, struct err *err)
{
	size_t box = strspn(text, LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~.");
	const char *host = text + box + 1;

	if (!is_dotted(text, box, ".") || text[box] != '@' ||
		host[strspn(host, LETTERS DIGITS "-.")] != '\0' ||
		!is_dotted(host, strlen(host), ".-"))
		return err_set(err, ERR_DATA, "is no e-mail address");
	return 0;
}
