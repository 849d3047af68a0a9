#!/bin/sh
# pgtmp.sh CMD...: runs CMD beside a throw-away PostgreSQL cluster and removes
# the cluster however CMD ends.  Unix socket only; works as root and as a user.
# CMD finds PGHOST, PGUSER and PGDATABASE set.  PGTMP_FSYNC=on for crash tests.
set -eu
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin |
	sort -V | tail -1)
dir=$(mktemp -d "${TMPDIR:-/tmp}/pgtmp.XXXXXX")
as=
if [ "$(id -u)" = 0 ]; then
	chown postgres "$dir"
	as='runuser -u postgres --'
fi
cleanup() {
	# A test may have left it stopped.
	if read -r pid <"$dir/d/postmaster.pid"; then
		# One that has just ended is no reason to leave the rest running.
		# shellcheck disable=SC2046  # a list
		kill -CONT "$pid" $(cat "/proc/$pid/task/$pid/children") || :
	fi 2>/dev/null
	$as "$bin/pg_ctl" -D "$dir/d" -m immediate -w stop >/dev/null 2>&1 || :
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
from=$PWD

# Making a cluster takes most of the time: one is kept to copy.
build=$(realpath -m "${BUILD:-build}")
version=${bin%/bin}
kept=$build/pgtmp-${version##*/}
cd "$dir"
if [ -d "$kept" ]; then
	cp -a "$kept" "$dir/d"
	[ -z "$as" ] || chown -R postgres "$dir/d"
else
	$as "$bin/initdb" -D "$dir/d" -U connectd -A trust -E UTF8 \
		--locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 || {
		cat "$dir/initdb.log" >&2
		exit 1
	}
	if [ -d "$build" ]; then
		cp -a "$dir/d" "$kept.$$"
		mv -T "$kept.$$" "$kept" 2>/dev/null ||
			rm -rf "$kept.$$"
	fi
fi
# Rows are counted for the planner as soon after they came as in a company that
# has its day before it, not its first minute.
$as "$bin/pg_ctl" -D "$dir/d" -w -t 30 -l "$dir/log" -o "-k $dir \
-c listen_addresses='' -c fsync=${PGTMP_FSYNC:-off} \
-c autovacuum_naptime=1s -c shared_buffers=64MB \
-c max_connections=100" start >/dev/null || {
	cat "$dir/log" >&2
	exit 1
}
export PGHOST="$dir" PGUSER=connectd PGDATABASE=postgres
cd "$from"
"$@"
