#ifndef CORE_PROBLEM_H
#define CORE_PROBLEM_H

/*
 * The problem types of the Connect API (RFC 9457): one table yields their
 * names, HTTP status, titles and the one remedy of each.
 */

/* X(name, type on the wire, status, title, what to do) */
#define PROBLEMS(X)                                                            \
	X(MALFORMED, "malformed", 400, "The request is not valid",             \
		"Update the program that sent it.")                            \
	X(UNAUTHENTICATED, "unauthenticated", 401, "Not signed in",            \
		"Sign in again.")                                              \
	X(SIGN_IN_FAILED, "sign-in-failed", 401, "The sign-in was refused",    \
		"Check Company ID, username and password.")                    \
	X(CODE_REFUSED, "code-refused", 401, "The code was refused",           \
		"Check Company ID, username and code, or have a new mail "     \
		"sent.")                                                       \
	X(FORBIDDEN, "forbidden", 403, "Not allowed",                          \
		"Ask an administrator for the permission.")                    \
	X(NOT_FOUND, "not-found", 404, "Nothing there", "Check the address.")  \
	X(METHOD, "method-not-allowed", 405, "Not a way to use this",          \
		"Update the program that sent it.")                            \
	X(ID_TAKEN, "id-taken", 409, "Another one has this id",                \
		"Make a new id.")                                              \
	X(TAKEN, "taken", 409, "Another one of the company has it",            \
		"Choose another one for the member that is named.")            \
	X(VERIFIED, "verified", 409, "The e-mail address is verified already", \
		"Have the person ask for a new password.")                     \
	X(IN_USE, "in-use", 409, "Something still goes by it",                 \
		"Change first what goes by it.")                               \
	X(SHUT, "shut", 409, "It is closed, or approved",                      \
		"Reopen the period, or take the approval back.")               \
	X(CURSOR_EXPIRED, "cursor-expired", 410, "The cursor is good no more", \
		"Begin again from the start date, without a cursor.")          \
	X(STALE, "stale", 412, "Somebody changed it since it was read",        \
		"Read it again, then change it.")                              \
	X(VERSION_WANTED, "version-wanted", 428,                               \
		"It must be said which version is to be changed",              \
		"Send If-Match with the ETag that was read.")                  \
	X(TOO_LARGE, "too-large", 413, "The request is too large",             \
		"Send less at once.")                                          \
	X(MEDIA_TYPE, "media-type", 415, "Not a media type of this service",   \
		"Update the program that sent it.")                            \
	X(UNPROCESSABLE, "unprocessable", 422, "The content is not valid",     \
		"Correct the members that are named.")                         \
	X(THROTTLED, "throttled", 429, "Too many tries",                       \
		"Wait a few minutes, then try again.")                         \
	X(INTERNAL, "internal", 500, "The service failed",                     \
		"Try again; tell an administrator if it stays.")               \
	X(OVERLOADED, "overloaded", 503, "The service is busy",                \
		"Try again in a moment.")                                      \
	/* of single punches: */                                               \
	X(NOT_THIS_ENROLMENTS, "not-this-enrolments", 0,                       \
		"It was pressed by somebody else",                             \
		"The person who pressed must sign in on this device.")         \
	X(FAR_NUMBER, "far-number", 0, "Its number is out of reach",           \
		"Clock in anew.")                                              \
	X(ID_REUSED, "id-reused", 0, "Another punch has this id",              \
		"Clock in anew.")

enum problem {
#define X(name, wire, status, title, remedy) PROBLEM_##name,
	PROBLEMS(X)
#undef X
};

/* The type on the wire, its status (0: of a punch), title and remedy. */
const char *problem_type(enum problem problem);
int problem_status(enum problem problem);
const char *problem_title(enum problem problem);
const char *problem_remedy(enum problem problem);

/* The remedy of a type from the wire; a general one when it is unknown. */
const char *problem_remedy_of(const char *type);

#endif
