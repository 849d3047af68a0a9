#!/bin/bash
# The page of a mailed link in each of its states, in a real browser (look.mjs).
# What it is looked at with comes from the npm registry, under build/.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

here=$(cd "$(dirname "$0")" && pwd)
tools=$(mkdir -p "$BUILD/page" && cd "$BUILD/page" && pwd)
database=$box/acme.db

install_tools() {
	cmp -s "$here/package-lock.json" "$tools/installed" && return
	cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" \
		"$tools" &&
		(cd "$tools" && npm ci --silent) &&
		cp "$here/package-lock.json" "$tools/installed"
}

make_company() {
	echo "several horses sing" | connectd init --database "$database" \
		--company acme --name "Acmé Roofing & Söhne" \
		--zone America/New_York --admin robin \
		--email robin@acme.example --password-stdin --cheap-passwords
}

sign_in() {
	token=$(curl -sS -H 'Content-Type: application/json' \
		-d '{"grant_type":"password","company_id":"acme",
			"username":"robin","password":"several horses sing"}' \
		"$url/v1/token" | jq -r .access_token)
	role=$(curl -sS -H "Authorization: Bearer $token" "$url/v1/roles" |
		jq -r '.items[] | select(.name == "Employee").id')
	[ -n "$role" ]
}

# employ N LANGUAGE: somebody whose link waits.
employ() {
	curl -fsS -o "$box/person" -H "Authorization: Bearer $token" \
		-H 'Content-Type: application/json' \
		-d "{\"id\":\"019b0000-0000-7000-8000-00000000000$1\",
			\"given_name\":\"Dana\",\"family_name\":\"Whitfield\",
			\"username\":\"dana$1\",\"email\":\"$1@acme.example\",
			\"language\":\"$2\",\"role\":\"$role\"}" \
		"$url/v1/employees"
}

# No mail is sent: the links are read where they wait.
sql() {
	python3 -c '
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    for row in db.execute(*sys.argv[2:]):
        print(*row)' "$database" "$1"
}

link() {
	echo "$url/verify/$(sql "SELECT token FROM letter
		WHERE email = '$1@acme.example'")"
}

use() {
	[ "$(curl -sS -o "$box/used" -w '%{http_code}' \
		-d 'password=correct+horse+battery&again=correct+horse+battery' \
		"$1")" = 303 ]
}

# The links of each state; $states is "NAME=URL"...
prepare() {
	local used expired newer n
	for n in 1 2 3 4 5 6; do
		employ "$n" "$([ "$n" = 2 ] && echo es || echo en)" || return 1
	done
	used=$(link 3) expired=$(link 4) newer=$(link 5)
	use "$used" && use "$(link 6)" || return 1
	sql "UPDATE letter SET sent_ms = 1, state = 2
		WHERE email = '4@acme.example'"
	sql "UPDATE letter SET ended = 2 WHERE email = '5@acme.example'"
	states=("set=$(link 1)" "spanish=$(link 2)" "used=$used"
		"done=$used/done" "expired=$expired" "newer=$newer"
		"none=$url/verify/nothing" "forgot=$url/forgot")
}

need "the tools are there" install_tools
need "the tree installs" install_tree
need "a company" make_company
need "the service starts" start_service "$database" --cheap-passwords \
	--no-limits --public-url https://connect.acme.example
need "the administrator signs in" sign_in
need "links of each state" prepare
TOOLS=$tools TESTS_DONE=$tests_done node "$here/look.mjs" "${states[@]}"
