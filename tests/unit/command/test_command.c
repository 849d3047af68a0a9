/* One table of commands: what it takes, refuses, shows and completes. */
#include <string.h>

#include "command/args.h"
#include "command/complete.h"
#include "lib/cmocka_all.h"

#define END                                                                    \
	{                                                                      \
		.name = NULL                                                   \
	}

/* What a run was told, as text. */
struct seen {
	struct str text;
};

static int
run_work(void *ctx, const struct args *args, struct err *err)
{
	struct seen *seen = ctx;

	str_addf(&seen->text, "work json=%d place=%s count=%lld",
		args_has(args, "json"),
		args_text(args, "place") ? args_text(args, "place") : "-",
		args_number(args, "count", 7));
	for (size_t i = 0; args_nth(args, "who", i) != NULL; i++)
		str_addf(&seen->text, " who=%s", args_nth(args, "who", i));
	for (size_t i = 0; args_operand(args, i) != NULL; i++)
		str_addf(&seen->text, " [%s]", args_operand(args, i));
	if (args_text(args, "place") != NULL &&
		strcmp(args_text(args, "place"), "nowhere") == 0)
		return err_set(err, ERR_NOT_FOUND, "there is no such place");
	return 0;
}

static int
run_plain(void *ctx, const struct args *args, struct err *err)
{
	struct seen *seen = ctx;

	str_addz(&seen->text, args->command->name);
	for (size_t i = 0; args_operand(args, i) != NULL; i++)
		str_addf(&seen->text, " [%s]", args_operand(args, i));
	return 0;
}

static int
run_alone(void *ctx, struct err *err)
{
	struct seen *seen = ctx;

	str_addz(&seen->text, "alone");
	return 0;
}

static const char *const early[] = {"warn", "block", NULL};
static const struct option work_options[] = {
	{.name = "json", .letter = 'j', .help = "print JSON"},
	{.name = "quiet", .letter = 'q', .help = "say nothing"},
	{.name = "place",
		.letter = 'p',
		.arg = "NAME",
		.help = "where the work is done",
		.completes = "places"},
	{.name = "who",
		.letter = 'w',
		.repeats = true,
		.arg = "NAME",
		.help = "for whom",
		.completes = "people"},
	{.name = "count", .arg = "N", .min = 1, .max = 99, .help = "so many"},
	{.name = "early",
		.arg = "EARLY",
		.help = "a break that is too short",
		.words = early},
	{.name = "input",
		.arg = "FILE",
		.help = "read it",
		.completes = COMMAND_FILES},
	END,
};
static const struct operand work_operands[] = {
	{.name = "TEXT", .optional = true, .repeats = true}, END};
static const struct command work = {
	.name = "work",
	.help = "does it",
	.options = work_options,
	.operands = work_operands,
	.run = run_work,
};

static const char *const lists[] = {"locations", "cost-codes", NULL};
static const struct operand list_operands[] = {
	{.name = "LIST", .words = lists},
	{.name = "TEXT", .optional = true},
	END,
};
static const struct command list = {
	.name = "list",
	.help = "what there is",
	.operands = list_operands,
	.run = run_plain,
};

static const struct option make_options[] = {
	{.name = "database", .required = true, .arg = "URL", .help = "which"},
	{.name = "company-name-in-full",
		.required = true,
		.arg = "{WITH_ALL_ITS_WORDS}",
		.help = "help on its own line"},
	{.name = "password-stdin", .required = true, .help = "read it"},
	END,
};
static const struct command make = {
	.name = "make",
	.help = "makes it",
	.options = make_options,
	.run = run_plain,
};

static const struct operand ids[] = {{.name = "ID", .repeats = true}, END};
static const struct command retry = {
	.name = "retry",
	.help = "again",
	.operands = ids,
	.run = run_plain,
};
static const struct command show = {
	.name = "show", .help = "all of it", .run = run_plain};
static const struct command *const queue_subs[] = {&show, &retry, NULL};
static const struct option queue_options[] = {
	{.name = "json", .help = "print JSON"}, END};
static const struct command queue = {
	.name = "queue",
	.help = "what waits",
	.options = queue_options,
	.subs = queue_subs,
	.run = run_plain,
};
static const struct command group = {
	.name = "group", .help = "has no run", .subs = queue_subs};

static void
values(void *ctx, const char *completes, const char *typed,
	const struct args *args, struct complete *to)
{
	complete_add(to, "Elm St", completes);
	if (args->command == &work && args_text(args, "place") != NULL)
		complete_add(to, args_text(args, "place"), typed);
}

static const struct command *const commands[] = {
	&work, &list, &make, &queue, &group, NULL};
static const struct program program = {
	.name = "prog",
	.version = "1.2",
	.about = "About it.\n",
	.commands = commands,
	.run = run_alone,
	.values = values,
};

/* Words are given in one text, parted by '|'. */
static int
call(const char *text, struct str *said, struct str *seen_out, struct err *err)
{
	struct seen seen;
	char buf[400];
	char *argv[20] = {"prog"};
	int argc = 1;
	int rc;

	str_init(&seen.text, 1000);
	assert_true(str_copy(buf, sizeof(buf), text));
	for (char *p = buf; *p != '\0' && argc < 20; argc++) {
		argv[argc] = p;
		p += strcspn(p, "|");
		if (*p == '|') {
			*p++ = '\0';
			if (*p == '\0')
				argv[++argc] = p;
		}
	}
	err_clear(err);
	str_clear(said);
	rc = command_main(&program, &seen, argc, argv, said, err);
	str_clear(seen_out);
	str_addz(seen_out, seen.text.data);
	str_release(&seen.text);
	return rc;
}

struct words {
	const char *words;
	const char *want;
};

/* Each is run; `want` is what the command was told. */
static void
runs(const struct words *cases, size_t count)
{
	struct str said;
	struct str seen;
	struct err err;

	str_init(&said, 10000);
	str_init(&seen, 1000);
	for (size_t i = 0; i < count; i++) {
		if (call(cases[i].words, &said, &seen, &err) < 0)
			fail_msg("%s: %s", cases[i].words, err.text);
		assert_string_equal(seen.data, cases[i].want);
		assert_string_equal(said.data, "");
	}
	str_release(&seen);
	str_release(&said);
}

/* Each is refused as usage, in these words, and nothing has run. */
static void
refuses(const struct words *cases, size_t count)
{
	struct str said;
	struct str seen;
	struct err err;

	str_init(&said, 10000);
	str_init(&seen, 1000);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(call(cases[i].words, &said, &seen, &err), -1);
		assert_string_equal(err.text, cases[i].want);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_string_equal(seen.data, "");
	}
	str_release(&seen);
	str_release(&said);
}

/* Each says exactly this, and nothing has run. */
static void
says(const struct words *cases, size_t count)
{
	struct str said;
	struct str seen;
	struct err err;

	str_init(&said, 10000);
	str_init(&seen, 1000);
	for (size_t i = 0; i < count; i++) {
		if (call(cases[i].words, &said, &seen, &err) < 0)
			fail_msg("%s: %s", cases[i].words, err.text);
		assert_string_equal(said.data, cases[i].want);
		assert_string_equal(seen.data, "");
	}
	str_release(&seen);
	str_release(&said);
}

#define COUNT(cases) (sizeof(cases) / sizeof((cases)[0]))

static void
test_every_way_to_write_them(void **state)
{
	static const struct words cases[] = {
		{"", "alone"},
		{"work", "work json=0 place=- count=7"},
		{"work|a|b", "work json=0 place=- count=7 [a] [b]"},
		{"work|a|--json|b|-j", "work json=1 place=- count=7 [a] [b]"},
		{"work|--place|Elm St|x",
			"work json=0 place=Elm St count=7 [x]"},
		{"work|--place=Elm=St", "work json=0 place=Elm=St count=7"},
		{"work|--place=", "work json=0 place= count=7"},
		{"work|-p|Elm", "work json=0 place=Elm count=7"},
		{"work|-pElm", "work json=0 place=Elm count=7"},
		{"work|-qjpElm", "work json=1 place=Elm count=7"},
		{"work|-jp|--json", "work json=1 place=--json count=7"},
		{"work|a|--|--json|-x|--",
			"work json=0 place=- count=7 [a] [--json] [-x] [--]"},
		{"work|-", "work json=0 place=- count=7 [-]"},
		{"work|-w|a|--who=b|-wc",
			"work json=0 place=- count=7 who=a who=b who=c"},
		{"work|-pa|-pb", "work json=0 place=b count=7"},
		{"work|--count|99", "work json=0 place=- count=99"},
		{"work|--early=block", "work json=0 place=- count=7"},
		{"list|locations", "list [locations]"},
		{"list|cost-codes|03", "list [cost-codes] [03]"},
		{"queue", "queue"},
		{"queue|--json", "queue"},
		{"queue|retry|a|b", "retry [a] [b]"},
		{"group|show", "show"},
	};

	runs(cases, COUNT(cases));
}

static void
test_what_is_refused(void **state)
{
	static const struct words cases[] = {
		{"work|--JSN", "unknown option --JSN; did you mean --json?"},
		/* no abbreviations */
		{"work|--js", "unknown option --js; did you mean --json?"},
		{"work|--JSON", "unknown option --JSON; did you mean --json?"},
		{"work|--plcae=x",
			"unknown option --plcae; did you mean --place?"},
		{"work|--none=x",
			"unknown option --none; see prog work --help"},
		{"work|-x", "unknown option -x; see prog work --help"},
		{"work|-jx", "unknown option -jx; see prog work --help"},
		{"work|--=x", "unknown option --; see prog work --help"},
		{"work|--json=yes", "option --json takes no value"},
		{"work|--place", "option --place needs NAME"},
		{"work|-jp", "option --place needs NAME"},
		{"work|--count|0", "option --count: \"0\" is not a whole "
				   "number from 1 to 99"},
		{"work|--early=wran",
			"option --early: \"wran\" is not one of warn or "
			"block; did you mean \"warn\"?"},
		{"list|location",
			"\"location\" is not one of locations or cost-codes; "
			"did you mean \"locations\"?"},
		{"list|people",
			"\"people\" is not one of locations or cost-codes"},
		{"list", "list needs locations or cost-codes"},
		{"list|locations|a|b",
			"\"b\" is one word too many; see prog list --help"},
		{"queue|retry",
			"queue retry needs ID; see prog queue retry --help"},
		{"queue|rtery", "there is no command \"rtery\"; did you mean "
				"\"prog queue retry\"?"},
		{"queue|--json|show", "queue show goes before its options"},
		{"queue|show|x",
			"\"x\" is not an option; see prog queue show --help"},
		{"group", "a command is missing; see prog group --help"},
		{"wrok", "there is no command \"wrok\"; did you mean \"prog "
			 "work\"?"},
		{"fly", "there is no command \"fly\"; see prog --help"},
		{"--json|work", "unknown option --json; see prog --help"},
		{"make|--database|x",
			"option --company-name-in-full is missing; see prog "
			"make --help"},
		/* foreign words are shown, not obeyed */
		{"\033[2J",
			"there is no command \"\\x1b[2J\"; see prog --help"},
		{"work|--\033c",
			"unknown option --\\x1bc; see prog work --help"},
	};

	refuses(cases, COUNT(cases));
}

static void
test_what_the_command_says_is_kept(void **state)
{
	struct str said;
	struct str seen;
	struct err err;

	str_init(&said, 100);
	str_init(&seen, 100);
	assert_int_equal(call("work|-pnowhere", &said, &seen, &err), -1);
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	str_release(&seen);
	str_release(&said);
}

#define WORK_HELP                                                              \
	"usage: prog work [TEXT...] [OPTION]...\n"                             \
	"does it\n\n"                                                          \
	"  -j, --json                print JSON\n"                             \
	"  -q, --quiet               say nothing\n"                            \
	"  -p, --place NAME          where the work is done\n"                 \
	"  -w, --who NAME            for whom\n"                               \
	"      --count N             so many\n"                                \
	"      --early {warn|block}  a break that is too short\n"              \
	"      --input FILE          read it\n"                                \
	"  -h, --help                show this help\n"
#define RETRY_HELP                                                             \
	"usage: prog queue retry ID... [OPTION]...\n"                          \
	"again\n\n"                                                            \
	"  -h, --help                show this help\n"
#define PROGRAM_HELP                                                           \
	"usage: prog [COMMAND] [OPTION]...\n"                                  \
	"About it.\n\n"                                                        \
	"  work          does it\n"                                            \
	"  list          what there is\n"                                      \
	"  make          makes it\n"                                           \
	"  queue         what waits\n"                                         \
	"  group         has no run\n"                                         \
	"  help          show what a command takes, as its --help does\n\n"    \
	"  -h, --help                show this help\n"                         \
	"      --version             show the version\n"

static void
test_the_help(void **state)
{
	static const struct words cases[] = {
		{"--version", "prog 1.2\n"},
		{"--help", PROGRAM_HELP},
		{"-h", PROGRAM_HELP},
		{"help", PROGRAM_HELP},
		{"help|work", WORK_HELP},
		{"work|a|--help", WORK_HELP},
		{"work|-jh", WORK_HELP},
		{"queue|retry|--help", RETRY_HELP},
		{"help|queue|retry", RETRY_HELP},
		/* what must be there need not, to be told about */
		{"make|--help",
			"usage: prog make --database URL "
			"--company-name-in-full {WITH_ALL_ITS_WORDS}\n"
			"        --password-stdin [OPTION]...\n"
			"makes it\n\n"
			"      --database URL        which\n"
			"      --company-name-in-full {WITH_ALL_ITS_WORDS}\n"
			"                            help on its own line\n"
			"      --password-stdin      read it\n"
			"  -h, --help                show this help\n"},
		{"list|--help",
			"usage: prog list {locations|cost-codes} [TEXT] "
			"[OPTION]...\n"
			"what there is\n\n"
			"  -h, --help                show this help\n"},
		{"group|-h", "usage: prog group COMMAND [OPTION]...\n"
			     "has no run\n\n"
			     "  show          all of it\n"
			     "  retry         again\n\n"
			     "  -h, --help                show this help\n"},
	};

	says(cases, COUNT(cases));
}

static void
test_what_a_shell_is_told(void **state)
{
	static const struct words cases[] = {
		{"complete|wo", "work\tdoes it\n"},
		{"complete|h", "help\tshow what a command takes\n"},
		{"complete|--v", "--version\tshow the version\n"},
		{"complete|help|ma", "make\tmakes it\n"},
		{"complete|queue|", "show\tall of it\nretry\tagain\n"},
		{"complete|list|l", "locations\t\n"},
		{"complete|list|locations|", ""},
		{"complete|work|--j", "--json\tprint JSON\n"},
		/* what was given is not offered again, if it may not be */
		{"complete|work|-j|-w|a|--j", ""},
		{"complete|work|-w|a|--w", "--who\tfor whom\n"},
		{"complete|work|--h", "--help\tshow this help\n"},
		{"complete|work|--early|", "warn\t\nblock\t\n"},
		{"complete|work|--early=w", "--early=warn\t\n"},
		{"complete|work|--early|-", ""},
		{"complete|work|--input|x", ":files\n"},
		{"complete|work|--place|el", "Elm St\tplaces\n"},
		{"complete|work|-p|el", "Elm St\tplaces\n"},
		{"complete|work|--place=el", "--place=Elm St\tplaces\n"},
		{"complete|work|-pX|-w|el", "Elm St\tpeople\nX\tel\n"},
		{"complete|work|--|--j", ""},
		/* nothing is said about what makes no sense */
		{"complete|nothing|", ""},
		{"complete|work|--nothing|", ""},
		{"complete", ""},
	};

	says(cases, COUNT(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_way_to_write_them),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_what_the_command_says_is_kept),
		cmocka_unit_test(test_the_help),
		cmocka_unit_test(test_what_a_shell_is_told),
	};

	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
