#include "core/problem.h"

#include <stddef.h>
#include <string.h>

struct row {
	const char *type;
	int status;
	const char *title;
	const char *remedy;
};

static const struct row rows[] = {
#define X(name, wire, status, title, remedy)                                   \
	[PROBLEM_##name] = {wire, status, title, remedy},
	PROBLEMS(X)
#undef X
};

const char *
problem_type(enum problem problem)
{
	return rows[problem].type;
}

int
problem_status(enum problem problem)
{
	return rows[problem].status;
}

const char *
problem_title(enum problem problem)
{
	return rows[problem].title;
}

const char *
problem_remedy(enum problem problem)
{
	return rows[problem].remedy;
}

const char *
problem_remedy_of(const char *type)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (strcmp(type, rows[i].type) == 0)
			return rows[i].remedy;
	}
	return "Show this to an administrator.";
}
