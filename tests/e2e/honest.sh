#!/bin/bash
# Honest people and real programs: a slow line, a service that stands still
# under a press, many processes on one journal, clocks that are wrong, a crew, a
# machine that changes hands. Each press stands once, at its moment, and is
# blamed for nothing that it is not.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"
# shellcheck source=tests/lib/presses.sh
. "$(dirname "$0")/../lib/presses.sh"
database=$box/acme.db
differs=1
stepped=16
proxy_pid=

finish() {
	[ -z "$proxy_pid" ] || kill "$proxy_pid"
	[ -z "$service_pid" ] || kill -CONT "$service_pid"
	stop_service
	rm -rf "$box"
}

synced() {
	connect-clock sync >>"$HOME/said" 2>&1 &&
		[ "$(connect-clock status --json | jq .kept)" = 0 ]
}

go() {
	press go -l elm -c 03-100 "$@"
}

# Time for a word that was quick, where the one that delivered was slow.
stand() {
	synced && all_stand "$database" "${1-}"
}

# try "words" command...: a check of presses of its own.
try() {
	: >"$box/presses"
	check "$@"
}

up() {
	start_service "$database" --cheap-passwords
}

# The line takes 0.4 s for each piece of an answer, both for what was asked
# before it and what is sent.
on_a_slow_line() {
	local line
	mkfifo "$box/proxy.said"
	"$BUILD/tests/tools/proxy" --delay 400 --listen "$1" \
		"127.0.0.1:$port" >"$box/proxy.said" &
	proxy_pid=$!
	read -r line <"$box/proxy.said"
	url=http://${line##* }
	login "$dana" && go && press stop && stand &&
		kill "$proxy_pid" && proxy_pid=
}

# The press gives up and is kept; the service takes it when it goes on.
under_a_frozen_service() {
	kill -STOP "$service_pid"
	go && [ "$(connect-clock status --json | jq .kept)" = 1 ]
	local rc=$?
	kill -CONT "$service_pid"
	[ "$rc" = 0 ] && stand
}

twenty_beside_twenty() {
	local i pid pids=()
	for ((i = 0; i < 20; i++)); do
		go -m "press $i" &
		pids+=($!)
		connect-clock sync >>"$HOME/said" 2>&1 &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid" || return 1
	done
	[ "$(wc -l <"$box/presses")" = 20 ] && stand
}

# by_a_clock OFF FLAGS: pressed while the wall clock was so wrong, with no
# service there; put right before it is sent.
by_a_clock() {
	stop_service
	FAKETIME_DONT_FAKE_MONOTONIC=1
	export FAKETIME_DONT_FAKE_MONOTONIC
	client=(faketime -f "$1" connect-clock)
	go
	local rc=$?
	client=(connect-clock)
	up && [ "$rc" = 0 ] && stand "$2"
}

by_a_supervisor() {
	local name crew=()
	while read -r name; do
		crew+=(-e "$name")
	done < <(connect-clock list employees --json |
		jq -r '.[].label' | head -n 8)
	[ "${#crew[@]}" = 16 ] && go "${crew[@]}" &&
		[ "$(wc -l <"$box/presses")" = 8 ] && stand
}

# Two people in turn, with no service there until the evening.
it_changes_hands() {
	login "$dana" && connect-clock sync && stop_service &&
		go && press stop && go && connect-clock logout || return 1
	up && login "$robin" && connect-clock sync && stop_service &&
		go && press stop || return 1
	up && login "$dana" && press stop && synced && stand
}

PATH=$PWD/$BUILD:$PATH
need "sample data" sample "$database" --cheap-passwords

need "the service starts" up
dana=$(username_of employee)
robin=$(username_of supervisor)
new_home home
: >"$HOME/said"

try "a slow line" on_a_slow_line 0
url=http://127.0.0.1:$port
need "sign in" login "$dana"
need "news" synced
try "a service that stands still under a press" under_a_frozen_service
try "twenty presses beside twenty deliveries" twenty_beside_twenty
try "a clock two hours fast, corrected later" by_a_clock +2h \
	$((differs | stepped))
try "a clock an hour slow, corrected later" by_a_clock -1h \
	$((differs | stepped))
try "a clock in 1970" by_a_clock -20000d $((differs | stepped))
try "a machine that changes hands" it_changes_hands
need "a supervisor signs in" login "$robin"
try "a crew" by_a_supervisor
check "the ledger is sound" connectd verify --database "$database"
end_of_tests
