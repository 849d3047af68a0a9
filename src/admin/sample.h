#ifndef ADMIN_SAMPLE_H
#define ADMIN_SAMPLE_H

/* The people, places and work of the sample company. */

#include <stdbool.h>
#include <stddef.h>

#include "core/permission.h"

#define SAMPLE_PEOPLE 15
#define SAMPLE_LOCATIONS 10
#define SAMPLE_COST_CODES 20

enum sample_role {
	SAMPLE_ADMINISTRATOR,
	SAMPLE_SUPERVISOR,
	SAMPLE_EMPLOYEE
};
#define SAMPLE_ROLE_COUNT 3

/* Whoever has a username; in the order of their numbers. */
struct sample_person {
	const char *given_name;
	const char *family_name;
	const char *username;
	const char *email;
	enum sample_role role;
	enum viewset viewset;
	bool meals; /* tracked */
	bool crew;  /* of the supervisor with a Selected viewset */
};
extern const struct sample_person sample_people[SAMPLE_PEOPLE];

/* "administrator", "supervisor", "employee". */
const char *sample_role_name(enum sample_role role);

/* Room for the texts of one item. */
struct sample_text {
	char number[32];
	char name[128];
};

/*
 * Number and name of item i (from 0): the written ones first, then as many as
 * one likes. The texts stand in `text` or last for ever.
 */
const char *sample_employee_number(struct sample_text *text, size_t i);
void sample_employee_name(struct sample_text *text, size_t i,
	const char **given_out, const char **family_out);
const char *sample_location_number(struct sample_text *text, size_t i);
const char *sample_location_name(struct sample_text *text, size_t i);
const char *sample_cost_code_number(struct sample_text *text, size_t i);
const char *sample_cost_code_name(struct sample_text *text, size_t i);

#endif
