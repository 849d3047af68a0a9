#!/bin/bash
# Somebody with a valid account tries every trick on a real service, beside a
# colleague at the same machine: see tests/lib/hostile.py.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

PATH=$PWD/$BUILD:$PATH
sample "$box/acme.db" --cheap-passwords &&
	start_service "$box/acme.db" --cheap-passwords || {
	echo "Bail out! there is no service to try it on"
	exit 1
}
python3 tests/lib/hostile.py "$box" "$box/acme.db" "$url"
