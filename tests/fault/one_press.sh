#!/bin/bash
# What one run of the program costs, while the service cannot be reached: the
# clocks are read once, the state is folded once, and a file is locked once for
# all that is read of it.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

case $BUILD in
*san-*)
	# The sanitizer's library wants to be the first, and opens files itself.
	echo "1..1"
	echo "ok 1 - one run costs little # SKIP not under a sanitizer"
	exit 0
	;;
esac

# costs MOST_STEPS MOST_LOCKS OPENS COMMAND...: and reads the clocks once.
costs() {
	local most_steps=$1 most_locks=$2 most_opens=$3
	local steps opens locks clocks
	shift 3
	COUNTS=$box/counts LD_PRELOAD=$box/count.so connect-clock "$@" || return
	tee /dev/stderr <"$box/counts"
	IFS=' =' read -r _ steps _ opens _ locks _ clocks <"$box/counts"
	[ "$clocks" = 1 ] && [ "$opens" -le "$most_opens" ] &&
		[ "$steps" -gt 0 ] && [ "$steps" -le "$most_steps" ] &&
		[ "$locks" -gt 0 ] && [ "$locks" -le "$most_locks" ]
}

fails() {
	! "$@"
}

need "the counter is built" "${CC:-cc}" -shared -fPIC -o "$box/count.so" \
	tests/fault/preload/count.c -ldl
need "installed" install_tree
PATH=$(realpath "$BUILD/tests/tools/shared"):$PATH # its calls can be seen
new_home one
need "a company" sample "$box/db" --cheap-passwords
need "a service" start_service "$box/db" --cheap-passwords
need "sign in" login "$(username_of employee)"
need "a first press" connect-clock go -l Elm -c 03-100
stop_service

check "a switch" costs 40 30 2 go
check "a stop" costs 40 30 2 stop
check "a clock in, on the last job" costs 40 30 2 go
check "an undo" costs 40 30 2 undo
check "a look" costs 30 16 1 status
# Names are looked for in whole lists, which costs a step for each.
check "a press by names is counted as more" fails costs 40 30 2 \
	go -l Elm -c 03-100
end_of_tests
