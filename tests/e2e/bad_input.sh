#!/bin/bash
# What goes wrong around a press gets one clear sentence, the right exit code,
# and nothing is recorded that is not on disk.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

web_pid=
finish() {
	[ -z "$web_pid" ] || kill "$web_pid" 2>/dev/null
	if mountpoint -q "$box/small"; then umount "$box/small"; fi
	stop_service
	rm -rf "$box"
}

# says CODE PATTERN command...: this exit code, one line, and it says so.
says() {
	local want=$1 pattern=$2 code
	shift 2
	"$@" >"$box/said.out" 2>"$box/said.err" </dev/null
	code=$?
	cat "$box/said.out" "$box/said.err"
	[ "$code" = "$want" ] || {
		echo "exit code $code, wanted $want"
		return 1
	}
	grep -Eq "$pattern" "$box/said.err" "$box/said.out" || {
		echo "does not say: $pattern"
		return 1
	}
	[ "$(wc -l <"$box/said.err")" -le 1 ]
}

count() {
	python3 -c '
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(
    "SELECT count(*) FROM punch").fetchone()[0])' \
		"$HOME/.local/state/connect-clock/journal.db"
}

# unchanged command...: it records nothing.
unchanged() {
	local before
	before=$(count)
	"$@" || return 1
	[ "$(count)" = "$before" ]
}

# wrong_login PATTERN [option...]: with a password that is none
wrong_login() {
	local code pattern=$1
	shift
	echo "not the password" | connect-clock login --server "$url" \
		--company acme --username "$who" --password-stdin "$@" \
		>"$box/said.out" 2>"$box/said.err"
	code=$?
	cat "$box/said.err"
	[ "$code" != 0 ] && grep -Eq "$pattern" "$box/said.err"
}

# in_words: the two refusals are the same to the letter
same_refusal() {
	wrong_login refused && mv "$box/said.err" "$box/first.err" &&
		wrong_login refused "$@" && cmp "$box/first.err" "$box/said.err"
}

# serves HTML: a captive portal that answers everything with a page
start_portal() {
	local line
	mkfifo "$box/portal.said"
	python3 -u -c '
import http.server
class Portal(http.server.BaseHTTPRequestHandler):
    def page(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b"<html>Welcome to the hotel</html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_POST = page
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Portal)
print(server.server_port)
server.serve_forever()' >"$box/portal.said" &
	web_pid=$!
	read -r line <"$box/portal.said"
	portal=http://127.0.0.1:$line
}

need "the tree installs" install_tree
database=$box/bad.db
new_home bad
need "sample data" sample "$database"
need "the service starts" start_service "$database"
who=$(username_of employee)

# --- signing in
check "a command needs a sign-in first" says 77 "sign|login" \
	connect-clock go -l Elm -c 03-100
check "a wrong password" wrong_login refused
check "an unknown company is told the same" same_refusal --company nobody
check "an unknown person is told the same" same_refusal --username nobody
check "a Company ID with a space" wrong_login "space" --company "ac me"
check "plain http to somewhere else" wrong_login "https" \
	--server http://time.example.com
check "nobody listens there" wrong_login "answers|refused" \
	--server http://127.0.0.1:1
check "no terminal to ask for a password" says 64 "password-stdin" \
	connect-clock login --server "$url" --company acme --username "$who"
start_portal
check "a captive portal at sign-in" wrong_login "Connect service" \
	--server "$portal"
need "sign in" login "$who"
capitals() {
	password_of "$who" | connect-clock login --server "$url" \
		--company Acme --username "$who" --password-stdin &&
		connect-clock whoami --json | jq -e '.company == "acme"'
}
check "capitals in the Company ID" capitals
check "no terminal for the panel" says 64 "terminal" connect-clock

# --- the words of a call
check "an unknown location" unchanged says 65 "no location fits" \
	connect-clock go -l "Nowhere" -c 03-100
lists() {
	local code
	connect-clock go -l Elm -c 06 2>"$box/said.err"
	code=$?
	cat "$box/said.err"
	[ "$code" = 65 ] && [ "$(wc -l <"$box/said.err")" -gt 2 ] &&
		head -n 1 "$box/said.err" | grep "fits .* say which of them" &&
		grep -Ex "06-160 .*" "$box/said.err"
}
check "an ambiguous cost code lists them, one a line" unchanged lists
check "a list of what fits nothing says so" says 65 "no location fits" \
	connect-clock list locations zzz
nothing_json() {
	[ "$(connect-clock list employees zzz --json 2>/dev/null)" = "[]" ]
}
check "and is an empty array" nothing_json
check "an unknown option" says 64 "unknown option .*lokation" \
	connect-clock go --lokation Elm
check "an abbreviated option" says 64 "unknown option .*js" \
	connect-clock status --js
check "an unknown command" says 64 "help" connect-clock punch
check "a time that one may not choose" unchanged says 77 \
	"NOT RECORDED.*choose a time" connect-clock go -l Elm -c 03-100 \
	--at 00:01

check "nobody is asked what yes does not help" unchanged says 77 \
	"NOT RECORDED: your role may not choose a time" \
	connect-clock stop --at 00:01

# --- a receipt that cannot be written
no_receipt() {
	local before
	before=$(count)
	connect-clock go -l Elm -c 03-100 >/dev/full 2>"$box/said.err" &&
		grep -q "IS recorded" "$box/said.err" &&
		[ "$(count)" = $((before + 1)) ]
}
check "a receipt that cannot be written is not a failed press" no_receipt

# --- text with an escape sequence
go_hostile() {
	connect-clock go -l Elm -c 03-100 -m $'\e[2Jgone\e]0;title\a' --json \
		>"$box/hostile.json"
}
check "an escape sequence in a comment is only text" go_hostile
shown_clean() {
	connect-clock queue show "$(jq -r .id "$box/hostile.json")" >"$box/shown"
	connect-clock queue >>"$box/shown"
	grep -q "Comment .*gone" "$box/shown" && ! grep -q $'\e' "$box/shown"
}
check "and never reaches the terminal raw" shown_clean

# --- the journal
state=$HOME/.local/state/connect-clock
away() {
	rm -rf "$box/away"
	mv "$state" "$box/away"
	mkdir -m 700 "$state"
}
back() {
	rm -rf "$state"
	mv "$box/away" "$state"
}
away
python3 -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("CREATE TABLE mine(x)")
db.commit()' "$state/journal.db"
check "a foreign journal" says 78 "not a journal|foreign|another" \
	connect-clock status
back
cp -r "$state" "$box/copy"
python3 -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("ALTER TABLE punch ADD COLUMN mood TEXT")
db.execute("PRAGMA user_version = 99")' "$state/journal.db"
check "a newer journal" says 78 "newer" connect-clock go -l Elm -c 03-100
exports() {
	local rows
	rows=$(connect-clock queue export | jq -c 'select(.table == "punch")' |
		wc -l)
	[ "$rows" -gt 0 ] && [ "$rows" = "$(count)" ]
}
check "but its punches can be taken out" exports
rm -rf "$state" && mv "$box/copy" "$state"
away
rmdir "$state" && echo "in the way" >"$state"
check "no place for the journal" says 73 "nothing can be recorded" \
	connect-clock go -l Elm -c 03-100
rm "$state" && mkdir "$state"
back

# --- the configuration and the keyring
config=$HOME/.config/connect-clock/config.ini
cp "$config" "$box/config"
echo "colour = yes" >"$config"
check "a key outside a section" says 78 "config.ini:1:" connect-clock status
cp "$box/config" "$config"
printf '[service]\nca_file = %s\n' "$box/no.pem" >>"$config"
lines=$(wc -l <"$config")
check "a file that is not there is said with its line" \
	says 0 "config.ini:$lines: ca_file: cannot read .*no.pem" \
	connect-clock status
printf 'pin = sha256//x\n' >>"$config"
check "a bad pin is told when the file is read" \
	says 78 "config.ini:$((lines + 1)): pin: wants" connect-clock status
printf '[screen]\ncolor = yes\n' >"$config"
check "an unknown key names its line" says 78 "config.ini:2:.*color" \
	connect-clock status
: >"$config"
check "without a keyring punching goes on, and it is said where it stays" \
	env -u DBUS_SESSION_BUS_ADDRESS bash -c \
	'connect-clock go -l Elm -c 03-100 --json | jq -e ".result == \"kept\""'
keyless_login() (
	unset DBUS_SESSION_BUS_ADDRESS
	login "$(username_of employee)"
)
check "where a sign-in could not be kept there is none" \
	says 69 "no keyring here.*login --store file" keyless_login
check "and sync says what is missing" env -u DBUS_SESSION_BUS_ADDRESS \
	"$BASH" -c 'connect-clock sync 2>&1 | grep -Eiq "keyring|D-Bus"'
first_login() (
	unset DBUS_SESSION_BUS_ADDRESS
	export XDG_STATE_HOME=$box/first XDG_CACHE_HOME=$box/first
	who=$(username_of employee)
	says 69 "no keyring here.*login --store file" keyless_first &&
		says 77 "NOT RECORDED.*signed in" \
			connect-clock go -l Elm -c 03-100 &&
		says 77 "nobody is signed in.*connect-clock login" \
			connect-clock list cost-codes &&
		says 77 "nobody is signed in.*connect-clock login" \
			connect-clock whoami
)
keyless_first() {
	login "$who"
}
check "and nothing half-done stays of a first one" first_login
cp "$box/config" "$config"
check "with it back everything goes" connect-clock sync

# --- what a crew is, and a record left open
one=$(connect-clock list employees --json | jq -r ".[0].label")
crew_of_one() {
	local answer
	answer=$(connect-clock go -e "$one" -e "$one" -l Elm -c 03-100 --json) ||
		return 1
	jq -e '.result == "sent"' <<<"$answer"
}
check "one person named twice is one punch" crew_of_one
left_open() {
	faketime -f +26h connect-clock go -l Elm -c 03-100 --json \
		2>&1 >"$box/said.out" | grep "Still IN since"
}
check "a record left open is said at the next go" left_open
check "a meal without work is refused in words" \
	unchanged says 64 "NOT RECORDED: not on a meal break" \
	connect-clock resume

# --- the clock set back between two presses
set_back() {
	local first second
	first=$(connect-clock go -l Elm -c 03-100 --json | jq -r .id)
	second=$(FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f -2h \
		connect-clock stop --json | jq -r .id)
	[ -n "$second" ] && stands_once "$database" "$first" "$second" &&
		[ "$(connect-clock status --json | jq -r .state)" = out ]
}
check "the clock set back two hours between two presses" set_back

# --- the disk
fill() {
	mkdir -p "$box/small"
	mount -t tmpfs -o size=16m none "$box/small" || return 1
	export XDG_STATE_HOME=$box/small
	who=$(username_of supervisor)
	login "$who" || return 1
	mapfile -t crew < <(connect-clock list employees --json |
		jq -r '.[].label' | head -n 12 | sed 's/^/--employee=/')
	dd if=/dev/zero of="$box/small/ballast" bs=4k 2>/dev/null
	[ -s "$box/small/ballast" ]
}
until_refused() {
	local i
	for ((i = 0; i < 300; i++)); do
		connect-clock go -l Elm -c 03-100 -m "$(printf %0900d 1)" \
			"${crew[@]}" --json >"$box/one.json" 2>"$box/one.err" ||
			break
	done
	echo "$i presses of a crew went in"
	cat "$box/one.err"
	[ "$i" -ge 83 ] && grep -q "NOT RECORDED" "$box/one.err" &&
		grep -Eiq "full|room|space" "$box/one.err"
}
# A thousand punches wait before it: its receipt may come before its answer.
recovers() {
	local id
	rm "$box/small/ballast"
	id=$(connect-clock go -l Elm -c 03-100 --json | jq -r .id) &&
		connect-clock sync &&
		[ "$(connect-clock status --json | jq .kept)" = 0 ] &&
		stands_once "$database" "$id"
}
if [ "$(id -u)" = 0 ] && mkdir -p "$box/small" &&
	mount -t tmpfs -o size=1m none "$box/small" 2>/dev/null; then
	umount "$box/small"
	stop_service
	start_service "$database"
	check "a small disk fills up" fill
	stop_service
	check "a full disk says NOT RECORDED" until_refused
	start_service "$database"
	check "and recovers when there is room" recovers
else
	tests_done=$((tests_done + 1))
	echo "ok $tests_done - a full disk # SKIP cannot mount a small one"
fi
end_of_tests
