#!/bin/bash
# What connectctl doctor says the office should see to: a line each, with what
# to do, and an exit code. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

nobody_signed_in() {
	gives 77 'sign-in      WRONG  nobody is signed in; use connect-clock login' \
		connectctl doctor
}

all_is_well() {
	gives 0 'service      ok     http://*answers
sign-in      ok     Robin Castellano of Acme Roofing (acmeroofing)
clock        ok     within 30 s of the service*s
people       ok     1 of 1 can clock in
mail         ok     none waits, none came back
quarantine   ok     no punch is held for review
devices      ok     1, none keeps punches, all were heard of' \
		connectctl doctor &&
		has 'map(.result) | unique == ["ok"]' connectctl doctor --json
}

# The mail server's answer came.
comes_back() {
	local until=$((SECONDS + 60))
	while [ "$SECONDS" -lt "$until" ]; do
		[ "$(connectctl employee show 0104 --json |
			jq -r .clock.signin)" = bounced ] && return
	done
	return 1
}

# The mail server takes no mail for now.
waits() {
	local until=$((SECONDS + 60))
	while [ "$SECONDS" -lt "$until" ]; do
		[[ $(connectctl doctor) == *"disk is full"* ]] && return
	done
	return 1
}
waiting() {
	echo later >"$mails/mode"
	connectctl employee add --number 0107 --given Zoë --family Lindqvist \
		--role Employee --username zoe --email zoe@acme.example &&
		waits &&
		gives 65 '*mail         WRONG  *; 1 waits: 0107 Zoë Lindqvist since 20??-??-?? ??:??:?? (*451 the disk is full*)*' \
			connectctl doctor &&
		connectctl employee deactivate 0107
}

# Nobody answers where the mail server was: who asks for a mail is told, the
# second too, for whom nothing is tried yet.
away() {
	local number
	stop_sink
	for number in 0108 0109; do
		gives 0 '*the mail waits (*cannot reach localhost:*)*' \
			connectctl employee add --number "$number" \
			--given Ann --family "Away $number" --role Employee \
			--username "ann$number" \
			--email "ann$number@acme.example" &&
			connectctl employee deactivate "$number" || return 1
	done
	start_sink "$kind.mails"
}

# Who has no such address.
bounced() {
	echo refuse >"$mails/mode"
	connectctl employee add --number 0104 --given Dana --family Whitfield \
		--role Employee --username dana --email dana@acme.example &&
		connectctl employee add --number 0106 --given José \
			--family Núñez && comes_back &&
		gives 65 '*people       ok     1 of 3 can clock in; 1 without a role; 1 without a password yet*mail         WRONG  0104 Dana Whitfield: bounced: 550 *no such user*; connectctl employee edit mends the address*' \
			connectctl doctor &&
		has 'map(select(.result == "wrong").check) == ["mail"]' \
			connectctl doctor --json
}

held() {
	connectctl location add --number 2601 'Elm St Tower' &&
		connectctl cost-code add 03-100 Concrete &&
		connect-clock sync &&
		connectctl company set clock-in-out=off &&
		connect-clock go -l elm -c 03-100 &&
		gives 65 '*people       WRONG  nobody can clock in: Clock In/Out is switched off for the company; connectctl company set clock-in-out=on*quarantine   WRONG  1 held for review, the first of *: see connectctl quarantine list*' \
			connectctl doctor
}

off_by_an_hour() {
	export FAKETIME_DONT_FAKE_MONOTONIC=1
	gives 78 '*clock        WRONG  this machine*s is 3[56][0-9][0-9] s ahead of the service*s: set one*' \
		faketime -f +1h connectctl doctor
}

nobody_answers() {
	stop_service
	gives 69 'service      WRONG  *' connectctl doctor
}

of_database() {
	local database=$1
	kind=$2
	port=
	sink_port=
	need "$kind: a mail server" start_sink "$kind.mails"
	need "$kind: a company is made" make_company "$database"
	need "$kind: the service starts" serve "$database"
	new_home "$kind"
	check "$kind: nobody is signed in" nobody_signed_in
	need "$kind: the administrator signs in" sign_in robin
	check "$kind: all is well" all_is_well
	check "$kind: a clock that is wrong" off_by_an_hour
	check "$kind: a mail that came back" bounced
	check "$kind: a mail that waits, for whom and since when" waiting
	check "$kind: a mail server that is away" away
	check "$kind: held for review, and the switch" held
	check "$kind: nobody answers" nobody_answers
	stop_sink
}

need "the tree installs" install_tree
of_database "$box/office.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
