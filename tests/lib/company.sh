# shellcheck shell=bash
# Sourced by tests/e2e in place of e2e.sh: a company made by commands, its mail
# server, and what is asked of its programs.

# shellcheck source=tests/lib/e2e.sh
. "$(dirname "${BASH_SOURCE[0]}")/e2e.sh"

# shellcheck source=tests/lib/sink.sh
. "$(dirname "${BASH_SOURCE[0]}")/sink.sh"

password='correct horse battery'

# gives STATUS PATTERN command...: it exits so, and all of what it says fits.
gives() {
	local status=$1 pattern=$2 got said
	shift 2
	said=$("$@" 2>&1 </dev/null)
	got=$?
	# shellcheck disable=SC2053  # a pattern
	[ "$got" = "$status" ] && [[ $said == $pattern ]] || {
		printf 'exit %s, wanted %s; it said:\n%s\nwanted:\n%s\n' \
			"$got" "$status" "$said" "$pattern"
		return 1
	}
}

# has JQ command...: its JSON is so.
has() {
	local filter=$1 said
	shift
	said=$("$@" </dev/null) || [ $? = 65 ] || return 1
	jq -e "$filter" <<<"$said" >/dev/null || {
		printf 'not %s:\n%s\n' "$filter" "$said"
		return 1
	}
}

# make_company DATABASE: its first administrator is robin.
make_company() {
	echo "$password" | connectd init --database "$1" --password-stdin \
		--company acmeroofing --name 'Acme Roofing' \
		--zone America/New_York --admin robin --given Robin \
		--family Castellano --email robin@acme.example \
		--cheap-passwords
}

# sign_in USERNAME
sign_in() {
	echo "$password" | connect-clock login --server "$url" \
		--company acmeroofing --username "$1" --password-stdin
}

# serve DATABASE: with the mail server.
serve() {
	start_service "$1" --cheap-passwords --no-limits \
		--smtp "smtp://localhost:$sink_port" \
		--smtp-plain --mail-from connect@acme.example \
		--public-url "$public/"
}

# open_link N EMAIL: the N-th mail is to them; its link sets the password.
open_link() {
	local token
	heard "mail $1 $2" || return 1
	token=$("$here/mail_look.py" "$mails/$1.eml" token) || return 1
	[ "$(curl -sS -o "$box/page" -w '%{http_code}' \
		"$url/verify/$token")" = 200 ] || return 1
	[ "$(curl -sS -o "$box/page" -w '%{http_code}' \
		--data-urlencode "password=$password" \
		--data-urlencode "again=$password" \
		"$url/verify/$token")" = 303 ]
}

# --- its people, where $kind is the database's and $mails_sent are known

# as WHO command...: with a home of their own.
as() {
	local who=$1
	shift
	HOME=$box/$kind-$who "$@"
}

# employ NUMBER GIVEN FAMILY [option...]
employ() {
	as robin connectctl employee add --number "$1" --given "$2" \
		--family "$3" "${@:4}"
}

# joins NUMBER GIVEN FAMILY USERNAME [option...]: can sign in, and does.
joins() {
	employ "$1" "$2" "$3" --username "$4" --email "$4@acme.example" \
		"${@:5}" && mails_sent=$((mails_sent + 1)) &&
		open_link "$mails_sent" "$4@acme.example" &&
		new_home "$kind-$4" && sign_in "$4"
}
