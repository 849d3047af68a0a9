#!/bin/bash
# office.sh [PUNCHES]: a company of 100,000 people, 10,000 locations and 50,000
# cost codes: its catalogue, first and after ten changes; sign-ins a second
# beside bare hashes; what so many punches take alone, and while an
# administrator imports 100,000 more people (cut once the punches stand); the
# most memory that connectd had. Asserts nothing about time.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/lib/e2e.sh
. tests/lib/e2e.sh

punches=${1:-20000}
office=$PWD/tests/bench/office.py
bench=$BUILD/tests/bench
PATH=$PWD/$BUILD:$PATH

# Before the first figures of punches PostgreSQL looks at its tables, as it
# would within a minute: until then it plans as if they were empty.
settle() {
	password_of dana | "$bench/load" "$port" 64 2000 1 dana >"$box/settled"
	psql -q -c ANALYZE
}

of_database() { # NAME URL
	sample "$2" --employees 100000 --locations 10000 --cost-codes 50000
	start_service "$2" --no-limits
	"$office" catalogue "$port" "$service_pid" "$box/sample.json" |
		sed "s/^office/$1/"
	echo "$1.signin limit_per_s=$("$bench/limit_hash" 20)" \
		"per_s=$("$office" sign-ins "$port" "$box/sample.json" 80)"
	[ -z "${PGHOST:-}" ] || settle
	login robin >"$box/login" 2>&1
	"$office" import "$port" "$box/sample.json" "$box/people.csv" \
		"$punches" 2>"$box/import" | sed "s/^office/$1/"
	echo "$1.peak kib=$(awk '/^VmHWM/ { print $2 }' \
		"/proc/$service_pid/status")"
	stop_service
}

new_home office
awk 'BEGIN {
	print "number,given_name,family_name,username,email,role"
	for (i = 1; i <= 100000; i++)
		printf "I-%d,Ines,Ilves %d,new%d,new%d@acme.example,Employee\n",
			i, i, i, i
}' >"$box/people.csv"
if [ -n "${PGHOST:-}" ]; then
	of_database office.postgres \
		"postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER"
	exit
fi
of_database office.sqlite "$box/office.db"
PGTMP_FSYNC=on tests/lib/pgtmp.sh "$PWD/tests/bench/office.sh" "$punches"
