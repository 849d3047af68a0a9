#include "core/verdict.h"

static const char *const names[] = {
#define X(name, number, wire) [VERDICT_##name] = (wire),
	VERDICTS(X)
#undef X
};

const char *
verdict_name(enum verdict_kind kind)
{
	return names[kind];
}
