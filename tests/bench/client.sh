#!/bin/bash
# client.sh [ROUNDS]: whole runs of the program beside timew and the plainest
# program, short and long histories; kept punches delivered; a large catalogue
# fetched. Prints a line for each. Asserts nothing about time.
set -eu
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

if ! command -v timew >/dev/null; then
	echo "client.sh: there is no timew to compare with: install the package" \
		"timewarrior (make bench does)" >&2
	exit 1
fi
rounds=${1:-100}
bench=$BUILD/tests/bench
PATH=$(realpath "$BUILD"):$PATH
export TIMEWARRIORDB=$box/timew

# once NAME COMMAND...: how long one run takes.
once() {
	"$bench/processes" 1 "$@"
}

# rate NAME COUNT COMMAND...: how many a second one run of it deals with.
rate() {
	local name=$1 count=$2 ms
	shift 2
	ms=$("$bench/processes" 1 run "$@" | sed 's/.* ms=\([0-9.]*\).*/\1/')
	awk -v n="$count" -v ms="$ms" -v name="$name" \
		'BEGIN { printf "%s per_s=%.0f\n", name, n * 1000 / ms }'
}

# A history as long as ours: COUNT intervals in the file that timew keeps. Each
# lies in the first half of a minute: across a month timew finds them overlapping.
timew_history() {
	mkdir -p "$TIMEWARRIORDB/data"
	: >"$TIMEWARRIORDB/timewarrior.cfg"
	awk -v n="$1" 'BEGIN {
		for (i = n; i > 0; i--) {
			t = systime() - 3600 - i * 60
			t -= t % 60
			print "inc " strftime("%Y%m%dT%H%M%SZ", t, 1) " - " \
				strftime("%Y%m%dT%H%M%SZ", t + 30, 1) " # elm"
		}
	}' >"$TIMEWARRIORDB/data/history"
	awk -v dir="$TIMEWARRIORDB/data/" \
		'{ print > (dir substr($2, 1, 4) "-" substr($2, 5, 2) ".data") }' \
		"$TIMEWARRIORDB/data/history"
	rm "$TIMEWARRIORDB/data/history"
}

# Signed in, with a record open, and the service gone.
go_away() { # NAME
	new_home "$1"
	start_service "$box/$1.db" --cheap-passwords
	login "$(username_of employee)" >"$box/said.txt"
	connect-clock go -l Elm -c 03-100 >"$box/said.txt"
	stop_service
}

one_shot() { # ROWS
	sample "$box/once$1.db" --cheap-passwords
	go_away "once$1"
	"$bench/fill" "$HOME/.local/state/connect-clock" "$1"
	rm -rf "$TIMEWARRIORDB"
	timew_history "$1"
	"$bench/processes" "$rounds" \
		"go.$1" connect-clock go -l Elm -c 03-100 -- \
		"timew.start.$1" timew start elm -- \
		"once.write.$1" "$bench/limit_once" "$box/limit.db" -- \
		"status.$1" connect-clock status -- \
		"timew.summary.$1" timew summary -- \
		"once.read.$1" "$bench/limit_once" "$box/limit.db" read
}

deliver() { # ROWS
	sample "$box/deliver.db" --cheap-passwords
	go_away deliver
	"$bench/fill" "$HOME/.local/state/connect-clock" "$1"
	start_service "$box/deliver.db" --cheap-passwords
	rate "deliver.$1" "$1" connect-clock sync
	echo "deliver.$1.limit per_s=$(
		"$bench/limit_sqlite_insert" "$box/limit2.db" 500)"
	stop_service
}

# The service until it says that it listens, and what it takes at rest.
service_start() { # DATABASE
	local began
	mkfifo "$box/said"
	began=$EPOCHREALTIME
	connectd serve --database "$1" --listen 127.0.0.1:0 \
		--cheap-passwords >"$box/said" 2>>"$box/service.log" &
	service_pid=$!
	read -r url <"$box/said"
	echo "service.start ms=$(awk "BEGIN { print ($EPOCHREALTIME - $began) * 1000 }")" \
		"rss_kib=$(awk '/^VmRSS/ { print $2 }' \
			"/proc/$service_pid/status")"
	url=${url##* }
	rm "$box/said"
}

# The first answer to a new device is the whole catalogue.
catalogue() { # EMPLOYEES
	local who
	sample "$box/large.db" --cheap-passwords --employees "$1"
	new_home large
	who=$(username_of supervisor) # who clocks in others, so sees them
	password_of "$who" >"$box/password"
	service_start "$box/large.db"
	once "catalogue.first.$1" sh -c "connect-clock login --server $url \
		--company acme --username $who --password-stdin \
		<$box/password"
	once "catalogue.again.$1" connect-clock sync
	stop_service
}

one_shot 100
one_shot 10000
deliver 10000
catalogue 100000
