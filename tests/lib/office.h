#ifndef TESTS_LIB_OFFICE_H
#define TESTS_LIB_OFFICE_H

/*
 * A service with the sample company, and machines whose people use it: the
 * real programs of BUILD, each machine with a home of its own. Failures of
 * the machinery end the test program.
 */

#include "lib/child.h"
#include "lib/vt.h"

#define OFFICE_BYTES 512
#define OFFICE_ENV_MAX 12

struct office {
	char *dir;
	struct child service;
	char url[OFFICE_BYTES];
	char username[OFFICE_BYTES]; /* of a supervisor */
	char password[OFFICE_BYTES];
	char employee[OFFICE_BYTES]; /* username of Dana Whitfield */
	char employee_password[OFFICE_BYTES];
	char administrator[OFFICE_BYTES]; /* likewise */
	char administrator_password[OFFICE_BYTES];
};

/* Makes the company and serves it. Ends with office_close. */
void office_open(struct office *office);
void office_close(struct office *office);

/* One machine: its places, as environment. */
struct desk {
	char *home;
	char *env[OFFICE_ENV_MAX + 1]; /* for vt_open and child_run */
};

/* A machine that nobody signed in on; secrets go to a file of it. */
void desk_open(struct desk *desk);
void desk_close(struct desk *desk);

/* Signs the supervisor in by the command line. */
void desk_sign_in(struct desk *desk, const struct office *office);

/* The employee, or the administrator, in the place of whoever was. */
void desk_sign_in_employee(struct desk *desk, const struct office *office);
void desk_sign_in_administrator(struct desk *desk, const struct office *office);

/* Runs connect-clock with these words on this machine. */
void desk_run(struct desk *desk, const char *const *words, const char *input,
	struct child_output *output_out);

/* Opens the panel on this machine. */
void desk_panel(struct desk *desk, struct vt *vt, int rows, int cols);

/* "<BUILD>/<program>"; yours to free. */
char *office_program(const char *program);

#endif
