#ifndef SERVICE_COMPANY_ROLE_H
#define SERVICE_COMPANY_ROLE_H

/* What a role stands for. */

#include <stdbool.h>
#include <stdint.h>

#include "core/permission.h"

/*
 * The permissions of a role `r` as one column of a statement: the rows of
 * role_permission as bits of a permission_set, for role_permissions; 0 where
 * there is no role.
 */
#define ROLE_PERMISSIONS_SQL                                                   \
	"(SELECT CAST(COALESCE(SUM("                                           \
	"CAST(CASE rp.level WHEN 'edit' THEN 3 ELSE 1 END AS BIGINT)"          \
	" << CASE rp.permission" PERMISSION_SWITCHES(ROLE_WHEN_SQL)            \
		PERMISSION_AREAS(                                              \
			ROLE_WHEN_SQL) " END), 0) AS BIGINT)"                  \
				       " FROM role_permission rp"              \
				       " WHERE rp.company = r.company"         \
				       " AND rp.role = r.id)"
#define ROLE_WHEN_SQL(bit, name, wire, title) " WHEN '" wire "' THEN " #bit

/* All permissions that a role gives: the administrator's has every one. */
permission_set role_permissions(int64_t bits, bool is_administrator);

#endif
