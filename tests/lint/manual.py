#!/usr/bin/python3
"""The manual against the tables: each command and option that a program's
help shows is described, under the same name and letter and with a value of the
same name, and nothing else is; so is each setting of the configuration file,
and named is each permission and each setting of the company.

Of a page counts what stands in `.It Fl` and `.It Cm` of a `.Ss` that names
commands (`.Ss stop , meal`), or of "Options of every command"; the synopsis may
leave options out, but names none that there is not."""

import os
import re
import subprocess

import tree

BUILD = os.environ.get("BUILD", "build")
PAGES = {"connect-clock": "man/connect-clock.1",
         "connectctl": "man/connectctl.1", "connectd": "man/connectd.8"}
# Where names stand that only the service judges; one that nobody gives.
OFFICE = (
    ("include/core/permission.h",
     r'X\(\d+, (?!ADMINISTRATOR)\w+,\s+"([\w-]+)"'),
    ("include/core/company.h", r"X\(\w+, (\w+), \w+, (?!FIELD_TOLD)FIELD"),
)
EVERY = "Options of every command"
COLUMNS = 80

OPTION = re.compile(r"^  (?:-(\w), |    )--([\w-]+)(?: (\S+))?(?:\s|$)")
COMMAND = re.compile(r"^  ([a-z][\w-]*)\s{2,}\S")


def shown(program, *command):
    """What --help shows: {option: (letter, value)}, commands, operands."""
    text = subprocess.run([os.path.join(BUILD, program), *command, "--help"],
                          text=True, capture_output=True, check=True).stdout
    options, commands = {}, []
    for line in text.splitlines():
        if len(line) > COLUMNS:
            tree.breach(PAGES[program], 1, "--help of %s is wider than %d: %s"
                        % (" ".join((program,) + command), COLUMNS, line))
        option, named = OPTION.match(line), COMMAND.match(line)
        if option:
            if any(option[1] and option[1] == o[0] for o in options.values()):
                tree.breach(PAGES[program], 1, "two options are -%s: %s" % (
                    option[1], line))
            options[option[2]] = (option[1] or "", option[3] or "")
        elif named:
            commands.append(named[1])
    usage = re.match(r"usage: .*?\n(?! )", text, re.S)[0]
    usage = re.sub(r"--\S+(?: [A-Z{]\S*)?|\[OPTION\]|\[?COMMAND\]?", "", usage)
    operands = re.findall(r"\b(?:[A-Z]{2,}|[a-z-]+(?=[|}]))\b", usage)
    return options, commands, operands


def flags(line):
    """The options of one line of mdoc: {name: (letter, value)}."""
    found, letter, name = {}, "", None
    words = line.replace("\\-", "-").split()
    for before, word in zip(words, words[1:]):
        if before == "Fl" and word.startswith("-"):
            name = word[1:]
            found[name] = (letter, "")
            letter = ""
        elif before == "Fl":
            letter, name = word, None
        elif before == "Ar" and name:
            found[name] = (found[name][0], word)
    return found


class Section:
    def __init__(self, heading, line):
        self.heading = heading
        self.line = line
        self.names = [w for w in heading.split() if w != ","]
        self.options = {}   # of .It Fl
        self.subs = {}      # of .It Cm: {name: options}
        self.text = ""

    def is_of_commands(self):
        return all(re.fullmatch("[a-z][a-z-]*", n) for n in self.names)


def read_page(path):
    """The sections of a page, and {command: options} of its synopsis."""
    sections, synopsis = [], {}
    where, command = "", None
    for number, line in enumerate(tree.read(path).splitlines(), 1):
        if line.startswith(".Sh "):
            where = line[4:]
            sections.append(Section("", number))
        elif line.startswith(".Ss "):
            sections.append(Section(line[4:], number))
        elif where == "SYNOPSIS":
            m = re.match(r"\.Cm (\S+)", line)
            command = m[1] if m else "" if line == ".Nm" else command
            synopsis.setdefault(command or "", {}).update(flags(line))
        elif where == "DESCRIPTION" and sections:
            section = sections[-1]
            section.text += line + "\n"
            m = re.match(r"\.It Cm (\S+)", line)
            if m:
                section.subs[m[1]] = flags(line)
            elif line.startswith(".It Fl"):
                section.options.update(flags(line))
    return [s for s in sections if s.names], synopsis


def spell(name, option):
    letter, value = option
    return "%s--%s%s" % ("-%s, " % letter if letter else "", name,
                         " " + value if value else "")


def compare(path, line, call, table, page):
    """Both directions: a name, its letter, what its value is called."""
    for name in sorted(set(table) | set(page)):
        if name not in page:
            tree.breach(path, line, "%s --%s is not described" % (call, name))
        elif name not in table:
            tree.breach(path, line, "%s does not take --%s" % (call, name))
        elif table[name] != page[name]:
            tree.breach(path, line, "%s takes %s, not %s" % (
                call, spell(name, table[name]), spell(name, page[name])))


def check_command(program, path, name, sections, common):
    """One command of a program; returns the options that it takes, and those
    with its subs' own."""
    table, subs, operands = shown(program, name)
    every = dict(table)
    mine = [s for s in sections if name in s.names]
    if not mine:
        tree.breach(path, 1, "the command %s is not described" % name)
        return table, every
    page = dict(common)
    for section in mine:
        page.update(section.options)
    line = mine[0].line
    compare(path, line, name, table, page)
    described = {k: v for s in mine for k, v in s.subs.items()}
    for sub in sorted(set(subs) | set(described)):
        if sub not in described or sub not in subs:
            tree.breach(path, line, "%s %s is %s" % (
                name, sub, "not described" if sub in subs else
                "described, but there is no such command"))
            continue
        options, _, more = shown(program, name, sub)
        every.update(options)
        compare(path, line, "%s %s" % (name, sub), options,
                {**common, **described[sub]})
        operands += more
    text = "".join(s.text for s in mine)
    for operand in operands:
        if not re.search(r"\b(?:Ar|Cm) %s\b" % operand, text):
            tree.breach(path, line, "%s takes %s, which is not described" % (
                name, operand))
    return table, every


def check_program(program, path):
    sections, synopsis = read_page(path)
    options, commands, _ = shown(program)
    common = {}
    for section in sections:
        if section.heading == EVERY:
            common.update(section.options)
        elif section.is_of_commands():
            for name in set(section.names) - set(commands):
                tree.breach(path, section.line, "there is no command %s" % name)
    tables, known = {"": options}, dict(options)
    letters = {o[0] for o in options.values()}
    for name in commands:
        if name == "help":
            if not any("help" in s.names for s in sections):
                tree.breach(path, 1, "the command help is not described")
            continue
        tables[name], every = check_command(program, path, name, sections,
                                            common)
        known.update(every)
        letters.update(o[0] for o in every.values())
    for command, named in synopsis.items():
        for name, (_, value) in named.items():
            if tables.get(command, {}).get(name, ("", None))[1] != value:
                tree.breach(path, 1, "the synopsis has %s, which %s does not "
                            "take" % (spell(name, ("", value)),
                                      command or program))
    known = set(known) | letters
    for number, line in enumerate(tree.read(path).splitlines(), 1):
        for name in re.findall(r"\bFl -?([A-Za-z][\w-]*)", line):
            if name not in known:
                tree.breach(path, number, "%s takes no %s anywhere" % (
                    program, name))
    return sum(len(t) for t in tables.values())


def check_settings():
    """Keys and the words of `store`: app/settings.c against its page."""
    source, path = "src/app/settings.c", "man/connect-clock.conf.5"
    text = tree.read(source)
    table = {tuple(m) for m in re.findall(
        r'^\t\{"(\w+)", "(\w+)", set_\w+', text, re.M)}
    table |= {("store", m) for m in re.findall(
        r'^\t+\{"(\w+)", SECRET_STORE_\w+\}', text, re.M)}
    page, depth, section, key = set(), 0, "", ""
    for line in tree.read(path).splitlines():
        depth += line.startswith(".Bl") - line.startswith(".El")
        heading = re.match(r"\.S[sh] \[?(\w+)", line)
        item = re.match(r"\.It Cm (\w+)", line)
        if heading:
            section = heading[1]
        elif item and depth == 1:
            key = item[1]
            page.add((section, key))
        elif item and depth == 2:
            page.add((key, item[1]))
    for words in sorted(table ^ page):
        tree.breach(path, 1, "%s %s is %s" % (*words, (
            "not described" if words in table else "no setting")))
    return len(table)


def check_office():
    """What can be set by its name alone: of it the page needs a word."""
    path = PAGES["connectctl"]
    named = set()
    for line in tree.read(path).splitlines():
        if line.startswith((".Cm ", ".It Cm ", ".It Va ")):
            named.update(line.split())
    for source, pattern in OFFICE:
        for m in re.finditer(pattern, tree.read(source)):
            word = m[1].replace("_", "-")
            if word not in named:
                tree.breach(path, 1, "%s of %s is not named" % (word, source))


def main():
    count = settings = 0
    for program, path in PAGES.items():
        if os.path.exists(os.path.join(BUILD, program)):
            count += check_program(program, path)
    if os.path.exists("src/app/settings.c"):
        settings = check_settings()
    if os.path.exists("include/core/company.h"):
        check_office()
    print("manual: %d options, %d settings" % (count, settings))
    tree.finish()


if __name__ == "__main__":
    main()
