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
	X(FORBIDDEN, "forbidden", 403, "Not allowed",                          \
		"Ask an administrator for the permission.")                    \
	X(CLOCK_OFF, "clock-off", 403, "Clock In/Out is switched off",         \
		"An administrator can enable Clock In/Out for the company.")   \
	X(NOT_FOUND, "not-found", 404, "Nothing there", "Check the address.")  \
	X(METHOD, "method-not-allowed", 405, "Not a way to use this",          \
		"Update the program that sent it.")                            \
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
	X(UNKNOWN_EMPLOYEE, "unknown-employee", 0, "Nobody of that id",        \
		"Choose the employee again and clock in anew.")                \
	X(UNKNOWN_LOCATION, "unknown-location", 0, "No location of that id",   \
		"Choose the location again and clock in anew.")                \
	X(UNKNOWN_COST_CODE, "unknown-cost-code", 0,                           \
		"No cost code of that id",                                     \
		"Choose the cost code again and clock in anew.")               \
	X(NO_PERMISSION, "no-permission", 0, "Not permitted to clock in",      \
		"Ask an administrator for the permission, then retry.")        \
	X(NOT_IN_VIEWSET, "not-in-viewset", 0, "This employee is not yours",   \
		"Ask an administrator to widen your viewset, then retry.")     \
	X(NOT_ENROLLED, "not-enrolled", 0, "Never signed in on this device",   \
		"The person who pressed must sign in on this device.")         \
	X(WITHDRAWN, "withdrawn", 0, "Withdrawn since it was pressed",         \
		"Nothing to do here: an administrator decides about it.")      \
	X(ID_REUSED, "id-reused", 0, "Another punch has this id",              \
		"Clock in anew.")                                              \
	X(BAD_TIME, "bad-time", 0, "The times contradict each other",          \
		"File the time with a supervisor.")

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
