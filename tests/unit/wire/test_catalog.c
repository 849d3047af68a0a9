#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"

#define ID(n) "019a0000-0000-7000-8000-00000000000" #n

#define PAGE                                                                                                                    \
	"{\"entries\":["                                                                                                        \
	"{\"kind\":\"employee\",\"id\":\"" ID(                                                                                  \
		1) "\",\"number\":\"7\","                                                                                       \
		   "\"given_name\":\"\xc5\x81ucja "                                                                             \
		   "Maria\",\"family_name\":\"\xc5\xbb\",\"username\":"                                                         \
		   "\"\xc5\x82ucja\",\"active\":true,"                                                                          \
		   "\"meal\":{\"tracked\":true,\"length_minutes\":30,"                                                          \
		   "\"due_after_minutes\":240,\"early\":\"warn\"}},"                                                            \
		   "{\"kind\":\"location\",\"id\":\"" ID(                                                                       \
			   2) "\",\"number\":\"\","                                                                             \
			      "\"name\":\"Elm "                                                                                 \
			      "St\",\"active\":true,\"all_cost_codes\":false,"                                                  \
			      "\"cost_codes\":[\"" ID(5) "\",\"" ID(                                                            \
				      6) "\"]},"                                                                                \
					 "{\"kind\":\"location\",\"id\":"                                                       \
					 "\"" ID(3) "\",\"number\":\"\","                                                       \
						    "\"name\":\"\","                                                            \
						    "\"active\":false,\"all_"                                                   \
						    "cost_codes\":true},"                                                       \
						    "{\"kind\":\"location\","                                                   \
						    "\"id\":\"" ID(                                                             \
							    4) "\","                                                            \
							       "\"number\":"                                                    \
							       "\"\","                                                          \
							       "\"name\":"                                                      \
							       "\"Oak\","                                                       \
							       "\"active\":"                                                    \
							       "true,\"all_"                                                    \
							       "cost_codes\":"                                                  \
							       "false,"                                                         \
							       "\"cost_"                                                        \
							       "codes\":["                                                      \
							       "\"" ID(6) "\""                                                  \
									  "]}"                                                  \
									  ","                                                   \
									  "{"                                                   \
									  "\""                                                  \
									  "ki"                                                  \
									  "nd"                                                  \
									  "\""                                                  \
									  ":"                                                   \
									  "\""                                                  \
									  "co"                                                  \
									  "st"                                                  \
									  "_c"                                                  \
									  "od"                                                  \
									  "e"                                                   \
									  "\""                                                  \
									  ","                                                   \
									  "\""                                                  \
									  "id"                                                  \
									  "\""                                                  \
									  ":"                                                   \
									  "\"" ID(5) "\",\"number\":\"03-100\","                \
										     "\"name\":\"Concrete\",\"active\":true}]," \
										     "\"cursor\":\"c-17\",\"more\":true}"

static void
test_page_there_and_back(void **state)
{
	struct wire_catalog page;
	const struct entry *e;
	struct str out;
	struct err err;

	assert_int_equal(
		wire_catalog_decode(PAGE, strlen(PAGE), &page, &err), 0);
	e = page.entries;
	assert_int_equal(page.count, 5);
	assert_string_equal(page.cursor, "c-17");
	assert_true(page.more);
	assert_int_equal(e[0].kind, ENTRY_EMPLOYEE);
	assert_string_equal(e[0].name, "\xc5\x81ucja Maria \xc5\xbb");
	assert_int_equal(e[0].given_len, 12);
	assert_string_equal(e[0].username, "\xc5\x82ucja");
	assert_int_equal(e[0].meal.length_minutes, 30);
	assert_int_equal(e[1].kind, ENTRY_LOCATION);
	assert_false(e[1].all_cost_codes);
	assert_int_equal(e[1].cost_code_count, 2);
	assert_int_equal(e[1].cost_codes[1].bytes[15], 6);
	assert_false(e[2].active);
	assert_true(e[2].all_cost_codes);
	assert_int_equal(e[2].cost_code_count, 0);
	assert_int_equal(e[3].cost_code_count, 1);
	assert_int_equal(e[3].cost_codes[0].bytes[15], 6);
	assert_string_equal(e[4].number, "03-100");
	str_init(&out, 4096);
	wire_catalog_encode(&page, &out);
	assert_string_equal(out.data, PAGE);
	str_release(&out);
	wire_catalog_release(&page);
	assert_null(page.entries);
}

static void
test_empty_page(void **state)
{
	static const char text[] =
		"{\"entries\":[],\"cursor\":\"\",\"more\":false,\"x\":1}";
	struct wire_catalog page;
	struct err err;

	assert_int_equal(
		wire_catalog_decode(text, strlen(text), &page, &err), 0);
	assert_int_equal(page.count, 0);
	assert_false(page.more);
	wire_catalog_release(&page);
}

/* A service that tells no usernames is understood. */
static void
test_nobody_need_have_a_username(void **state)
{
	static const char text[] =
		"{\"entries\":[{\"kind\":\"employee\",\"id\":\"" ID(
			1) "\",\"number\":\"\",\"given_name\":\"Dana\","
			   "\"family_name\":\"\",\"active\":true,\"meal\":{"
			   "\"tracked\":false,\"length_minutes\":0,"
			   "\"due_after_minutes\":0,\"early\":\"warn\"}}],"
			   "\"cursor\":\"\",\"more\":false}";
	struct wire_catalog page;
	struct err err;

	assert_int_equal(
		wire_catalog_decode(text, strlen(text), &page, &err), 0);
	assert_int_equal(page.count, 1);
	assert_string_equal(page.entries[0].name, "Dana");
	assert_string_equal(page.entries[0].username, "");
	wire_catalog_release(&page);
}

static void
expect_bad(const char *text, const char *complaint)
{
	struct wire_catalog page;
	struct err err;

	assert_int_equal(
		wire_catalog_decode(text, strlen(text), &page, &err), -1);
	assert_string_equal(err.text, complaint);
}

static void
test_what_is_wrong_is_named(void **state)
{
	expect_bad("{\"entries\":[{\"kind\":\"robot\"}]}",
		"/entries/0/kind: not one of the words for it");
	expect_bad(
		"{\"entries\":[{\"kind\":\"location\",\"id\":\"" ID(
			2) "\","
			   "\"number\":\"\",\"name\":\"x\",\"active\":true}]}",
		"/entries/0/all_cost_codes: is missing");
	expect_bad("{\"entries\":[{\"kind\":\"location\",\"id\":\"" ID(
			   2) "\","
			      "\"number\":\"\",\"name\":\"x\",\"active\":true,"
			      "\"all_cost_codes\":false,\"cost_codes\":[\"" ID(
				      3) "\",5]}]}",
		"/entries/0/cost_codes/1: not a text");
	expect_bad("{\"entries\":[{\"kind\":\"employee\",\"id\":\"" ID(
			   2) "\","
			      "\"number\":\"12345678901234567890123456789012"
			      "345678901234567890123456789012345\"}]}",
		"/entries/0/number: is too long");
	expect_bad("{\"entries\":[]}", "/cursor: is missing");
}

static void
test_a_full_page(void **state)
{
	const size_t count = 1000, codes = 40;
	struct entry *entries = calloc(count, sizeof(*entries));
	struct id *ids = calloc(codes, sizeof(*ids));
	struct wire_catalog page = {
		.entries = entries, .count = count, .more = true};
	struct wire_catalog got;
	struct str out;
	struct err err;

	assert_non_null(entries);
	assert_non_null(ids);
	for (size_t i = 0; i < codes; i++)
		ids[i].bytes[3] = (uint8_t)(i + 1);
	for (size_t i = 0; i < count; i++) {
		entries[i].kind = (enum entry_kind)(i % 3);
		entries[i].id.bytes[0] = 1;
		entries[i].id.bytes[1] = (uint8_t)i;
		entries[i].id.bytes[2] = (uint8_t)(i >> 8);
		if (entries[i].kind == ENTRY_LOCATION) {
			entries[i].cost_codes = ids + i % codes;
			entries[i].cost_code_count = codes - i % codes;
		}
		memset(entries[i].name, '"', ENTRY_NAME_BYTES - 1);
		if (entries[i].kind != ENTRY_EMPLOYEE)
			continue;
		/* two names as long as they may be, and a blank */
		entries[i].given_len = NAME_PART_BYTES - 1;
		entries[i].name[NAME_PART_BYTES - 1] = ' ';
		entries[i].name[2 * NAME_PART_BYTES - 1] = '\0';
		memset(entries[i].username, '"', ENTRY_USERNAME_BYTES - 1);
	}
	str_init(&out, WIRE_ANSWER_BYTES);
	wire_catalog_encode(&page, &out);
	assert_false(str_is_cut(&out));
	if (wire_catalog_decode(out.data, out.len, &got, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(got.count, count);
	for (size_t i = 0; i < count; i++) {
		size_t n = entries[i].cost_code_count;

		assert_true(id_equal(&got.entries[i].id, &entries[i].id));
		assert_int_equal(got.entries[i].cost_code_count, n);
		if (n)
			assert_memory_equal(got.entries[i].cost_codes,
				entries[i].cost_codes, n * sizeof(*ids));
	}
	wire_catalog_release(&got);
	str_release(&out);
	free(entries);
	free(ids);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page_there_and_back),
		cmocka_unit_test(test_empty_page),
		cmocka_unit_test(test_nobody_need_have_a_username),
		cmocka_unit_test(test_what_is_wrong_is_named),
		cmocka_unit_test(test_a_full_page),
	};

	return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
