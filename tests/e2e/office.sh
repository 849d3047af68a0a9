#!/bin/bash
# A company set up and kept by connectctl, and what the people on the clock see
# of it. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

nothing_yet() {
	gives 77 '*nobody is signed in; use connect-clock login' \
		connectctl location list &&
		gives 64 '*did you mean "connectctl location"?' \
			connectctl loction list &&
		gives 64 '*no command "delete"*' connectctl location delete 2602
}

places() {
	gives 0 'location 2601 Elm St Tower added' connectctl location add \
		--number 2601 'Elm St Tower' &&
		connectctl location add --number 2602 'Harbor View Apartments' &&
		connectctl cost-code add 03-100 Concrete &&
		connectctl cost-code add 01-740 Clean-up &&
		connectctl location add --number 2605 'Office and yard' \
			--all-cost-codes no --cost-codes 01-740 &&
		gives 65 '*there is a location of that number' connectctl \
			location add --number 2601 Other &&
		has 'map(.number) == ["2601", "2602", "2605"]' \
			connectctl location list --json &&
		has '.[1].all_cost_codes' connectctl location list --json
}

roles() {
	gives 77 '*the role Administrator cannot be changed' \
		connectctl role edit Administrator --set clock-in-for=none &&
		gives 0 'role Timekeeper added' connectctl role add Timekeeper \
			--set connect-clock-in-out=access \
			--set time-cards=edit --set board=view &&
		gives 65 '*there is a role of that name' \
			connectctl role add timekeeper &&
		gives 64 '*--set board=veiw is not one of none, view, edit; did you mean "view"?' \
			connectctl role edit Timekeeper --set board=veiw &&
		gives 64 '*none, view, edit' \
			connectctl role edit Timekeeper --set time-cards=delete &&
		gives 64 '*--set flying=access is no permission' \
			connectctl role edit Timekeeper --set flying=access &&
		has '.permissions == {"connect-clock-in-out": "access",
			"time-cards": "edit", "board": "view"}' \
			connectctl role show Timekeeper --json
}

people() {
	gives 0 '*employee 0106 José Núñez added*' connectctl employee add \
		--number 0106 --given José --family Núñez &&
		gives 65 '*a sign-in needs a username and an e-mail address' \
			connectctl employee edit 0106 --role Employee &&
		has '.role == null' connectctl employee show 0106 --json &&
		gives 0 '*0106 José Núñez changed*' connectctl employee edit \
			nunez --role Employee --username jose \
			--email jose@acme.example &&
		has '.clock | .company and .role and .signin == "pending"
			and (.can_clock | not) and .why != ""' \
			connectctl employee show 0106 --json &&
		gives 0 '*sees only themselves: Clock In For has nobody to*' \
			connectctl employee add --number 0102 --given Marisol \
			--family Muñoz --role Supervisor --username marisol \
			--email marisol@acme.example &&
		gives 77 '*you cannot deactivate yourself' \
			connectctl employee deactivate robin &&
		gives 77 '*you cannot change your own role' \
			connectctl employee edit robin --role Employee
}

groups() {
	gives 0 'group Concrete added' \
		connectctl group add Concrete 0102 0106 &&
		gives 0 *'Members: 0106 José Núñez; 0102 Marisol Muñoz -> 0106 José Núñez' connectctl group edit \
			Concrete --remove-members 0102 &&
		gives 0 '*is so already' connectctl group edit Concrete \
			--members 0106 &&
		gives 65 '*no employee fits "0999"' connectctl group edit \
			Concrete --add-members 0999
}

tried_only() {
	gives 0 '*would be added' connectctl cost-code add 06-100 Carpentry \
		--dry-run &&
		has 'length == 2' connectctl cost-code list --json
}

clocks_in() {
	connect-clock sync &&
		gives 0 '*IN * 2601 Elm St Tower * 03-100 Concrete * sent' \
			connect-clock go -l elm -c 03-100
}

switched_off() {
	gives 65 '*there is no such time zone: give*' \
		connectctl company set zone=Nowhere/Land &&
		gives 0 '*Longest record (max-record-minutes) *[0-9] minutes*' \
		connectctl company show &&
		gives 0 '*Enable Clock In/Out: yes -> no' \
		connectctl company set clock-in-out=off &&
		connect-clock sync &&
		gives 77 '*NOT RECORDED: Clock In/Out is switched off for the*' \
			connect-clock go -l elm -c 01-740 &&
		has '.[0] | .what == "company.clock_in_out" and .old == true
			and .new == false and .by == "robin"' \
			connectctl audit list --json --limit 1 &&
		gives 0 '*' connectctl company set clock-in-out=on &&
		connect-clock sync
}

# The switch is off, and the device does not know yet.
held() {
	local number
	connectctl company set clock-in-out=off &&
		gives 0 '*sent, held for review: Clock In/Out was switched off for the company. *' \
			connect-clock go -l harbor -c 01-740 &&
		has 'length == 1 and .[0].causes == ["clock-off"] and
			.[0].location == "2602 Harbor View Apartments" and
			.[0].cost_code == "01-740 Clean-up"' \
			connectctl quarantine list --json &&
		number=$(connectctl quarantine list --json | jq '.[0].seq') &&
		gives 64 '*--reason is missing*' \
			connectctl quarantine decline "$number" &&
		gives 65 '*"0" is none of those that list shows' \
			connectctl quarantine accept 0 &&
		gives 0 "punch $number of Robin * accepted" \
			connectctl quarantine accept "$number" &&
		has 'length == 0' connectctl quarantine list --json &&
		has '.[0].what == "quarantine.accept"' \
			connectctl audit list --json &&
		gives 0 "*quarantine.accept * punch $number of Robin*" \
			connectctl audit list &&
		gives 0 '*nothing is held for review' connectctl quarantine list &&
		connectctl company set clock-in-out=on &&
		connect-clock sync &&
		gives 0 '*Harbor View*' connect-clock status
}

inactive() {
	connect-clock go -l elm -c 03-100 &&
		gives 0 '*Active: yes -> no' connectctl location deactivate 2601 &&
		connect-clock sync &&
		gives 65 '*' connect-clock list locations 2601 &&
		gives 0 '*OUT *' connect-clock stop &&
		has 'map(.number) == ["2602", "2605"]' \
			connectctl location list --json &&
		gives 0 '*only inactive ones: --all shows them*' \
			connectctl location list 2601 &&
		has 'length == 3' connectctl location list --all --json &&
		gives 0 '*Active: no -> yes' connectctl location activate 2601
}

renamed() {
	gives 64 '*this name also changes on 2 records since ????-??-??; --yes does it' connectctl location \
		edit 2601 --name 'Elm Street Tower' &&
		gives 0 *'Name: Elm St Tower -> Elm Street Tower' connectctl \
			location edit 2601 --name 'Elm Street Tower' --yes &&
		has 'map(select(.what == "location.name"))[0] | .old ==
			"Elm St Tower" and .new == "Elm Street Tower"' \
			connectctl audit list --json
}

# Of people, too: what is theirs was counted.
renamed_person() {
	gives 64 '*this name also changes on 3 records since ????-??-??; --yes does it' \
		connectctl employee edit robin --family Castle &&
		gives 0 '*Family name: Castellano -> Castle' \
			connectctl employee edit robin --family Castle --yes &&
		has '.[0] | .what == "employee.family_name" and
			.old == "Castellano" and .new == "Castle"' \
			connectctl audit list --json --limit 1 &&
		gives 0 '*' connectctl employee edit robin \
			--family Castellano --yes
}

two_of_them() {
	local version
	version=$(connectctl role show Timekeeper --json | jq .version) &&
		gives 0 '*' connectctl role edit Timekeeper --set board=edit &&
		gives 75 '*somebody changed it since you read it
  Permissions
    now     *board=edit*
    wanted  *' \
			connectctl role edit Timekeeper --set board=none \
			--if-version "$version" &&
		has '.permissions.board == "edit"' \
			connectctl role show Timekeeper --json
}

# While one is asked whether to go on, another comes before: the first learns
# what was read, what stands now, and what was wanted.
before_one() {
	local said
	coproc script -qec \
		"connectctl location edit 2601 --number 2699" \
		/dev/null
	read -r -t 60 -d '?' -u "${COPROC[0]}" said &&
		[[ $said == *'this number also changes on 2 records since '20??-??-??';'*'go on' ]] &&
		gives 0 '*' connectctl location edit 2601 --name 'Elm Tower' \
			--yes || return 1
	echo y >&"${COPROC[1]}"
	said=$(cat <&"${COPROC[0]}")
	wait "$COPROC_PID"
	[ $? = 75 ] && [[ ${said//$'\r'/} == *'somebody changed it since you read it
  Number
    read    2601
    now     2601
    wanted  2699
  Name
    read    Elm Street Tower
    now     Elm Tower'* ]] || {
		echo "$said"
		return 1
	}
}

# What each line came to, one word each.
outcomes() {
	jq -r 'map(.outcome) | join(" ")'
}

csv() {
	cat >"$box/people.csv" <<-CSV
		number,given_name,family_name
		0201,Ana,Cárdenas
		0106,José,Núñez
		0102,Marisol,Muñoz-Ortiz
		0202,,
		0203,"=HYPERLINK(""x"")",Doe
		0201,Ana,Twice
	CSV
}

imported() {
	local before want='create unchanged update error create error'
	csv
	before=$(connectctl employee list --json)
	[ "$(connectctl import employees "$box/people.csv" --dry-run --json |
		outcomes)" = "$want" ] &&
		[ "$(connectctl employee list --json)" = "$before" ] &&
		has '.[4].note == "text kept as text" and
			.[5] == {line: 7, outcome: "error",
				why: "number: stands on line 2, too"}' \
			connectctl import employees "$box/people.csv" \
			--dry-run --json &&
		gives 65 *'2 created, 1 updated, 1 unchanged, 2 wrong' \
			connectctl import employees "$box/people.csv" &&
		gives 65 *'0 created, 0 updated, 4 unchanged, 2 wrong' \
			connectctl import employees "$box/people.csv"
}

# A trial knows what the lines before would have made: whom one may see, and who
# is called so.
by_each_other() {
	cat >"$box/crew.csv" <<-CSV
		number,given_name,family_name,viewset,viewset_employees
		0301,Ana,Lead,self,
		0302,Ben,Boss,selected,0301; 0106
		,Ana,Lead,self,
	CSV
	[ "$(connectctl import employees "$box/crew.csv" --dry-run --json |
		outcomes)" = 'create create update' ] &&
		gives 65 '*no employee fits "0301"*' \
			connectctl employee show 0301 &&
		[ "$(connectctl import employees "$box/crew.csv" --json |
			outcomes)" = 'create create update' ] &&
		has '.viewset_employees | length == 2' \
			connectctl employee show 0302 --json
}

there_and_back() {
	local kind
	connectctl export employees "$box/all.csv" &&
		grep -qF "\"'=HYPERLINK(\"\"x\"\")\"" "$box/all.csv" || {
		cat "$box/all.csv"
		return 1
	}
	for kind in employees locations cost-codes groups roles policy-groups; do
		connectctl export "$kind" "$box/$kind.csv" &&
			gives 0 '0 created, 0 updated, * unchanged, 0 wrong' \
				connectctl import "$kind" "$box/$kind.csv" ||
			return 1
	done
}

# Nothing in a column of yes and no says nothing: who left stays so.
silent() {
	printf 'number,name,active\n2690,Gone,no\n' >"$box/gone.csv" &&
		connectctl import locations "$box/gone.csv" &&
		printf 'number,name,active\n2690,Gone,\n' >"$box/gone.csv" &&
		gives 0 '*1 unchanged, 0 wrong' \
			connectctl import locations "$box/gone.csv"
}

no_csv() {
	printf 'number,name\n1,"open\n' >"$box/bad.csv"
	printf 'number,colour\n' >"$box/column.csv"
	gives 65 '*a quote is not closed' \
		connectctl import locations "$box/bad.csv" &&
		gives 65 '*the column "colour" is none of this list' \
			connectctl import locations "$box/column.csv" &&
		gives 65 '*No such file*' \
			connectctl import locations "$box/nowhere.csv" &&
		gives 64 '*did you mean "locations"?' \
			connectctl import location "$box/bad.csv"
}

elsewhere() {
	local devices name
	devices=$(connectctl device list --json) || return 1
	name=$(jq -r '.[0].name' <<<"$devices")
	has 'length == 1 and .[0].current' connectctl session list --json &&
		has 'length == 1 and .[0].version == "0.1.0" and
			.[0].people[0].employee == "Robin Castellano" and
			.[0].kept == 0 and
			(.[0].clock_offset_ms | type == "number")' \
			echo "$devices" &&
		gives 0 "*Name*People*Last seen*Kept*Clock off by ms*Version*
$name *" connectctl device list &&
		gives 64 '*--yes does it' connectctl device revoke "$name"
}

# enrols CODE: what the service says to a machine with this code.
enrols() {
	curl -s --json "$(jq -n --arg code "$1" '{$code,
		company_id: "acmeroofing",
		device: "019a0000-0000-7000-8000-0000000000aa"}')" \
		"$url/v1/kiosks/enrol"
}

kiosk() {
	local code
	code=$(connectctl device enrol --kiosk --name 'Gate 1' \
		--location 2601 2>"$box/talk") || return
	[[ $code == ????-???? && $(<"$box/talk") == *'good once, until 2'* ]] &&
		has '.name == "Gate 1"' enrols "$code" &&
		has '.status == 401' enrols "$code" &&
		gives 0 '*kiosk.code * 2601 *' connectctl audit list \
			--limit 2 &&
		has 'any(.name == "Gate 1" and .kind == "kiosk" and
			(.location | startswith("2601 ")))' \
			connectctl device list --json &&
		has '.code and .until' connectctl device enrol --kiosk \
			--name 'Gate 2' --location 2601 --json &&
		gives 64 '*--kiosk*' connectctl device enrol --name X \
			--location 2601 &&
		gives 0 '' connectctl device revoke 'Gate 1' --yes
}

nobody_answers() {
	stop_service
	gives 69 '*' connectctl location list
}

of_database() {
	local database=$1
	port=
	new_home "$2"
	need "$2: a company is made" make_company "$database"
	need "$2: the service starts" start_service "$database"
	check "$2: nobody is signed in, and slips are told" nothing_yet
	need "$2: the administrator signs in" sign_in robin
	check "$2: locations and cost codes" places
	check "$2: roles" roles
	check "$2: people, and which gate is shut" people
	check "$2: groups" groups
	check "$2: what is tried is not kept" tried_only
	check "$2: on the clock" clocks_in
	check "$2: switched off for the company, and who did" switched_off
	check "$2: held for review, and accepted" held
	check "$2: inactive, not deleted" inactive
	check "$2: a rename is asked about" renamed
	check "$2: of people, too" renamed_person
	check "$2: two administrators" two_of_them
	check "$2: at the same moment" before_one
	check "$2: a file of people" imported
	check "$2: a column that says nothing" silent
	check "$2: lines that name each other" by_each_other
	check "$2: an export changes nothing" there_and_back
	check "$2: files that are none" no_csv
	check "$2: sessions and devices" elsewhere
	check "$2: a code makes a kiosk" kiosk
	check "$2: nobody answers" nobody_answers
}

need "the tree installs" install_tree
of_database "$box/office.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
