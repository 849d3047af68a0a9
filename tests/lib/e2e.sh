# shellcheck shell=bash
# Sourced by tests/e2e and tests/fault: an installed tree, a service of its
# own, a client with a home of its own. Everything is gone at the end, however
# it comes.

: "${BUILD:=build}"
export BUILD
box=$(mktemp -d "${TMPDIR:-/tmp}/connect-clock-e2e.XXXXXX")
tests_done=0
tests_failed=0
service_pid=

finish() {
	stop_service
	rm -rf "$box"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Where the sample company is: elsewhere every time names its zone.
export TZ=America/New_York

# A sanitizer's library wants to be loaded first; faketime comes before it,
# which it has to bear.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0

# faketime -f OFFSET command...: with a clock that is off by so much. Its own
# program keeps a semaphore by the number of its process, and fails where one
# that was killed has left such a name behind.
faketime() {
	local offset=$2
	shift 2
	# shellcheck disable=SC2016  # the loader's
	LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' FAKETIME=$offset "$@"
}

# jq 1.6 reads its own library for 37 ms at each of some thousand starts.
jq() {
	gojq "$@"
}
export -f jq

# check "words" command...: one test case, passed when the command succeeds.
check() {
	local words=$1
	shift
	tests_done=$((tests_done + 1))
	if "$@" >"$box/check.out" 2>&1; then
		echo "ok $tests_done - $words"
	else
		tests_failed=$((tests_failed + 1))
		echo "not ok $tests_done - $words"
		sed 's/^/# /' "$box/check.out"
	fi
}

# need "words" command...: nothing makes sense without it.
need() {
	check "$@"
	[ "$tests_failed" = 0 ] || {
		echo "Bail out! nothing works without: $1"
		exit 1
	}
}

end_of_tests() {
	echo "1..$tests_done"
	[ "$tests_failed" = 0 ]
}

# The programs as a user has them: installed below $box/root.
install_tree() {
	make -s install DESTDIR="$box/root" PREFIX=/usr B="$BUILD" \
		>"$box/install.log" 2>&1 || {
		cat "$box/install.log" >&2
		return 1
	}
	PATH=$box/root/usr/bin:$PATH
	export PATH
}

# new_home NAME: a client that has never been used; secrets in a private file.
new_home() {
	export HOME=$box/$1
	unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME
	mkdir -p "$HOME/.config/connect-clock"
	mkdir -m 700 "$HOME/tokens"
	cat >"$HOME/.config/connect-clock/config.ini" <<-CONFIG
		[secrets]
		store = file
		token_file = $HOME/tokens/connect
	CONFIG
}

# start_service DATABASE [option...]: sets $url and $service_pid. The cluster
# of pgtmp.sh is not synced: it is thrown away.
start_service() {
	local database=$1 line
	shift
	mkfifo "$box/said"
	connectd serve --database "$database" \
		--listen "127.0.0.1:${port:-0}" --unsafe-database "$@" \
		>"$box/said" 2>>"$box/service.log" &
	service_pid=$!
	read -r line <"$box/said" || {
		cat "$box/service.log" >&2
		return 1
	}
	rm "$box/said"
	url=${line##* }
	port=${url##*:}
}

stop_service() {
	[ -n "$service_pid" ] || return 0
	kill "$service_pid" 2>/dev/null
	wait "$service_pid" 2>/dev/null
	service_pid=
}

# sample DATABASE [option...]: a company; sign-ins in $box/sample.json.
sample() {
	local database=$1
	shift
	connectd sample-data --database "$database" --json "$@" \
		>"$box/sample.json"
}

# username_of ROLE, password_of USERNAME
username_of() {
	jq -r --arg role "$1" \
		'[.sign_ins[] | select(.role == $role)][0].username' \
		"$box/sample.json"
}
password_of() {
	jq -r --arg name "$1" \
		'.sign_ins[] | select(.username == $name).password' \
		"$box/sample.json"
}

# login USERNAME
login() {
	password_of "$1" | connect-clock login --server "$url" \
		--company acme --username "$1" --password-stdin
}

# ledger_ids DATABASE: the id of every punch in the ledger, one a line.
ledger_ids() {
	case $1 in
	postgresql:*)
		psql -qAt "$1" -c \
			"SELECT encode(id, 'hex') FROM ledger"
		;;
	*)
		python3 -c '
import sqlite3, sys
for (id,) in sqlite3.connect(sys.argv[1]).execute("SELECT id FROM ledger"):
    print(id.hex())' "$1"
		;;
	esac | sort
}

# stands_once DATABASE ID...: each of these ids is in the ledger, once.
stands_once() {
	local database=$1 id
	shift
	ledger_ids "$database" >"$box/ledger"
	for id; do
		if [ "$(grep -cx "$(echo "$id" | tr -d -)" "$box/ledger")" \
			!= 1 ]; then
			echo "$id does not stand once in the ledger"
			return 1
		fi
	done
}
