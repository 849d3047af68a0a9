#!/bin/bash
# What a role, a viewset, a location's list of cost codes and a name that is no
# longer active allow, as connect-clock says it while people are on the clock.
# On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

places() {
	as robin connectctl cost-code add 01-100 Supervision &&
		as robin connectctl cost-code add 01-740 Clean-up &&
		as robin connectctl cost-code add 03-100 Concrete &&
		as robin connectctl location add --number 2601 'Elm St Tower' &&
		as robin connectctl location add --number 2602 \
			'Harbor View Apartments' &&
		as robin connectctl location add --number 2605 \
			'Office and yard' --all-cost-codes no \
			--cost-codes 01-100 --cost-codes 01-740
}

people() {
	employ 0104 Dana Whitfield && employ 0105 Łukasz Żabka &&
		employ 0106 José Núñez &&
		as robin connectctl group add Concrete 0104 0105 &&
		as robin connectctl role add Clerk \
			--set connect-clock-in-out=access &&
		as robin connectctl role add Gatekeeper \
			--set clock-in-for=access
}

# Gate 2 is taken away.
role_taken() {
	as zoe connect-clock go -l elm -c 03-100 &&
		as robin connectctl role edit Clerk \
			--set connect-clock-in-out=none &&
		as zoe connect-clock sync &&
		gives 77 '*It takes the permission Connect Clock In/Out*' \
			as zoe connect-clock go -l elm -c 03-100 &&
		gives 77 '*It takes the permission Connect Clock In/Out*' \
			as zoe connect-clock stop &&
		has '.permissions == []' as zoe connect-clock whoami --json
}

# A viewset is a group.
group_viewset() {
	as tomasz connect-clock sync &&
		gives 0 '*0104 Dana Whitfield*0105 Łukasz Żabka*' \
			as tomasz connect-clock list employees &&
		gives 65 '*' as tomasz connect-clock list employees 0106 &&
		as robin connectctl group edit Concrete --add-members 0106 &&
		as tomasz connect-clock sync &&
		gives 0 '0106 José Núñez' \
			as tomasz connect-clock list employees 0106
}

# Kept while nobody answers, for somebody who left the group meanwhile.
withdrawn() {
	stop_service
	gives 0 '*0104 Dana Whitfield*kept on this machine' \
		as tomasz connect-clock go -e dana -l elm -c 03-100 &&
		serve "$1" &&
		as robin connectctl group edit Concrete \
			--remove-members 0104 &&
		as tomasz connect-clock sync &&
		gives 65 '*' as tomasz connect-clock list employees 0104 &&
		has 'length == 1 and (.[0] | .causes == ["not-in-viewset"] and
			.employee == "0104 Dana Whitfield" and
			.pressed_by == "0103 Tomasz Wiśniewski")' \
			as robin connectctl quarantine list --json
}

# For others, and not for oneself.
others_only() {
	gives 77 '*It takes the permission Connect Clock In/Out*' \
		as greta connect-clock go &&
		gives 77 '*It takes the permission Connect Clock In/Out*' \
			as greta connect-clock go -l elm -c 03-100 &&
		has 'map(.username) | index("greta") == null' \
			as greta connect-clock list employees --json &&
		gives 0 '*0105 Łukasz Żabka: IN * 2601 Elm St Tower * sent' \
			as greta connect-clock go -e 0105 -l elm -c 03-100
}

# A location takes what it takes.
location_viewset() {
	gives 65 '*NOT RECORDED: Office and yard takes 01-100 Supervision and 01-740 Clean-up*' \
		as greta connect-clock go -e 0105 -l 2605 -c 03-100 &&
		gives 0 '*2605 Office and yard * 01-740 Clean-up * sent' \
			as greta connect-clock go -e 0105 -l 2605 -c 01-740 &&
		gives 0 '*' as robin connectctl location edit 2605 \
			--remove-cost-codes '01-100; 01-740' &&
		as greta connect-clock sync &&
		gives 65 '*' as greta connect-clock list locations 2605
}

# Inactive, not deleted.
inactive() {
	gives 0 '*IN * 2602 Harbor View Apartments *' \
		as robin connect-clock go -l 2602 -c 03-100 &&
		gives 0 '*Active: yes -> no' \
			as robin connectctl location deactivate 2602 &&
		as robin connect-clock sync &&
		gives 65 '*' as robin connect-clock list locations 2602 &&
		gives 0 '*IN * 2602 Harbor View Apartments *' \
			as robin connect-clock status &&
		gives 65 '*' as robin connect-clock go -l 2602 -c 01-740 &&
		gives 0 '*OUT *sent' as robin connect-clock stop &&
		gives 64 '*no command "delete"*' \
			as robin connectctl location delete 2602
}

of_database() {
	local database=$1
	kind=$2
	port=
	mails_sent=0
	need "$kind: a mail server" start_sink "$kind.mails"
	need "$kind: a company is made" make_company "$database"
	need "$kind: the service starts" serve "$database"
	new_home "$kind-robin"
	need "$kind: the administrator signs in" sign_in robin
	need "$kind: places and work" places
	need "$kind: people, groups, roles" people
	need "$kind: a clerk" joins 0107 Zoë Lindqvist zoe --role Clerk
	need "$kind: a supervisor who sees a group" joins 0103 Tomasz \
		Wiśniewski tomasz --role Supervisor --viewset groups \
		--viewset-groups Concrete
	need "$kind: a gatekeeper" joins 0109 Greta Olsen greta \
		--role Gatekeeper --viewset all
	check "$kind: a permission is taken away" role_taken
	check "$kind: who joins a group is seen" group_viewset
	check "$kind: who leaves it is not, and no press is lost" \
		withdrawn "$database"
	check "$kind: for others, and not for oneself" others_only
	check "$kind: a location takes what it takes" location_viewset
	check "$kind: inactive, not deleted" inactive
	stop_service
	stop_sink
	sink_port=
}

need "the tree installs" install_tree
of_database "$box/office.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
