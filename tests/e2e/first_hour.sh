#!/bin/bash
# The first hour of a company, from nothing to a person's first confirmed press
# by the link of a mail: commands alone, no file, no SQL, no restart. Then a
# company of fifty from three files. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

# --- the hour

set_up() {
	connectctl location add --number 2601 'Elm St Tower' &&
		connectctl cost-code add 03-100 Concrete &&
		connectctl employee add --number 0104 --given Dana \
			--family Whitfield --role Employee --username dana \
			--email dana@acme.example
}

# gate JQ: of Dana.
gate() {
	connectctl employee show 0104 --json | jq -r ".clock | $1"
}

not_yet() {
	[ "$(gate .signin)" = pending ] && [ "$(gate .can_clock)" = false ] ||
		return 1
	! sign_in dana
}

verified() {
	local said
	said=$(connectctl employee resend 0104 2>&1)
	[ $? = 65 ] && [[ $said == *"verified already"* ]] &&
		[ "$(gate .signin)" = verified ] &&
		[ "$(gate .can_clock)" = true ]
}

presses() {
	local last
	sign_in dana || return 1
	connect-clock sync
	last=$(connect-clock go -l elm -c 03-100 | tail -1)
	[[ $last =~ ^IN\ [0-9:]{8}\ ·\ 2601\ Elm\ St\ Tower\ ·\ 03-100\ Concrete\ ·\ sent$ ]] || {
		echo "$last"
		return 1
	}
}

# What she may not see stands in no table by its id.
hides() {
	HOME=$box/robin-$kind connectctl role edit Employee \
		--set employees=view &&
		gives 0 '*dana*(hidden)*' connectctl employee list &&
		HOME=$box/robin-$kind connectctl role edit Employee \
			--set employees=none
}

# Deactivated, she is nobody at once; her time stays.
leaves() {
	local as_dana=$HOME
	HOME=$box/robin-$kind connectctl employee deactivate 0104 || return 1
	! HOME=$as_dana sign_in dana &&
		! HOME=$as_dana connect-clock sync &&
		gives 0 '*not signed in · 0 kept*signed out: connect-clock login, and if that is refused ask an administrator' \
			env HOME="$as_dana" connect-clock status &&
		HOME=$box/robin-$kind connectctl employee activate 0104
}

# --- fifty from three files

files() {
	{
		echo number,name
		for n in $(seq 2610 2619); do echo "$n,Site $n"; done
	} >"$box/locations.csv"
	{
		echo number,name
		for n in $(seq 10 19); do echo "$n-100,Work $n"; done
	} >"$box/cost-codes.csv"
	{
		echo number,given_name,family_name,role,username,email
		for n in $(seq 1001 1050); do
			echo "$n,Given$n,Family$n,Employee,u$n,u$n@acme.example"
		done
	} >"$box/employees.csv"
}

fifty() {
	local kind
	export HOME=$box/robin-$1
	files
	for kind in locations cost-codes employees; do
		connectctl import "$kind" "$box/$kind.csv" || return 1
	done
	[ "$(connectctl employee list --json | jq length)" = 52 ] &&
		[ "$(connectctl location list --json | jq length)" = 11 ] &&
		[ "$(connectctl cost-code list --json | jq length)" = 11 ]
}

of_database() {
	local database=$1
	kind=$2
	port=
	need "$kind: a mail server" start_sink "$kind.mails"
	need "$kind: a company and its first administrator" make_company \
		"$database"
	need "$kind: the service starts" serve "$database"
	new_home "robin-$kind"
	need "$kind: the administrator signs in" sign_in robin
	check "$kind: a place, a kind of work, a person" set_up
	check "$kind: who has set no password cannot sign in" not_yet
	check "$kind: a mail comes, its link sets a password" \
		open_link 1 dana@acme.example
	check "$kind: then nothing is sent again" verified
	new_home "dana-$kind"
	check "$kind: her first press is confirmed" presses
	check "$kind: what she may not see is hidden" hides
	check "$kind: who leaves cannot sign in" leaves
	check "$kind: a company of fifty from three files" fifty "$kind"
	stop_service
	stop_sink
}

need "the tree installs" install_tree
of_database "$box/hour.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
