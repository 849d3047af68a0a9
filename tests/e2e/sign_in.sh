#!/bin/bash
# Signing in: what people type, where secrets live, what is said when neither
# works, and what doctor finds.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# ends CODE command...: its output is in $box/said.out.
ends() {
	local code=$1
	shift
	"$@" >"$box/said.out" 2>&1
	[ $? = "$code" ] || {
		cat "$box/said.out"
		return 1
	}
}

said() {
	grep -Eq -- "$1" "$box/said.out" || {
		cat "$box/said.out"
		return 1
	}
}

# A machine without a keyring, on which nobody chose anything.
bare_home() {
	new_home "$1"
	rm "$HOME/.config/connect-clock/config.ini"
	unset DBUS_SESSION_BUS_ADDRESS
}

# sign_in SERVER COMPANY USERNAME [option...]
sign_in() {
	local server=$1 company=$2 username=$3
	shift 3
	password_of dana | connect-clock login --server "$server" \
		--company "$company" --username "$username" \
		--password-stdin "$@"
}

need "the tree installs" install_tree
need "sample data" sample "$box/acme.db" --cheap-passwords
need "the service starts" start_service "$box/acme.db" --cheap-passwords

# --- as people type it
new_home typed
check "a bare host is this machine's by http" ends 0 \
	sign_in "localhost:$port" acme dana
check "capitals, slashes and blanks do not count" ends 0 \
	sign_in " HTTP://LocalHost:$port/ " " ACME" "dana "
next() { said "^connect-clock: next: "; }
check "the next command is printed" next

# --- before the password
new_home early
early() {
	ends 69 connect-clock login --server time.invalid --company acme \
		--username dana --password-stdin </dev/null &&
		said "time.invalid cannot be found" && ! said password
}
check "a server that is not there is said before the password" early
foreign() {
	ends 64 connect-clock login --server "localhost:$port" \
		--company acme --username dana </dev/null &&
		said "no terminal to ask for the password"
}
check "without a terminal nothing is asked" foreign

# --- no keyring
bare_home bare
nowhere() {
	ends 69 sign_in "localhost:$port" acme dana && said "no keyring" &&
		said "login --store file" || return 1
	ends 77 connect-clock whoami && said "nobody is signed in" &&
		ends 77 connect-clock status &&
		ends 77 connect-clock list locations &&
		[ ! -e "$HOME/.config/connect-clock/config.ini" ]
}
check "where nothing can be kept nobody is signed in" nowhere
# One that is refused leaves the configuration as it was.
refused() {
	ends 77 connect-clock login --server "localhost:$port" \
		--company acme --username dana --password-stdin --store file \
		<<<"not hers" && said "was refused" &&
		[ ! -e "$HOME/.config/connect-clock/config.ini" ]
}
check "a sign-in that is refused changes no configuration" refused
in_a_file() {
	local file=$HOME/.local/state/connect-clock/sign-in
	ends 0 sign_in "localhost:$port" acme dana --store file &&
		said "kept in $file" && [ "$(stat -c %a "$file")" = 600 ] &&
		grep -qx "store = file" \
			"$HOME/.config/connect-clock/config.ini" &&
		ends 0 connect-clock go -l elm -c 03-100 && said "sent"
}
check "one option keeps it in a private file, now and later" in_a_file
check "and it is found the next time" ends 0 connect-clock sync
session() {
	printf '[secrets]\nstore = session\n' \
		>"$HOME/.config/connect-clock/config.ini"
	ends 78 sign_in "localhost:$port" acme dana &&
		said "would end with this command"
}
check "a sign-in that would end with the command is none" session

# --- doctor
new_home sick
doctor() { connect-clock doctor --json | jq -r ".[] | select(.check == \"$1\").result"; }
is() { [ "$1" = "$2" ] || { echo "got: $1, wanted: $2"; return 1; }; }
check "nobody's machine is not ill" ends 0 connect-clock doctor
check "no server is known there" is "$(doctor server)" unknown
need "sign in" ends 0 sign_in "localhost:$port" acme dana
well() {
	ends 0 connect-clock doctor && said "^terminal +ok" &&
		said "^keyring +ok .*store = file" && said "^disk +ok" &&
		said "^clock +ok" && said "^server +ok +http://localhost:$port answers" &&
		said "^certificate +ok"
}
check "a machine that is well is found so" well
slow_clock() {
	# A thread is not waited for by such a clock: what it holds is no leak.
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 \
		FAKETIME_DONT_FAKE_MONOTONIC=1 ends 78 faketime -f -1h \
		connect-clock doctor &&
		said "^clock +WRONG  it is 3[56][0-9][0-9] s behind what" &&
		said timedatectl
}
case $BUILD in
*san-thread*) # which does not see a lock through faketime
	;;
*) check "a clock that is wrong is found" slow_clock ;;
esac
chmod 644 "$HOME/tokens/connect"
readable() {
	ends 78 connect-clock doctor && said "^keyring +WRONG .*chmod 600"
}
check "secrets that others may read are found" readable
chmod 600 "$HOME/tokens/connect"
stop_service
away() {
	ends 69 connect-clock doctor && said "^server +WRONG" &&
		said "^certificate +ok"
}
check "a service that is away is found" away
printf '[secrets]\nstore = cellar\n' >"$HOME/.config/connect-clock/config.ini"
wrong_setting() {
	ends 78 connect-clock doctor &&
		said "^configuration +WRONG .*config.ini:2: store"
}
check "a setting that is wrong is found" wrong_setting

new_home tls
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	-keyout "$box/key.pem" -out "$box/cert.pem" -days 2 \
	-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>/dev/null
chmod 600 "$box/key.pem"
port=0
need "a service with a certificate of its own" start_service "$box/acme.db" \
	--cheap-passwords --tls-cert "$box/cert.pem" --tls-key "$box/key.pem"
distrust() {
	printf '[secrets]\nstore = file\n[service]\nserver = %s\n' "$url" \
		>"$HOME/.config/connect-clock/config.ini"
	ends 69 connect-clock doctor && said "^server +ok" &&
		said "^certificate +WRONG .*ca_file"
}
check "a certificate that nobody vouches for is found" distrust
trust() {
	echo "ca_file = $box/cert.pem" \
		>>"$HOME/.config/connect-clock/config.ini"
	ends 0 connect-clock doctor && said "^certificate +ok +trusted, by ca_file"
}
check "and one that the configuration vouches for is well" trust
end_of_tests
