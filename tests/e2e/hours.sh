#!/bin/bash
# Hours with the real programs: a week that is pressed comes back as a card, for
# people, for other programs and on paper; who is in; and all of it again when
# nobody answers any more.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

database=$box/hours.db
need "the tree installs" install_tree
need "sample data" sample "$database"
need "the service starts" start_service "$database"
who=$(username_of administrator)
new_home home
need "somebody signs in" login "$who"
need "the catalogue comes" connect-clock sync

# A week of March, so that no rule of clocks going back and forth is in it.
location=$(connect-clock list locations --json | jq -r '.[0].name')
concrete=$(connect-clock list cost-codes --json | jq -r '.[0].number')
framing=$(connect-clock list cost-codes --json | jq -r '.[1].number')

# press TIME command...: at that time, asked nothing.
press() {
	local at=$1
	shift
	connect-clock "$@" --at "$at" --yes --require-sync </dev/null
}
a_week() {
	press '2026-03-02 07:58:12' go -l "$location" -c "$concrete" &&
		press '2026-03-02 10:31:40' go -c "$framing" &&
		press '2026-03-02 16:04:10' stop &&
		press '2026-03-03 08:00' go -l "$location" -c "$concrete" \
			-m 'late bus' &&
		press '2026-03-03 11:30' stop
}

# shows PATTERN command...: done, and a line of it is so.
shows() {
	local pattern=$1
	shift
	"$@" >"$box/shown" 2>"$box/talk" </dev/null || {
		cat "$box/shown" "$box/talk"
		return 1
	}
	grep -Eq -- "$pattern" "$box/shown" || {
		cat "$box/shown"
		return 1
	}
}
# shellcheck disable=SC2120  # check passes them
card() {
	LC_ALL=C.UTF-8 connect-clock card --of 2026-03-04 "$@"
}
# narrow: no line of what was shown is longer than 80 columns.
narrow() {
	[ "$(LC_ALL=C.UTF-8 wc -L <"$box/shown")" -le 80 ]
}

need "a week is pressed" a_week
check "a card has the times that count" shows \
	'^ . 07:58-10:32   2:34  .* · '"$concrete" card
check "no line of it is longer than 80 columns" narrow
check "a switch ends one record and begins the next" shows \
	'^ . 10:32-16:04   5:32  .* · '"$framing" card
check "a day has a bar and its hours" shows \
	'^ Mon 02 Mar ░+█.*    8:06$' card
check "a week has its sum" shows \
	'^ Week of Mon 02 Mar .* OT2  0:00   11:36$' card
check "raw times have seconds" shows '07:58:12-10:31:40  2:33:28' card --raw
check "why is told in sentences" shows \
	'^07:58:12 is shown as 07:58:00\.$' card --explain
check "with what was written beside a press" shows '"late bus"' card --explain
check "a spreadsheet reads it" shows \
	'^2026-03-02,work,07:58,10:32,.*,2:34,2:34,0:00,0:00' card --csv
check "ledger reads it" shows '^i 2026/03/02 07:58:12 .*:'"$concrete" \
	card --format timeclock
check "as pressed" shows '^o 2026/03/02 10:31:40$' card --format timeclock
check "a page has a line to sign" shows '^Employee   _+  Date' \
	card --format page
on_a_page() {
	[ "$(wc -l <"$box/shown")" -le 60 ] && narrow
}
check "and is one page" on_a_page
check "programs read it" shows '"minutes":696,' card --json
check "the pay period, or the week without one" shows \
	'Mon 02 Mar' card --period
check "dates are taken" shows '08:00-11:30   3:30' \
	connect-clock card --from 2026-03-03 --to 2026-03-05
refused() {
	local code=$1
	shift
	"$@" >"$box/shown" 2>&1 </dev/null
	[ $? = "$code" ] || {
		cat "$box/shown"
		return 1
	}
}
check "more than 31 days are too many" refused 64 \
	connect-clock card --from 2026-01-01 --to 2026-03-01
check "a date is one" refused 64 connect-clock card --of monday
check "nobody is called so" refused 65 connect-clock card -e zzzzzz

check "the board has who is out" shows '^   out  ' connect-clock board
check "somebody goes in" connect-clock go -l "$location" -c "$concrete" \
	--require-sync --yes
check "and the board has where" shows '^   IN   .*'"$location" \
	connect-clock board
check "a list to count by has a box" shows '^  \[ \]  ' \
	connect-clock board --list
check "programs read the board" shows '"state":"in"' connect-clock board --json

# --- nobody answers
# shellcheck disable=SC2119
card >"$box/online"
stop_service
same() {
	card >"$box/offline" 2>"$box/talk" &&
		diff <(grep -v 'as of' "$box/online") \
			<(grep -v 'as of' "$box/offline") &&
		grep -q 'as of' "$box/offline" && [ -s "$box/talk" ]
}
check "a card that was asked for is there without the service" same
check "with its reasons, where those were" shows \
	'^07:58:12 is shown as 07:58:00\.$' card --explain
check "so is the board" shows '^   IN   ' connect-clock board
check "what was never asked for is not" refused 69 \
	connect-clock card --of 2026-02-04
end_of_tests
