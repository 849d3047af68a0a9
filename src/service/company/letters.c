#include "service/company/letters.h"

#include <ctype.h>
#include <string.h>

#include "base/secret.h"
#include "crypto/token.h"
#include "letter_rows.h"

/* 12 characters of 5 bits each, without those that are read wrongly, in
 * groups of four: K7QX-92MF-4TDA. */
#define CODE_LEN 12
#define CODE_TEXT_BYTES 15

/* An old link says so long why it works no more. */
#define KEPT_MS (90LL * 24 * 60 * 60 * 1000)

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static int
make_code(char text_out[CODE_TEXT_BYTES], struct err *err)
{
	unsigned char random[CODE_LEN];
	char *at = text_out;

	if (token_random(random, sizeof(random), err) < 0)
		return -1;
	for (size_t i = 0; i < CODE_LEN; i++) {
		if (i > 0 && i % 4 == 0)
			*at++ = '-';
		*at++ = alphabet[random[i] & 31];
	}
	*at = '\0';
	secret_wipe(random, sizeof(random));
	return 0;
}

/* The character that was meant; '\0' when it is none of a code. */
static char
meant(char typed)
{
	char c = (char)toupper((unsigned char)typed);

	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	return strchr(alphabet, c) != NULL ? c : '\0';
}

bool
letters_hash_code(
	const struct id *employee, const char *code, struct hash *hash_out)
{
	char bytes[sizeof(employee->bytes) + CODE_LEN];
	size_t used = sizeof(employee->bytes);
	bool right = true;

	memcpy(bytes, employee->bytes, used);
	for (; *code != '\0' && right; code++) {
		if (*code == '-' || *code == ' ')
			continue;
		right = used < sizeof(bytes) && meant(*code) != '\0';
		if (right)
			bytes[used++] = meant(*code);
	}
	right = right && used == sizeof(bytes);
	if (right)
		hash_bytes(bytes, sizeof(bytes), hash_out);
	secret_wipe(bytes, sizeof(bytes));
	return right;
}

/* One with a token and a code of its own. */
static int
add_with_token(struct db *db, const struct letter *letter, const struct id *id,
	struct err *err)
{
	struct hash bits, token_hashed, code_hashed;
	char token[TOKEN_TEXT_BYTES];
	char code[CODE_TEXT_BYTES];
	const struct letter_row row = {
		.letter = letter,
		.id = *id,
		.token = token,
		.code = code,
		.token_hash = &token_hashed,
		.code_hash = &code_hashed,
	};
	int rc;

	if (token_random(bits.bytes, sizeof(bits.bytes), err) < 0 ||
		make_code(code, err) < 0)
		return -1;
	token_text(&bits, token);
	token_hash(token, strlen(token), &token_hashed);
	(void)letters_hash_code(&letter->employee, code, &code_hashed);
	rc = letter_rows_add(db, &row, err);
	secret_wipe(&bits, sizeof(bits));
	secret_wipe(token, sizeof(token));
	secret_wipe(code, sizeof(code));
	return rc;
}

int
letters_ask(struct db *db, const struct letter *letter, struct err *err)
{
	struct letter_row note = {.letter = letter, .token = "", .code = ""};
	struct id_source source = {0};

	if (id_make(&source, letter->now_ms, &note.id, err) < 0)
		return -1;
	if (letter->kind == LETTER_NOTE)
		return letter_rows_add(db, &note, err);
	if (letter_rows_lock(db, &letter->company, &letter->employee, err) <
			0 ||
		letter_rows_end(db, letter, err) < 0 ||
		letter_rows_forget(db, letter->now_ms - KEPT_MS, err) < 0)
		return -1;
	return add_with_token(db, letter, &note.id, err);
}

int
letters_ask_bounded(struct db *db, const struct letter *letter, bool *asked_out,
	struct err *err)
{
	*asked_out = false;
	if (letter_rows_lock(db, &letter->company, &letter->employee, err) <
			0 ||
		letter_rows_may_ask(db, letter, asked_out, err) < 0)
		return -1;
	return *asked_out ? letters_ask(db, letter, err) : 0;
}
