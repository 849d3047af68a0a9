#include "base/log.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/text.h"

/* A line up to this size is written to a pipe in one piece (PIPE_BUF). */
#define LOG_LINE_BYTES 4096
#define LOG_VALUE_BYTES 1024

static const char log_cut[] = " cut=\"yes\"";

/* ' key="value"': clean, with a backslash before quotes and backslashes. */
static void
log_add_pair(struct str *line, const char *key, const char *value)
{
	size_t len = strlen(value);
	struct str clean;

	str_init(&clean, LOG_VALUE_BYTES);
	while (len > 0 && !str_is_cut(&clean)) {
		uint32_t rune;
		size_t bytes = text_decode(value, len, &rune);

		if (rune == '"' || rune == '\\')
			str_addf(&clean, "\\%c", (char)rune);
		else
			text_clean(&clean, value, bytes);
		value += bytes;
		len -= bytes;
	}
	str_addf(line, " %s=\"%s\"", key, clean.data);
	str_release(&clean);
}

void
log_event(enum log_level level, const char *event, ...)
{
	struct str line;
	const char *key;
	va_list args;
	ssize_t ignored;

	str_init(&line, LOG_LINE_BYTES - sizeof(log_cut));
	str_addf(&line, "<%d>event=%s", (int)level, event);
	va_start(args, event);
	while ((key = va_arg(args, const char *)) != NULL) {
		const char *value = va_arg(args, const char *);

		log_add_pair(&line, key, value != NULL ? value : "");
	}
	va_end(args);
	line.max = LOG_LINE_BYTES;
	if (str_is_cut(&line)) {
		line.cut = false;
		str_addz(&line, log_cut);
	}
	str_addc(&line, '\n');
	ignored = write(STDERR_FILENO, line.data, line.len);
	(void)ignored; /* there is nowhere to complain to */
	str_release(&line);
}
