#!/bin/sh
# The Makefile builds what there is, all that changed and nothing more, and
# takes back what it installed. Works in a small tree of its own; prints TAP.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d "${TMPDIR:-/tmp}/cc-build-XXXXXX")
trap 'rm -rf "$tree"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS CI WERROR SAN CC
number=0
failed=0

# is WHAT COMMAND...: one case, passed if the command succeeds.
is() {
	what=$1
	shift
	number=$((number + 1))
	if "$@"; then
		echo "ok $number - $what"
	else
		failed=1
		echo "not ok $number - $what"
		sed 's/^/# /' log
	fi
}

# built N ARGUMENT...: make with these compiles exactly N files.
built() {
	n=$1
	shift
	make "$@" >log 2>&1 && [ "$(grep -c '^  CC ' log)" = "$n" ]
}

fails() {
	! "$@" >log 2>&1
}

leaves_nothing() {
	make install PREFIX=/usr DESTDIR="$tree/stage" >log 2>&1 &&
		[ -x stage/usr/bin/connect-clock ] &&
		[ -f stage/usr/share/man/man1/connect-clock.1 ] &&
		: >stage/usr/bin/another &&
		make uninstall PREFIX=/usr DESTDIR="$tree/stage" >log 2>&1 &&
		[ "$(find stage ! -type d)" = stage/usr/bin/another ] &&
		[ "$(find stage -type d | wc -l)" = 3 ]
}

# tested LAYER: links a test that lies with this layer and calls nothing.
tested() {
	mkdir -p "tests/unit/$1"
	echo 'int main(void) { return 0; }' >"tests/unit/$1/test_it.c"
	make "build/tests/unit/$1/test_it" >log 2>&1
}

reaches() {
	! tested "$1" && grep -q "undefined reference to .$2'" log
}

cp "$root/Makefile" "$tree"
mkdir -p "$tree/tests/lint" "$tree/include/base" "$tree/src/base" \
	"$tree/src/programs" "$tree/man"
cp "$root/tests/tests.mk" "$tree/tests"
cp "$root/tests/lint/layers.py" "$root/tests/lint/tree.py" "$tree/tests/lint"
cd "$tree" || exit 1

mkdir -p src/command
cp -R "$root/src/command/completion" src/command
is "an empty house" built 0
echo 'int one(void);' >include/base/one.h
printf '#include "base/one.h"\nint one(void) { return 1; }\n' >src/base/one.c
printf '#include "base/one.h"\nint main(void) { return one() - 1; }\n' \
	>src/programs/connect-clock.c
echo .Dd >man/connect-clock.1
is "what there is" built 2
is "a program that runs" build/connect-clock
is "nothing, when nothing changed" built 0
is "and says so" grep -q 'Nothing to be done' log
touch include/base/one.h
is "all that a header touches" built 2
echo 'int two;' | sed 's/int/extern int/' >src/base/two.c
is "a new file, and only that" built 1
rm src/base/two.c
is "a file that went takes no compiling" built 0
is "and leaves the library" fails sh -c 'ar t build/libbase.a | grep -q two'
is "another compiler rebuilds" built 2 CC=clang
is "and back" built 2
is "a sanitizer has a folder of its own" built 2 SAN=undefined
is "with programs that run" build/san-undefined/connect-clock
is "beside the plain ones" built 0
is "an unknown sanitizer is refused" fails make SAN=nothing
is "what is installed can be taken back" leaves_nothing
mkdir -p src/core src/wire
echo 'int wire_up(void); int wire_up(void) { return 1; }' >src/wire/up.c
echo 'int one(void); int core_go(void); int core_go(void) { return one(); }' \
	>src/core/go.c
is "a layer links with what it may include" tested core
echo 'int wire_up(void); int core_no(void); int core_no(void)
{ return wire_up(); }' >src/core/no.c
is "and not with what it may not, though nothing calls it" \
	reaches core wire_up
rm -r src/core src/wire tests/unit
echo 'int main(void) { int unused; return 0; }' >src/programs/connect-clock.c
is "a warning is no error by itself" built 1
is "but is in CI" fails make CI=true
is "and when asked" fails make WERROR=1

echo "1..$number"
exit $failed
