/* What is asked of one employee beside the record. */
#include <stdio.h>
#include <string.h>

#include "app/office_people.h"
#include "base/text.h"
#include "core/employee.h"
#include "core/role.h"
#include "wire/gates.h"

static void
ask_of(struct office *office, const char *method, const struct id *id,
	const char *what, office_on_answer *on_answer, void *ctx)
{
	char text[ID_TEXT_BYTES], path[128];
	const struct office_request request = {.method = method, .path = path};

	snprintf(path, sizeof(path), "/v1/employees/%s/%s", id_format(id, text),
		what);
	office_ask(office, &request, on_answer, ctx);
}

void
office_ask_gates(struct office *office, const struct id *employee,
	office_on_answer *on_answer, void *ctx)
{
	ask_of(office, "GET", employee, "gates", on_answer, ctx);
}

void
office_resend(struct office *office, const struct id *employee,
	office_on_answer *on_answer, void *ctx)
{
	ask_of(office, "POST", employee, "resend", on_answer, ctx);
}

bool
office_has_nobody(const struct office *office, const void *employee)
{
	const struct employee *it = employee;
	const struct role *role =
		office_record(office, &role_description, &it->role);

	return role != NULL && it->viewset == VIEWSET_SELF &&
	       permission_has(role->permissions, PERMISSION_CLOCK_IN_FOR);
}

bool
office_say_gates(const struct office_answer *answer, struct str *out)
{
	struct wire_gates gates;
	struct err err = {0};

	if (answer->err.kind != ERR_NONE ||
		wire_gates_decode(
			answer->body, answer->body_bytes, &gates, &err) < 0)
		return false;
	if (gates.can_clock) {
		str_addz(out, "Can clock in.");
		return true;
	}
	str_addz(out, "Cannot clock in: ");
	text_clean(out, gates.why, strlen(gates.why));
	str_addc(out, '.');
	return true;
}
