#ifndef TEXT_PLAIN_H
#define TEXT_PLAIN_H

/*
 * The Latin letters beyond ASCII without their accents, case kept: Latin-1,
 * Latin Extended-A and -B, and Latin Extended Additional (Vietnamese). Empty:
 * stays as it is. Every result stands for itself, but for its case.
 */

#define TEXT_PLAIN_BYTES 4

#define TEXT_PLAIN_LATIN 0x00c0
/* clang-format off */
static const char text_plain_latin[0x0250 - TEXT_PLAIN_LATIN]
				  [TEXT_PLAIN_BYTES] = {
	/* 00c0 */ "A", "A", "A", "A", "A", "A", "Ae", "C",
	/* 00c8 */ "E", "E", "E", "E", "I", "I", "I", "I",
	/* 00d0 */ "D", "N", "O", "O", "O", "O", "O", "",
	/* 00d8 */ "O", "U", "U", "U", "U", "Y", "Th", "ss",
	/* 00e0 */ "a", "a", "a", "a", "a", "a", "ae", "c",
	/* 00e8 */ "e", "e", "e", "e", "i", "i", "i", "i",
	/* 00f0 */ "d", "n", "o", "o", "o", "o", "o", "",
	/* 00f8 */ "o", "u", "u", "u", "u", "y", "th", "y",
	/* 0100 */ "A", "a", "A", "a", "A", "a", "C", "c",
	/* 0108 */ "C", "c", "C", "c", "C", "c", "D", "d",
	/* 0110 */ "D", "d", "E", "e", "E", "e", "E", "e",
	/* 0118 */ "E", "e", "E", "e", "G", "g", "G", "g",
	/* 0120 */ "G", "g", "G", "g", "H", "h", "H", "h",
	/* 0128 */ "I", "i", "I", "i", "I", "i", "I", "i",
	/* 0130 */ "I", "i", "Ij", "ij", "J", "j", "K", "k",
	/* 0138 */ "k", "L", "l", "L", "l", "L", "l", "L",
	/* 0140 */ "l", "L", "l", "N", "n", "N", "n", "N",
	/* 0148 */ "n", "'n", "N", "n", "O", "o", "O", "o",
	/* 0150 */ "O", "o", "Oe", "oe", "R", "r", "R", "r",
	/* 0158 */ "R", "r", "S", "s", "S", "s", "S", "s",
	/* 0160 */ "S", "s", "T", "t", "T", "t", "T", "t",
	/* 0168 */ "U", "u", "U", "u", "U", "u", "U", "u",
	/* 0170 */ "U", "u", "U", "u", "W", "w", "Y", "y",
	/* 0178 */ "Y", "Z", "z", "Z", "z", "Z", "z", "s",
	/* 0180 */ "b", "B", "B", "b", "\xc6\x85", "", "O", "C",
	/* 0188 */ "c", "D", "D", "D", "d", "d", "E", "\xc9\x99",
	/* 0190 */ "E", "F", "f", "G", "\xc9\xa3", "hv", "\xc9\xa9", "I",
	/* 0198 */ "K", "k", "l", "", "\xc9\xaf", "N", "n", "\xc9\xb5",
	/* 01a0 */ "O", "o", "Oi", "oi", "P", "p", "\xca\x80", "\xc6\xa8",
	/* 01a8 */ "", "\xca\x83", "", "t", "T", "t", "T", "U",
	/* 01b0 */ "u", "\xca\x8a", "V", "Y", "y", "Z", "z", "Z",
	/* 01b8 */ "\xc6\xb9", "", "", "", "\xc6\xbd", "", "ts", "w",
	/* 01c0 */ "", "", "", "", "Dz", "Dz", "dz", "Lj",
	/* 01c8 */ "Lj", "lj", "Nj", "Nj", "nj", "A", "a", "I",
	/* 01d0 */ "i", "O", "o", "U", "u", "U", "u", "U",
	/* 01d8 */ "u", "U", "u", "U", "u", "e", "A", "a",
	/* 01e0 */ "A", "a", "Ae", "ae", "G", "g", "G", "g",
	/* 01e8 */ "K", "k", "O", "o", "O", "o", "Z", "z",
	/* 01f0 */ "j", "Dz", "Dz", "dz", "G", "g", "Hv", "W",
	/* 01f8 */ "N", "n", "A", "a", "Ae", "ae", "O", "o",
	/* 0200 */ "A", "a", "A", "a", "E", "e", "E", "e",
	/* 0208 */ "I", "i", "I", "i", "O", "o", "O", "o",
	/* 0210 */ "R", "r", "R", "r", "U", "u", "U", "u",
	/* 0218 */ "S", "s", "T", "t", "Y", "y", "H", "h",
	/* 0220 */ "N", "d", "Ou", "ou", "Z", "z", "A", "a",
	/* 0228 */ "E", "e", "O", "o", "O", "o", "O", "o",
	/* 0230 */ "O", "o", "Y", "y", "l", "n", "t", "j",
	/* 0238 */ "db", "qp", "A", "C", "c", "L", "T", "s",
	/* 0240 */ "z", "\xc9\x82", "", "B", "\xca\x89", "\xca\x8c", "E", "e",
	/* 0248 */ "J", "j", "Q", "q", "R", "r", "Y", "y",
};

#define TEXT_PLAIN_MORE 0x1e00
static const char text_plain_more[0x1f00 - TEXT_PLAIN_MORE]
				 [TEXT_PLAIN_BYTES] = {
	/* 1e00 */ "A", "a", "B", "b", "B", "b", "B", "b",
	/* 1e08 */ "C", "c", "D", "d", "D", "d", "D", "d",
	/* 1e10 */ "D", "d", "D", "d", "E", "e", "E", "e",
	/* 1e18 */ "E", "e", "E", "e", "E", "e", "F", "f",
	/* 1e20 */ "G", "g", "H", "h", "H", "h", "H", "h",
	/* 1e28 */ "H", "h", "H", "h", "I", "i", "I", "i",
	/* 1e30 */ "K", "k", "K", "k", "K", "k", "L", "l",
	/* 1e38 */ "L", "l", "L", "l", "L", "l", "M", "m",
	/* 1e40 */ "M", "m", "M", "m", "N", "n", "N", "n",
	/* 1e48 */ "N", "n", "N", "n", "O", "o", "O", "o",
	/* 1e50 */ "O", "o", "O", "o", "P", "p", "P", "p",
	/* 1e58 */ "R", "r", "R", "r", "R", "r", "R", "r",
	/* 1e60 */ "S", "s", "S", "s", "S", "s", "S", "s",
	/* 1e68 */ "S", "s", "T", "t", "T", "t", "T", "t",
	/* 1e70 */ "T", "t", "U", "u", "U", "u", "U", "u",
	/* 1e78 */ "U", "u", "U", "u", "V", "v", "V", "v",
	/* 1e80 */ "W", "w", "W", "w", "W", "w", "W", "w",
	/* 1e88 */ "W", "w", "X", "x", "X", "x", "Y", "y",
	/* 1e90 */ "Z", "z", "Z", "z", "Z", "z", "h", "t",
	/* 1e98 */ "w", "y", "a", "s", "s", "s", "Ss", "d",
	/* 1ea0 */ "A", "a", "A", "a", "A", "a", "A", "a",
	/* 1ea8 */ "A", "a", "A", "a", "A", "a", "A", "a",
	/* 1eb0 */ "A", "a", "A", "a", "A", "a", "A", "a",
	/* 1eb8 */ "E", "e", "E", "e", "E", "e", "E", "e",
	/* 1ec0 */ "E", "e", "E", "e", "E", "e", "E", "e",
	/* 1ec8 */ "I", "i", "I", "i", "O", "o", "O", "o",
	/* 1ed0 */ "O", "o", "O", "o", "O", "o", "O", "o",
	/* 1ed8 */ "O", "o", "O", "o", "O", "o", "O", "o",
	/* 1ee0 */ "O", "o", "O", "o", "U", "u", "U", "u",
	/* 1ee8 */ "U", "u", "U", "u", "U", "u", "U", "u",
	/* 1ef0 */ "U", "u", "Y", "y", "Y", "y", "Y", "y",
	/* 1ef8 */ "Y", "y", "Ll", "ll", "V", "v", "Y", "y",
};
/* clang-format on */

#endif
