#include "service/company/role.h"

permission_set
role_permissions(int64_t bits, bool is_administrator)
{
	return is_administrator ? PERMISSION_ALL : (permission_set)bits;
}
