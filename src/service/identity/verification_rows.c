#include "verification_rows.h"

#include <string.h>

#include "base/text.h"
#include "service/company/people_rows.h"

#define VERIFICATION_SELECT                                                    \
	"SELECT l.company, l.employee, l.id, l.kind, l.ended, l.ended_ms,"     \
	" l.sent_ms, l.code_hash, e.verified,"                                 \
	" " EMPLOYEE_LANGUAGE_SQL ","                                          \
	" CASE WHEN e.active = 1 AND e.role IS NOT NULL"                       \
	"  AND e.username IS NOT NULL THEN 1 ELSE 0 END,"                      \
	" CASE WHEN e.email = l.email THEN 1 ELSE 0 END, c.company_id, "       \
	"c.name, e.username, e.given_name,"                                    \
	" e.family_name, e.email"                                              \
	" FROM letter l"                                                       \
	" JOIN employee e ON e.company = l.company AND e.id = l.employee"      \
	" JOIN company c ON c.id = l.company "

enum column {
	COMPANY,
	EMPLOYEE,
	LETTER,
	KIND,
	ENDED,
	ENDED_MS,
	SENT_MS,
	CODE_HASH,
	VERIFIED,
	LANGUAGE,
	MAY_SIGN_IN_COLUMN,
	IS_ADDRESS,
	COMPANY_ID,
	COMPANY_NAME,
	USERNAME,
	GIVEN_NAME,
	FAMILY_NAME,
	EMAIL
};

static enum verification_state
state_of(const struct db_stmt *row, int64_t now_ms)
{
	const int64_t sent_ms = db_int(row, SENT_MS);

	if (db_int(row, ENDED) == LETTER_USED)
		return VERIFICATION_USED;
	if (db_int(row, ENDED) == LETTER_NEWER || db_int(row, IS_ADDRESS) == 0)
		return VERIFICATION_NEWER;
	if (db_int(row, MAY_SIGN_IN_COLUMN) == 0 ||
		(sent_ms != 0 && now_ms - sent_ms >= LETTER_LIFE_MS))
		return VERIFICATION_EXPIRED;
	return VERIFICATION_OPEN;
}

static void
read_text(const struct db_stmt *row, enum column column, char *buf_out,
	size_t size)
{
	text_shorten(buf_out, size, db_text(row, (int)column));
}

static void
read_row(const struct db_stmt *row, int64_t now_ms, struct verification *it)
{
	size_t len;
	const void *code_hash = db_blob(row, CODE_HASH, &len);

	it->state = state_of(row, now_ms);
	it->company = db_id(row, COMPANY);
	it->employee = db_id(row, EMPLOYEE);
	it->letter = db_id(row, LETTER);
	it->kind = (enum letter_kind)db_int(row, KIND);
	it->ended_ms = db_int(row, ENDED_MS);
	if (len == sizeof(it->code_hash.bytes))
		memcpy(it->code_hash.bytes, code_hash, len);
	it->verified = db_int(row, VERIFIED) != 0;
	it->language = (int)db_int(row, LANGUAGE);
	read_text(row, COMPANY_ID, it->company_id, sizeof(it->company_id));
	read_text(
		row, COMPANY_NAME, it->company_name, sizeof(it->company_name));
	read_text(row, USERNAME, it->username, sizeof(it->username));
	read_text(row, GIVEN_NAME, it->given_name, sizeof(it->given_name));
	read_text(row, FAMILY_NAME, it->family_name, sizeof(it->family_name));
	read_text(row, EMAIL, it->email, sizeof(it->email));
}

static int
find(struct db *db, struct db_stmt *stmt, int64_t now_ms,
	struct verification *it_out, struct err *err)
{
	bool row;

	memset(it_out, 0, sizeof(*it_out));
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		read_row(stmt, now_ms, it_out);
	db_reset(db);
	return 0;
}

int
verification_rows_find(struct db *db, const struct hash *token, int64_t now_ms,
	struct verification *it_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, VERIFICATION_SELECT "WHERE l.token_hash = ?1", &stmt,
		    err) < 0)
		return -1;
	db_bind_blob(stmt, 1, token->bytes, sizeof(token->bytes));
	return find(db, stmt, now_ms, it_out, err);
}

int
verification_rows_newest(struct db *db, const char *company_id,
	const char *username, int64_t now_ms, struct verification *it_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    VERIFICATION_SELECT
		    "WHERE c.company_id = ?1 AND e.username = ?2"
		    " AND l.token_hash IS NOT NULL"
		    " ORDER BY l.asked_ms DESC, l.id DESC LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, company_id);
	db_bind_text(stmt, 2, username);
	return find(db, stmt, now_ms, it_out, err);
}

int
verification_rows_set_password(struct db *db, const struct verification *it,
	const char *hash, bool *set_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE employee SET password_hash = ?3, verified = 1"
		    " WHERE company = ?1 AND id = ?2 AND active = 1"
		    " AND role IS NOT NULL AND username IS NOT NULL"
		    " RETURNING id",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &it->company);
	db_bind_id(stmt, 2, &it->employee);
	db_bind_text(stmt, 3, hash);
	if (db_step(stmt, set_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
verification_rows_use(struct db *db, const struct verification *it,
	int64_t now_ms, bool *used_out, struct err *err)
{
	struct db_stmt *stmt;

	/* One that waits was sent after all, if somebody has it. */
	if (db_prepare(db,
		    "UPDATE letter SET ended = 1, ended_ms = ?3, token = '',"
		    " code = '', state = CASE state WHEN 1 THEN 2 ELSE state"
		    " END, sent_ms = CASE sent_ms WHEN 0 THEN ?3 ELSE sent_ms"
		    " END WHERE company = ?1 AND id = ?2 AND ended = 0"
		    " AND (sent_ms = 0 OR sent_ms > ?4)"
		    " RETURNING id",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &it->company);
	db_bind_id(stmt, 2, &it->letter);
	db_bind_int(stmt, 3, now_ms);
	db_bind_int(stmt, 4, now_ms - LETTER_LIFE_MS);
	if (db_step(stmt, used_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
verification_rows_end_sessions(struct db *db, const struct verification *it,
	int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = ?3, until_ms = ?3"
		    " WHERE company = ?1 AND employee = ?2 AND revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &it->company);
	db_bind_id(stmt, 2, &it->employee);
	db_bind_int(stmt, 3, now_ms);
	return db_run(stmt, err);
}
