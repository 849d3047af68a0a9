#!/bin/bash
# service.sh [PUNCHES]: durable punches per second through HTTP, service and
# database. Before and after each figure two limits are taken: bare inserts of
# as many at a time, and the same load on the plainest HTTP server with such
# inserts behind it. Prints a line for each, then reading, and the memory.
# Asserts nothing about time.
set -eu

build=${BUILD:-build}
punches=${1:-20000}
here=$(dirname "$0")
bench=$build/tests/bench
dir=$(mktemp -d "${TMPDIR:-/tmp}/bench-service.XXXXXX")
server=
reader=zoe # whose day is an ordinary one
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || :
	[ -z "$server" ] || wait "$server" 2>/dev/null || :
	rm -rf "$dir"
}
trap finish EXIT

start() { # URL
	"$build/connectd" sample-data --database "$1" --json \
		--cheap-passwords >"$dir/sign-ins"
	for who in dana $reader; do
		jq -r --arg who "$who" \
			'.sign_ins[] | select(.username == $who).password' \
			<"$dir/sign-ins" >"$dir/$who"
	done
	mkfifo "$dir/says"
	"$build/connectd" serve --database "$1" --listen 127.0.0.1:0 \
		--cheap-passwords --no-limits --exit-with-parent >"$dir/says" 2>"$dir/log" &
	server=$!
	read -r line <"$dir/says"
	rm "$dir/says"
	port=${line##*:}
}

# What autovacuum does within a minute of the first punches: before that, the
# server plans as if its tables were empty.
settle() {
	"$bench/load" "$port" 64 2000 1 dana <"$dir/dana" \
		>"$dir/figures"
	psql -q -c ANALYZE
}

stop() { # NAME
	echo "$1.loaded rss_kib=$(awk '/^VmRSS/ { print $2 }' \
		"/proc/$server/status")"
	kill "$server"
	wait "$server" || :
	server=
}

sqlite_limit() { # WIDTH
	"$bench/limit_sqlite_insert" "$dir/limit.db" "$1"
}

postgres_limit() { # WIDTH
	local width=$1
	[ "$width" -le 32 ] || width=32
	[ "$width" -lt 500 ] && [ "$1" -lt 500 ] || width=0
	"$bench/limit_pg_insert" "$url" "$width"
}

# The same load on a server that asks and knows nothing; prints its rate.
plain() { # NAME CLIENTS PUNCHES BATCH
	local database=$dir/plain.db rate
	[ "$1" = sqlite ] || database=$url
	coproc PLAIN { "$bench/limit_http" "$database"; }
	read -r plain_port <&"${PLAIN[0]}"
	"$bench/load" "$plain_port" "$2" "$3" "$4" - <<<none >"$dir/figures"
	eval "exec ${PLAIN[1]}>&-"
	wait "$PLAIN_PID" || :
	read -r rate _ <"$dir/figures"
	echo "$rate"
}

measure() { # NAME CLIENTS BATCH WIDTH
	local n=$punches before after http_before http_after rate median late
	[ "$2" -gt 1 ] || [ "$3" -gt 1 ] || n=$((punches / 4))
	before=$("$1_limit" "$4")
	http_before=$(plain "$1" "$2" "$n" "$3")
	"$bench/load" "$port" "$2" "$n" "$3" dana <"$dir/dana" \
		>"$dir/figures"
	read -r rate median late <"$dir/figures"
	http_after=$(plain "$1" "$2" "$n" "$3")
	after=$("$1_limit" "$4")
	echo "$1.$4 per_s=$rate p50_us=$median p99_us=$late" \
		"limit_per_s=$(((before + after) / 2))" \
		"http_per_s=$(((http_before + http_after) / 2))"
}

# Reading, beside an answer of the same server that reads nothing.
reading() { # NAME PATH LIMIT_PATH
	"$bench/load" "$port" 1 8 1 "$reader" <"$dir/$reader" >"$dir/limit"
	"$bench/load" "$port" 64 "$punches" 1 "$reader" "$3" \
		<"$dir/$reader" >"$dir/limit"
	"$bench/load" "$port" 64 "$punches" 1 "$reader" "$2" \
		<"$dir/$reader" >"$dir/figures"
	read -r rate median late <"$dir/figures"
	read -r limit _ <"$dir/limit"
	echo "$1 per_s=$rate p50_us=$median p99_us=$late limit_per_s=$limit"
}

widths() { # NAME
	measure "$1" 1 1 1
	measure "$1" 8 1 8
	measure "$1" 64 1 64
	measure "$1" 1 500 500
	reading "$1.clock" /v1/clock /healthz
	stop "$1"
}

if [ "${SERVICE_BENCH_PG:-}" = yes ]; then
	psql -q -c 'CREATE SCHEMA service'
	url="postgresql:///postgres?host=$PGHOST&user=$PGUSER"
	start "$url&options=-csearch_path%3Dservice"
	settle
	widths postgres
	exit
fi
start "$dir/service.db"
widths sqlite
SERVICE_BENCH_PG=yes PGTMP_FSYNC=on "$here/../lib/pgtmp.sh" "$0" "$punches"
