#!/bin/bash
# What is set aside stays told until its person is done with it, and stays in
# the journal then.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# says PATTERN command...: whatever its status, its output says so.
says() {
	local pattern=$1
	shift
	"$@" >"$box/said.out" 2>&1
	cat "$box/said.out"
	grep -Eq "$pattern" "$box/said.out"
}

need "the tree installs" install_tree
need "sample data" sample "$box/acme.db" --cheap-passwords
need "the service starts" start_service "$box/acme.db" --cheap-passwords
new_home aside
need "sign in" login dana
need "work" connect-clock go -l elm -c 03-100
stop_service
id=$(connect-clock stop -m "by the north ladder" --json | jq -r .id)
# To the service the enrolment is somebody else's.
confuse() {
	python3 - "$box/acme.db" <<-'PY'
		import sqlite3, sys
		service = sqlite3.connect(sys.argv[1])
		service.execute("UPDATE enrolment SET employee = (SELECT id FROM "
		                "employee WHERE username = 'robin')")
		service.commit()
	PY
}
need "the service takes her for somebody else" confuse
need "it is back" start_service "$box/acme.db" --cheap-passwords

connect-clock sync >"$box/said.out" 2>&1
check "that one needs attention" says "1 needs attention" connect-clock status
check "and the queue says why, and what to do" says \
	"SET ASIDE: .* must sign in on this device" connect-clock queue
is_set_aside() {
	[ "$(connect-clock queue --json | jq -r '.set_aside[].id')" = "$id" ]
}
check "a script reads it" is_set_aside
again() {
	connect-clock queue retry "$id"
	is_set_aside
}
check "sent again, it is refused again" again
no_reason() {
	says "reason" connect-clock queue close "$id" && is_set_aside
}
check "without a reason it is not closed" no_reason
check "with one it is" connect-clock queue close "$id" -m "told Lee by phone"
needs_nothing() {
	! says "attention" connect-clock status && says \
		"^Nothing is kept and nothing was set aside" connect-clock queue
}
check "it needs no attention any more" needs_nothing
is_closed() {
	says "^Closed:" connect-clock queue &&
		grep -A1 "^Closed:" "$box/said.out" | grep "OUT .* not recorded, and closed" &&
		[ "$(connect-clock queue --json |
			jq -r '.closed[].id, (.set_aside | length)')" = "$id
0" ]
}
check "and is shown under closed" is_closed
exported() {
	connect-clock queue export >"$box/export" &&
		grep "north ladder" "$box/export" &&
		grep "told Lee by phone" "$box/export"
}
check "and stays in the export, with the reason" exported
closed_again() {
	! connect-clock queue close "$id" -m again
}
check "it cannot be closed again" closed_again
end_of_tests
