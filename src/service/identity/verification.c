#include "verification.h"

#include <stdio.h>
#include <string.h>

#include "core/password_rule.h"
#include "crypto/token.h"
#include "service/company/audit.h"
#include "service/desk/store.h"
#include "verification_rows.h"

int
verification_find(struct db *db, const char *token, int64_t now_ms,
	struct verification *it_out, struct err *err)
{
	struct hash hash;

	token_hash(token, strlen(token), &hash);
	return verification_rows_find(db, &hash, now_ms, it_out, err);
}

int
verification_find_newest(struct db *db, const char *company_id,
	const char *username, int64_t now_ms, struct verification *it_out,
	struct err *err)
{
	return verification_rows_newest(
		db, company_id, username, now_ms, it_out, err);
}

int
verification_rule(const struct verification *it, const struct secret *password,
	struct err *err)
{
	char mailbox[NAME_BYTES];
	const char *const words[] = {
		it->company_id,
		it->company_name,
		it->username,
		it->given_name,
		it->family_name,
		mailbox,
	};

	(void)snprintf(mailbox, sizeof(mailbox), "%.*s",
		(int)strcspn(it->email, "@"), it->email);
	return password_rule(password->data != NULL ? password->data : "",
		password->len, words, sizeof(words) / sizeof(words[0]), err);
}

/* --- setting ---------------------------------------------------------------
 */

struct setting {
	const struct verification *it;
	const char *hash;
	int64_t now_ms;
	bool set;
};

static int
note(struct db *db, const struct setting *setting, const char *what,
	const char *old, const char *new, struct err *err)
{
	struct audit_row row = {
		.company = setting->it->company,
		.at_ms = setting->now_ms,
		.author = setting->it->employee,
		.what = what,
		.subject = setting->it->employee,
		.old = old,
		.new = new,
	};

	return audit_add(db, &row, err);
}

/* store_work */
static int
set(void *ctx, struct db *db, struct err *err)
{
	struct setting *setting = ctx;
	const struct verification *it = setting->it;

	err_clear(err);
	setting->set = false;
	/* The person first, as whoever asks for a mail locks it. */
	if (verification_rows_set_password(
		    db, it, setting->hash, &setting->set, err) < 0 ||
		(setting->set && verification_rows_use(db, it, setting->now_ms,
					 &setting->set, err) < 0))
		return -1;
	if (!setting->set)
		return err_set(err, ERR_DATA, "the link is good no more");
	if (verification_rows_end_sessions(db, it, setting->now_ms, err) < 0 ||
		(!it->verified && note(db, setting, "employee.verified",
					  "false", "true", err) < 0))
		return -1;
	return note(db, setting, "employee.password", "", "\"set\"", err);
}

int
verification_set(struct call *call, const struct verification *it,
	const char *hash, bool *set_out, struct err *err)
{
	struct setting setting = {
		.it = it, .hash = hash, .now_ms = call->now_ms};
	int rc = store_write(call->desk->store, set, &setting, err);

	*set_out = rc == 0;
	if (rc < 0 && err->kind == ERR_DATA && !setting.set) {
		err_clear(err);
		return 0;
	}
	return rc;
}

/* --- another mail ----------------------------------------------------------
 */

struct again {
	const struct verification *it;
	int64_t now_ms;
	bool asked;
};

/* store_work */
static int
ask(void *ctx, struct db *db, struct err *err)
{
	struct again *again = ctx;
	const struct verification *it = again->it;
	struct letter letter = {
		.company = it->company,
		.employee = it->employee,
		.kind = LETTER_FORGOTTEN,
		.email = it->email,
		.now_ms = again->now_ms,
	};

	if (!it->verified)
		letter.kind = LETTER_VERIFY;
	else if (it->kind == LETTER_MOVED && it->state != VERIFICATION_USED)
		letter.kind = LETTER_MOVED;
	return letters_ask_bounded(db, &letter, &again->asked, err);
}

int
verification_again(
	struct call *call, const struct verification *it, struct err *err)
{
	struct again again = {.it = it, .now_ms = call->now_ms};

	if (store_write(call->desk->store, ask, &again, err) < 0)
		return -1;
	call->mails = call->mails || again.asked;
	return 0;
}
