#!/usr/bin/python3
"""Every checker fails when it should: each case breaches one rule in a small
clean tree and expects to be told so, by name. Prints TAP."""

import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
RUN = os.path.join(ROOT, "tests/lint/run")
OPENAPI_LINTER = os.path.join(ROOT, "build/lint/npm/installed")

HEADER = """/* Counts. */
int count_up(int n);
"""
SOURCE = """#include "base/count.h"

int
count_up(int n)
{
	return n + 1;
}
"""
CLEAN = {"include/base/count.h": HEADER, "src/base/count.c": SOURCE}


def function(name="f", params="void", body=""):
    return "static int\n%s(%s)\n{\n%s\treturn 0;\n}\n" % (name, params, body)


def lines(n):
    """A function of n lines, name to closing brace."""
    return function(body="\tg();\n" * (n - 4))


def branches(n):
    """A function of complexity n, in few lines."""
    return function(params="int a", body="\tg(%s);\n" % " && ".join(["a"] * n))


def exported(n):
    return "".join("int\ne%d(void)\n{\n\treturn 0;\n}\n" % i for i in range(n))


DIALECT = """
struct table {
	struct table *next;
	bool full;
	const struct ops *ops;
};
struct ops {
	int (*take)(int n, struct err *err);
};
int count_try(int n, struct err *err);
const char *count_find(int n);
"""


def calling(statement):
    """A function that says this on its first line but three, with pointers to
    say it of, and the declarations that it needs."""
    return ("static int\nf(struct table *table, const char *list, char **names, "
            "int n, struct err *err)\n{\n\t%s\n\t\treturn n;\n\treturn 0;\n}\n"
            % statement)


def many(text, n):
    """n functions, each as `text` makes it."""
    return "".join(text.replace("\nf(", "\nf%d(" % i) for i in range(n))


GOOD_MAN = """.Dd November 25, 2026
.Dt X 1
.Os
.Sh NAME
.Nm x
.Nd does it
.Sh SYNOPSIS
.Nm
.Sh DESCRIPTION
It does it.
"""

RESULT = ('{"components": {"schemas": {"Result": {"properties": '
          '{"causes": {"items": {"enum": [%s]}}}}}}}\n')
CAUSES = r"""/* Why. */
#define CAUSES(X) \
	X(LEFT, 0, "left", "Somebody \"left\".") \
	X(CLOCK_OFF, 1, "clock-off", \
		"It is off.")

enum cause;
"""

GOOD_RULES = GOOD_MAN + """.Sh TIME
.Ss Proven interval
It is proven.
"""

DOCUMENT = """{"openapi": "3.1.0", "info": {"title": "T", "version": "1",
"license": {"name": "MIT", "identifier": "MIT"}}, "paths": {"/a": {"get": {
"operationId": "a", "summary": "A", %s "responses": {"200": {"description":
"Done."}, "400": {"description": "Not so."}}}}}}"""

# A program of two commands, one with a sub-command, and its page.
HELPFUL = """#!/bin/sh
case $1:$2 in
--help:)
	printf 'usage: x COMMAND\\n\\n  copy   copies\\n  queue  waits\\n\\n'
	printf '      --version  shows it\\n' ;;
copy:*) printf 'usage: x copy FILE\\n\\n  -f, --from URL  there\\n' ;;
queue:--help)
	printf 'usage: x queue\\n\\n  show   shows\\n\\n      --json  so\\n' ;;
*) printf 'usage: x queue show ID\\n\\n      --json  so\\n' ;;
esac
"""
HELP_MAN = """.Sh SYNOPSIS
.Nm
.Cm copy
.Op Fl -from Ar URL
.Sh DESCRIPTION
.Ss copy
.It Fl f , Fl -from Ar URL
From there to
.Ar FILE .
.Ss queue
.It Fl -json
.It Cm show Ar ID Op Fl -json
.Ss Other things
.It Cm copy
"""
SETTINGS = """static const struct setting {
} settings_table[] = {
\t{"service", "server", set_server, MEMBER(server)},
\t{"secrets", "store", set_store, MEMBER(secret_store)},
};
\t\t{"file", SECRET_STORE_FILE},
"""
SETTINGS_MAN = """.Ss [service]
.Bl -tag
.It Cm server
.El
.Ss [secrets]
.Bl -tag
.It Cm store
.Bl -tag
.It Cm file
.El
.El
"""


def helped(old, new, program=HELPFUL):
    """The program, and its page with one thing changed."""
    return {"build/connectd": program,
            "man/connectd.8": HELP_MAN.replace(old, new)}


def set_up(old, new):
    """The settings, and their page with one thing changed."""
    return {"src/app/settings.c": SETTINGS,
            "man/connect-clock.conf.5": SETTINGS_MAN.replace(old, new)}


def office(left_out):
    """What the office sets by name, and the page of it without one."""
    names = ".Cm clock-in-for , wages\n.It Va zone\n"
    return {"include/core/permission.h":
            'X(1, CLOCK_IN_FOR, "clock-in-for", "Clock In For")\n'
            'X(9, ADMINISTRATOR, "administrator", "Administrator")\n'
            'X(38, WAGES, "wages", "Wages")\n',
            "include/core/company.h":
            "X(TEXT, company_id, 63, FIELD_TOLD, A, A, B, C)\n"
            "X(TEXT, zone, 63, FIELD_NEEDED, A, A, B, C)\n",
            "man/connectctl.1": names.replace(left_out, "")}


# checker, what is breached, {file: text}, a part of what must be reported
BREACHES = [
    ("layers", "a layer includes one that it may not",
     {"src/core/a.c": '#include "wire/b.h"\n', "include/wire/b.h": ""},
     "core may not include wire"),
    ("layers", "a layer that the table does not know",
     {"src/extra/a.c": '#include "base/count.h"\n'},
     "layer extra is not in the table"),
    ("layers", "a room that reaches into another",
     {"src/tui/panel/a.c": '#include "tui/queue/b.h"\n',
      "include/tui/queue/b.h": ""},
     "tui/panel may not include tui/queue"),
    ("layers", "curses outside term",
     {"src/tui/a.c": "#include <curses.h>\n"}, "<curses.h> is only for: term"),
    ("layers", "the time in core",
     {"src/core/a.c": "#include <time.h>\n"}, "<time.h> is only for"),
    ("layers", "a library that nobody named",
     {"src/base/a.c": "#include <zlib.h>\n"}, "neither libc nor in the table"),
    ("layers", "a private header used from another layer",
     {"src/core/a.c": '#include "../base/own.h"\n', "src/base/own.h": ""},
     "private to src/base"),
    ("layers", "an include cycle of files",
     {"include/core/a.h": '#include "core/b.h"\n',
      "include/core/b.h": '#include "core/a.h"\n'}, "include cycle"),
    ("layers", "an include cycle of folders",
     {"include/base/x.h": '#include "core/y.h"\n', "include/core/y.h": "",
      "include/core/z.h": '#include "base/count.h"\n'},
     "include cycle: base -> core -> base"),
    ("size", "a function of 61 lines", {"src/base/a.c": lines(61)},
     "f has 61 lines"),
    ("size", "complexity 16", {"src/base/a.c": branches(16)},
     "f has complexity 16"),
    ("size", "7 parameters",
     {"src/base/a.c": function(params="int a, int b, int c, int d, int e, "
                               "int (*g)(int, int), int h")},
     "f has 7 parameters"),
    ("size", "7 parameters behind a table",
     {"src/base/a.c": function(params="void *self, int a, int b, int c, int d, "
                               "int e, int g, int h, struct err *err")},
     "f has 7 parameters"),
    ("size", "11 exported functions", {"src/base/a.c": exported(11)},
     "11 exported functions"),
    ("size", "a file of 601 lines", {"src/base/a.c": "\n" * 601}, "601 lines"),
    ("size", "a test of 601 lines",
     {"tests/unit/base/test_a.c": "\n" * 601}, "601 lines"),
    ("size", "a script of 601 lines", {"tests/e2e/a.sh": "\n" * 601},
     "601 lines"),
    ("size", "a header of 201 lines", {"include/base/a.h": "\n" * 201},
     "201 lines"),
    ("size", "many functions of 41 lines",
     {"src/base/a%d.c" % i: many(lines(41), 5) for i in range(3)},
     "p90 of function lines is 41"),
    ("size", "many functions of complexity 9",
     {"src/base/a.c": many(branches(9), 20)}, "p90 of complexity is 9"),
    ("size", "many files of 201 lines",
     {"src/base/a%d.c" % i: "\n" * 201 for i in range(3)},
     "median of .c lines is 201"),
    ("calls", "strcpy", {"src/base/a.c": "int x = strcpy (a, b);\n"},
     "banned call: strcpy"),
    ("calls", "a test that sleeps",
     {"tests/unit/a/test_a.c": "int x = usleep(1);\n"}, "sleeps: usleep"),
    ("calls", "a test that polls nothing",
     {"tests/unit/a/test_a.c": "int x = poll(NULL, 0, 5);\n"}, "sleeps: poll"),
    ("calls", "a script that sleeps", {"tests/e2e/a.sh": "a && sleep 1\n"},
     "sleeps: sleep 1"),
    ("calls", "a script without suffix that sleeps",
     {"tests/e2e/a": "#!/usr/bin/python3\ntime.sleep(1)\n"}, "sleeps"),
    ("dialect", "an error that is not 0",
     {"src/base/a.c": calling("if (count_try(1, err) != 0)")},
     "a.c:4: count_try() failed is written count_try() < 0"),
    ("dialect", "an error that is -1, of a file's own function",
     {"src/base/a.c": "static int\nf(struct err *err)\n{\n\treturn -1;\n}\n\n"
      + calling("while (f(err) == -1)")}, "f() failed is written"),
    ("dialect", "an error that is true, over two lines, in a test",
     {"tests/unit/a/test_a.c": calling(
         "if (list != NULL &&\n\t\tcount_try((1), err))")},
     "test_a.c:5: count_try() failed"),
    ("dialect", "an error of an operation, among others",
     {"src/base/a.c": calling("if (!table->ops->take(1, err) || n)")},
     "take() failed is written"),
    ("dialect", "an error of the system that is kept",
     {"src/base/a.c": calling("if ((n = close(n)) == -1)")}, "close() failed"),
    ("dialect", "a pointer that is not",
     {"src/base/a.c": calling("if (!list)")}, "pointer list is to be compared"),
    ("dialect", "a pointer that is, among others",
     {"src/base/a.c": calling("if (n < 0 || list)")}, "pointer list is"),
    ("dialect", "a pointer that chooses",
     {"src/base/a.c": calling("n = list ? 1 : 0;")}, "pointer list is"),
    ("dialect", "a loop over a member that is a pointer",
     {"src/base/a.c": calling("for (; table->next; n++)")},
     "pointer table->next is"),
    ("dialect", "an element that is a pointer",
     {"src/base/a.c": calling("while (names[n])")}, "pointer names is"),
    ("dialect", "a local pointer",
     {"src/base/a.c": calling("char *p = list;\n\n\tif (p && *p)")},
     "pointer p is"),
    ("dialect", "a function that found nothing",
     {"src/base/a.c": calling("if (!strchr(list, ' '))")}, "strchr() is to be"),
    ("dialect", "a table of ours that found nothing",
     {"src/base/a.c": calling("if (count_find(n) && n)")},
     "count_find() is to be"),
    ("dialect", "a function that nobody finds by its name",
     {"src/base/a.c": exported(1)}, "e0() does not carry the name"),
    ("rows", "a statement beside the rules",
     {"src/service/desk/a.c": calling("if (db_prepare(db, sql, &stmt, err) "
                                      "< 0)")},
     "a.c:4: db_prepare() is for *_rows.c"),
    ("rows", "a batch beside the rules",
     {"src/admin/a.c": calling("if (db_batch(db, sql, 2, &call, err) < 0)")},
     "a.c:4: db_batch() is for *_rows.c"),
    ("docs", "an exported function without a comment",
     {"include/base/a.h": "/* About the file. */\n\nint a_get(void);\n"},
     "a_get has no comment"),
    ("docs", "a table without a comment",
     {"include/base/a.h": "#include <x.h>\nextern const int a_table[];\n"},
     "a_table has no comment"),
    ("symbols", "an export that no header declares",
     {"src/base/a.c": "int lost(void)\n{\n\treturn 0;\n}\n"},
     "lost is in no header"),
    ("symbols", "an exported variable",
     {"src/base/a.c": "int known;\n",
      "include/base/a.h": "/* K. */\nextern int known;\n"},
     "known is a variable"),
    ("symbols", "a variable kept in a file",
     {"src/base/a.c": "int count_down(void)\n{\n\tstatic int n = 9;\n"
                      "\treturn --n;\n}\n",
      "include/base/a.h": "/* C. */\nint count_down(void);\n"},
     "is a variable"),
    ("symbols", "a layer that calls what it may not, without a header",
     {"src/base/a.c": "int core_go(void);\nint count_go(void)\n{\n"
                      "\treturn core_go();\n}\n",
      "src/core/go.c": "int core_go(void)\n{\n\treturn 1;\n}\n",
      "include/core/go.h": "/* G. */\nint core_go(void);\nint count_go(void);\n"},
     "layer base calls core_go of core"),
    ("words", "a machine's path", {"src/base/a.c": "/* see /home/joe/x */\n"},
     "path of a machine"),
    ("words", "unfinished work", {"src/base/a.c": "/* TODO later */\n"},
     "unfinished work"),
    ("words", "a stray file at the top", {"notes.txt": "hello\n"},
     "does not belong to the top level"),
    ("cites", "a document that is not here",
     {"src/base/a.c": "/* As (rules.md, 4) has it. */\n"},
     "cites rules.md, which is not there"),
    ("cites", "a link that leads nowhere",
     {"README.md": "See [it](src/none.txt).\n"},
     "cites src/none.txt, which is not there"),
    ("cites", "a manual that nobody has",
     {"src/base/a.c": "/* See connect-none(7). */\n"},
     "cites connect-none(7)"),
    ("cites", "a manual that nobody has, in a manual",
     {"man/x.1": GOOD_MAN + ".Xr connect-none 7\n"}, "cites connect-none(7)"),
    ("cites", "a section that the rules have not",
     {"src/base/a.c": "/*\n * See connect-rules(7), Proven\n * times.\n */\n",
      "man/connect-rules.7": GOOD_RULES}, "a.c:2: cites a section of"),
    ("cites", "a section that the rules have not, in a manual",
     {"man/x.1": GOOD_MAN + ".Xr connect-rules 7 ,\n.Dq Proven times .\n",
      "man/connect-rules.7": GOOD_RULES}, "x.1:11: cites a section of"),
    ("cites", "a number of a list that is not here",
     {"tests/unit/base/test_a.c": "/* As T4 wants it. */\n"},
     "T4 is a number of nothing in the tree"),
    ("cites", "a file that is not there any more",
     {"README.md": "It is in `base/gone.h`.\n"},
     "names base/gone.h, which is not there"),
    ("cites", "a target that make has not",
     {"README.md": "Say `make coffee`.\n"}, "there is no target coffee"),
    ("names", "a cause that the rules keep to themselves",
     {"include/core/cause.h": CAUSES, "man/connect-rules.7":
      GOOD_MAN + ".Ss Quarantine\n.Bl -tag\n.It Li left\n.El\n"},
     "Quarantine does not tell of the cause clock-off"),
    ("names", "a cause that there is not",
     {"include/core/cause.h": CAUSES, "man/connect-rules.7":
      GOOD_MAN + ".Ss Quarantine\n.It Li left\n.It Li clock-off , lost\n"},
     "Quarantine tells of a cause that there is not: lost"),
    ("names", "a cause that the contract has alone",
     {"include/core/cause.h": CAUSES, "src/service/openapi.json": RESULT %
      '"left", "lost", "clock-off"'},
     "the cause lost is in the contract alone"),
    ("names", "a cause that is not in the contract",
     {"include/core/cause.h": CAUSES, "src/service/openapi.json": RESULT %
      '"left"'},
     "the cause clock-off is not in the contract"),
    ("names", "an event that nobody is told of",
     {"src/base/a.c": 'void a(int b)\n{\n\tlog_event(LOG_LEVEL_INFO,\n'
                      '\t\tb ? "came" : "went-away", "who", who, NULL);\n}\n',
      "man/connectd.8": GOOD_MAN + ".Sh DIAGNOSTICS\n.It Li came\n"},
     "DIAGNOSTICS does not tell of the event went-away"),
    ("names", "an event of the table that nobody is told of",
     {"src/base/a.c": 'int a = log_event(LOG_LEVEL_INFO, "came", "x", NULL);\n',
      "include/service/desk/event.h": 'X(A, "came") X(B, "went-away")\n',
      "man/connectd.8": GOOD_MAN + ".Sh DIAGNOSTICS\n.It Li came\n"},
     "DIAGNOSTICS does not tell of the event went-away"),
    ("format", "spaces for a tab",
     {"src/base/a.c": "int\na(void)\n{\n    return 0;\n}\n"},
     "clang-format-violations"),
    ("scripts", "an unquoted word",
     {"tests/e2e/a.sh": "#!/bin/sh\nrm $1\n"}, "SC2086"),
    ("manuals", "a manual with an unknown macro",
     {"man/x.1": GOOD_MAN + ".Xy\n"}, "unknown macro"),
    ("manual", "an option that is not described",
     helped(".It Fl f , Fl -from Ar URL\n", ""), "copy --from is not described"),
    ("manual", "an option that there is not",
     helped(".It Fl f", ".It Fl -fast\n.It Fl f"), "does not take --fast"),
    ("manual", "another letter",
     helped("Fl f ", "Fl g "), "takes -f, --from URL, not -g, --from URL"),
    ("manual", "another value",
     helped(".It Fl f , Fl -from Ar URL", ".It Fl f , Fl -from Ar FILE"),
     "takes -f, --from URL, not -f, --from FILE"),
    ("manual", "a command that is not described",
     helped(".Ss copy", ".Ss Copies"), "the command copy is not described"),
    ("manual", "a command that there is not",
     helped(".Ss copy", ".Ss copy , move"), "there is no command move"),
    ("manual", "a sub-command that is not described",
     helped(".It Cm show Ar ID Op Fl -json\n", ""),
     "queue show is not described"),
    ("manual", "a sub-command that there is not",
     helped(".It Cm show", ".It Cm hide\n.It Cm show"),
     "queue hide is described, but there is no such command"),
    ("manual", "an option of a sub-command that is not described",
     helped("Ar ID Op Fl -json", "Ar ID"), "queue show --json is not"),
    ("manual", "an operand that is not described",
     helped(".Ar FILE", "a place"), "copy takes FILE, which is not described"),
    ("manual", "a synopsis with an option that there is not",
     helped(".Op Fl -from Ar URL", ".Op Fl -till Ar URL"),
     "the synopsis has --till URL"),
    ("manual", "an option that is only talked of",
     helped("From there to", ".Fl -slowly"), "takes no slowly anywhere"),
    ("manual", "a help that is too wide",
     helped("", "", HELPFUL.replace("copies", "copies " * 12)), "wider than 80"),
    ("manual", "a setting that is not described",
     set_up(".It Cm server\n", ""), "service server is not described"),
    ("manual", "a setting that there is not",
     set_up(".It Cm server", ".It Cm server\n.It Cm colour"),
     "service colour is no setting"),
    ("manual", "a permission that is not named", office("wages"),
     "wages of include/core/permission.h is not named"),
    ("manual", "a setting of the company that is not named", office("zone"),
     "zone of include/core/company.h is not named"),
    ("manual", "a word of a setting that is not described",
     set_up(".It Cm file\n", ""), "store file is not described"),
    ("openapi", "an operation without security",
     {"src/service/openapi.json": DOCUMENT % ""}, "security"),
    ("cppcheck", "a null pointer that is used",
     {"src/base/a.c": "int\na(void)\n{\n\tint *p = 0;\n\treturn *p;\n}\n"},
     "nullPointer"),
    ("clang-tidy", "the size of a pointer",
     {"src/base/a.c": "#include <stdlib.h>\nchar *a(void);\nchar *\na(void)\n"
                      "{\n\tchar *p = malloc(sizeof(p));\n\tfree(p);\n"
                      "\treturn p;\n}\n"}, "unix.Malloc"),
    ("linkage", "a client that links libcurl", {"build/connect-clock": None},
     "connect-clock links"),
    ("linkage", "an administrator's client that links libcurl",
     {"build/connectctl": None}, "connectctl links"),
    ("linkage", "a service that links libcurl", {"build/connectd": None},
     "connectd links"),
]

# What must not be reported.
FINE = [
    ("size", "60 lines, complexity 15, 6 parameters and 10 exports",
     {"src/base/a.c": lines(60), "src/base/b.c": branches(15),
      "src/base/c.c": exported(10) + many(lines(5), 30),
      "src/base/d.c": function(params="int a, int b, int c, int d, int e, "
                               "int (*g)(int, int)") +
      function("g", "void *self, int a, int b, int c, int d, int e, int h, "
               "struct err *err")}),
    ("rows", "statements in rows, and in what they are made of",
     {"src/service/desk/a_rows.c": calling("db_prepare(db, sql);"),
      "src/db/a.c": calling("db_prepare(db, sql);"),
      "src/service/desk/a.c": "/* db_prepare( */\n"}),
    ("calls", "a banned name in a comment, a text or a member",
     {"src/base/a.c": '/* strcpy() */\nint a = x->gets(1), b = my_atoi(2);\n'
                      'char *s = "sprintf(";\n'}),
    ("dialect", "the dialect",
     {"src/base/a.c": calling(
         "if (count_try(1, err) < 0 || list == NULL || list[0] || *list ||\n"
         "\t\tnames[0] != NULL || table->full || !table->full ||\n"
         "\t\tcount_try(2, err) == 0 || strcmp(list, list) != 0 ||\n"
         "\t\tlist == names[1] || n * n)"),
      "src/base/a_b.c": "int\nbase_x(void)\n{\n\treturn count_up(-1) != 0;\n"
                        "}\n\nint\na_y(void)\n{\n\treturn 0;\n}\n",
      "src/base/c.c": "int\ncount_z(bool err)\n{\n\treturn !err;\n}\n",
      "include/base/count.h": HEADER + "/* Z. */\nint count_z(bool err);\n"}),
    ("names", "all causes and events told",
     {"include/core/cause.h": CAUSES, "man/connect-rules.7":
      GOOD_MAN + ".Ss Quarantine\n.It Li left\n.It Li clock-off\n"
      ".Ss Other\n.It Li more\n",
      "src/service/openapi.json": RESULT % '"clock-off", "left"',
      "src/base/a.c": 'int a = log_event(LOG_LEVEL_INFO, "came", "x", NULL);\n',
      "man/connectd.8": GOOD_MAN + ".Sh DIAGNOSTICS\n.It Li came\n"}),
    ("cites", "what is there",
     {"src/base/a.c": "/*\n * connect-rules(7), Proven\n * interval; x(1), "
                      "poll(2), README.md, connect-rules(7), TIME.\n */\n"
                      "int a = f(2); char *b = \"none.md T4 g(7)\";\n",
      "README.md": "`make test`, [x](man/x.1), `base/count`, `count.c`\n",
      "man/x.1": GOOD_MAN + ".Xr connect-rules 7 ,\n.Dq Proven interval .\n",
      "man/connect-rules.7": GOOD_RULES}),
    ("docs", "one comment for a run of prototypes",
     {"include/base/a.h": "/* Both. */\nint a_x(void);\nint a_y(void);\n"}),
    ("symbols", "constant tables",
     {"src/base/a.c": "static const char *const names[] = {\"a\"};\n"
                      "const char *count_name(int n)\n{\n"
                      "\treturn names[n];\n}\n",
      "include/base/a.h": "/* N. */\nconst char *count_name(int n);\n"}),
    ("symbols", "a layer that calls what it may",
     {"src/core/a.c": "int count_up(int n);\nint core_go(void)\n{\n"
                      "\treturn count_up(1);\n}\n",
      "include/core/a.h": "/* G. */\nint core_go(void);\n"}),
    ("manuals", "a good manual", {"man/x.1": GOOD_MAN}),
    ("manual", "a manual that says it all", helped("", "")),
    ("manual", "a manual that says all settings", set_up("", "")),
    ("manual", "a manual that names all that is set", office("nothing")),
    ("openapi", "a good document",
     {"src/service/openapi.json": DOCUMENT % '"security": [],'}),
]


def build(tree, path):
    """What the checkers of built things look at."""
    env = dict(os.environ, CC="gcc")
    if not path.endswith(".a"):
        subprocess.run(["gcc", "-x", "c", "-", "-Wl,--no-as-needed", "-lcurl",
                        "-o", path], input=b"int main(void) { return 0; }",
                       cwd=tree, check=True, env=env)
        return
    objects = []
    folder = "src/" + os.path.basename(path)[3:-2].replace("-", "/") + "/"
    for name in sorted(os.listdir(os.path.join(tree, folder))):
        if name.endswith(".c"):
            objects.append(name[:-2] + ".o")
            subprocess.run(["gcc", "-O2", "-fPIE", "-c", "-Iinclude", "-o",
                            objects[-1], folder + name], cwd=tree,
                           check=True, env=env)
    subprocess.run(["ar", "rcs", path] + objects, cwd=tree, check=True)
    for name in objects:
        os.unlink(os.path.join(tree, name))


def lint(checker, files):
    """The exit code and output of one checker over the clean tree and these
    files."""
    env = {k: v for k, v in os.environ.items() if k not in (
        "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "WERROR", "CI", "LIBS", "SAN", "CC")}
    with tempfile.TemporaryDirectory() as tree:
        os.makedirs(os.path.join(tree, "build"))
        for folder in ("src", "include", "tests", "man", ".ci"):
            os.makedirs(os.path.join(tree, folder))
        os.makedirs(os.path.join(tree, "tests/lint"))
        for name in (".clang-format", ".clang-tidy", "Makefile",
                     "tests/tests.mk", "tests/lint/layers.py",
                     "tests/lint/tree.py"):
            shutil.copy(os.path.join(ROOT, name), os.path.join(tree, name))
        if checker == "dialect":
            files = {"include/base/table.h": DIALECT, **files}
        for path, text in {**CLEAN, **files}.items():
            if text is None:
                build(tree, path)
                continue
            path = os.path.join(tree, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            if text.startswith("#!"):
                os.chmod(path, 0o755)
        if checker == "symbols":
            env["LIBS"] = " ".join("build/lib%s.a" % layer for layer in (
                "base", "core") if os.path.exists(tree + "/src/" + layer))
            for library in env["LIBS"].split():
                build(tree, library)
        if checker == "openapi":
            env["BUILD"] = os.path.join(ROOT, "build")
        else:
            env["BUILD"] = "build"
        done = subprocess.run([RUN, checker], cwd=tree, env=env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout


def main():
    checkers = sorted({b[0] for b in BREACHES})
    cases = [(c, "a clean tree", {}, None) for c in checkers]
    cases += [f + (None,) for f in FINE] + BREACHES
    failed = 0
    print("1..%d" % len(cases))
    for number, (checker, what, files, expected) in enumerate(cases, 1):
        if checker == "openapi" and not os.path.exists(OPENAPI_LINTER):
            print("ok %d - %s: %s # SKIP make lint-openapi gets its linter" % (
                number, checker, what))
            continue
        status, output = lint(checker, files)
        if "the layout was not looked at" in output:
            print("ok %d - %s: %s # SKIP another clang-format" % (
                number, checker, what))
            continue
        if expected is None:
            good = status == 0
        else:
            good = status == 1 and expected in output
        failed += not good
        print("%s %d - %s: %s" % ("ok" if good else "not ok", number, checker,
                                  what))
        if not good:
            print("".join("# %s\n" % line for line in output.splitlines()),
                  end="")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
