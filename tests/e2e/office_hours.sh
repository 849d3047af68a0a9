#!/bin/bash
# The office's side of hours: a week that is corrected into being, its card, its
# period closed, what the payroll gets, and budgets. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

week=2026-11-16

company() {
	connectctl company set pay-period=weekly "pay-period-start=$week" &&
		connectctl location add --number 2601 'Elm St Tower' &&
		connectctl location add --number 2650 'Lakeshore Clinic' &&
		connectctl cost-code add 03-100 Concrete &&
		connectctl policy-group add Crew --weekly-ot1-minutes 2400 &&
		connectctl employee add --number 0104 --given Dana \
			--family Whitfield --policy-group Crew &&
		connectctl employee add --number 0105 --given Soren \
			--family Holm --policy-group Crew
}

# added DAY TIME PRESS [LOCATION]
added() {
	local job=()
	[ $# -lt 4 ] || job=(-l "$4" -c 03-100)
	gives 0 'punch added: the card of 0104 Dana Whitfield is corrected' \
		connectctl card correct 0104 add "$3" --at "$1 $2" \
		"${job[@]}" --reason 'the paper of the week'
}

# Dana's week: ten hours a day, the last two of them elsewhere.
a_week() {
	local day
	for day in 2026-11-16 2026-11-17 2026-11-18 2026-11-19 2026-11-20; do
		added "$day" 07:00 go 2601 && added "$day" 11:00 meal &&
			added "$day" 11:30 resume &&
			added "$day" 15:30 go 2650 &&
			added "$day" 17:30 stop || return 1
	done
}

slips() {
	gives 64 '*--reason is missing*' connectctl card correct 0104 add go \
		--at "$week 07:00" &&
		gives 64 '*--at is missing*' connectctl card correct 0104 add \
			go --reason x &&
		gives 64 '*none of go, stop, meal, resume' connectctl card \
			correct 0104 add lunch --at "$week 07:00" --reason x &&
		gives 64 '*nothing is said of what to change*' connectctl card \
			correct 0104 change "$week 07:00" --reason x &&
		gives 65 '*no punch of this card is called "2026-11-16 07:03"*' \
			connectctl card correct 0104 remove "$week 07:03" \
			--reason x &&
		gives 64 '*is no day such as*' connectctl card 0104 \
			--period 16.11.2026 &&
		gives 64 '*go together*' connectctl card summary --from $week &&
		gives 65 '*no employee fits "0999"*' connectctl card 0999
}

is_fifty() {
	has '.totals | .minutes == 3000 and .reg == 2400 and .ot1 == 600' \
		connectctl card 0104 --period $week --json &&
		has '[.records[] | select(.kind == "work")] | length == 15 and
			all(.location.name and .cost_code.number == "03-100")' \
			connectctl card 0104 --period $week --json &&
		has '.days | map(select(.from == "2026-11-20"))[0] |
			.reg == 0 and .ot1 == 600' \
			connectctl card 0104 --period $week --json &&
		gives 0 '*Dana Whitfield*2601 Elm St Tower*40:00*10:00*50:00*' \
			connectctl card 0104 --period $week
}

is_explained() {
	gives 0 '*40:00*OT1*' connectctl card 0104 --period $week --explain &&
		gives 0 '*A correction added it.*' connectctl card 0104 \
			--period $week --explain
}

prints() {
	connectctl card print 0104 --period $week >"$box/page" &&
		[ "$(wc -l <"$box/page")" -le 60 ] &&
		[ "$(wc -L <"$box/page")" -le 80 ] &&
		grep -q '^Employee  *___' "$box/page" &&
		grep -q '0104 Dana Whitfield' "$box/page" || {
		cat "$box/page"
		return 1
	}
}

sums_up() {
	connectctl card summary --period $week >"$box/summary" &&
		[ "$(wc -L <"$box/summary")" -le 80 ] &&
		grep -q '^0104 Dana Whitfield .*50:00 .*40:00 .*10:00' \
			"$box/summary" &&
		has '.people | length == 3 and
			(map(select(.employee.number == "0104"))[0] |
				.reg == 2400 and .ot1 == 600)' \
			connectctl card summary --period $week --json || {
		cat "$box/summary"
		return 1
	}
}

not_final() {
	gives 65 "*is not closed: close it (connectctl period close $week)*" \
		connectctl export payroll --period $week &&
		[ "$(connectctl export payroll --period $week --not-final |
			wc -l)" = 11 ]
}

closed() {
	gives 0 "pay period of $week closed" connectctl period close $week &&
		has 'map(select(.first == "2026-11-16"))[0].closed' \
			connectctl period list --json &&
		gives 65 '*closed*' connectctl card correct 0104 change \
			'2026-11-17 17:30' --at '2026-11-17 16:30' --reason late
}

# hours FILE: the sum of the column; sums FILE WANTED
hours() {
	python3 -c '
import csv, decimal, sys
print(sum(decimal.Decimal(r["hours"])
          for r in csv.DictReader(open(sys.argv[1], newline=""))))' "$1"
}
sums() {
	connectctl export payroll --period $week --csv "$box/pay.csv" || return
	[ "$(hours "$box/pay.csv")" = "$1" ] || {
		cat "$box/pay.csv"
		return 1
	}
}

paid() {
	sums 50.00 && [ "$(wc -l <"$box/pay.csv")" = 11 ] &&
		grep -q '^0104,Dana Whitfield,2026-11-20,0.00,8.00,0.00,8.00,03-100,2601' \
			"$box/pay.csv" &&
		connectctl export payroll --period $week --bom |
		head -c 3 | cmp - <(printf '\xef\xbb\xbf') &&
		has 'length == 10 and (map(.minutes) | add) == 3000 and
			.[9].location.name == "Lakeshore Clinic"' \
			connectctl export payroll --period $week --json
}

# An hour less on Tuesday is an hour less of overtime on Friday.
corrected() {
	gives 0 "pay period of $week reopened" connectctl period reopen $week \
		--reason 'Tuesday was shorter' &&
		gives 0 'punch changed: *' connectctl card correct 0104 change \
			'2026-11-17 17:30' --at '2026-11-17 16:30' \
			--reason 'left early' &&
		gives 0 '*A correction moved it from *17:30*16:30*' \
			connectctl card 0104 --period $week --explain &&
		has '.totals | .reg == 2400 and .ot1 == 540' \
			connectctl card 0104 --period $week --json &&
		connectctl period close $week && sums 49.00
}

budgets() {
	gives 0 *'Budget: 0 hours -> 400 hours' connectctl location edit 2601 \
		--budget-hours 400 &&
		connectctl location edit 2650 --contract-price 25000.00 \
			--labor-percent 30 &&
		has '.budget_amount == "7500.00"' connectctl location show \
			2650 --json &&
		gives 65 '*two budgets*' connectctl location edit 2650 \
			--budget-hours 7 &&
		gives 64 '*' connectctl location edit 2650 --labor-percent 101
}

# until_has JQ command...: records follow the ledger a moment later.
until_has() {
	local tries=0
	until has "$@" >"$box/not_yet"; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || {
			cat "$box/not_yet"
			return 1
		}
	done
}

against_budget() {
	until_has 'length == 1 and .[0].final == "40.00" and .[0].left == "360.00"' \
		connectctl report budget --location 2601 \
		--through 2026-11-22 --json &&
		gives 0 *' 400.00 *40.00 *0.00 *360.00 *10.0 %*' connectctl \
			report budget --location 2601 --through 2026-11-22
}

by_day() {
	until_has 'length == 5 and .[1].minutes == 540' connectctl report hours \
		--from $week --to 2026-11-22 --json &&
		gives 0 'Mon 16 Nov *10:00 *Together *49:00' connectctl report \
			hours --from $week --to 2026-11-22
}

of_database() {
	local database=$1
	port=
	new_home "$2"
	need "$2: a company is made" make_company "$database"
	need "$2: the service starts" start_service "$database"
	need "$2: the administrator signs in" sign_in robin
	need "$2: people, places, pay periods" company
	check "$2: a location has a budget" budgets
	need "$2: a week on paper comes onto the card" a_week
	check "$2: slips are told" slips
	check "$2: it is fifty hours, ten of them OT1" is_fifty
	check "$2: and why" is_explained
	check "$2: the card on one page, with a line to sign" prints
	check "$2: what everybody worked" sums_up
	check "$2: no pay of what is not closed" not_final
	check "$2: closed, nothing changes" closed
	check "$2: what the payroll gets" paid
	check "$2: an hour less, reopened and closed" corrected
	check "$2: hours against a budget" against_budget
	check "$2: hours by day" by_day
	stop_service
}

need "the tree installs" install_tree
of_database "$box/office.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
