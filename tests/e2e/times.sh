#!/bin/bash
# Words about time are so: on a device whose clock is wrong, on one that shows
# other times than the company's, and of times that somebody chooses.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

case $BUILD in
*san-thread*)
	echo "1..1"
	echo "ok 1 - times # SKIP faketime hides locks from the sanitizer"
	exit 0
	;;
esac

# says PATTERN command...: done, and its output says so.
says() {
	local pattern=$1
	shift
	"$@" >"$box/said.out" 2>&1 || {
		cat "$box/said.out"
		return 1
	}
	cat "$box/said.out"
	grep -Eq "$pattern" "$box/said.out"
}

# doubts PATTERN command...: 65, nothing recorded, and each line that it offers
# can be said.
doubts() {
	local pattern=$1 code
	shift
	connect-clock "$@" >"$box/said.out" 2>&1 </dev/null
	code=$?
	cat "$box/said.out"
	[ "$code" = 65 ] && grep -Eq "NOT RECORDED.*$pattern" "$box/said.out"
}
offers() {
	[ "$(grep -cE "$1" "$box/said.out")" = 1 ]
}

database=$box/times.db
need "the tree installs" install_tree
need "sample data" sample "$database"
need "the service starts" start_service "$database"
who=$(username_of administrator)

# --- a clock that is wrong
# off OFF command...: with a wall clock that is off by so much, no other one.
off() {
	local by=$1
	shift
	# A thread is not waited for by such a clock: what it holds is no leak.
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 \
		FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f "$by" "$@"
}
near() {
	local at
	at=$(date -d "$1" +%s) && now=$(date +%s) &&
		[ $((at - now)) -ge -10 ] && [ $((at - now)) -le 10 ]
}
is_true_when_off() {
	local by=$1 at since
	new_home "off$by"
	password_of "$who" >"$box/password"
	off "$by" connect-clock login --server "$url" --company acme \
		--username "$who" --password-stdin <"$box/password" || return 1
	at=$(off "$by" connect-clock go -l elm -c 03-100 --json | jq -r .at)
	near "$at" || {
		echo "GO counts at $at"
		return 1
	}
	since=$(off "$by" connect-clock status --json | jq -r .since)
	near "$since" || {
		echo "IN since $since"
		return 1
	}
	says "^0 h 00 m$" off "$by" connect-clock status --format %d &&
		says "^OUT .* · sent" off "$by" connect-clock stop
}
for by in -1h +1h -1d +1d -1790000000s +2300000000s; do
	check "a clock off by $by tells the right minutes" \
		is_true_when_off "$by"
done

# What is chosen is of the service's day, and past by its clock.
chosen_when_off() {
	local by=$1 ago=$2 at
	at=$(off "$by" connect-clock go -l elm -c 03-100 --yes --json \
		--at "$(date -d "-$ago min" +%H:%M:%S)" | jq -r .at)
	echo "GO counts at $at"
	near "$at + $ago min"
}
new_home chosen
need "sign in" login "$who"
check "a time of today is today's where the clock is a day slow" \
	chosen_when_off -1d 20
check "and past where the clock is half an hour slow" chosen_when_off -30m 10

# --- a machine elsewhere
new_home times
need "sign in" login "$who"
abroad() {
	TZ=America/Los_Angeles "$@"
}
check "every time names its zone" says "^IN [0-9:]+ E[SD]T · .* · sent$" \
	abroad connect-clock go -l elm -c 03-100
check "in the status too" says "^IN since [0-9:]+ E[SD]T · " \
	abroad connect-clock status
check "a bare time is asked about" \
	abroad doubts "another time at the company" stop --at "yesterday 12:21"
check "the company's is offered" offers '^  --at "[-0-9]+ 12:21:00 E[SD]T"$'
check "and the machine's" offers '^  --at "[-0-9]+ 12:21:00 P[SD]T"$'
check "one that names its zone is not" abroad doubts "lies before the last" \
	stop --at "yesterday 12:21 PST"
check "nor one of so long ago" says "^OUT [0-9:]+ E[SD]T · sent$" \
	abroad connect-clock stop --at "0 min ago"

# --- times that are said
check "some minutes ago" says "^IN .* · sent$" \
	connect-clock go -l elm -c 03-100 --at "0 min ago"
check "an hour that came twice is asked about" \
	doubts "came twice" stop --at "2025-11-02 01:30"
check "the first is offered" offers '^  --at "2025-11-02 01:30:00 EDT"$'
check "and the second" offers '^  --at "2025-11-02 01:30:00 EST"$'
check "so is one that never was" \
	doubts "jumped over" stop --at "2025-03-09 02:30"
check "with both ways to mean it" offers '^  --at "2025-03-09 03:30:00 EDT"$'
check "what is no time says what can be said" \
	doubts "yesterday 23:50, 2026-11-30 23:50" stop --at "half past"
check "before the last press: it says what it does" \
	doubts "the clock stays IN since .* --yes does it" \
	stop --at "yesterday 07:40pm"
still_in() {
	[ "$(connect-clock status --json | jq -r .state)" = in ]
}
check "and she is IN" still_in
check "said with yes, the receipt says the state" says \
	"^OUT [A-Z][a-z]+ .* 19:40:00 · sent · the clock stays as it was: IN" \
	connect-clock stop --at "yesterday 07:40pm" --yes
no_at() {
	connect-clock undo --help >"$box/said.out" &&
		! grep -e --at "$box/said.out"
}
check "an Undo has no other time" no_at
end_of_tests
