/* The configuration text: what it means, and where it is wrong. */
#include <stdlib.h>
#include <string.h>

#include "base/ini.h"
#include "base/mem.h"
#include "base/str.h"
#include "lib/cmocka_all.h"

/* Writes "line section.key=value;" per entry; the key "bad" is refused. */
static int
on_entry(void *ctx, const struct ini_entry *entry, struct err *err)
{
	assert_string_equal(entry->file, "conf");
	if (strcmp(entry->key, "bad") == 0)
		return err_set(err, ERR_USAGE, "unknown key '%s'", entry->key);
	str_addf(ctx, "%d %s.%s=%s;", entry->line, entry->section, entry->key,
		entry->value);
	return 0;
}

static void
check(const char *text, const char *want)
{
	struct str got;
	struct err err;

	str_init(&got, 100000);
	if (ini_parse("conf", text, on_entry, &got, &err) < 0)
		fail_msg("%s", err.text);
	assert_string_equal(got.data, want);
	str_release(&got);
}

static void
check_error(const char *text, const char *want)
{
	struct str got;
	struct err err;

	str_init(&got, 100000);
	assert_int_equal(ini_parse("conf", text, on_entry, &got, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_string_equal(err.text, want);
	str_release(&got);
}

static void
test_what_it_means(void **state)
{
	check("", "");
	check("# only\n;comments\n\n  \t\n", "");
	check("[server]\naddress = http://[::1]:80/?a=b # no comment\n"
	      "empty=\n\n[ui]\r\n  ascii\t= yes \r\n",
		"2 server.address=http://[::1]:80/?a=b # no comment;"
		"3 server.empty=;6 ui.ascii=yes;");
	check("first = 1\n[a]\nfirst = 2\n[b.c-d_1]\nfirst = 3",
		"1 .first=1;3 a.first=2;5 b.c-d_1.first=3;");
	check("[a]\nname = Łódź \"quoted\" \\n [x]\n",
		"2 a.name=Łódź \"quoted\" \\n [x];");
}

static void
test_what_is_wrong(void **state)
{
	check_error("\n\nnonsense\n",
		"conf:3: \"nonsense\" is neither [section] nor key = value");
	check_error("[a\n", "conf:1: a section needs its ]");
	check_error("[]\n", "conf:1: [] is no section name "
			    "(letters, digits, . _ -)");
	check_error("[a b]\n", "conf:1: [a b] is no section name "
			       "(letters, digits, . _ -)");
	check_error("[a] # x\n", "conf:1: a section needs its ]");
	check_error("= 1\n", "conf:1: \"\" is no key (letters, digits, . _ -)");
	check_error("a b = 1\n",
		"conf:1: \"a b\" is no key (letters, digits, . _ -)");
	check_error("[s]\na = 1\na = 2\n",
		"conf:3: a is set a second time in this section");
	check_error("[s]\n[t]\n[s]\n",
		"conf:3: section [s] stands here a second time");
	check_error("a = \xff\n", "conf:1: the line is not UTF-8");
	check_error(
		"a = \x1b[2J\n", "conf:1: the line holds a control character");
	/* a byte order mark is no letter */
	check_error("\xef\xbb\xbf[a]\n",
		"conf:1: \"\\ufeff[a]\" is neither [section] nor key = value");
}

static void
test_the_reader_may_refuse(void **state)
{
	struct str got;
	struct err err;

	str_init(&got, 1000);
	assert_int_equal(ini_parse("conf", "[a]\nx=1\nbad=2\ny=3\n", on_entry,
				 &got, &err),
		-1);
	assert_string_equal(err.text, "conf:3: unknown key 'bad'");
	assert_int_equal(err.kind, ERR_USAGE);
	assert_string_equal(got.data, "2 a.x=1;");
	str_release(&got);
}

static void
test_the_longest_line(void **state)
{
	char *text = mem_new(5000, 1);
	struct str got;
	struct err err;

	str_init(&got, 100000);
	memset(text, 'v', 4096);
	text[0] = 'k';
	text[1] = '=';
	assert_int_equal(ini_parse("conf", text, on_entry, &got, &err), 0);
	assert_int_equal(got.len, strlen("1 .k=;") + 4094);
	text[4096] = 'v';
	assert_int_equal(ini_parse("conf", text, on_entry, &got, &err), -1);
	assert_string_equal(
		err.text, "conf:1: the line is longer than 4096 bytes");
	str_release(&got);
	free(text);
}

static void
test_names_are_bounded(void **state)
{
	struct str text, got;
	struct err err;

	str_init(&text, 1000000);
	str_init(&got, 1000000);
	for (int i = 0; i < 1024; i++)
		str_addf(&text, "k%d=\n", i);
	assert_int_equal(ini_parse("conf", text.data, on_entry, &got, &err), 0);
	str_addz(&text, "more=\n");
	assert_int_equal(
		ini_parse("conf", text.data, on_entry, &got, &err), -1);
	assert_string_equal(err.text, "conf:1025: too many keys");
	str_release(&text);
	str_release(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_it_means),
		cmocka_unit_test(test_what_is_wrong),
		cmocka_unit_test(test_the_reader_may_refuse),
		cmocka_unit_test(test_the_longest_line),
		cmocka_unit_test(test_names_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
