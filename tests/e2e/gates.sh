#!/bin/bash
# Gates that shut while somebody is on the clock: what was pressed is held for
# review, seen by who may, accepted or declined, and counts as was decided. On
# SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

office() {
	connectctl location add --number 2601 'Elm St Tower' &&
		connectctl cost-code add 03-100 Concrete &&
		connectctl cost-code add 06-100 'Rough carpentry' &&
		connect-clock sync
}

# The device does not know yet.
held() {
	connectctl company set clock-in-out=off &&
		gives 0 '*sent, held for review: Clock In/Out was switched off for the company.*' \
			connect-clock go -l elm -c 03-100 &&
		has 'length == 1 and (.[0] | .causes == ["clock-off"]
			and .employee == "Robin Castellano"
			and .location == "2601 Elm St Tower"
			and .cost_code == "03-100 Concrete"
			and (.at | test("^20..-..-..T..:..:.*Z$")))' \
			connectctl quarantine list --json
}

# Kept while nobody answers, held by the time it comes; open
# again without a new sign-in.
kept() {
	connectctl company set clock-in-out=on &&
		connect-clock sync || return 1
	stop_service
	gives 0 '*kept on this machine' connect-clock go -l elm -c 06-100 ||
		return 1
	start_service "$1" && connectctl company set clock-in-out=off &&
		gives 0 '*' connect-clock sync &&
		has 'length == 2' connectctl quarantine list --json &&
		gives 77 '*NOT RECORDED: Clock In/Out is switched off for the*' \
			connect-clock go -l elm -c 03-100 &&
		connectctl company set clock-in-out=on &&
		gives 0 '*' connect-clock sync
}

decided() {
	local id
	id=$(connectctl quarantine list --json | jq -r '.[0].id') &&
		gives 64 '*' connectctl quarantine decline "$id" &&
		gives 0 '*' connectctl quarantine decline "$id" \
			--reason 'the site was closed' &&
		has '.state == "out"' connect-clock status --json &&
		id=$(connectctl quarantine list --json | jq -r '.[0].id') &&
		gives 0 '*' connectctl quarantine accept "$id" &&
		connect-clock sync &&
		has '.state == "in"' connect-clock status --json &&
		has 'length == 0' connectctl quarantine list --json &&
		has 'map(.what)[0:2] ==
			["quarantine.accept", "quarantine.decline"]' \
			connectctl audit list --json
}

# at HH:MM command...: by all clocks it is then, tomorrow; in the middle of the
# minute, since clocks differ by what an answer takes.
tomorrow=$(date -d tomorrow +%F)
at() {
	local now
	now=$(date +%s)
	faketime -f "+$(($(date -d "$tomorrow $1:30" +%s) - now))s" "${@:2}"
}

# Pressed at 07:58, switched off at 08:10, sent at 08:15: held as of its press,
# and nothing is set aside.
pressed_before() {
	local database=$1 id
	stop_service
	at 07:50 start_service "$database" && new_home "$2-tomorrow" &&
		at 07:50 sign_in robin || return 1
	stop_service
	gives 0 '*IN 07:58:?? * kept on this machine' \
		at 07:58 connect-clock go -l elm -c 06-100 &&
		at 08:10 start_service "$database" &&
		at 08:10 connectctl company set clock-in-out=off || return 1
	stop_service
	at 08:15 start_service "$database" &&
		gives 0 '*' at 08:15 connect-clock sync &&
		has "length == 1 and .[0].causes == [\"clock-off\"] and
			(.[0].at | startswith(\"$(date -ud "$(
				date -d "$tomorrow 07:58" +@%s
			)" +%FT%H:%M)\"))" \
			at 08:15 connectctl quarantine list --json &&
		id=$(at 08:15 connectctl quarantine list --json |
			jq -r '.[0].punch') &&
		gives 0 '*IN 07:58:?? * sent, held for review: *' \
			at 08:15 connect-clock queue show "$id" &&
		has '.kept == [] and .set_aside == []' \
			at 08:15 connect-clock queue --json
}

sound() {
	gives 0 '*' connectd verify --database "$1"
}

of_database() {
	local database=$1
	port=
	new_home "$2"
	need "$2: a company is made" make_company "$database"
	need "$2: the service starts" start_service "$database"
	need "$2: the administrator signs in" sign_in robin
	need "$2: places and work" office
	check "$2: the device does not know yet" held
	check "$2: pressed while nobody answers" kept "$database"
	check "$2: declined, accepted" decided
	case $BUILD in
	*san-thread*) ;; # which does not see a lock through faketime
	*) check "$2: pressed before the switch, sent after" \
		pressed_before "$database" "$2" ;;
	esac
	stop_service
	check "$2: the ledger is sound" sound "$database"
}

need "the tree installs" install_tree
of_database "$box/office.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
