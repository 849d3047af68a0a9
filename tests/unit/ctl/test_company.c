/* What `connectctl company set --help` says can be set. */

#include <stdio.h>
#include <string.h>

#include "core/company.h"
#include "lib/cmocka_all.h"
#include "src/ctl/commands.h"
#include "src/ctl/edit.h"

static void
the_help_of_set_names_each_setting(void **state)
{
	const struct command *set = commands_company.subs[1];
	char name[WORDS_NAME_BYTES], wanted[WORDS_NAME_BYTES + 16];

	assert_string_equal(set->name, "set");
	for (size_t i = 0; i < company_description.count; i++) {
		const struct field *field = &company_description.fields[i];
		bool told = (field->flags & FIELD_TOLD) != 0;

		snprintf(wanted, sizeof(wanted),
			"\n  %s=", words_option(field, name));
		if ((strstr(set->more, wanted) == NULL) != told)
			fail_msg("%s", name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_help_of_set_names_each_setting),
	};

	return cmocka_run_group_tests_name("company", tests, NULL, NULL);
}
