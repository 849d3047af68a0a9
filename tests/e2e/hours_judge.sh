#!/bin/bash
# A judge that is not ours: ledger and hledger find the same hours in a thousand
# clean weeks as plain subtraction does, for each location and cost code of each
# week: raw to the second, and as shown to the minute.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

weeks() {
	python3 tests/lib/weeks.py "$@"
}
timeclocks() {
	connect-clock project --format timeclock \
		<"$box/document.json" >"$box/raw.timeclock" &&
		connect-clock project --format timeclock --shown \
			<"$box/document.json" >"$box/shown.timeclock"
}

# in_seconds FILE, in_hours FILE: by location and cost code. hledger rounds each
# line to a hundredth of an hour.
in_seconds() {
	ledger -f "$1" balance --flat --base --no-total \
		--format '%(account) %(total)\n' >"$box/seconds"
}
in_hours() {
	hledger -f "$1" balance --flat --no-total -O csv >"$box/hours"
}
agrees() {
	in_seconds "$box/$1.timeclock" && in_hours "$box/$1.timeclock" &&
		weeks seconds "$box" "$1" "$box/seconds" &&
		weeks hundredths "$box" "$1" "$box/hours"
}

# One end is a second, a minute later: somebody must see it.
sees_a_second() {
	sed '2s/:\([0-5]\)[0-8]$/:\19/;2t;2s/:[0-5]9$/:00/' \
		"$box/raw.timeclock" >"$box/wrong.timeclock"
	! cmp "$box/raw.timeclock" "$box/wrong.timeclock" &&
		in_seconds "$box/wrong.timeclock" &&
		! weeks seconds "$box" raw "$box/seconds"
}
sees_a_wrong_end() {
	sed '2s/.* \([0-9]*\):.*/o 2027\/01\/01 \1:00:00/' \
		"$box/shown.timeclock" >"$box/wrong.timeclock"
	in_hours "$box/wrong.timeclock" &&
		! weeks hundredths "$box" shown "$box/hours"
}
sees_a_missing_record() {
	sed 1,2d "$box/shown.timeclock" >"$box/wrong.timeclock"
	in_seconds "$box/wrong.timeclock" &&
		! weeks seconds "$box" shown "$box/seconds"
}
sums_agree() {
	connect-clock project <"$box/document.json" >"$box/answer.json" &&
		weeks totals "$box" "$box/answer.json"
}

# The same bytes wherever, in whatever language, in whatever order.
is_the_same() {
	"$@" connect-clock project <"$box/document.json" |
		cmp - "$box/answer.json"
}
is_the_same_shuffled() {
	connect-clock project <"$box/shuffled.json" | cmp - "$box/answer.json"
}

need "the tree installs" install_tree
need "a thousand weeks" weeks make 2026 1000 "$box"
need "their records" timeclocks
check "raw: the same hours, to the second" agrees raw
check "shown: the same hours, to the minute" agrees shown
check "the program's own sums agree" sums_agree
check "a second more is seen" sees_a_second
check "a wrong end is seen" sees_a_wrong_end
check "a missing record is seen" sees_a_missing_record
check "the same bytes in another time zone" \
	is_the_same env TZ=Pacific/Chatham
check "the same bytes in another language" \
	is_the_same env LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 LANGUAGE=tr
check "the same bytes without an environment" \
	is_the_same env -i PATH="$PATH"
check "the same bytes in another order of presses" is_the_same_shuffled
end_of_tests
