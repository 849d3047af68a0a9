#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/*
 * "<words>", or "<words>: <tail>" with what stands between them. It is put
 * together apart (the arguments may stand in err->text) and cleaned: an error
 * is one line, whatever it quotes.
 */
static int
err_put(struct err *err, enum err_kind kind, const char *words,
	const char *between, const char *tail)
{
	char all[2 * ERR_TEXT_BYTES + 2];
	struct str line;

	snprintf(all, sizeof(all), "%s%s%.*s", words, between,
		ERR_TEXT_BYTES - 1, tail);
	str_init(&line, ERR_TEXT_BYTES - 1);
	text_clean(&line, all, strlen(all));
	memcpy(err->text, line.data, line.len + 1);
	err->kind = kind;
	str_release(&line);
	return -1;
}

int
err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
	char words[ERR_TEXT_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	return err_put(err, kind, words, "", "");
}

int
err_set_errno(struct err *err, enum err_kind kind, int errnum,
	const char *format, ...)
{
	char words[ERR_TEXT_BYTES];
	char buf[128];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	return err_put(
		err, kind, words, ": ", strerror_r(errnum, buf, sizeof(buf)));
}

int
err_wrap(struct err *err, const char *format, ...)
{
	char words[ERR_TEXT_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	return err_put(err, err->kind, words, ": ", err->text);
}

int
err_about(struct err *err, const char *format, ...)
{
	char words[ERR_TEXT_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	return err_put(err, err->kind, words, " ", err->text);
}

void
err_clear(struct err *err)
{
	err->kind = ERR_NONE;
	err->text[0] = '\0';
}

int
err_exit_code(enum err_kind kind)
{
	static const int codes[] = {
#define X(name, code) [ERR_##name] = code,
		ERR_KINDS(X)
#undef X
	};

	return codes[kind];
}
