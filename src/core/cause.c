#include "core/cause.h"

#include <stddef.h>
#include <string.h>

static const struct {
	unsigned bit;
	const char *name;
	const char *words;
} causes[] = {
#define X(name, bit, wire, words) {CAUSE_##name, wire, words},
	CAUSES(X)
#undef X
};
#define COUNT (sizeof(causes) / sizeof(causes[0]))

const char *
cause_name(enum cause cause)
{
	for (size_t i = 0; i < COUNT; i++)
		if (causes[i].bit == (unsigned)cause)
			return causes[i].name;
	return NULL;
}

const char *
cause_words(enum cause cause)
{
	for (size_t i = 0; i < COUNT; i++)
		if (causes[i].bit == (unsigned)cause)
			return causes[i].words;
	return NULL;
}

unsigned
cause_parse(const char *name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(causes[i].name, name) == 0)
			return causes[i].bit;
	return 0;
}
