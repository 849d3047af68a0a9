#ifndef CTL_DOCTOR_PEOPLE_H
#define CTL_DOCTOR_PEOPLE_H

/* Who can clock in and who not, and what became of the mails to those who
 * cannot sign in yet. */

#include "call.h"

struct doctor_people {
	bool loaded;
	struct err err; /* why not */
	size_t active;
	size_t no_access; /* no role */
	size_t no_clock;  /* a role without the permission */
	size_t pending;   /* cannot sign in before a password is set */
	/* Of their mails: */
	size_t waiting;
	size_t bounced;
	size_t expired;
	size_t unasked;      /* too many to ask for each */
	struct str waits;    /* "0104 Dana Whitfield since …: why" */
	struct str returned; /* "0104 Dana Whitfield: bounced: 550 …" */
};

/* Counts the employees whom one sees; ends with doctor_people_release. */
int doctor_people_load(
	struct ctl_call *call, struct doctor_people *people, struct err *err);
void doctor_people_release(struct doctor_people *people);

/* Asks what became of the mails. */
int doctor_people_ask_mails(
	struct ctl_call *call, struct doctor_people *people, struct err *err);

/* Appends how many can clock in, and why others cannot. */
void doctor_people_say(const struct doctor_people *people, struct str *out);

/* Appends that all is well with the mails, or ERR_DATA with what is not. */
int doctor_people_say_mails(
	const struct doctor_people *people, struct str *out, struct err *err);

#endif
