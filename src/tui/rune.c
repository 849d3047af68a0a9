#include "rune.h"

void
rune_add(struct str *out, uint32_t rune)
{
	if (rune < 0x80) {
		str_addc(out, (char)rune);
		return;
	}
	if (rune < 0x800) {
		str_addc(out, (char)(0xc0 | rune >> 6));
	} else if (rune < 0x10000) {
		str_addc(out, (char)(0xe0 | rune >> 12));
		str_addc(out, (char)(0x80 | (rune >> 6 & 0x3f)));
	} else {
		str_addc(out, (char)(0xf0 | rune >> 18));
		str_addc(out, (char)(0x80 | (rune >> 12 & 0x3f)));
		str_addc(out, (char)(0x80 | (rune >> 6 & 0x3f)));
	}
	str_addc(out, (char)(0x80 | (rune & 0x3f)));
}
