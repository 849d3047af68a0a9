#include "core/request.h"

#include "lib/cmocka_all.h"

/* Anybody can work it out: the beginning of the SHA-256 of the person's id, the
 * number of the button and the time, as a UUID of version 8. */
static void
test_asked_twice_is_once(void **state)
{
	const struct id dana = {{1, 2, 3}}, ana = {{4, 5, 6}};
	const int64_t at_ms = 1764019800000;
	const struct id id = request_id(&dana, PUNCH_STOP, at_ms);
	char text[ID_TEXT_BYTES];
	struct id other;

	(void)state;
	assert_string_equal(
		id_format(&id, text), "60e66069-638f-8907-9724-28c73cd207a7");
	other = request_id(&dana, PUNCH_STOP, at_ms);
	assert_true(id_equal(&id, &other));
	other = request_id(&ana, PUNCH_STOP, at_ms);
	assert_false(id_equal(&id, &other));
	other = request_id(&dana, PUNCH_GO, at_ms);
	assert_false(id_equal(&id, &other));
	other = request_id(&dana, PUNCH_STOP, at_ms + 1);
	assert_false(id_equal(&id, &other));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asked_twice_is_once),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
