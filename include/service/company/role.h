#ifndef SERVICE_COMPANY_ROLE_H
#define SERVICE_COMPANY_ROLE_H

/* What a role stands for. */

#include <stdbool.h>
#include <stdint.h>

#include "core/permission.h"

/* All permissions that a role gives: the administrator's has every one. */
permission_set role_permissions(int64_t bits, bool is_administrator);

#endif
