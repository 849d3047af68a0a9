#!/bin/bash
# One stranger asks for all that there is, at a real service, while a colleague
# works: see tests/lib/stranger.py. And nothing secret is where others look.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

PATH=$PWD/$BUILD:$PATH
sample "$box/acme.db" --cheap-passwords || {
	echo "Bail out! there is no service to try it on"
	exit 1
}
python3 tests/lib/stranger.py "$box" "$box/acme.db"
