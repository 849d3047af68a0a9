#ifndef TESTS_LIB_LABELS_H
#define TESTS_LIB_LABELS_H

/* Labels and short words for tests of keyrings. */

#include "port/keyring.h"

/* What delivers for an enrolment, and the session of one person. */
extern const struct keyring_label label_delivery;
extern const struct keyring_label label_session;

/* Saves a text under a label; returns 0 or the kind of the error. */
enum err_kind label_save(const struct keyring *keyring,
	const struct keyring_label *label, const char *text, struct err *err);

/* Fails unless exactly that text is stored under a label. */
void label_expect(const struct keyring *keyring,
	const struct keyring_label *label, const char *text);

/* Loads what should not be there; returns the kind of the error. */
enum err_kind label_load_error(const struct keyring *keyring,
	const struct keyring_label *label, struct err *err);

/* Erases; returns 0 or the kind of the error. */
enum err_kind label_erase(const struct keyring *keyring,
	const struct keyring_label *label, struct err *err);

#endif
