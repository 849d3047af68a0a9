#!/bin/bash
# People type names as they say them: without signs, in the order of a list,
# spelt out, with a letter wrong. Whoever is meant is told apart and shown.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# more DATABASE: people of one name, with numbers and without, and names that
# are hard to show.
more() {
	python3 -c '
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
def clone(table, **values):
    cursor = db.execute("SELECT * FROM %s WHERE active LIMIT 1" % table)
    row = dict(zip([c[0] for c in cursor.description], cursor.fetchone()))
    row.update({"username": None} if "username" in row else {})
    row.update(id=os.urandom(16), **values)
    row["changed_seq"] = db.execute("UPDATE company SET change_seq ="
        " change_seq + 1 RETURNING change_seq").fetchone()[0]
    db.execute("INSERT INTO %s (%s) VALUES (%s)" % (table, ",".join(row),
        ",".join("?" * len(row))), list(row.values()))
for number in "7001", "7002":
    clone("employee", number=number, given_name="Kim", family_name="Park")
for username in "quagga", "zebra":
    clone("employee", number="", given_name="Sam", family_name="Low",
        username=username)
clone("location", number="7100", name="Elm " * 88 + "end")
clone("location", number="7101", name="می‌خواهم")
clone("location", number="7102", name="Z" + "\u0301" * 30 + "\ue000")
db.commit()' "$1"
}

# finds LIST TEXT NUMBER: it is the first one.
finds() {
	connect-clock list "$1" "$2" >"$box/found"
	head -n 1 "$box/found" | grep -F -- "$3 " || {
		echo "'$2' finds:"
		cat "$box/found"
		return 1
	}
}

database=$box/finding.db
need "the tree installs" install_tree
new_home finding
need "sample data" sample "$database"
need "more people and places" more "$database"
need "the service starts" start_service "$database"
need "sign in" login "$(username_of supervisor)"

check "an apostrophe is not typed" finds employees odwyer 0112
check "a typographic one is" finds employees "o’dwyer" 0112
check "family name first" finds employees "Whitfield, Dana" 0104
check "an umlaut spelt out" finds employees juergen 0110
check "two letters swapped" finds employees whitfeild 0104
check "a stop and an apostrophe" finds locations "st brendans" 2603
check "a stop too many" finds locations "elm st." 2601
check "two words as one" finds locations elmst 2601
check "a dash is not typed" finds cost-codes cleanup 01-740
check "a number without its dash" finds cost-codes 03100 03-100

near() {
	local code
	connect-clock go -l "elm towr" -c 03-100 2>"$box/said"
	code=$?
	cat "$box/said"
	[ "$code" = 65 ] && grep "NOT RECORDED.*did you mean:$" "$box/said" &&
		grep -x "2601 Elm St Tower" "$box/said" &&
		connect-clock status | grep "^OUT"
}
check "who is a letter off is asked, and nothing recorded" near
other_number() {
	! connect-clock go -l elmst -c 0-3100 && connect-clock status | grep ^OUT
}
check "a number is not read out of another one" other_number
singular() {
	connect-clock list location 2>&1 | grep 'did you mean "locations"'
}
check "a list that is named nearly right is offered" singular

namesakes() {
	! connect-clock go -e "Kim Park" -l 2601 -c 03-100 2>"$box/said" &&
		grep -x "7001 Kim Park" "$box/said" &&
		grep -x "7002 Kim Park" "$box/said" &&
		connect-clock go -e 7002 -l 2601 -c 03-100 |
		grep "^7002 Kim Park: IN"
}
check "two people of one name are told apart, before and behind" namesakes
unnumbered() {
	! connect-clock go -e "Sam Low" -l 2601 -c 03-100 2>"$box/said" &&
		grep -x "Sam Low (quagga)" "$box/said" &&
		grep -x "Sam Low (zebra)" "$box/said" &&
		connect-clock go -e Zebra -l 2601 -c 03-100 |
		grep "^Sam Low (zebra): IN" &&
		connect-clock go -e quagga -l 2601 -c 03-100 --json |
		jq -e '.employee == "Sam Low" and
			.employee_username == "quagga"'
}
check "without a number it is the username that tells" unnumbered
usernames() {
	[ "$(connect-clock list employees zeb)" = "Sam Low (zebra)" ] &&
		connect-clock list employees zebra --json |
		jq -e '.[0] | .name == "Sam Low" and .username == "zebra" and
			.number == "" and .label == "Sam Low (zebra)"' &&
		connect-clock list employees 0110 --json | jq -e '.[0] |
			.username == "juergen" and (.label | contains("(") | not)' &&
		connect-clock list locations 2601 --json |
		jq -e '.[0] | has("username") | not'
}
check "people are found by username, and a script is told it" usernames
apart() {
	connect-clock go -e 7001 -l 2601 -c 03-100 --json | tee "$box/said" |
		jq -e '.employee_number == "7001" and .employee == "Kim Park" and
			.location == {number: "2601", name: "Elm St Tower"}' &&
		connect-clock go -l 2601 -c 03-100 &&
		connect-clock status --json | tee "$box/said" |
		jq -e '.cost_code == {number: "03-100", name: "Concrete"}' &&
		connect-clock queue show "$(connect-clock stop --json |
			jq -r .id)" --json | jq -e '.names.employee.name != ""'
}
check "a script gets number and name apart" apart

long() {
	connect-clock list locations 7100 | grep -E "^7100 (Elm )+.*…$"
}
check "a name that is too long is cut, not gone" long
joiner() {
	[ "$(connect-clock list locations 7101)" = "7101 می‌خواهم" ]
}
check "a joiner is shown where it is written" joiner
harmless() {
	[ "$(connect-clock list locations 7102 | grep -o '\\u0301' | wc -l)" \
		= 26 ] && connect-clock list locations 7102 | grep '\\ue000$'
}
check "a heap of marks and a private character are escaped" harmless


stop_service
untold() {
	! connect-clock stop -e "$1" 2>"$box/said"
	grep "^connect-clock: $2 · never told by the service" "$box/said"
}
check "whose news are missing is said by number" untold 0110 "0110 Jürgen .*"
end_of_tests
