/* Options: every way to write them, and what is refused. */
#include <string.h>

#include "base/opt.h"
#include "lib/cmocka_all.h"

static const struct opt table[] = {
	{"json", 'j', NULL, "print JSON"},
	{"force", 0, NULL, "do it anyway"},
	{"location", 'l', "NAME", "where the work is done"},
	{"a-rather-long-option", 0, "WITH_ITS_VALUE", "help on its own line"},
	{NULL, 0, NULL, NULL},
};

static int
on_option(void *ctx, const struct opt *opt, const char *value, struct err *err)
{
	if (value != NULL && strcmp(value, "refuse") == 0)
		return err_set(err, ERR_DATA, "no");
	str_addf(ctx, "%s=%s;", opt->name, value != NULL ? value : "-");
	return 0;
}

/* Words are given in one text, parted by '|'; operands stand behind "->". */
static int
run(const char *text, struct str *got, struct err *err)
{
	const struct opt_call call = {table, on_option, got};
	char buf[200];
	char *argv[20] = {"program"};
	int argc = 1, operands;

	str_clear(got);
	assert_true(str_copy(buf, sizeof(buf), text));
	for (char *p = buf; *p != '\0' && argc < 20; argc++) {
		argv[argc] = p;
		p += strcspn(p, "|");
		if (*p == '|')
			*p++ = '\0';
	}
	if (opt_parse(&call, argc, argv, &operands, err) < 0)
		return -1;
	str_addz(got, "->");
	for (int i = 0; i < operands; i++)
		str_addf(got, " %s", argv[1 + i]);
	return 0;
}

static void
test_every_way_to_write_them(void **state)
{
	static const struct {
		const char *words, *want;
	} cases[] = {
		{"", "->"},
		{"a|b", "-> a b"},
		{"--json", "json=-;->"},
		{"a|--json|b|-j", "json=-;json=-;-> a b"},
		{"--location|Elm St|x", "location=Elm St;-> x"},
		{"--location=Elm=St", "location=Elm=St;->"},
		{"--location=", "location=;->"},
		{"-l|Elm", "location=Elm;->"},
		{"-lElm", "location=Elm;->"},
		{"-jlElm", "json=-;location=Elm;->"},
		{"-jl|--json", "json=-;location=--json;->"},
		{"a|--|--json|-x|--", "-> a --json -x --"},
		{"-", "-> -"},
	};
	struct str got;
	struct err err;

	str_init(&got, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (run(cases[i].words, &got, &err) < 0)
			fail_msg("%s: %s", cases[i].words, err.text);
		assert_string_equal(got.data, cases[i].want);
	}
	str_release(&got);
}

static void
test_what_is_refused(void **state)
{
	static const struct {
		const char *words, *want;
	} cases[] = {
		{"--js", "unknown option --js"}, /* no abbreviations */
		{"--JSON", "unknown option --JSON"},
		{"--json=yes", "option --json takes no value"},
		{"--location", "option --location needs NAME"},
		{"-l", "option --location needs NAME"},
		{"-x", "unknown option -x"},
		{"-jx", "unknown option -x"},
		{"--=x", "unknown option --"},
		{"--none=x", "unknown option --none"},
	};
	struct str got;
	struct err err;

	str_init(&got, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(run(cases[i].words, &got, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_string_equal(err.text, cases[i].want);
	}
	assert_int_equal(run("--location=refuse", &got, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	str_release(&got);
}

static void
test_the_help(void **state)
{
	struct str help;

	str_init(&help, 1000);
	opt_help(table, &help);
	assert_string_equal(help.data,
		"  -j, --json                print JSON\n"
		"      --force               do it anyway\n"
		"  -l, --location NAME       where the work is done\n"
		"      --a-rather-long-option WITH_ITS_VALUE\n"
		"                            help on its own line\n");
	str_release(&help);
}

static void
test_numbers(void **state)
{
	static const char *const bad[] = {"", "-", "+1", " 1", "1 ", "1x",
		"0x10", "1.5", "10", "-6", "99999999999999999999",
		"-99999999999999999999"};
	long long value = 42;
	struct err err;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(opt_int(bad[i], -5, 9, &value, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_int_equal(value, 42);
	}
	assert_int_equal(opt_int("-5", -5, 9, &value, &err), 0);
	assert_int_equal(value, -5);
	assert_int_equal(opt_int("007", -5, 9, &value, &err), 0);
	assert_int_equal(value, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_way_to_write_them),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_the_help),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
