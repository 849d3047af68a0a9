#include "service/company/role.h"

permission_set
role_permissions(int64_t bits, bool is_administrator)
{
	return is_administrator ? (1U << PERMISSION_COUNT) - 1
				: (permission_set)bits;
}
