#!/bin/bash
# A PostgreSQL role that serves and does not own the tables: all that the service
# does goes by it, and by its rights nobody changes or hides what stands in the
# ledger.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

as() {
	echo "postgresql:///postgres?host=$PGHOST&user=$1"
}

owner_says() {
	psql -qX -v ON_ERROR_STOP=1 "$(as owner)" -c "$1"
}

make_roles() {
	psql -qX -v ON_ERROR_STOP=1 "$(as connectd)" -c \
		'CREATE ROLE owner LOGIN; CREATE ROLE "Runs It" LOGIN;
		CREATE ROLE heir LOGIN IN ROLE owner;
		GRANT CREATE, USAGE ON SCHEMA public TO owner'
}

# forbidden SQL: for want of a right, whatever a trigger says.
forbidden() {
	local said
	said=$(psql -qX -v VERBOSITY=verbose "$(as Runs%20It)" -c "$1" 2>&1)
	echo "$said"
	grep -q "ERROR:  42501" <<<"$said"
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

grant() {
	connectd grant --database "$(as owner)" --role "$1"
}

press() {
	[ "$(connect-clock "$@" --json | jq -r .result)" = sent ]
}

need "install" install_tree
need "roles" make_roles
need "the owner makes the database" sample "$(as owner)" --cheap-passwords
check "without a right nobody serves" exits 78 timeout 60 \
	connectd serve --database "$(as Runs%20It)" --unsafe-database \
	--listen 127.0.0.1:0
check "no rights to a role that there is not" exits 65 grant nobody
check "nor to the owner" exits 65 grant owner
check "nor to a member of it" exits 65 grant heir
check "rights to serve" grant "Runs It"
check "and again" grant "Runs It"
check "migrate has nothing to do, and needs no more" \
	connectd migrate --database "$(as Runs%20It)"
need "the service starts" start_service "$(as Runs%20It)" --cheap-passwords
new_home one
check "sign in" login dana
check "a press" press go -l elm -c 03-100
check "and another" press stop
stop_service
for table in ledger ledger_event ledger_change; do
	check "$table is not changed" forbidden "UPDATE $table SET seq = 1"
	check "nor taken from" forbidden "DELETE FROM $table"
	check "nor emptied" forbidden "TRUNCATE $table"
done
check "its head is not taken away" forbidden "DELETE FROM ledger_head"
check "no trigger is dropped" \
	forbidden "DROP TRIGGER ledger_no_change ON ledger"
check "nor switched off" forbidden "ALTER TABLE ledger DISABLE TRIGGER ALL"
check "nor passed by" forbidden "SET session_replication_role = replica"
check "no table is dropped" forbidden "DROP TABLE ledger"
check "the version is not changed" forbidden "UPDATE schema_version SET version=1"
check "verify needs no more" connectd verify --database "$(as Runs%20It)"
check "nor does a backup" connectd backup --database "$(as Runs%20It)" \
	--to "$box/backup"
check "what it holds" stands_once "$box/backup"
check "a file has no roles" exits 64 \
	connectd grant --database "$box/backup" --role owner
end_of_tests
