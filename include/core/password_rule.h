#ifndef CORE_PASSWORD_RULE_H
#define CORE_PASSWORD_RULE_H

/*
 * What a password may be (NIST SP 800-63B, 3.1.1.2): long, and none of those
 * that are tried first. No mixture of kinds of characters is asked for.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define PASSWORD_RULE_MIN 12 /* characters */

/*
 * `words`: of the company and the person, each of which may be NULL or empty;
 * what has fewer than three letters does not count. ERR_DATA says what is
 * wrong, and never a part of the password.
 */
int password_rule(const char *password, size_t len, const char *const *words,
	size_t word_count, struct err *err);

/* Whether it has fewer characters than that, for whoever says it in words of
 * another language. */
bool password_rule_is_short(const char *password, size_t len);

#endif
