#!/bin/bash
# connectd under a service manager: what it tells, the socket that it is given,
# its certificate changed while it serves, its unit.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

manager() {
	timeout 100 python3 "$(dirname "$0")/../lib/manager.py" "$1" \
		"$box/root/usr/bin/connectd" "$box/connect.db" "$box"
}

certificates() {
	local name
	for name in one two; do
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
			-nodes -days 2 -subj "/CN=$name" \
			-addext subjectAltName=DNS:localhost \
			-keyout "$box/$name.key" -out "$box/$name.pem" || return
	done
}

# The exposure that systemd reckons, times ten: 0 is none, 100 all.
exposed_at_most() {
	local exposure
	systemd-analyze security --offline=true "$1" >"$box/exposure" 2>&1
	exposure=$(sed -n 's/.*level for .*: \([0-9]*\)\.\([0-9]\) .*/\1\2/p' \
		"$box/exposure")
	tail -n 1 "$box/exposure"
	[ -n "$exposure" ] && [ "$exposure" -le "$2" ]
}

# Where it is installed here, not where it is meant to be.
nothing_wrong() {
	local unit
	mkdir "$box/units"
	for unit in connectd.service connectd.socket; do
		sed "s|/usr/bin/connectd|$box/root&|" \
			"${1%/*}/$unit" >"$box/units/$unit"
	done
	systemd-analyze verify --man=no "$box"/units/*
}

unit=$box/root/usr/lib/systemd/system/connectd.service
need "install" install_tree
check "sample data" sample "$box/connect.db" --cheap-passwords
need "certificates" certificates
check "ready, reloading, stopping" manager life
check "the same to a socket that has no file" manager abstract
check "it says that it lives" manager watched
check "another certificate, for who comes then" manager certificate
check "one socket, and no other address" manager refused
check "a socket that is meant for another process" manager another
check "the unit of what was installed" \
	grep -q "^ExecStart=/usr/bin/connectd serve" "$unit"
if command -v systemd-analyze >/dev/null; then
	check "its exposure is 1.5 at most" exposed_at_most "$unit" 15
	check "systemd finds nothing wrong with it" nothing_wrong "$unit"
else
	check "its exposure # SKIP there is no systemd-analyze" true
fi
end_of_tests
