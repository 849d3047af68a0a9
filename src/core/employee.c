#include "core/employee.h"

#include "core/company.h"
#include "core/group.h"
#include "core/policy_group.h"
#include "core/role.h"

#define FIELD_OF struct employee

static const char *const viewsets[] = {
#define X(name, number, wire) [VIEWSET_##name] = (wire),
	VIEWSETS(X)
#undef X
};
const struct field_words employee_viewset_words = {
	viewsets, sizeof(viewsets) / sizeof(viewsets[0])};

/* "company" is what it is of itself; the others stand as they came. */
static const char *const languages[] = {"company", "es", "en"};
const struct field_words employee_language_words = {languages, 3};

static const struct field fields[] = {EMPLOYEE_FIELDS(FIELD_ROW)};

const struct description employee_description = {
	.title = "employee",
	.path = "/v1/employees",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct employee),
};
