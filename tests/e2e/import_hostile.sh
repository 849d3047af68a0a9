#!/bin/bash
# Files that mean harm, or are broken: each its clear answer, and nothing of
# them is there afterwards, not even of the lines before. On both databases.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

# refused WORDS: what the file is told, whose bytes come in.
refused() {
	cat >"$box/in.csv"
	gives 65 "*$1*" connectctl import locations "$box/in.csv" &&
		has 'length == 0' connectctl location list --all --json
}

long() {
	{
		printf 'number,name\n1,Good\n2,'
		head -c 10000000 /dev/zero | tr '\0' a
		echo
	} | refused 'line 3: is too long'
}

wide() {
	{
		printf number
		head -c 1000000 /dev/zero | tr '\0' ,
		echo
	} | refused 'line 1: has too many values'
}

# name WORDS BYTES: of a second location, behind a good one.
name() {
	printf 'number,name\n1,Good\n2,%b\n' "$2" | refused "$1"
}

# unseen BYTES: in a name, alone in its file.
unseen() {
	printf 'number,name\n2,%b\n' "$1" |
		refused 'name: holds a character that cannot be shown*1 wrong'
}

# of_database DATABASE KIND
of_database() {
	port=
	new_home "$2"
	need "$2: a company is made" make_company "$1"
	need "$2: the service starts" start_service "$1" --cheap-passwords \
		--no-limits
	need "$2: the administrator signs in" sign_in robin
	check "$2: a name of 10 MB" long
	check "$2: a million columns" wide
	check "$2: a NUL" name 'line 3: holds a NUL byte' 'a\0b'
	check "$2: a quote that is not closed" \
		name 'line 3: a quote is not closed' '"open'
	check "$2: a control character" unseen 'a\033[2Jb'
	check "$2: a character that turns the direction" unseen 'a\xe2\x80\xaeb'
	check "$2: a joiner" unseen 'a\xe2\x80\x8db'
	check "$2: bytes that are no UTF-8" unseen 'a\xff\xfeb'
	stop_service
}

need "the tree installs" install_tree
of_database "$box/office.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
