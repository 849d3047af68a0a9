#!/bin/bash
# The reply is lost after the service stored the punches: cut, dropped, hung,
# and re-sent by libcurl itself on a dead connection. Still each stands once.
# On both databases.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

proxy_pid=

# through FAULT...: a proxy with this fault stands where the client looks.
through() {
	local line
	stop_proxy
	mkfifo "$box/proxy.said"
	"$BUILD/tests/tools/proxy" --listen "${proxy_port:-0}" "$@" \
		"127.0.0.1:$port" >"$box/proxy.said" 2>>"$box/proxy.log" &
	proxy_pid=$!
	read -r line <"$box/proxy.said"
	rm "$box/proxy.said"
	proxy_port=${line##*:}
}

stop_proxy() {
	[ -n "$proxy_pid" ] || return 0
	kill "$proxy_pid" 2>/dev/null
	wait "$proxy_pid" 2>/dev/null
	proxy_pid=
}

finish() {
	stop_proxy
	stop_service
	rm -rf "$box"
}

# keep N: presses N times a crew of twelve while nobody answers.
keep() {
	local i
	stop_proxy
	for ((i = 0; i < $1; i++)); do
		connect-clock go -l "Elm" -c 03-100 "${crew[@]}" --json \
			>"$box/kept.json" || return 1
		mapfile -t -O "${#ids[@]}" ids < <(jq -r '.[].id' \
			"$box/kept.json")
	done
}

kept_is() {
	local kept
	kept=$(connect-clock queue --json | jq '.kept | length')
	[ "$kept" = "$1" ] || {
		echo "$kept are kept, not $1"
		return 1
	}
}

find_crew() {
	local name
	crew=()
	while read -r name; do
		crew+=(-e "$name")
	done < <(connect-clock list employees --json |
		jq -r '.[].label' | head -n 12)
	[ "${#crew[@]}" = 24 ]
}

# (A client without a library loaded knocks once before it speaks: the first
# connection of a run carries nothing, hence --times 2.)
# The service has them, the client does not know: they are kept and sent again.
lost_and_sent_again() {
	! connect-clock sync && kept_is 12 && stands_once "$database" \
		"${ids[@]}" && through && connect-clock sync && kept_is 0
}

hung_is_kept() {
	local result
	result=$(connect-clock go -l "Elm" -c 06-100 --json) || return 1
	ids+=("$(jq -r .id <<<"$result")")
	[ "$(jq -r .result <<<"$result")" = kept ]
}

lost_on() {
	local name=$1 database=$2
	ids=()
	export port=0
	proxy_port=0
	new_home "$name"
	check "$name: sample data" sample "$database"
	check "$name: the service starts" start_service "$database"
	through
	url=http://127.0.0.1:$proxy_port
	check "$name: sign in" login "$(username_of supervisor)"
	check "$name: a crew" find_crew

	check "$name: twelve are kept" keep 1
	through --drop 1 --times 2
	check "$name: the whole reply is lost" lost_and_sent_again
	check "$name: twelve more are kept" keep 1
	through --cut 150 --times 2
	check "$name: half the reply is lost" lost_and_sent_again

	check "$name: 504 are kept" keep 42
	through --drop 2 --times 2
	check "$name: libcurl sends the second batch again by itself" \
		connect-clock sync
	check "$name: nothing is kept any more" kept_is 0

	through --hold
	check "$name: a hung service leaves it kept" hung_is_kept
	through
	check "$name: and it goes later" connect-clock sync
	check "$name: each of ${#ids[@]} stands once" stands_once \
		"$database" "${ids[@]}"
	check "$name: and nothing else" [ "$(ledger_ids "$database" | wc -l)" \
		= "${#ids[@]}" ]
	check "$name: the ledger's chain holds" connectd verify \
		--database "$database"
	stop_service
}

need "the tree installs" install_tree
lost_on sqlite "$box/lost.db"
lost_on postgresql "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER"
end_of_tests
