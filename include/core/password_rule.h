#ifndef CORE_PASSWORD_RULE_H
#define CORE_PASSWORD_RULE_H

/*
 * What a password may be (NIST SP 800-63B, 3.1.1.2): long, and none of those
 * that are tried first. No mixture of kinds of characters is asked for.
 */

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

#endif
