#include <stdio.h>
#include <string.h>

#include "parts.h"
#include "wire/wire.h"

#define TYPE_PREFIX "urn:connect:problem:"
#define ERRORS_MAX 100

void
wire_problem_encode(const struct wire_problem *problem, struct str *out)
{
	char type[sizeof(TYPE_PREFIX) + VERDICT_PROBLEM_BYTES];
	struct jsonout json;

	snprintf(type, sizeof(type), TYPE_PREFIX "%s", problem->type);
	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "type", type);
	jsonout_text(&json, "title", problem->title);
	jsonout_int(&json, "status", problem->status);
	if (problem->detail[0])
		jsonout_text(&json, "detail", problem->detail);
	if (problem->pointer[0]) {
		jsonout_array(&json, "errors");
		jsonout_object(&json, NULL);
		jsonout_text(&json, "detail", problem->detail);
		jsonout_text(&json, "pointer", problem->pointer);
		jsonout_object_end(&json);
		jsonout_array_end(&json);
	}
	jsonout_object_end(&json);
}

/* Only a type of this project makes an answer one of the Connect service. */
static void
read_type(struct cursor *root, struct wire_problem *problem)
{
	const char *type = reader_string(root, "type", READER_WANTED);
	const size_t len = strlen(TYPE_PREFIX);

	if (type == NULL)
		return;
	if (strncmp(type, TYPE_PREFIX, len) != 0 || type[len] == '\0' ||
		!str_copy(problem->type, sizeof(problem->type), type + len))
		reader_fail(root, "type", "not a problem of this service");
}

static void
read_pointer(struct cursor *root, struct wire_problem *problem)
{
	struct cursor list, item;

	if (!reader_array(root, "errors", READER_OPTIONAL, ERRORS_MAX, &list))
		return;
	if (reader_more(&list) &&
		reader_object(&list, NULL, READER_WANTED, &item))
		reader_prose(&item, "pointer", problem->pointer,
			sizeof(problem->pointer));
}

int
wire_problem_decode(const char *bytes, size_t len,
	struct wire_problem *problem_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 65536, .members = 1000},
	};
	struct wire_problem problem = {.status = 0};
	struct reader reader;
	struct cursor root;
	int64_t status = 0;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	read_type(&root, &problem);
	reader_prose(&root, "title", problem.title, sizeof(problem.title));
	reader_int(&root, "status", 100, 599, &status);
	problem.status = (int)status;
	reader_prose(&root, "detail", problem.detail, sizeof(problem.detail));
	read_pointer(&root, &problem);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*problem_out = problem;
	return 0;
}
