#!/bin/bash
# kill -9 of `connect-clock go` at random instants, with a service on the other
# side: every punch that was confirmed stands once in the service's ledger.
# TORTURE=1: 500 kills. SEED: the instants.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

kills=30
[ -z "${TORTURE:-}" ] || kills=500
RANDOM=${SEED:-1}
database=$box/connect.db
confirmed=()
killed=0

# Up to $1 ms of a life; its id counts when it came to a good end.
life() {
	local limit status
	limit=$(printf '0.%03d' "$1")
	timeout --foreground -s KILL "$limit" connect-clock go \
		-l Elm -c 03-100 --json >"$box/said" 2>"$box/client.log"
	status=$?
	case $status in
	0) confirmed+=("$(jq -r .id "$box/said")") ;;
	# 124: it ended in the instant of the kill
	124 | 137) killed=$((killed + 1)) ;;
	*)
		echo "ended by itself with $status:"
		cat "$box/client.log"
		return 1
		;;
	esac
}

# Lives until enough of them ended early; some have the time to finish.
lives() {
	local tries=0
	while [ "$killed" -lt "$kills" ] && [ $tries -lt $((kills * 20)) ]; do
		tries=$((tries + 1))
		# 2..51 ms, and every eighth is left alone
		if [ $((tries % 8)) = 0 ]; then
			life 999 || return 1
		else
			life $((RANDOM % 50 + 2)) || return 1
		fi
	done
	[ "$killed" = "$kills" ] && [ ${#confirmed[@]} -gt 0 ]
}

nothing_twice() {
	ledger_ids "$database" | uniq -d >"$box/twice"
	! [ -s "$box/twice" ]
}

no_such_id() {
	! stands_once "$database" 01980000-0000-7000-8000-000000000001
}

need "an installed tree" install_tree
new_home client
need "sample data" sample "$database"
need "the service starts" start_service "$database"
need "sign in" login "$(username_of employee)"
need "a catalogue comes" connect-clock sync
check "$kills clients are killed" lives
check "sync delivers what they left" connect-clock sync
check "each confirmed punch stands once in the ledger" \
	stands_once "$database" "${confirmed[@]}"
check "nothing stands twice" nothing_twice
check "the journal's chain holds" connect-clock verify
check "a punch that was never made would be missed" no_such_id
echo "# ${#confirmed[@]} confirmed, $(ledger_ids "$database" | wc -l)" \
	"in the ledger"
end_of_tests
