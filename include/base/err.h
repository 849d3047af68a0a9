#ifndef BASE_ERR_H
#define BASE_ERR_H

/*
 * What went wrong: a closed kind for the program, one line for the person.
 *
 * Functions that can fail take a `struct err *` as their last parameter and
 * return -1 after filling it. The text reads outermost first: "punch not
 * recorded: cannot write journal: disk full". Kinds are few: a kind exists
 * because some caller does something different for it.
 */

#include <stddef.h>

#define ERR_TEXT_BYTES 512

/* X(name, exit code of a program that ends with it) */
#define ERR_KINDS(X)                                                           \
	X(NONE, 0)         /* no error */                                      \
	X(USAGE, 64)       /* the words of a call are off */                   \
	X(DATA, 65)        /* what was given is not valid */                   \
	X(NOT_FOUND, 65)   /* nothing of that name or id */                    \
	X(AMBIGUOUS, 65)   /* several of that name */                          \
	X(UNAVAILABLE, 69) /* the service or a daemon cannot be reached */     \
	X(INTERNAL, 70)    /* a state that should not be */                    \
	X(DISK, 73)        /* cannot create or open a file */                  \
	X(FULL, 74)        /* no room, or the disk failed under a write */     \
	X(BUSY, 75)        /* somebody else holds it; later it will do */      \
	X(PERMISSION, 77)  /* signed in, but not allowed */                    \
	X(AUTH, 77)        /* not signed in, or the sign-in was refused */     \
	X(LOCKED, 77)      /* a keyring that must be unlocked first */         \
	X(CONFIG, 78)      /* the configuration is wrong */

enum err_kind {
#define X(name, code) ERR_##name,
	ERR_KINDS(X)
#undef X
};

struct err {
	enum err_kind kind;
	char text[ERR_TEXT_BYTES];
};

/* Sets kind and text (cut at ERR_TEXT_BYTES). Returns -1, for `return`. */
int err_set(struct err *err, enum err_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As err_set, and adds ": " and the system's words for errnum. */
int err_set_errno(struct err *err, enum err_kind kind, int errnum,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Puts "<words>: " before the text, keeps the kind. Returns -1. */
int err_wrap(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts "<words> " before a text of which it is the subject: "--number" before
 * "is longer than 32 bytes". Keeps the kind. Returns -1. */
int err_about(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Back to ERR_NONE with an empty text. */
void err_clear(struct err *err);

/* The exit code (sysexits(3) numbers) that a program ends with. */
int err_exit_code(enum err_kind kind);

#endif
