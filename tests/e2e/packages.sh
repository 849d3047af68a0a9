#!/bin/bash
# The Debian packages of what is installed: what is in them, that they go
# beside each other, and that the programs run from them.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# Of programs that a sanitizer is in, and on no Debian, there are none.
case $BUILD in *san-*) missing="a sanitizer is in the programs" ;; esac
command -v dpkg-shlibdeps >/dev/null || missing="there is no dpkg-dev"
[ -z "${missing:-}" ] || {
	echo "1..1"
	echo "ok 1 - packages # SKIP $missing"
	exit 0
}

packages="connect-clock connectctl connectd"

build() {
	DEBFULLNAME='A & B|C' DEBEMAIL=a@acme.example \
		src/programs/deb/build "$box/root" "$box/deb" 1.2.3
}

unpack() {
	local package
	for package in $packages; do
		dpkg-deb -x "$box/deb/${package}_1.2.3_"*.deb "$box/$package" ||
			return
	done
}

# Installed beside each other: no file is in two of them.
apart() {
	[ -z "$(cd "$box" && for package in $packages; do
		(cd "$package" && find . -type f)
	done | sort | uniq -d)" ]
}

# Each file that is installed is in one of them, but those that are not wanted.
all_there() {
	local name
	for name in $(cd "$box/root/usr" && find bin lib share/man -type f); do
		ls "$box"/conn*/usr/"$name"* >/dev/null 2>&1 || {
			echo "$name is in none"
			return 1
		}
	done
}

holds() {
	local package=$1 name
	shift
	for name; do
		[ -f "$box/$package/usr/$name" ] || {
			echo "$package has no $name"
			return 1
		}
	done
}

# Each is there, and shell.
scripts_of() {
	local package=$1 script
	shift
	dpkg-deb -e "$box/deb/${package}_1.2.3_"*.deb "$box/control" || return
	for script; do
		[ -x "$box/control/$script" ] && sh -n "$box/control/$script" ||
			return
	done
}

# Whoever builds them is named in them, with any letters.
names_who_builds() {
	[ "$(dpkg-deb -f "$box/deb/connectctl_1.2.3_"*.deb Maintainer)" = \
		'A & B|C <a@acme.example>' ]
}

depends_on() {
	dpkg-deb -f "$box/deb/$1_1.2.3_"*.deb Depends | grep -q "$2"
}

need "install" install_tree
need "they are built" build
need "and unpacked" unpack
check "no file is in two" apart
check "none is missing" all_there
check "connectd has its units and manuals" holds connectd \
	lib/systemd/system/connectd.service lib/systemd/system/connectd.socket \
	share/man/man8/connectd.8.gz share/man/man7/connect-api.7.gz \
	share/bash-completion/completions/connectd share/doc/connectd/copyright
check "connect-clock has its own" holds connect-clock \
	lib/systemd/user/connect-clock-sync.service \
	share/man/man1/connect-clock.1.gz \
	share/zsh/vendor-completions/_connect-clock
check "connectctl, too" holds connectctl share/man/man1/connectctl.1.gz
check "its service goes with it and comes with another" scripts_of connectd \
	postinst prerm postrm
check "what a program wants, its package does" depends_on connectd libmicrohttpd
for package in $packages; do
	check "$package runs" "$box/$package/usr/bin/$package" --version
done
check "they name who builds them" names_who_builds
if command -v lintian >/dev/null; then
	# make deb links ncurses as it is shared; what is tested here does not.
	check "lintian finds nothing" lintian --allow-root \
		--suppress-tags embedded-library --fail-on error,warning \
		"$box"/deb/*.deb
else
	check "lintian finds nothing # SKIP there is none" true
fi
end_of_tests
