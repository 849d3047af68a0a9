#include "route.h"

#include <string.h>

#include "service/card/approvals.h"
#include "service/card/cards.h"
#include "service/card/corrections.h"
#include "service/card/feed.h"
#include "service/card/periods.h"
#include "service/card/requests.h"
#include "service/catalog/catalog.h"
#include "service/company/audit_list.h"
#include "service/company/kinds.h"
#include "service/company/me.h"
#include "service/company/people.h"
#include "service/identity/devices.h"
#include "service/identity/enrolments.h"
#include "service/identity/kiosks.h"
#include "service/identity/sessions.h"
#include "service/identity/token.h"
#include "service/identity/verify.h"
#include "service/ledger/clock.h"
#include "service/ledger/device_list.h"
#include "service/ledger/punches.h"
#include "service/ledger/quarantine.h"

/* X(method, path, handler, access, body) */
#define ROUTES(X)                                                              \
	X(POST, "/v1/token", token_handle, OPEN, FORM)                         \
	X(POST, "/v1/token/revoke", token_revoke_handle, OPEN, FORM)           \
	X(GET, "/v1/me", me_handle, ME, NONE)                                  \
	X(GET, "/v1/catalog", catalog_handle, CATALOG, NONE)                   \
	X(POST, "/v1/punches", punches_handle, PUNCH, JSON)                    \
	X(GET, "/v1/clock", clock_handle, CLOCK, NONE)                         \
	X(POST, "/v1/enrolments", enrolments_post, ENROL, JSON)                \
	X(GET, "/v1/enrolments", enrolments_get, ACCOUNTS, NONE)               \
	X(DELETE, "/v1/enrolments/{id}", enrolments_delete, REVOKE, NONE)      \
	X(GET, "/v1/sessions", sessions_get, ACCOUNTS, NONE)                   \
	X(DELETE, "/v1/sessions/{id}", sessions_delete, REVOKE, NONE)          \
	X(GET, "/v1/devices", device_list_handle, DEVICES, NONE)               \
	X(DELETE, "/v1/devices/{id}", devices_delete, REVOKE_DEVICE, NONE)     \
	X(POST, "/v1/kiosks/codes", kiosks_codes_post, KIOSKS, JSON)           \
	X(POST, "/v1/kiosks/enrol", kiosks_enrol, OPEN, JSON)                  \
	X(GET, "/v1/company", kinds_company_get, COMPANY, NONE)                \
	X(PATCH, "/v1/company", kinds_company_patch, COMPANY, JSON)            \
	X(GET, "/v1/employees/{id}/use", kinds_employee_use, EMPLOYEES, NONE)  \
	X(GET, "/v1/locations/{id}/use", kinds_location_use, LOCATIONS, NONE)  \
	X(GET, "/v1/cost-codes/{id}/use", kinds_cost_code_use, COST_CODES,     \
		NONE)                                                          \
	X(GET, "/v1/audit", audit_list_handle, AUDIT, NONE)                    \
	X(GET, "/v1/quarantine", quarantine_list, QUARANTINE, NONE)            \
	X(POST, "/v1/quarantine/{id}/accept", quarantine_accept,               \
		QUARANTINE_EDIT, JSON)                                         \
	X(POST, "/v1/quarantine/{id}/decline", quarantine_decline,             \
		QUARANTINE_EDIT, JSON)                                         \
	X(POST, "/v1/time-cards/{id}/approvals/employee", approvals_own,       \
		APPROVE_OWN, NONE)                                             \
	X(DELETE, "/v1/time-cards/{id}/approvals/employee",                    \
		approvals_own_back, APPROVE_OWN, NONE)                         \
	X(POST, "/v1/time-cards/{id}/approvals/supervisor",                    \
		approvals_supervisor, APPROVE_SUPERVISOR, NONE)                \
	X(DELETE, "/v1/time-cards/{id}/approvals/supervisor",                  \
		approvals_supervisor_back, APPROVE_SUPERVISOR, NONE)           \
	X(POST, "/v1/time-cards/{id}/approvals/sign-off", approvals_sign_off,  \
		APPROVE_SIGN_OFF, NONE)                                        \
	X(DELETE, "/v1/time-cards/{id}/approvals/sign-off",                    \
		approvals_sign_off_back, APPROVE_SIGN_OFF, NONE)               \
	X(GET, "/v1/periods", periods_list, PERIODS, NONE)                     \
	X(POST, "/v1/periods/{date}/close", periods_close, PERIODS_CLOSE,      \
		JSON)                                                          \
	X(POST, "/v1/periods/{date}/reopen", periods_reopen, PERIODS_CLOSE,    \
		JSON)                                                          \
	X(POST, "/v1/time-cards/{id}/corrections", corrections_post, CORRECT,  \
		JSON)                                                          \
	X(POST, "/v1/requests", requests_post, REQUEST, JSON)                  \
	X(GET, "/v1/requests", requests_list, REQUESTS, NONE)                  \
	X(POST, "/v1/requests/{id}/accept", requests_accept, REQUESTS_DECIDE,  \
		JSON)                                                          \
	X(POST, "/v1/requests/{id}/decline", requests_decline,                 \
		REQUESTS_DECIDE, JSON)                                         \
	X(GET, "/v1/time-cards", cards_list, TIME_CARDS, NONE)                 \
	X(GET, "/v1/time-cards/{id}", cards_get, TIME_CARD, NONE)              \
	X(GET, "/v1/board", board_get, BOARD, NONE)                            \
	X(GET, "/v1/employees/{id}/gates", people_gates, EMPLOYEES, NONE)      \
	X(POST, "/v1/employees/{id}/resend", people_resend, EMPLOYEES_EDIT,    \
		NONE)                                                          \
	X(GET, "/v1/changes", feed_changes, FEED, NONE)                        \
	X(GET, "/v1/changes/heads", feed_heads, FEED, NONE)                    \
	X(GET, "/v1/time-records", feed_records, FEED, NONE)                   \
	X(GET, "/v1/time-records/sums", feed_sums, FEED, NONE)                 \
	X(GET, "/forgot", verify_forgot_page, OPEN, NONE)                      \
	X(POST, "/v1/password/forgot", verify_forgot, OPEN, FORM)              \
	X(POST, "/v1/activate", verify_activate, OPEN, JSON)                   \
	X(GET, "/verify/{token}", verify_get, OPEN, NONE)                      \
	X(HEAD, "/verify/{token}", verify_get, OPEN, NONE)                     \
	X(POST, "/verify/{token}", verify_post, OPEN, PAGE)                    \
	X(GET, "/verify/{token}/done", verify_done, OPEN, NONE)                \
	X(POST, "/verify/{token}/again", verify_again, OPEN, PAGE)             \
	X(GET, "/v1/openapi.json", openapi_handle, OPEN, NONE)                 \
	X(GET, "/healthz", probe_healthz, OPEN, NONE)                          \
	X(GET, "/readyz", probe_readyz, OPEN, NONE)                            \
	X(GET, "/metrics", metrics_handle, OPEN, NONE)

static const struct route routes[] = {
#define X(name, text, function, way, what)                                     \
	{                                                                      \
		.method = #name,                                               \
		.path = text,                                                  \
		.handler = function,                                           \
		.access = ACCESS_##way,                                        \
		.body = ROUTE_##what,                                          \
	},
	ROUTES(X)
#define KIND(name, path, access)                                               \
	X(GET, path, kinds_##name##_list, access, NONE)                        \
	X(POST, path, kinds_##name##_post, access##_EDIT, JSON)                \
	X(GET, path "/{id}", kinds_##name##_get, access, NONE)                 \
	X(PATCH, path "/{id}", kinds_##name##_patch, access##_EDIT, JSON)
		KINDS(KIND)
#undef KIND
#undef X
};

#define ROUTE_COUNT (sizeof(routes) / sizeof(routes[0]))

const struct route *
route_table(size_t *count_out)
{
	*count_out = ROUTE_COUNT;
	return routes;
}

/* An id of so many characters; another part in braces is the handler's. */
static bool
read_part(const char *name, const char *part, size_t len, struct id *id_out)
{
	char text[ID_TEXT_BYTES];
	struct err err;

	if (strncmp(name, "{id}", 4) != 0)
		return len > 0;
	if (len != sizeof(text) - 1)
		return false;
	memcpy(text, part, len);
	text[len] = '\0';
	return id_parse(text, id_out, &err) == 0;
}

static bool
matches(const struct route *route, const char *path, struct id *id_out)
{
	const size_t head = strcspn(route->path, "{");
	const char *name = route->path + head;
	const char *part = path + head;
	size_t len;

	if (strncmp(route->path, path, head) != 0)
		return false;
	if (*name == '\0')
		return *part == '\0';
	len = strcspn(part, "/");
	return strcmp(part + len, strchr(name, '}') + 1) == 0 &&
	       read_part(name, part, len, id_out);
}

const struct route *
route_find(const char *method, const char *path, struct id *id_out,
	char allow_out[REPLY_ALLOW_BYTES])
{
	struct str allow;

	*id_out = (struct id){{0}};
	str_init(&allow, REPLY_ALLOW_BYTES - 1);
	for (size_t i = 0; i < ROUTE_COUNT; i++) {
		if (!matches(&routes[i], path, id_out))
			continue;
		if (strcmp(routes[i].method, method) == 0) {
			str_release(&allow);
			return &routes[i];
		}
		str_addf(&allow, "%s%s", allow.len > 0 ? ", " : "",
			routes[i].method);
	}
	(void)str_copy(allow_out, REPLY_ALLOW_BYTES, allow.data);
	str_release(&allow);
	return NULL;
}
