#!/bin/bash
# A person signs in and punches; the service is away for ten punches; each
# stands once in the end. On SQLite, on PostgreSQL, and over TLS with the
# certificate of a private authority.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

status() {
	connect-clock status --json | jq -r "$1"
}

is() {
	[ "$1" = "$2" ] || {
		echo "got: $1, wanted: $2"
		return 1
	}
}

# press WORDS...: one punch; its id is added to $ids, its result is $result.
press() {
	local answer
	answer=$(connect-clock "$@" --json) || return 1
	ids+=("$(jq -r .id <<<"$answer")")
	result=$(jq -r .result <<<"$answer")
}

kept_while_away() {
	local i
	for i in 1 2 3 4 5; do
		press go -l "Elm" -c 03-100 -m "away $i" || return 1
		is "$result" kept || return 1
		press stop || return 1
		is "$result" kept || return 1
	done
	is "$(status .kept)" 10
}

online() {
	press "$@" && is "$result" sent
}

delivered() {
	connect-clock sync && is "$(status .kept)" 0
}

# whole_way NAME DATABASE [serve option...]
whole_way() {
	local name=$1 database=$2
	shift 2
	ids=()
	export port=0
	new_home "$name"
	[ -z "${ca:-}" ] || printf '[service]\nca_file = %s\n' "$ca" \
		>>"$HOME/.config/connect-clock/config.ini"
	check "$name: sample data" sample "$database"
	check "$name: the service starts" start_service "$database" "$@"
	check "$name: sign in" login "$(username_of employee)"
	check "$name: a catalogue comes" connect-clock sync
	check "$name: GO is sent" online go -l "Elm" -c 03-100
	check "$name: the state is in" is "$(status .state)" in
	check "$name: the location is told" \
		grep -q Elm <<<"$(status .location.name)"
	check "$name: a switch is sent" online go -c 06-100
	check "$name: STOP is sent" online stop
	check "$name: the state is out" is "$(status .state)" out
	stop_service
	check "$name: ten punches are kept" kept_while_away
	check "$name: one that had to be sent was not, and says so" must_be_sent
	check "$name: the service starts again" start_service "$database" "$@"
	check "$name: sync delivers" delivered
	check "$name: each stands once" stands_once "$database" "${ids[@]}"
	check "$name: the ledger's chain holds" connectd verify \
		--database "$database"
	check "$name: the journal's chain holds" connect-clock verify
	stop_service
}

# Kept all the same: a script is told to try the sync again (75).
must_be_sent() {
	local answer code=0
	answer=$(connect-clock go -l "Elm" -c 06-100 --require-sync --json) ||
		code=$?
	ids+=("$(jq -r .id <<<"$answer")")
	[ "$code" = 75 ]
}

# A service whose database is put back to an older copy lost what came after:
# the device sends it again, with or without a new press.
restored() {
	local database=$box/restored.db
	ids=()
	new_home restored
	sample "$database" && start_service "$database" &&
		login "$(username_of employee)" || return 1
	online go -l "Elm" -c 03-100 || return 1
	stop_service
	cp "$database" "$box/older.db"
	start_service "$database" || return 1
	online go -c 06-100 && online stop || return 1
	stop_service
	rm -f "$database"-*
	cp "$box/older.db" "$database"
	start_service "$database" || return 1
	"$@" && stands_once "$database" "${ids[@]}" || return 1
	stop_service
	connectd verify --database "$database" && connect-clock verify ||
		return 1
	rm -rf "$HOME" "$database"*
}

make_certificate() {
	local dir=$box/tls
	mkdir -p "$dir"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$dir/ca.key" -out "$dir/ca.pem" -days 2 \
		-subj "/CN=Private authority" \
		-addext basicConstraints=critical,CA:TRUE &&
		openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
			-nodes -keyout "$dir/key.pem" -out "$dir/req.pem" \
			-subj "/CN=127.0.0.1" &&
		openssl x509 -req -in "$dir/req.pem" -CA "$dir/ca.pem" \
			-CAkey "$dir/ca.key" -CAcreateserial -days 2 \
			-out "$dir/cert.pem" -extfile <(
				echo subjectAltName=IP:127.0.0.1
			)
}

need "the tree installs" install_tree
whole_way sqlite "$box/sqlite.db"

check "what a restored service lost comes with the next press" \
	restored online go -l "Elm" -c 03-100
check "what a restored service lost comes without one" \
	restored connect-clock sync

check "a certificate of a private authority" make_certificate
ca=$box/tls/ca.pem
whole_way tls "$box/tls.db" --tls-cert "$box/tls/cert.pem" \
	--tls-key "$box/tls/key.pem"

new_home untrusting
start_service "$box/tls.db" --tls-cert "$box/tls/cert.pem" \
	--tls-key "$box/tls/key.pem"
check "without the authority the certificate is refused, and said so" \
	grep -qi certificate <<<"$(login "$(username_of employee)" 2>&1)"
stop_service

ca=
whole_way postgresql "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER"
end_of_tests
