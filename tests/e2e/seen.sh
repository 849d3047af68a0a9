#!/bin/bash
# Who sees whom, who may change whom, and what everybody is told of their gates:
# by the programs, and by the API behind their back. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

# api WHO WORDS...: what the service answers to curl; its status comes last.
api() {
	local who=$1
	shift
	curl -sS --max-time 30 -w '%{http_code}' -H "Authorization: Bearer $(
		api_token "$who"
	)" "$@"
}

# A session of no device, once for each.
api_token() {
	[ -e "$box/$kind-$1.token" ] ||
		jq -n --arg username "$1" --arg password "$password" \
			'{grant_type: "password", company_id: "acmeroofing",
				$username, $password}' |
		curl -sS --json @- "$url/v1/token" |
			jq -r .access_token >"$box/$kind-$1.token"
	cat "$box/$kind-$1.token"
}

# id_of NUMBER: of an employee.
id_of() {
	as robin connectctl employee show "$1" --json | jq -r .id
}

rows_of_ledger() {
	ledger_ids "$database" | wc -l
}

# --- the company

people() {
	as robin connectctl location add --number 2601 'Elm St Tower' &&
		as robin connectctl cost-code add 03-100 Concrete &&
		as robin connectctl role add Clerk \
			--set connect-clock-in-out=access &&
		as robin connectctl role add Office --set employees=edit \
			--set connect-clock-in-out=access \
			--set quarantine=edit --set audit=view &&
		employ 0105 Łukasz Żabka &&
		employ 0106 'José Ángel' Núñez &&
		employ 0108 Søren Kjær &&
		joins 0104 Dana Whitfield dana --role Employee &&
		joins 0107 Zoë Lindqvist zoe --role Clerk &&
		joins 0102 Marisol Muñoz marisol --role Office --viewset all &&
		joins 0103 Tomasz Wiśniewski tomasz --role Supervisor \
			--viewset selected --viewset-employees \
			'0104; 0105; 0106; 0108'
}

# --- the gates

administrator() {
	has '.permissions | index("connect-clock-in-out") and
		index("clock-in-for")' as robin connect-clock whoami --json &&
		gives 77 '*the role Administrator cannot be changed' \
			as robin connectctl role edit Administrator \
			--set clock-in-for=none &&
		has '.permissions | index("clock-in-for")' \
			as robin connect-clock whoami --json
}

switched_off() {
	local rows
	as dana connect-clock sync && rows=$(rows_of_ledger) &&
		as robin connectctl company set clock-in-out=off &&
		as dana connect-clock sync &&
		gives 77 '*NOT RECORDED: Clock In/Out is switched off for the company; ask an administrator to enable it' \
			as dana connect-clock go -l elm -c 03-100 &&
		[ "$(rows_of_ledger)" = "$rows" ] &&
		as robin connectctl company set clock-in-out=on &&
		as dana connect-clock sync &&
		gives 0 '*IN * 2601 Elm St Tower * 03-100 Concrete * sent' \
			as dana connect-clock go -l elm -c 03-100 &&
		[ "$(rows_of_ledger)" = $((rows + 1)) ]
}

self_only() {
	as zoe connect-clock sync &&
		gives 0 '*Zoë Lindqvist' as zoe connect-clock list employees &&
		has 'length == 1' as zoe connect-clock list employees --json &&
		gives 65 '*' as zoe connect-clock go -e dana -l elm -c 03-100 &&
		has 'length == 0' as robin connectctl quarantine list --json
}

# Which of the three is shut, and why.
shown_together() {
	as robin connectctl employee edit 0106 --role Employee \
		--username jose --email jose@acme.example || return 1
	mails_sent=$((mails_sent + 1))
	heard "mail $mails_sent jose@acme.example" || return 1
	until_sent 0106 &&
		has '.clock | .company and .role and .signin == "pending" and
			(.can_clock | not) and (.why | test("^the e-mail address is not verified yet; the link expires 20"))' \
			as robin connectctl employee show 0106 --json &&
		gives 0 '*Can clock in *no
*because *the e-mail address is not verified yet; the link expires *
*company *open
*role *open
*sign-in *' as robin connectctl employee show 0106
}

# until_sent NUMBER: the service has noted that the mail went out.
until_sent() {
	local until=$((SECONDS + 60))
	while [ "$SECONDS" -lt "$until" ]; do
		[ "$(as robin connectctl employee show "$1" --json |
			jq -r .clock.mail.state)" = sent ] && return
	done
	return 1
}

# Whoever has not opened the link is refused as a wrong password is.
not_verified() {
	local username
	for username in jose dana; do
		jq -n --arg username "$username" \
			'{grant_type: "password", company_id: "acmeroofing",
				$username, password: "not my password"}' |
			curl -sS --json @- -D "$box/head.$username" \
				-o "$box/body.$username" "$url/v1/token" &&
			sed -i '/^date:/Id' "$box/head.$username" || return 1
	done
	grep '^HTTP.* 401' "$box/head.jose" &&
		diff "$box/head.jose" "$box/head.dana" &&
		diff "$box/body.jose" "$box/body.dana"
}

# --- the viewset

strict() {
	local path
	as tomasz connect-clock sync &&
		has 'map(.number) | sort == ["0103", "0104", "0105", "0106", "0108"]' \
			as tomasz connect-clock list employees --json &&
		gives 65 '*no employee fits "zoe"*' \
			as tomasz connect-clock go -e zoe -l elm -c 03-100 &&
		[[ $(api tomasz "$url/v1/clock?employee=$(id_of 0107)") == *404 ]] &&
		[[ $(api tomasz "$url/v1/clock?employee=$(id_of 0104)") == *200 ]] ||
		return 1
	for path in catalog audit quarantine devices; do
		api tomasz "$url/v1/$path" >"$box/seen.$path"
		grep -E '(200|403)$' "$box/seen.$path" || return 1
		! grep -E 'Zo|Lindqvist|0107|Castellano' "$box/seen.$path" ||
			return 1
	done
	grep -q Whitfield "$box/seen.catalog" || return 1
	# What the service holds of somebody else is not his.
	as robin connectctl company set clock-in-out=off &&
		as zoe connect-clock go -l elm -c 03-100 &&
		as dana connect-clock stop &&
		as robin connectctl company set clock-in-out=on &&
		has 'map(.employee) | sort ==
			["0104 Dana Whitfield", "0107 Zoë Lindqvist"]' \
			as robin connectctl quarantine list --json &&
		has 'map(.employee) == ["0104 Dana Whitfield"]' \
			as tomasz connectctl quarantine list --json
}

# Whoever has every permission sees no more than their viewset.
limited() {
	joins 0109 Robin Second robin2 --role Administrator \
		--viewset selected --viewset-employees 0104 &&
		has 'map(.number) == ["0104", "0109"]' \
			as robin2 connectctl employee list --json &&
		gives 65 '*no employee fits "0107"*' \
			as robin2 connectctl employee show 0107
}

# --- guards

# Whoever may edit people edits no administrators, and no roles.
no_widening() {
	gives 77 '*nly administrators make or edit administrators*' \
		as marisol connectctl employee edit 0104 --role Administrator &&
		gives 77 '*' as marisol connectctl role edit Supervisor \
			--set audit=view &&
		[[ $(api marisol -X PATCH --json '{"name":"X"}' -H 'If-Match: *' \
			"$url/v1/roles/$(as robin connectctl role show Clerk \
				--json | jq -r .id)") == *forbidden*403 ]] &&
		[[ $(api marisol -X PATCH --json '{"given_name":"X"}' \
			-H 'If-Match: *' "$url/v1/employees/$(
				as robin connectctl employee show robin --json |
					jq -r .id
			)") == *403 ]] &&
		has '.name == "Clerk"' as robin connectctl role show Clerk --json
}

last_administrator() {
	gives 77 '*you cannot deactivate yourself' \
		as robin connectctl employee deactivate robin &&
		gives 77 '*you cannot change your own role' \
			as robin connectctl employee edit robin \
			--role Employee &&
		joins 0110 Ana Cárdenas ana --role Administrator \
			--viewset all &&
		as robin connectctl employee deactivate robin2 &&
		gives 0 '*Active: yes -> no' \
			as ana connectctl employee deactivate robin &&
		gives 77 '*' as robin connectctl employee list &&
		gives 77 '*you cannot deactivate yourself' \
			as ana connectctl employee deactivate ana &&
		has 'map(.role) | map(select(. != null)) | length > 0' \
			as ana connectctl employee list --json
}

of_database() {
	database=$1
	kind=$2
	port=
	mails_sent=0
	need "$kind: a mail server" start_sink "$kind.mails"
	need "$kind: a company is made" make_company "$database"
	need "$kind: the service starts" serve "$database"
	new_home "$kind-robin"
	need "$kind: the administrator signs in" sign_in robin
	need "$kind: people, who open their links" people
	check "$kind: an administrator has it all, and keeps it" administrator
	check "$kind: switched off, and nothing is written" switched_off
	check "$kind: for oneself alone" self_only
	check "$kind: which gate is shut, and why" shown_together
	check "$kind: an address that is not proven signs in nobody" not_verified
	check "$kind: a viewset is strict everywhere" strict
	check "$kind: an administrator's, too" limited
	check "$kind: nobody gives more than they have" no_widening
	check "$kind: one administrator stays" last_administrator
	stop_service
	stop_sink
	sink_port=
}

need "the tree installs" install_tree
of_database "$box/office.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
