#!/bin/bash
# A client whose types are generated from the service's document signs in and
# punches against a service that runs (client.ts): what the document does not
# say so does not compile, what the service does not do so fails. The generator
# comes from the npm registry, under build/.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

here=$(cd "$(dirname "$0")" && pwd)
document=$here/../../src/service/openapi.json
tools=$(mkdir -p "$BUILD/client" && cd "$BUILD/client" && pwd)

install_tools() {
	cmp -s "$here/package-lock.json" "$tools/installed" && return
	cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" \
		"$tools" &&
		(cd "$tools" && npm ci --silent) &&
		cp "$here/package-lock.json" "$tools/installed"
}

generate() {
	"$tools/node_modules/.bin/openapi-typescript" "$document" \
		--output "$tools/api.d.ts"
}

compile() {
	cp "$here/client.ts" "$tools" &&
		(cd "$tools" && node_modules/.bin/tsc --strict \
			--target es2022 --module nodenext client.ts)
}

need "the tools are there" install_tools
need "types are generated" generate
need "the client compiles with them" compile
need "the tree installs" install_tree
need "a company" sample "$box/acme.db" --cheap-passwords
need "the service starts" start_service "$box/acme.db" --cheap-passwords
who=$(username_of employee)
password_of "$who" |
	TESTS_DONE=$tests_done node "$tools/client.js" "$url" "$who"
