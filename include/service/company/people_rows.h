#ifndef SERVICE_COMPANY_PEOPLE_ROWS_H
#define SERVICE_COMPANY_PEOPLE_ROWS_H

/* Employees as the service's answers show them. */

#include "base/jsonout.h"
#include "core/person.h"
#include "db/db.h"

/* The person of this id. ERR_NOT_FOUND when there is none with a role. */
int people_rows_load(struct db *db, const struct id *company,
	const struct id *employee, struct person *person_out, struct err *err);

/* Whose mails and pages are in which of company_language_words: of an employee
 * e (employee_language_words) of the company c. */
#define EMPLOYEE_LANGUAGE_SQL                                                  \
	"CASE e.language WHEN 0 THEN c.language WHEN 1 THEN 1 ELSE 0 END"

/* A name from the columns of its two parts. */
void people_rows_name(const struct db_stmt *stmt, int given, int family,
	char name_out[NAME_BYTES], uint8_t *given_len_out);

/* "0104 Dana Whitfield" from the columns of the number and the two names, null
 * where there is nobody. */
void people_rows_label(struct jsonout *json, const char *key,
	const struct db_stmt *stmt, int column);

/* Appends the same; nothing where there is nobody. */
void
people_rows_add_label(struct str *out, const struct db_stmt *stmt, int column);

/* A meal policy from four columns that begin at `column`. */
struct meal_policy people_rows_meal(const struct db_stmt *stmt, int column);

#endif
