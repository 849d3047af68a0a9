#!/bin/sh
# A few presses, killed at each system call, each write and each read failing:
# confirmed means there, refused means not there and said in words, and the
# journal goes on working. TORTURE=1: every call, not only those that write.

set -eu
# Leaks cannot be looked for under strace, which is a debugger to it.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
build=${BUILD:-build}
tool=$build/tests/fault/presses
work=$(mktemp -d "${TMPDIR:-/tmp}/cc-calls-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
writes=pwrite64,fdatasync,fsync,ftruncate,fallocate,unlink,rename
kills=pwrite64,fdatasync,fsync,ftruncate
[ -z "${TORTURE:-}" ] || kills=all
points=0
bad=0

names()
{
	echo "kill -9 at each call: confirmed punches are there"
	echo "EIO once at each write: confirmed there, refused not"
	echo "ENOSPC from each write on: confirmed there, refused not"
	echo "EIO once at each read: confirmed there, nothing called damaged"
	echo "confirming before recording is caught"
}

skip_all()
{
	n=0
	names | while read -r name; do
		n=$((n + 1))
		echo "ok $n - $name # SKIP $1"
	done
	exit 0
}

# Each "call number" of a whole run, of the calls named in $1.
points_of()
{
	fresh
	strace -f -qq -o "$work/calls" -e trace="$1" -e signal=none \
		"$tool" press "$work/state" 2 >/dev/null
	sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' "$work/calls" |
		awk '$1 != "execve" && $1 !~ /^exit/ { print $1, ++n[$1] }'
}

# The same journal of ten punches for each run.
fresh()
{
	rm -rf "$work/state"
	cp -a "$work/base" "$work/state"
}

# One run with this injection; what it broke goes to $work/bad.
try()
{
	fresh
	call=${1%%:*}
	# strace ends as its child does
	strace -f -qq -o /dev/null -e trace="$call" -e signal=none \
		-e inject="$1" "$tool" press "$work/state" 2 ${2:+"$2"} \
		>"$work/said" 2>/dev/null || true
	points=$((points + 1))
	# a start that failed has to say what it means
	if grep -q '^closed' "$work/said"; then
		grep -q 'nothing can be recorded\|nothing was saved' \
			"$work/said" || { cat "$work/said" >>"$work/bad"
			bad=$((bad + 1)); }
		: >"$work/said"
	fi
	if [ -e "$work/state/journal.db.damaged-1" ]; then
		echo "$1: called damaged" >>"$work/bad"
		bad=$((bad + 1))
	fi
	if ! "$tool" check "$work/state" <"$work/said" >"$work/why"; then
		echo "$1: $(cat "$work/why")" >>"$work/bad"
		bad=$((bad + 1))
	fi
}

# campaign NUMBER NAME CALLS INJECTION [early], INJECTION with @ for the number
campaign()
{
	points=0 bad=0
	: >"$work/bad"
	points_of "$3" >"$work/points"
	while read -r call k; do
		try "$call:$(echo "$4" | sed "s/@/$k/")" "${5:-}"
	done <"$work/points"
}

report()
{
	if [ "$bad" = 0 ] && [ "$points" -gt 0 ]; then
		echo "ok $1 - $2 ($points points)"
	else
		sed 's/^/# /' "$work/bad"
		echo "not ok $1 - $2 ($bad of $points points)"
	fi
}

echo 1..5
strace -qq -o /dev/null true 2>/dev/null || skip_all "no strace here"
"$tool" press "$work/base" 10 >/dev/null
campaign 1 kill "$kills" 'signal=KILL:when=@'
report 1 "$(names | sed -n 1p)"
campaign 2 eio "$writes" 'error=EIO:when=@'
report 2 "$(names | sed -n 2p)"
campaign 3 enospc "$writes" 'error=ENOSPC:when=@+'
report 3 "$(names | sed -n 3p)"
campaign 4 eio pread64 'error=EIO:when=@'
report 4 "$(names | sed -n 4p)"
campaign 5 early pwrite64 'signal=KILL:when=@' early
if [ "$bad" -gt 0 ]; then
	echo "ok 5 - $(names | sed -n 5p)"
else
	echo "not ok 5 - $(names | sed -n 5p)"
fi
