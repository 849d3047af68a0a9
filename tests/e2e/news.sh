#!/bin/bash
# News before judgement: who presses for somebody else asks the service first,
# and is told how old it is what can be had without it.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

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
refuses() {
	local pattern=$1
	shift
	"$@" >"$box/said.out" 2>&1 </dev/null && return 1
	cat "$box/said.out"
	grep -Eq "$pattern" "$box/said.out"
}

database=$box/news.db
need "the tree installs" install_tree
need "sample data" sample "$database"
need "the service starts" start_service "$database"
new_home office
office() {
	HOME=$box/office "$@"
}
need "a supervisor signs in" login "$(username_of administrator)"
need "and has the news" connect-clock sync
new_home yard
worker() {
	HOME=$box/yard "$@"
}
need "somebody else does elsewhere" login dana

dana_goes() {
	worker connect-clock go -l elm -c 03-100
}
need "and clocks in there" dana_goes
check "her break begins from the office" \
	says "^[0-9]* *Dana Whitfield: MEAL BREAK .* · sent$" \
	office connect-clock meal -e dana
check "a job waits for its end, and how to end it is said" \
	refuses "Dana Whitfield.*: on a meal break: connect-clock resume -e ends it" \
	office connect-clock go -e dana -l elm -c 03-100
check "and ends there" says "^[0-9]* *Dana Whitfield: BACK IN .* · sent$" \
	office connect-clock resume -e dana --yes
need "she goes elsewhere" worker connect-clock go -l harbor -c 03-100
check "and is clocked out, not forced" \
	says "^[0-9]* *Dana Whitfield: OUT .* · sent$" office connect-clock stop -e dana
forced() {
	python3 -c '
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(
    "SELECT count(*) FROM ledger WHERE forced").fetchone()[0])' "$database"
}
none_is_forced() {
	[ "$(forced)" = 0 ]
}
check "no press is marked as forced" none_is_forced
need "she is IN again" dana_goes
check "a crew is asked for, each of them" \
	says "^[0-9]* *Dana Whitfield: OUT .* · sent$" \
	office connect-clock stop -e dana -e robin --yes

# --- a service that hangs
# Long after, by all clocks: it sets the boot clock to the time of day.
later() {
	office faketime -f +10m connect-clock "$@"
}
# The sanitizer of threads does not see through that clock that a wait lets a
# lock go.
asked_late() {
	case $BUILD in
	*san-thread*) office connect-clock "$@" ;;
	*) later "$@" ;;
	esac
}
need "she is IN for it" office connect-clock go -e dana -l elm -c 03-100
kill -STOP "$service_pid"
check "is asked for a while only, then what is known here counts" \
	says "Dana Whitfield: OUT .* kept on this machine" asked_late stop -e dana
is_old() {
	grep -Eq "Dana Whitfield · as of .*[0-9]:[0-9]+" "$box/said.out"
}
case $BUILD in
*san-thread*) ;;
*) check "and how old that is" is_old ;;
esac
kill -CONT "$service_pid"
check "and has it once it goes on" says "0 kept" office connect-clock sync

# --- without the service
need "she is IN once more" dana_goes
stop_service
check "what this machine knows is old, and that is said" \
	refuses "Dana Whitfield · as of .*[0-9]:[0-9]+" later stop -e dana
check "and judged all the same" grep -q "Not clocked in" "$box/said.out"
check "the status has an age" says "^[A-Z]+.* · as of .*[0-9]:[0-9]+" later status
check "which a script can read" \
	says '"as_of":"20[-0-9T:.]+Z"' later status --json
end_of_tests
