#include "core/rule.h"
#include "parts.h"

void
parts_read_press(struct cursor *cursor, enum punch_kind *press_out)
{
	const char *name = reader_string(cursor, "press", READER_WANTED);
	struct err err;

	if (name == NULL)
		return;
	if (punch_kind_parse(name, press_out, &err) < 0 ||
		*press_out == PUNCH_VOID)
		reader_fail(cursor, "press", "is not a button");
}

void
parts_read_line(struct cursor *cursor, const char *key, char *out, size_t size)
{
	struct err wrong = {0};

	if (reader_text(cursor, key, READER_OPTIONAL, out, size) &&
		rule_text(out, 0, size - 1, &wrong) < 0)
		reader_fail(cursor, key, wrong.text);
}
