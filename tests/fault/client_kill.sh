#!/bin/sh
# kill -9 at random instants of a process that records: what it confirmed
# stands in the journal once; and a process that confirms before it has
# recorded is caught. TORTURE=1: 500 kills. SEED: the instants.

set -eu
kills=30
[ -z "${TORTURE:-}" ] || kills=500
seed=${SEED:-1}
tool=${BUILD:-build}/tests/fault/kill_journal
work=$(mktemp -d "${TMPDIR:-/tmp}/cc-kill-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo 1..2
if "$tool" "$work/right" "$kills" "$seed"; then
	echo "ok 1 - no confirmed punch is lost or doubled in $kills kills"
else
	echo "not ok 1 - no confirmed punch is lost or doubled (SEED=$seed)"
fi
if "$tool" "$work/early" 60 "$seed" early; then
	echo "not ok 2 - confirming before recording is caught"
elif [ $? = 1 ]; then
	echo "ok 2 - confirming before recording is caught"
else
	echo "not ok 2 - the control did not run"
fi
