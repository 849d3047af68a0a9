#!/bin/bash
# What a person reads behind a press is what it did: a chosen time that leaves
# the clock as it is, what an Undo took back, and whose punches wait behind a
# sign-out.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# says PATTERN command...: done, and its output says so.
says() {
	local pattern=$1
	shift
	"$@" >"$box/said.out" 2>&1 || {
		cat "$box/said.out"
		return 1
	}
	cat "$box/said.out"
	grep -Eq "$pattern" "$box/said.out"
}

refuses() {
	local code
	connect-clock "$@" >"$box/said.out" 2>&1
	code=$?
	cat "$box/said.out"
	[ "$code" = 64 ]
}

database=$box/words.db
need "the tree installs" install_tree
new_home words
need "sample data" sample "$database"
need "the service starts" start_service "$database"
who=$(username_of supervisor)
need "sign in" login "$who"

# --- a chosen time
check "a press now is confirmed as one" says \
	"^IN [0-9:]+ · 2601 Elm St Tower · 03-100 Concrete · sent$" \
	connect-clock go -l Elm -c 03-100 -m "by the ladder"
yesterday=$(date -u -d yesterday +%Y-%m-%dT12:00:00Z)
asks_first() {
	local code
	connect-clock "$@" --at "$yesterday" >"$box/said.out" 2>&1 </dev/null
	code=$?
	cat "$box/said.out"
	[ "$code" = 65 ] && grep "the clock stays IN since.* --yes does it" \
		"$box/said.out" && ! grep chosen_at "$box/said.out"
}
check "a GO of yesterday is asked about, with what it does" asks_first \
	go -c 06-100
check "and so is a STOP" asks_first stop
check "a GO of yesterday leaves the clock, and says so" says \
	"carpentry.* · the clock stays as it was: IN since" \
	connect-clock go -c 06-100 --at "$yesterday" --yes
check "and so does the status" says "^IN since .*03-100 Concrete" \
	connect-clock status
check "a STOP of yesterday too" says \
	"^OUT .* · the clock stays as it was: IN since" \
	connect-clock stop --at "$yesterday" --yes
as_json() {
	connect-clock go -c 06-100 --at "$yesterday" --yes --json |
		jq -e '.changed == false and .state == "in"'
}
check "a script reads it as \"changed\"" as_json
to_come() {
	refuses stop --at 2099-01-01T00:00:00Z &&
		grep "NOT RECORDED.*still to come" "$box/said.out" &&
		! grep chosen_at "$box/said.out"
}
check "a time to come is refused in words" to_come

# --- Undo, and what is shown of a punch
id=$(connect-clock go -c 06-100 -m "by the ladder" --json | jq -r .id)
check "a punch is shown with its comment" says "^  Comment +by the ladder$" \
	connect-clock queue show "$id"
check "Undo names the press, and what is now" says \
	"^UNDONE: IN .*06-100 Rough carpentry · .* · now IN since .*03-100" \
	connect-clock undo
six_undos() {
	local job
	for job in 03-100 06-100 03-100 06-100; do
		connect-clock go -c "$job" || return 1
	done
	says "^UNDONE: IN .*06-100" connect-clock undo || return 1
	for _ in 1 2 3 4 5; do
		refuses undo && grep -q "was an undo already; undo IN .*03-100" \
			"$box/said.out" || return 1
	done
	says "^IN since .*03-100" connect-clock status &&
		says "^UNDONE: IN .*03-100 .* · now IN since .*06-100" \
			connect-clock undo --yes
}
check "six undos take back one press, and name the next" six_undos
crew() {
	local name
	name=$(connect-clock list employees --json |
		jq -r '[.[] | select(.name | startswith("Dana"))][0].label')
	connect-clock go -e "$name" -l Elm -c 03-100 &&
		says "^$name: UNDONE: IN .*03-100 Concrete .* · now OUT" \
			connect-clock undo -e "$name"
}
check "of somebody else it names the person" crew
undone_json() {
	local first
	first=$(connect-clock go -c 06-100 --json | jq -r .id)
	connect-clock undo --json |
		jq -e --arg id "$first" '.undone.id == $id and
			.undone.kind == "go" and (.undone.at | length) > 0'
}
check "a script reads its id" undone_json
check "two ways to say the state are one too many" refuses \
	status --json --format %s

# --- signed out
name=$(connect-clock status --json | jq -r .employee)
stop_service
check "a press is kept" says "kept on this machine" connect-clock stop
numbered() {
	local id number
	id=$(connect-clock queue --json | jq -r '.kept[0].id')
	number=$(connect-clock queue | sed -n 's/^\([0-9]*\)  .*OUT.*kept.*/\1/p')
	says "^  Id +$id$" connect-clock queue show "$number" &&
		says "^  Id +$id$" connect-clock queue show "$id" &&
		! connect-clock queue show 987654 2>"$box/said.out" &&
		grep "nothing of the number 987654" "$box/said.out" &&
		! connect-clock queue show 0 2>"$box/said.out" &&
		grep '"0" is neither a number of the queue' "$box/said.out"
}
check "what is kept is named by its number" numbered
check "a sign-out says what stays" says "1 kept punch stays and is sent by" \
	connect-clock logout
signed_out() {
	connect-clock status "$@" >"$box/said.out" 2>&1
	[ $? = 77 ]
}
nobodys_line() {
	signed_out && grep -q "^SIGNED OUT: " "$box/said.out" &&
		grep -q "^1 kept, of $name: connect-clock sync" \
			"$box/said.out" &&
		! grep -E "since|online" "$box/said.out" &&
		signed_out --format "%s %t" && [ ! -s "$box/said.out" ]
}
check "the status is nobody's then, and says whose punches wait" nobodys_line
signed_out_json() {
	signed_out --json && jq -e '.signed_in == false and .kept == 1 and
		.state == null and .since == null and .employee == null' \
		"$box/said.out"
}
check "a script reads that too" signed_out_json
need "the service is back" start_service "$database"
check "what was kept is sent all the same" connect-clock sync
nothing_waits() {
	signed_out && grep "^SIGNED OUT: " "$box/said.out" &&
		! grep "kept, of" "$box/said.out"
}
check "and nothing waits any more" nothing_waits
end_of_tests
