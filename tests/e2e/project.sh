#!/bin/bash
# connect-clock project: the projection as a program, without configuration,
# journal or service.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# vector FILE NAME: the document that this vector gives.
vector() {
	jq -c --arg name "$2" '(.given // {}) as $shared | .vectors[] |
		select(.name == $name) | $shared + .given' \
		"tests/data/time/$1.json"
}
# answers FILTER: what the program answers, and whether the filter holds.
answers() {
	connect-clock project >"$box/answer.json" && cat "$box/answer.json" &&
		jq -e "$1" "$box/answer.json" >/dev/null
}
# refuses POINTER: with 65, naming the place, nothing on stdout.
refuses() {
	local code
	connect-clock project >"$box/out" 2>"$box/err"
	code=$?
	cat "$box/err"
	[ "$code" = 65 ] && [ ! -s "$box/out" ] &&
		grep -q "^connect-clock: $1: " "$box/err"
}

switches() {
	vector switch/two_jobs \
		"a switch ends the record at the same instant" |
		answers '.totals.minutes == 512 and
			[.records[].seconds] == [14508, 16200] and
			.records[0].end == "2026-11-16T12:00:00-05:00"'
}
restates() {
	vector restated/wrong_clock \
		"two hours fast: the boot clock says when" |
		answers '.punches[0].at == "2026-11-16T12:00:00Z" and
			.punches[0].flags == ["differs"]'
}
corrects() {
	vector correction/correction "a stop that is missing is added" |
		answers '.records[0].ended_by == "c1" and
			[.days[0] | .reg, .ot1] == [480, 30]'
}
says_nothing_of_nothing() {
	echo '{}' | answers '.state.mode == "out" and .records == [] and
		.days == [] and .totals.minutes == 0'
}
leaves_nothing() {
	[ -z "$(find "$HOME" -type f)" ]
}
refuses_each() {
	echo '{"zone": "Mars/Olympus"}' | refuses /zone &&
		echo '{"events": [["go", "8 am"]]}' | refuses /events/0/1 &&
		echo '{"even/ts": 1}' | refuses /even~1ts &&
		echo '[]' | refuses / && ! refuses / </dev/null
}
writes_timeclock() {
	vector switch/two_jobs \
		"a switch ends the record at the same instant" |
		connect-clock project -f timeclock --shown |
		diff - <(printf '%s\n' \
			"i 2026/11/16 07:58:00 elm:concrete" \
			"o 2026/11/16 12:00:00" \
			"i 2026/11/16 12:00:00 lake:concrete" \
			"o 2026/11/16 16:30:00")
}
# 23:00 to 06:00 in the night in which an hour came twice: eight hours.
writes_the_night() {
	echo '{"zone": "America/New_York", "events": [
		["go", "2026-10-31 23:00", "a:b  c;d", "x"],
		["stop", "2026-11-01 06:00"]]}' |
		connect-clock project -f timeclock | diff - <(printf '%s\n' \
		"i 2026/10/31 23:00:00 a-b c-d:x" "o 2026/11/01 07:00:00")
}
says_what_is_wrong() {
	connect-clock project --shown </dev/null >"$box/out" 2>&1
	[ $? = 64 ] && grep -q -- "--shown goes with" "$box/out"
}
full_disk() {
	echo '{}' | connect-clock project >/dev/full 2>"$box/err"
	[ $? = 74 ]
}

need "the tree installs" install_tree
mkdir "$box/home" && export HOME=$box/home
check "a switch" switches
check "a wrong clock" restates
check "a correction" corrects
check "nothing comes of nothing" says_nothing_of_nothing
check "what is wrong is named by its place" refuses_each
check "the timeclock format" writes_timeclock
check "its lengths are right when an hour comes twice" writes_the_night
check "--shown is of the timeclock format" says_what_is_wrong
check "an answer that cannot be written is an error" full_disk
check "nothing is left on this machine" leaves_nothing
end_of_tests
