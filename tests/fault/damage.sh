#!/bin/bash
# Journals damaged at random, each lived on with against a real service on a
# bad line: see tests/lib/damage.py. DAMAGE_SEED=N DAMAGE_COUNT=1 tries one of
# them again. TORTURE=1: 2,000 instead of 60, from a seed of the day.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

PATH=$PWD/$BUILD:$PATH
count=${DAMAGE_COUNT:-60}
seed=${DAMAGE_SEED:-1}
if [ -n "${TORTURE:-}" ]; then
	count=${DAMAGE_COUNT:-2000}
	seed=${DAMAGE_SEED:-$(date +%s)}
fi

# Some punches that were answered, and sixty that are kept.
prepare() {
	local i
	start_service "$box/service.db" && login "$(username_of employee)" &&
		connect-clock go -l Elm -c 03-100 &&
		connect-clock go -l Elm -c 06-100 && connect-clock sync ||
		return 1
	stop_service
	for ((i = 0; i < 60; i++)); do
		connect-clock go -l Elm -c "0$((3 * (1 + i % 2)))-100" \
			-m "press $i" --json || return 1
	done | grep -c '"result":"kept"' | grep -qx 60
}

sample "$box/service.db" || exit 1
new_home home
prepare >"$box/prepare.out" 2>&1 || {
	sed 's/^/# /' "$box/prepare.out"
	echo "Bail out! the journal to be damaged could not be made"
	exit 1
}
echo "$port" >"$box/port"
echo "$url $(username_of employee) $(password_of "$(username_of employee)")" \
	>"$box/login"
python3 tests/lib/damage.py "$PWD/$BUILD" "$box" "$seed" "$count"
