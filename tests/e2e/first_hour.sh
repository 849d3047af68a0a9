#!/bin/bash
# The first hour of a company, from nothing to a person's first confirmed press
# by the link of a mail: commands alone, no file, no SQL, no restart. Then a
# company of fifty from three files. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

here=$(realpath "$(dirname "$0")/../lib")
public=https://connect.acme.example
sink_pid=

end_all() {
	stop_sink
	finish
}
trap end_all EXIT

# --- the mail server

start_sink() {
	mkdir -p "$box/$1.mails"
	mkfifo "$box/sink.said"
	/usr/bin/python3 "$here/mail_sink.py" "$box/$1.mails" --port 0 \
		>"$box/sink.said" 2>>"$box/sink.log" &
	sink_pid=$!
	exec 7<"$box/sink.said"
	rm "$box/sink.said"
	heard "listening .*" || {
		cat "$box/sink.log"
		return 1
	}
	sink_port=${sink_line##* }
}

stop_sink() {
	[ -n "$sink_pid" ] || return 0
	kill "$sink_pid" 2>/dev/null
	wait "$sink_pid" 2>/dev/null
	exec 7<&-
	sink_pid=
}

# heard PATTERN: the next line of it, which is this one.
heard() {
	read -r -t 60 -u 7 sink_line || {
		echo "the mail server heard nothing"
		return 1
	}
	[[ $sink_line =~ ^$1$ ]] || {
		echo "heard: $sink_line, wanted: $1"
		return 1
	}
}

# --- the hour

init() {
	echo 'several horses sing' | connectd init --database "$1" \
		--company acmeroofing --name 'Acme Roofing' \
		--zone America/New_York --admin robin --given Robin \
		--family Castellano --email robin@acme.example \
		--password-stdin --cheap-passwords
}

serve() {
	start_service "$1" --cheap-passwords --no-limits \
		--smtp "smtp://localhost:$sink_port" \
		--smtp-plain --mail-from connect@acme.example \
		--public-url "$public/"
}

# sign_in USERNAME PASSWORD
sign_in() {
	echo "$2" | connect-clock login --server "$url" \
		--company acmeroofing --username "$1" --password-stdin
}

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
	! sign_in dana 'correct horse battery'
}

# The link of the mail is opened, and a password is set.
by_mail() {
	local token
	heard "mail $1 dana@acme.example" || return 1
	token=$("$here/mail_look.py" "$box/$kind.mails/$1.eml" token) ||
		return 1
	[ "$(curl -sS -o "$box/page" -w '%{http_code}' \
		"$url/verify/$token")" = 200 ] || return 1
	[ "$(curl -sS -o "$box/page" -w '%{http_code}' \
		--data-urlencode 'password=correct horse battery' \
		--data-urlencode 'again=correct horse battery' \
		"$url/verify/$token")" = 303 ]
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
	sign_in dana 'correct horse battery' || return 1
	connect-clock sync
	last=$(connect-clock go -l elm -c 03-100 | tail -1)
	[[ $last =~ ^IN\ [0-9:]{8}\ ·\ 2601\ Elm\ St\ Tower\ ·\ 03-100\ Concrete\ ·\ sent$ ]] || {
		echo "$last"
		return 1
	}
}

# Deactivated, she is nobody at once; her time stays.
leaves() {
	local as_dana=$HOME
	HOME=$box/robin-$kind connectctl employee deactivate 0104 || return 1
	! HOME=$as_dana sign_in dana 'correct horse battery' &&
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
	need "$kind: a mail server" start_sink "$kind"
	need "$kind: a company and its first administrator" init "$database"
	need "$kind: the service starts" serve "$database"
	new_home "robin-$kind"
	need "$kind: the administrator signs in" \
		sign_in robin 'several horses sing'
	check "$kind: a place, a kind of work, a person" set_up
	check "$kind: who has set no password cannot sign in" not_yet
	check "$kind: a mail comes, its link sets a password" by_mail 1
	check "$kind: then nothing is sent again" verified
	new_home "dana-$kind"
	check "$kind: her first press is confirmed" presses
	check "$kind: who leaves cannot sign in" leaves
	check "$kind: a company of fifty from three files" fifty "$kind"
	stop_service
	stop_sink
}

need "the tree installs" install_tree
of_database "$box/hour.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
