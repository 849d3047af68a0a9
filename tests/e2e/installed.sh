#!/bin/bash
# What is installed is whole: links and names of manuals lead somewhere, units
# are read by systemd, and commands work as README.md and the manuals have them.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

share=$box/root/usr/share
need "the tree installs" install_tree

links_lead() {
	local file link
	grep -roE '\]\([^)]+\)' "$share/doc" --include="*.md" |
		sed 's/\](//; s/[)#]*$//' | grep -v :// >"$box/links"
	while IFS=: read -r file link; do
		[ -s "${file%/*}/$link" ] || {
			echo "$file: there is no $link"
			return 1
		}
	done <"$box/links"
	[ -s "$box/links" ]
}
check "the links of the documents lead somewhere" links_lead

manuals_lead() {
	local name
	for name in $(
		sed -n 's/^\.Xr \(connect[^ ]*\) \([1-9]\).*/\1.\2/p' \
			"$share"/man/man?/*
		sed -n 's/^Documentation=//p' "$box"/root/usr/lib/systemd/*/* |
			tr ' ' '\n' | sed 's/man:\(.*\)(\(.\))/\1.\2/'
	); do
		[ -s "$share/man/man${name##*.}/$name" ] || {
			echo "there is no $name"
			return 1
		}
	done
}
check "so do the manuals' and the units' names of manuals" manuals_lead

# systemd_reads SYSTEM|USER: the units of it, with the programs where they are.
systemd_reads() {
	mkdir -p "$box/run"
	sed -i "s|=/usr/bin|=$box/root/usr/bin|" \
		"$box/root/usr/lib/systemd/$1"/*.service
	XDG_RUNTIME_DIR=$box/run systemd-analyze "--$1" verify --man=no \
		"$box/root/usr/lib/systemd/$1"/*.service
}
for kind in system user; do
	if command -v systemd-analyze >/dev/null; then
		check "systemd reads the units of the $kind" \
			systemd_reads "$kind"
	else
		tests_done=$((tests_done + 1))
		echo "ok $tests_done - units of the $kind # SKIP no systemd"
	fi
done

# told FILE PATTERN: its one command that begins so, as a reader copies it.
# shellcheck disable=SC2016  # what stands between these is code
told() {
	case $1 in
	*.md)
		sed '/^```/,/^```/d' "$1" | tr '\n' ' ' |
			grep -oE '`[^`]+`' | tr -d '`'
		;;
	*)
		mandoc -T ascii -O width=200 "$1" | sed "s/.\x08//g" |
			sed -n '/^EXAMPLES/,/^[D-Z]/p' |
			sed ':a; /\\$/ { N; s/\\\n//; ba }; s/^ *//; s/^\$ //'
		;;
	esac | tr -s ' ' | grep -E "^$2" | tail -n 1
}
# done_as_told SED COMMAND: with what the test has elsewhere than the reader.
done_as_told() {
	[ -n "$2" ] && (cd "$box" && sh -c "$(sed "$1" <<<"$2")")
}

readme=$share/doc/connect-clock/README.md
new_home told
check "README.md: a company to try" done_as_told "s/$/ --json >sample.json/" \
	"$(told "$readme" "connectd sample-data")"
served() {
	local line
	mkfifo "$box/said"
	# shellcheck disable=SC2046  # words of a command
	(cd "$box" && exec $(told "$readme" "connectd serve" |
		sed 's/:8080/:0/')) >"$box/said" 2>"$box/service.log" &
	service_pid=$!
	read -r line <"$box/said" && url=${line##* } && port=${url##*:}
}
need "README.md: its service" served
password_of dana >"$box/password"
check "README.md: sign in" done_as_told \
	"s/:8080/:$port/; s/$/ --username dana --password-stdin <password/" \
	"$(told "$readme" "connect-clock login")"
for command in "connect-clock go" "connect-clock stop" "connect-clock doctor" \
	"connect-clock status"; do
	check "README.md: $command" done_as_told "" "$(told "$readme" "$command")"
done

page=$share/man/man1/connect-clock.1
check "connect-clock(1): clock in" done_as_told "" \
	"$(told "$page" "connect-clock go -l")"
check "connect-clock(1): switch" done_as_told "" \
	"$(told "$page" "connect-clock go -c")"
check "connect-clock(1): stop" done_as_told "" \
	"$(told "$page" "connect-clock stop")"

page=$share/man/man8/connectd.8
elsewhere="s|/var/lib/connectd/|$box/|; s|/tmp/acme|$box/try|"
echo "an unheard-of word" >"$box/password"
check "connectd(8): a company on one machine" done_as_told \
	"$elsewhere; s/$/ <password/" "$(told "$page" "connectd init")"
check "connectd(8): to try things" done_as_told "$elsewhere" \
	"$(told "$page" "connectd sample-data")"
end_of_tests
