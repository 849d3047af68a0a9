#!/bin/bash
# A punch that somebody missed: asked for, declined, accepted, the card approved
# by all three, the period closed; and what comes late into it, held until it is
# reopened. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

# The last week that is over, and a day in the middle of it.
day=$(date -d '7 days ago' +%F)
first=$(date -d "$day -$(($(date -d "$day" +%u) - 1)) days" +%F)

people() {
	as robin connectctl company set pay-period=weekly \
		"pay-period-start=$first" approve-employee=yes \
		approve-supervisor=yes approve-sign-off=yes &&
		as robin connectctl location add --number 2601 'Elm St Tower' &&
		as robin connectctl cost-code add 03-100 Concrete &&
		as robin connectctl role add Crew \
			--set connect-clock-in-out=access \
			--set clock-in-for-edit-time=access \
			--set request-missed-punch=access \
			--set my-time-card=view --set approve-own=access &&
		as robin connectctl role add Lead --set time-cards=edit \
			--set employees=view --set approve-supervisor=access &&
		joins 0104 Dana Whitfield dana --role Crew &&
		joins 0105 Soren Holm soren --role Crew &&
		joins 0106 Zoë Lindqvist zoe --role Crew &&
		joins 0103 Tomasz Wiśniewski tomasz --role Lead \
			--viewset selected --viewset-employees 0104 &&
		joins 0102 Marisol Muñoz marisol --role Lead --viewset all
}

dana() {
	as dana connect-clock "$@"
}
tomasz() {
	as tomasz connectctl "$@"
}
robin() {
	as robin connectctl "$@"
}

# A GO in the morning, and nobody pressed STOP.
forgot() {
	dana go -l 2601 -c 03-100 --at "$day 07:09" --yes --require-sync \
		</dev/null &&
		has '.totals.minutes == 0 and .totals.open == 0 and
			.exceptions[0].kind == "missing-stop"' \
			dana card --of "$day" --json
}

asked() {
	gives 0 '*missed STOP *15:30:00 · waits for your supervisor*' \
		dana request stop --at "$day 15:30" -m 'battery was empty' &&
		gives 0 '*missed STOP *16:30:00 · waits *' \
			dana request stop --at "$day 16:30" &&
		has '.totals.minutes == 0 and (.requests | length == 2)' \
			dana card --of "$day" --json &&
		gives 0 '* ? *15:30  missed STOP: waits · battery was empty*' \
			dana card --of "$day"
}

asked_again() {
	gives 0 '*missed STOP *16:30:00 · waits *' \
		dana request stop --at "$day 16:30" &&
		has '.requests | length == 2' dana card --of "$day" --json
}

slips() {
	gives 65 '*NOT ASKED FOR: *still to come' dana request stop \
		--at "$(date -d tomorrow +%F) 16:30" &&
		gives 65 '*NOT ASKED FOR: *62 days*' dana request stop \
			--at "$(date -d '70 days ago' +%F) 16:30" &&
		gives 64 '*of go alone*' dana request stop --at "$day 16:30" \
			-l 2601 &&
		gives 64 '*' dana request stop &&
		gives 64 '*' dana request lunch --at "$day 16:30" &&
		gives 77 '*NOT ASKED FOR: *' as tomasz connect-clock request \
			stop --at "$day 16:30"
}

waits() {
	has 'length == 2 and all(.employee == "0104 Dana Whitfield")' \
		tomasz request list --json &&
		gives 65 '*for a missed punch of Dana Whitfield*' \
			robin period close "$day"
}

number_of() {
	tomasz request list --json |
		jq -r --arg at "$1" '.[] | select(.comment == $at).seq'
}

# Tried, both ways: the answer as it would be, and both still wait.
tried() {
	gives 0 'request * of 0104 Dana Whitfield would be accepted' tomasz \
		request accept "$(number_of '')" --dry-run &&
		gives 0 'request * of 0104 Dana Whitfield would be declined' \
			tomasz request decline "$(number_of '')" --dry-run \
			--reason 'you were seen at four' &&
		has 'length == 2' tomasz request list --json &&
		has '.totals.minutes == 0' dana card --of "$day" --json
}

decided() {
	gives 0 'request * of 0104 Dana Whitfield declined' tomasz request \
		decline "$(number_of 'battery was empty')" \
		--reason 'you were seen at four' &&
		gives 0 'request * of 0104 Dana Whitfield accepted' tomasz \
			request accept "$(number_of '')" &&
		gives 0 'connectctl: nobody asks for a punch' tomasz request list &&
		gives 0 '*15:30  missed STOP: declined: you were seen at four*' dana card \
			--of "$day" &&
		has '.totals.minutes == 561 and (.exceptions | length == 0)' \
			dana card --of "$day" --json
}

# Whose card it was, and who did what.
told() {
	gives 0 '*tomasz *punch.add *0104 Dana Whitfield*' robin audit list &&
		gives 0 '*dana *request.add *0104 Dana Whitfield*' robin \
			audit list
}

too_late() {
	local id
	id=$(as marisol connectctl request list --all --json |
		jq -r '.[] | select(.state == "accepted").id')
	gives 75 '*somebody decided already*' as marisol connectctl request \
		accept "$id"
}

# IN since yesterday morning: GO asks for the STOP that is missing. Nobody
# answers at first: GO is kept, and it is said that the STOP is not asked for.
yesterday=$(date -d yesterday +%F)
zoe() {
	as zoe connect-clock "$@"
}
zoes() {
	has "$1" zoe card --from "$yesterday" --to "$yesterday" --json
}
stays_in() {
	zoe go -l 2601 -c 03-100 --at "$yesterday 07:09" --yes \
		--require-sync </dev/null &&
		gives 0 '*forgot to stop?*' zoe status
}
goes_on() {
	gives 65 '*NOT RECORDED*does not lie between*' zoe go \
		--stopped-at "$yesterday 06:00" &&
		stop_service &&
		gives 69 '*GO is recorded; the STOP is NOT ASKED FOR: *ask again: connect-clock request stop --at *16:30:00*' \
			zoe go --stopped-at "$yesterday 16:30" &&
		serve "$database" &&
		gives 0 '*missed STOP *16:30:00 · waits*' zoe request stop \
			--at "$yesterday 16:30" &&
		zoe sync &&
		has '.state == "in"' zoe status --json &&
		zoes '.totals.minutes == 0 and .requests[0].state == "waits"'
}
granted() {
	gives 0 'request * of 0106 Zoë Lindqvist accepted' robin request \
		accept "$(robin request list --json | jq -r '.[0].seq')" &&
		zoes '.totals.minutes == 561'
}

approved() {
	gives 65 '*has not approved it yet*' tomasz approve 0104 \
		--level supervisor --period "$day" &&
		gives 0 '*is approved' dana card approve --of "$day" &&
		gives 0 'card of 0104 Dana Whitfield approved: supervisor' \
			tomasz approve 0104 --level supervisor --period "$day" &&
		gives 0 '*approved: sign-off' robin approve 0104 \
			--level sign-off --period "$day" &&
		gives 65 '*later approval*' dana card unapprove --of "$day" &&
		gives 0 "pay period of $day closed" robin period close "$day"
}

shut() {
	gives 65 '*NOT ASKED FOR: *closed*' dana request stop \
		--at "$day 17:30"
}

# Pressed of that week once it is closed: kept, held, and counted once it is
# open again.
late() {
	as soren connect-clock go -l 2601 -c 03-100 --at "$day 08:00" --yes \
		--require-sync </dev/null &&
		as soren connect-clock stop --at "$day 12:00" --yes \
			--require-sync </dev/null &&
		has 'length == 2' robin quarantine list --json &&
		has '.totals.minutes == 0' robin card 0105 --period "$day" \
			--json &&
		gives 0 "pay period of $day reopened" robin period reopen \
			"$day" --reason 'a phone was off' &&
		gives 0 'connectctl: nothing is held for review' robin quarantine list &&
		has '.totals.minutes == 240' robin card 0105 --period "$day" \
			--json
}

sound() {
	connectd verify --database "$database"
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
	need "$kind: people, who may what" people
	need "$kind: a GO, and no STOP" forgot
	check "$kind: two are asked for, and count nothing" asked
	check "$kind: asked again, it is the same" asked_again
	check "$kind: slips are told" slips
	check "$kind: a period tells what waits in it" waits
	check "$kind: tried, nothing is kept" tried
	check "$kind: one is declined, one accepted: the card is right" decided
	check "$kind: the audit tells of it" told
	check "$kind: another supervisor comes too late" too_late
	check "$kind: IN since yesterday" stays_in
	check "$kind: GO asks for the STOP, offline it says that it does not" \
		goes_on
	check "$kind: once accepted it counts" granted
	check "$kind: approved by all three, and closed" approved
	check "$kind: what is closed takes none" shut
	check "$kind: what comes late is held, and counts once reopened" late
	check "$kind: the ledger is sound" sound
	stop_service
	stop_sink
	sink_port=
}

need "the tree installs" install_tree
of_database "$box/missed.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
