#include "service/company/letters.h"

#include <string.h>

#include "base/secret.h"
#include "crypto/code.h"
#include "crypto/token.h"
#include "letter_rows.h"

/* K7QX-92MF-4TDA */
#define CODE_LEN 12

/* An old link says so long why it works no more. */
#define KEPT_MS (90LL * 24 * 60 * 60 * 1000)

bool
letters_hash_code(
	const struct id *employee, const char *code, struct hash *hash_out)
{
	char bytes[sizeof(employee->bytes) + CODE_LEN + 1];
	bool right = code_read(code, CODE_LEN, bytes + sizeof(employee->bytes));

	memcpy(bytes, employee->bytes, sizeof(employee->bytes));
	if (right)
		hash_bytes(bytes, sizeof(bytes) - 1, hash_out);
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
	char code[CODE_TEXT_BYTES(CODE_LEN)];
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
		code_make(CODE_LEN, code, err) < 0)
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
