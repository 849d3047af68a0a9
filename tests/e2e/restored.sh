#!/bin/bash
# One state directory in two places, and one put back from a copy: both press,
# with the service and without it. Every press that was confirmed stands once,
# at the time at which it was pressed; nobody's is refused; and each is told.
# Then the service itself is put back from a copy, and gets back what it lost.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"
# shellcheck source=tests/lib/presses.sh
. "$(dirname "$0")/../lib/presses.sh"
database=$box/acme.db

some_work() {
	press go -l elm -c 03-100 && press go -l harbor -c 03-100 &&
		press stop && press go -l elm -c 03-100 && press stop
}

# at HOME command...
at() {
	HOME=$box/$1
	export HOME
	shift
	"$@"
}

# A second home with what the first has.
copy_home() {
	cp -a "$box/$1" "$box/$2"
	sed -i "s|/$1/|/$2/|" "$box/$2/.config/connect-clock/config.ini"
	: >"$box/$2/said"
}

up() {
	[ -n "$service_pid" ] || start_service "$database" --cheap-passwords
}

back_up() {
	rm -f "$box/last-night.db"
	connectd backup --database "$database" --to "$box/last-night.db"
}

put_back() {
	stop_service
	connectd restore --database "$database" --from "$box/last-night.db" \
		--replace && up
}

# Nobody is signed in any more, and all is delivered nevertheless.
sent_unasked() {
	synced
	[ $? = 77 ]
}

nothing_set_aside() {
	local queue
	queue=$(connect-clock queue --json) || return 1
	[ "$(jq '.set_aside + .kept | length' <<<"$queue")" = 0 ] || {
		echo "$queue"
		return 1
	}
}

# The person was told in words that this state is in two places.
was_told() {
	grep -qE 'put back from a copy|on another machine' "$HOME/said" || {
		cat "$HOME/said"
		return 1
	}
}

# And status goes on saying so.
says_copied() {
	connect-clock status | grep -q "new enrolment" &&
		[ "$(connect-clock status --json | jq .copied)" = true ]
}

synced() {
	connect-clock sync >>"$HOME/said" 2>&1
}

fails() {
	! "$@"
}

enrolments() {
	python3 - "$database" <<'PY'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(
    "SELECT count(*) FROM enrolment").fetchone()[0])
PY
}

need "install" install_tree
check "sample data" sample "$database" --cheap-passwords
need "the service starts" up
dana=$(username_of employee)

# --- two homes ---------------------------------------------------------------
new_home one
need "sign in" login "$dana"
: >"$box/one/said"
check "work before the copy" at one some_work
copy_home one two
check "the first goes on" at one some_work
check "so does its copy, on the same numbers" at two some_work
stop_service
check "the first without a network" at one some_work
check "the copy without a network" at two some_work
up
check "the copy delivers" at two synced
check "the first delivers" at one synced
for round in 1 2; do
	check "the first works on, $round" at one some_work
	check "the copy works on, $round" at two some_work
done
for home in one two; do
	check "$home: nothing waits, nothing was refused" \
		at $home nothing_set_aside
	check "$home: the person was told" at $home was_told
done
check "each has an enrolment of its own by now" [ "$(enrolments)" -ge 2 ]
check "every press stands once, at its moment" all_stand "$database"

# --- yesterday's copy --------------------------------------------------------
new_home three
robin=$(username_of administrator)
check "sign in" login "$robin"
: >"$box/three/said"
check "yesterday's work" at three some_work
cp -a "$box/three/.local" "$box/yesterday"
check "today's work" at three some_work
stop_service
check "and without a network" at three some_work
up
check "delivered" at three synced
rm -rf "$box/three/.local"
cp -a "$box/yesterday" "$box/three/.local"
check "work on yesterday's copy" at three some_work
stop_service
check "and without a network" at three some_work
up
check "delivered" at three synced
check "work goes on" at three some_work
check "nothing waits, nothing was refused" at three nothing_set_aside
check "the person was told" at three was_told
check "and status says so" at three says_copied
check "every press stands once, at its moment" all_stand "$database"

# --- the service's own copy --------------------------------------------------
check "it is backed up" back_up
# and a copy since: what one of the two sends again hides what the other must
copy_home one four
for home in one two three four; do
	check "$home: work after last night" at $home some_work
done
check "it is put back" put_back
for home in one two three four; do
	check "$home: works on" at $home some_work
	check "$home: sends what was lost" at $home sent_unasked
	check "$home: nothing waits, nothing was refused" \
		at $home nothing_set_aside
done
check "every press stands once, at its moment" all_stand "$database"

# --- and a copy that has filled in the numbers of the other one --------------
new_home five
check "sign in" login "$dana"
: >"$box/five/said"
check "work before the copies" at five some_work
copy_home five six
check "it is backed up" back_up
check "the first goes on" at five some_work
check "so does its copy, as far" at six some_work
check "and takes an enrolment of its own" at six synced
check "it is put back" put_back
check "that one is not known any more" fails at six synced
check "the copy signs in" at six login "$dana"
check "it sends what was lost" at six synced
check "so does the other, unasked" at five sent_unasked
for home in six five; do
	check "$home: nothing waits, nothing was refused" \
		at $home nothing_set_aside
done
check "every press stands once, at its moment" all_stand "$database"
check "the ledger is sound" connectd verify --database "$database"
end_of_tests
