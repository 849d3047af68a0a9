#include "outbox_rows.h"

#include <string.h>

#include "base/text.h"
#include "service/company/people_rows.h"

/* The company and the id of the mail that is due, if nobody else took it
 * meanwhile. */
static int
take(struct db *db, int64_t now_ms, int64_t until_ms, struct outbox_mail *mail,
	bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE letter SET due_ms = ?2, tries = tries + 1"
		    " WHERE state = 1 AND due_ms <= ?1"
		    " AND (company, id) IN (SELECT company, id FROM letter"
		    "  WHERE state = 1 AND due_ms <= ?1"
		    "  ORDER BY due_ms, asked_ms, id LIMIT 1)"
		    " RETURNING company, id",
		    &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 1, now_ms);
	db_bind_int(stmt, 2, until_ms);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out) {
		mail->company = db_id(stmt, 0);
		mail->id = db_id(stmt, 1);
	}
	db_reset(db);
	return 0;
}

static void
read_mail(const struct db_stmt *row, struct outbox_mail *mail)
{
	uint8_t given_len;

	mail->employee = db_id(row, 0);
	mail->kind = (enum letter_kind)db_int(row, 1);
	mail->tries = db_int(row, 2);
	mail->language = (int)db_int(row, 3);
	mail->wanted = db_int(row, 4) != 0;
	text_shorten(mail->email, sizeof(mail->email), db_text(row, 5));
	text_shorten(mail->token, sizeof(mail->token), db_text(row, 6));
	text_shorten(mail->code, sizeof(mail->code), db_text(row, 7));
	text_shorten(
		mail->company_id, sizeof(mail->company_id), db_text(row, 8));
	text_shorten(mail->company_name, sizeof(mail->company_name),
		db_text(row, 9));
	text_shorten(mail->zone, sizeof(mail->zone), db_text(row, 10));
	text_shorten(mail->username, sizeof(mail->username), db_text(row, 11));
	people_rows_name(row, 12, 13, mail->name, &given_len);
}

int
outbox_rows_claim(struct db *db, int64_t now_ms, int64_t until_ms,
	struct outbox_mail *mail_out, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	memset(mail_out, 0, sizeof(*mail_out));
	if (take(db, now_ms, until_ms, mail_out, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	if (db_prepare(db,
		    "SELECT l.employee, l.kind, l.tries,"
		    " " EMPLOYEE_LANGUAGE_SQL ","
		    " CASE WHEN l.token_hash IS NULL OR (e.active = 1"
		    "  AND e.role IS NOT NULL AND e.username IS NOT NULL"
		    "  AND e.email = l.email) THEN 1 ELSE 0 END,"
		    " l.email, l.token, l.code, c.company_id, c.name, c.zone,"
		    " e.username, e.given_name, e.family_name"
		    " FROM letter l"
		    " JOIN employee e ON e.company = l.company"
		    "  AND e.id = l.employee"
		    " JOIN company c ON c.id = l.company"
		    " WHERE l.company = ?1 AND l.id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &mail_out->company);
	db_bind_id(stmt, 2, &mail_out->id);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		read_mail(stmt, mail_out);
	db_reset(db);
	return 0;
}

int
outbox_rows_finish(
	struct db *db, const struct outbox_result *result, struct err *err)
{
	struct db_stmt *stmt;

	/* One that was dropped meanwhile stays so, and was used stays sent. */
	if (db_prepare(db,
		    "UPDATE letter SET said = ?4,"
		    " due_ms = CASE state WHEN 1 THEN CAST(?5 AS BIGINT) ELSE "
		    "due_ms END,"
		    " sent_ms = CASE WHEN CAST(?6 AS BIGINT) > 0"
		    "  AND sent_ms = 0 THEN CAST(?6 AS BIGINT) ELSE sent_ms "
		    "END,"
		    " token = CASE WHEN CAST(?3 AS BIGINT) = 1 THEN token ELSE "
		    "'' END,"
		    " code = CASE WHEN CAST(?3 AS BIGINT) = 1 THEN code ELSE "
		    "'' END,"
		    " state = CASE state WHEN 1 THEN CAST(?3 AS BIGINT)"
		    "  ELSE state END"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &result->mail->company);
	db_bind_id(stmt, 2, &result->mail->id);
	db_bind_int(stmt, 3, result->state);
	db_bind_text(stmt, 4, result->said);
	db_bind_int(stmt, 5, result->due_ms);
	db_bind_int(stmt, 6, result->sent_ms);
	return db_run(stmt, err);
}

int
outbox_rows_say(struct db *db, const char *said, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE letter SET said = ?1 WHERE state = 1 AND said = ''",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, said);
	return db_run(stmt, err);
}

int
outbox_rows_next(
	struct db *db, int64_t *due_ms_out, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT due_ms FROM letter WHERE state = 1"
		    " ORDER BY due_ms LIMIT 1",
		    &stmt, err) < 0 ||
		db_step(stmt, found_out, err) < 0)
		return -1;
	*due_ms_out = *found_out ? db_int(stmt, 0) : 0;
	db_reset(db);
	return 0;
}

/* The wish itself; its row is gone then. */
static int
take_wish(struct db *db, char company_id_out[COMPANY_ID_BYTES],
	char username_out[NAME_PART_BYTES], bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM letter_wish WHERE id IN (SELECT id"
		    " FROM letter_wish ORDER BY asked_ms, id LIMIT 1)"
		    " RETURNING company_id, username",
		    &stmt, err) < 0 ||
		db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out) {
		text_shorten(
			company_id_out, COMPANY_ID_BYTES, db_text(stmt, 0));
		text_shorten(username_out, NAME_PART_BYTES, db_text(stmt, 1));
	}
	db_reset(db);
	return 0;
}

int
outbox_rows_take_wish(struct db *db, struct letter *letter_out,
	char email_out[NAME_BYTES], bool *found_out, bool *known_out,
	struct err *err)
{
	char company_id[COMPANY_ID_BYTES];
	char username[NAME_PART_BYTES];
	struct db_stmt *stmt;

	*known_out = false;
	if (take_wish(db, company_id, username, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	if (db_prepare(db,
		    "SELECT e.company, e.id, e.email FROM company c"
		    " JOIN employee e ON e.company = c.id"
		    " WHERE c.company_id = ?1 AND e.username = ?2"
		    " AND e.active = 1 AND e.verified = 1"
		    " AND e.role IS NOT NULL AND e.email IS NOT NULL",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, company_id);
	db_bind_text(stmt, 2, username);
	if (db_step(stmt, known_out, err) < 0)
		return -1;
	if (*known_out) {
		letter_out->company = db_id(stmt, 0);
		letter_out->employee = db_id(stmt, 1);
		text_shorten(email_out, NAME_BYTES, db_text(stmt, 2));
	}
	db_reset(db);
	return 0;
}
