#include "core/company.h"

#define FIELD_OF struct company

static const char *const weekdays[] = {"monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday"};
const struct field_words company_weekday_words = {weekdays, 7};

static const char *const languages[] = {"en", "es"};
const struct field_words company_language_words = {languages, 2};

static const struct field fields[] = {COMPANY_FIELDS(FIELD_ROW)};

const struct description company_description = {
	.title = "company",
	.path = "/v1/company",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct company),
};
