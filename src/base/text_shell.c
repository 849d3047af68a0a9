#include <string.h>

#include "base/text.h"

static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789-._/:@,+%";

void
text_shell(struct str *out, const char *text)
{
	if (text[0] != '\0' && text[strspn(text, plain)] == '\0') {
		str_addz(out, text);
		return;
	}
	str_addc(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			str_addz(out, "'\\'");
		str_addc(out, *text);
	}
	str_addc(out, '\'');
}
