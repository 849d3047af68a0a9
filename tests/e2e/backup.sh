#!/bin/bash
# A backup while 64 clients punch, and back from it: all that was confirmed
# before stands in it, what came later the devices send again, nobody has to
# sign in for that, and who does sees the company as it was. On both databases,
# and from one kind into the other.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"
load_pid=

# press WORDS...: one press of this home; its id is added to $ids.
press() {
	local answer
	answer=$(connect-clock "$@" --json) || return 1
	ids+=("$(jq -r .id <<<"$answer")")
}

some_work() {
	press go -l elm -c 03-100 && press stop &&
		press go -l harbor -c 03-100 && press stop
}

# exits CODE command...
exits() {
	local wanted=$1 code
	shift
	"$@"
	code=$?
	[ "$code" = "$wanted" ] || {
		echo "exit code $code, wanted $wanted"
		return 1
	}
}

punches() {
	ledger_ids "$1" | wc -l
}

# Until so many more stand than now.
punching() {
	local wanted
	wanted=$(($(punches "$database") + $1))
	until [ "$(punches "$database")" -ge "$wanted" ]; do
		kill -0 "$load_pid" || return 1
	done
}

start_load() {
	password_of robin >"$box/robin"
	"$BUILD/tests/bench/load" "$port" 64 1000000 1 robin <"$box/robin" \
		>"$box/load.out" 2>&1 &
	load_pid=$!
	punching 200
}

stop_load() {
	kill "$load_pid" && ! wait "$load_pid"
	load_pid=
}

finish_all() {
	[ -z "$load_pid" ] || kill "$load_pid"
	finish
}
trap finish_all EXIT

back_up() {
	ledger_ids "$database" >"$box/before"
	connectd backup --database "$database" --to "$1" &&
		kill -0 "$load_pid" && punching 1
}

# Nothing that was confirmed when it began is missing.
holds_all() {
	ledger_ids "$1" >"$box/in-it"
	[ -z "$(comm -23 "$box/before" "$box/in-it")" ] &&
		connectd verify --database "$1"
}

# One word of the ledger is another, behind everybody's back.
falsify() {
	cp "$1" "$2" && python3 - "$2" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DROP TRIGGER ledger_no_update")
db.execute("UPDATE ledger SET comment = 'x' WHERE seq = 7")
db.commit()
PY
}

# The last byte is a zero, which is what would be read in its place.
cut_short() {
	cp "$1" "$2" && truncate --size=-1 "$2" &&
		exits 65 connectd verify --database "$2" &&
		exits 65 restore --from "$2" --replace
}

secrets_in() {
	python3 - "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(sum(db.execute("SELECT count(*) FROM " + t).fetchone()[0]
          for t in ("service_key", "session", "access_token")))
PY
}

# Who reads a restored company at once waits for no plan made for empty tables.
planned() {
	[ "$(psql -qAtX "$postgres" -c "SELECT max(analyze_count) > 0
		FROM pg_stat_user_tables WHERE relname = 'ledger'")" = t ]
}

restore() {
	connectd restore --database "$database" "$@"
}

# is_signed_in true|false: as a script reads it.
is_signed_in() {
	[ "$(connect-clock status --json | jq .signed_in)" = "$1" ]
}

# whole_way NAME DATABASE
whole_way() {
	local name=$1 backup=$box/$1.backup
	database=$2
	ids=()
	export port=0
	new_home "$name"
	check "$name: sample data" sample "$database" --cheap-passwords
	need "$name: the service starts" start_service "$database" \
		--cheap-passwords --no-limits
	check "$name: sign in" login dana
	check "$name: work" some_work
	need "$name: 64 clients punch" start_load
	check "$name: a backup meanwhile" back_up "$backup"
	check "$name: it holds all that was confirmed, and is sound" \
		holds_all "$backup"
	check "$name: nobody is signed in by it" \
		[ "$(secrets_in "$backup")" = 0 ]
	check "$name: another one does not write over it" \
		exits 65 connectd backup --database "$database" --to "$backup"
	check "$name: the load ends" stop_load
	check "$name: work after the backup" some_work
	check "$name: no restore into a service that runs" \
		exits 75 restore --from "$backup" --replace
	stop_service
	check "$name: no restore over a company, unless told" \
		exits 65 restore --from "$backup"
	check "$name: one that was changed is refused" \
		falsify "$backup" "$box/$name.false"
	check "$name: and is not restored" \
		exits 65 restore --from "$box/$name.false" --replace
	check "$name: one that is a byte short is no backup" \
		cut_short "$backup" "$box/$name.short"
	check "$name: the company stands as before" \
		stands_once "$database" "${ids[@]}"
	check "$name: work without a service" some_work
	check "$name: restored" restore --from "$backup" --replace
	check "$name: the service starts on it" start_service "$database" \
		--cheap-passwords
	check "$name: who is not signed in any more is told so, and delivers" \
		exits 77 connect-clock sync
	check "$name: and so is a script" is_signed_in false
	check "$name: every press stands once" \
		stands_once "$database" "${ids[@]}"
	check "$name: sign in" login dana
	check "$name: a script knows it" is_signed_in true
	check "$name: work goes on" some_work
	check "$name: and is delivered" connect-clock sync
	check "$name: every press stands once" \
		stands_once "$database" "${ids[@]}"
	check "$name: the ledger is sound" \
		connectd verify --database "$database"
	stop_service
}

need "install" install_tree
postgres="postgresql:///postgres?host=$PGHOST&user=connectd"
whole_way sqlite "$box/connect.db"
whole_way postgresql "$postgres"

# Into the other kind: what one kind holds, the other does, to the byte.
check "from PostgreSQL into a file" connectd restore \
	--database "$box/moved.db" --from "$box/postgresql.backup"
check "and back" connectd restore --database "$postgres" \
	--from "$box/moved.db" --replace
check "its rows are counted for the planner" planned
check "a backup of that" connectd backup --database "$postgres" \
	--to "$box/again.backup"
same() {
	python3 - "$@" <<'PY'
import sqlite3, sys
one, other = ["\n".join(sqlite3.connect(f).iterdump()) for f in sys.argv[1:]]
sys.exit(sorted(one.split("\n")) != sorted(other.split("\n")))
PY
}
check "it is the same" same "$box/postgresql.backup" "$box/again.backup"

# says WORD CONNECTD-WORDS: on a terminal, how far it is.
says() {
	script -qec "connectd $2" /dev/null </dev/null | tee /dev/stderr |
		grep -aq "$1: [0-9]* %"
}
check "a terminal shows how far the copy is" \
	says copying "backup -d '$box/moved.db' --to '$box/seen.backup'"
check "and how far the check" says checking "verify -d '$box/moved.db'"
end_of_tests
