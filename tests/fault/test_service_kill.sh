#!/bin/bash
# kill -9 of the service under load, on both databases: nothing that it had
# confirmed is missing, nothing stands twice; and of one of two on one database,
# whose devices go on with the other. TORTURE=1: 300 times each.
set -u
cd "$(dirname "$0")/../.." || exit 1
: "${BUILD:=build}"
box=$(mktemp -d "${TMPDIR:-/tmp}/connect-clock-kill.XXXXXX")
trap 'rm -rf "$box"' EXIT
rounds=${TORTURE:+300}
rounds=${rounds:-20}
kill_service=$BUILD/tests/fault/service_kill
failed=0

# report NUMBER "words" WANTED-STATUS: by the status of the command before.
report() {
	local status=$?
	sed 's/^/# /' "$box/out"
	if [ "$status" = "$3" ]; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2 (status $status)"
		failed=1
	fi
}

echo 1..4
"$kill_service" "$BUILD/connectd" "$box/connect.db" "$rounds" \
	>"$box/out" 2>&1
report 1 "SQLite: $rounds kills lose nothing" 0

# shellcheck disable=SC2016 # expanded by the inner shell
on_postgresql='"$1" "$2" "postgresql:///postgres?host=$PGHOST&user=connectd" \
	"$3" "$4"'
tests/lib/pgtmp.sh sh -c "$on_postgresql" sh \
	"$kill_service" "$BUILD/connectd" "$rounds" 1 >"$box/out" 2>&1
report 2 "PostgreSQL: $rounds kills lose nothing" 0

tests/lib/pgtmp.sh sh -c "$on_postgresql" sh \
	"$kill_service" "$BUILD/connectd" "$rounds" 2 >"$box/out" 2>&1
report 3 "one of two on one PostgreSQL: $rounds kills lose nothing" 0

case $BUILD in
*san-*)
	echo "ok 4 # SKIP a sanitizer wants to be loaded first"
	exit $failed
	;;
esac
"${CC:-cc}" -shared -fPIC -o "$box/early_commit.so" \
	tests/fault/preload/early_commit.c -ldl >"$box/out" 2>&1 &&
	PRELOAD=$box/early_commit.so "$kill_service" "$BUILD/connectd" \
		"$box/early.db" 10 >"$box/out" 2>&1
report 4 "a service that answers before its commit is caught" 1
exit $failed
