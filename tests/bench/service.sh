#!/bin/bash
# service.sh [PUNCHES]: durable punches per second through HTTP, service and
# database, beside the bare inserts of the same run. Prints a line for each:
# what, punches/s, latency of an answer in us (median, 99th percentile), the
# limit in rows/s, and what part of it that is. Asserts nothing about time.
set -eu

build=${BUILD:-build}
punches=${1:-20000}
here=$(dirname "$0")
dir=$(mktemp -d "${TMPDIR:-/tmp}/bench-service.XXXXXX")
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || :
	[ -z "$server" ] || wait "$server" 2>/dev/null || :
	rm -rf "$dir"
}
trap finish EXIT

start() { # URL
	"$build/connectd" sample-data --database "$1" --json \
		--cheap-passwords >"$dir/sign-ins"
	jq -r '.sign_ins[] | select(.username == "dana").password' \
		<"$dir/sign-ins" >"$dir/password"
	mkfifo "$dir/says"
	"$build/connectd" serve --database "$1" --listen 127.0.0.1:0 \
		--cheap-passwords --exit-with-parent >"$dir/says" 2>"$dir/log" &
	server=$!
	read -r line <"$dir/says"
	rm "$dir/says"
	port=${line##*:}
}

stop() {
	printf '%-34s %s\n' "$1: memory of the service, KiB" \
		"$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")"
	kill "$server"
	wait "$server" || :
	server=
}

limit_of() { # KEY
	sed -n "s/.* $1 rows_per_s=//p" "$dir/limits"
}

measure() { # NAME CLIENTS BATCH LIMIT
	n=$punches
	[ "$2" -gt 1 ] || [ "$3" -gt 1 ] || n=$((punches / 4))
	"$build/tests/bench/load" "$port" "$2" "$n" "$3" dana \
		<"$dir/password" >"$dir/figures"
	read -r rate median late <"$dir/figures"
	awk -v name="$1" -v rate="$rate" -v p50="$median" -v p99="$late" \
		-v limit="${4:-0}" 'BEGIN {
		printf "%-34s %8d %8d %8d %8d %5.2f\n", name, rate, p50, p99,
			limit, limit ? rate / limit : 0 }'
}

sqlite() {
	"$build/tests/bench/limit_sqlite_insert" "$dir/limit.db" >"$dir/limits"
	start "$dir/service.db"
	for width in 1 8 64; do
		measure "SQLite, $width client(s)" $width 1 \
			"$(limit_of group=$width)"
	done
	measure "SQLite, batches of 500" 1 500 "$(limit_of group=500)"
	stop SQLite
}

postgres() {
	url="postgresql:///postgres?host=$PGHOST&user=$PGUSER"
	"$build/tests/bench/limit_pg_insert" "$url" >"$dir/limits"
	start "$url&options=-csearch_path%3Dservice"
	for width in 1 8 64; do
		measure "PostgreSQL, $width client(s)" $width 1 \
			"$(limit_of "statement clients=$((width < 32 ? width : 32))")"
	done
	measure "PostgreSQL, batches of 500" 1 500 "$(limit_of "batch=500 clients=1")"
	stop PostgreSQL
}

if [ "${SERVICE_BENCH_PG:-}" = yes ]; then
	psql -q -c 'CREATE SCHEMA service'
	postgres
	exit
fi
printf '%-34s %8s %8s %8s %8s %5s\n' "punches into the service" \
	"per s" "p50 us" "p99 us" "limit" "part"
sqlite
SERVICE_BENCH_PG=yes PGTMP_FSYNC=on "$here/../lib/pgtmp.sh" "$0" "$punches"
