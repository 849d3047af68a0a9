#!/bin/bash
# strangers.sh [TRIES]: what a stranger costs the others, and what a stranger
# learns by a clock. Prints what a punch takes while one asks for all that there
# is (tests/lib/stranger.py), then the medians of failed sign-ins of somebody,
# of nobody, of one who is not verified and of one who is not active, in turn,
# after the cost of a hash was raised. Asserts nothing about time.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/lib/e2e.sh
. tests/lib/e2e.sh

PATH=$PWD/$BUILD:$PATH
sample "$box/acme.db" --cheap-passwords
STRANGER_PAIRS=100 python3 tests/lib/stranger.py "$box" "$box/acme.db" |
	sed -n 's/^# //p; /^not ok/p'
rm "$box"/acme.db*
sample "$box/acme.db" --cheap-passwords
start_service "$box/acme.db" --no-limits
python3 tests/lib/sign_in_times.py "$box/acme.db" "$port" "${1:-2000}"
