#include "service/company/role.h"

permission_set
role_permissions(int64_t bits, bool is_administrator)
{
	if (is_administrator)
		return PERMISSION_ALL;
	return (permission_set)bits & ~PERMISSION_SET(ADMINISTRATOR);
}
