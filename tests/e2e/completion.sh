#!/bin/bash
# What a shell completes: commands, options and their words from the table,
# places and people from the cache; in bash, zsh and fish as a user has them.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

share=$box/root/usr/share

# in_bash WORD...: what bash would put in place of the last, one a line. Words
# are cut at "=" as bash cuts them.
in_bash() {
	bash -c '
		source "$1/bash-completion/completions/$2" || exit
		complete -p "$2" >/dev/null || exit
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		"_$1" "$1" "${COMP_WORDS[COMP_CWORD]}"
		[ "${#COMPREPLY[@]}" = 0 ] || printf "%s\n" "${COMPREPLY[@]}"
	' bash "$share" "$@"
}

# in_fish LINE: what fish offers for it, one a line: a word, a TAB, its help.
in_fish() {
	fish --no-config -c '
		source $argv[1]/fish/vendor_completions.d/(string split " " \
			-- $argv[2])[1].fish
		complete -C $argv[2]
	' "$share" "$1"
}

# in_zsh LINE: the line as zsh has it after one TAB.
in_zsh() {
	zsh -f -c '
		zmodload zsh/zpty
		zpty z "TERM=dumb zsh -f -i"
		zpty -w z "PS1=; fpath=($1/zsh/site-functions \$fpath)"
		zpty -w z "autoload -Uz compinit; compinit -D -u"
		zpty -w z "tell() { zle complete-word; print -r -- \
			\"<\$BUFFER>\"; BUFFER=; zle accept-line }"
		zpty -w z "zle -N tell; bindkey \"^T\" tell; print ready\$((1))"
		zpty -r z said "*ready1*"
		zpty -w -n z "$2"$'"'\x14'"'
		zpty -r z said "*<*>*"
		said=${said##*<}
		print -r -- "${said%%>*}"
	' zsh "$share" "$1"
}

# gives WANT command...: it prints exactly this.
gives() {
	local want=$1 got
	shift
	got=$("$@") || return 1
	[ "$got" = "$want" ] || {
		printf 'got:\n%s\nwanted:\n%s\n' "$got" "$want"
		return 1
	}
}

# offers WANT command...: this is among what it prints.
offers() {
	local want=$1 got
	shift
	got=$("$@") || return 1
	grep -qxF -- "$want" <<<"$got" || {
		printf 'got:\n%s\nwanted in it: %s\n' "$got" "$want"
		return 1
	}
}

need "the tree installs" install_tree
new_home completing
need "sample data" sample "$box/complete.db"
need "the service starts" start_service "$box/complete.db"
need "sign in" login "$(username_of supervisor)"
need "a catalogue comes" connect-clock sync
employee=$(connect-clock list employees --json | jq -r '.[0].name')

check "bash: a command" gives "status" in_bash connect-clock stat
check "bash: all commands" offers "queue" in_bash connect-clock ""
check "bash: an option" gives "--location" in_bash connect-clock go --loc
check "bash: a word of the table" \
	gives "locations" in_bash connect-clock list lo
check "bash: a sub-command" offers "retry" in_bash connect-clock queue ""
check "bash: a location, by a part of its name" \
	gives 'Elm\ St\ Tower' in_bash connect-clock go -l tower
check "bash: a location, in quotes" \
	gives 'Elm St Tower' in_bash connect-clock go -l '"Elm S'
check "bash: a location, behind a blank" \
	gives 'Elm\ St\ Tower' in_bash connect-clock go -l 'Elm\ S'
check "bash: a location, behind =" \
	gives 'Elm\ St\ Tower' in_bash connect-clock go --location = 'elm s'
check "bash: behind = nothing was begun" \
	offers 'Elm\ St\ Tower' in_bash connect-clock go --location =
check "bash: a cost code by its number" \
	gives '03-100' in_bash connect-clock go -l Elm -c 03-100
check "bash: an employee" \
	offers "$(printf %q "$employee")" in_bash connect-clock stop -e ""
check "bash: an employee by username" \
	gives 'juergen' in_bash connect-clock stop -e juer
check "bash: connectd too" \
	gives "--database-file" in_bash connectd serve --database-
check "bash: connectctl too, whose tables are made" \
	gives "--remove-viewset-groups" \
	in_bash connectctl employee edit Dana --remove-viewset-g
check "bash: nothing for what there is not" \
	gives "" in_bash connect-clock fly --

# nobody TO COMPLETE: no cache, no sign-in, and not a word about it
unknown() {
	HOME=$box/nobody in_bash connect-clock go -l "" 2>&1
}
check "somebody who never signed in is offered nothing" gives "" unknown

# the order of a company's own: what one location takes
not_offered() {
	local all one
	all=$(in_bash connect-clock go -c "" | wc -l)
	one=$(in_bash connect-clock go -l Elm -c "" | wc -l)
	echo "$one of $all"
	[ "$one" -gt 0 ] && [ "$one" -le "$all" ]
}
check "bash: the cost codes of a location" not_offered

if command -v fish >/dev/null; then
	check "fish: a command and its help" \
		gives $'status\tthe state, from this machine alone' \
		in_fish "connect-clock stat"
	check "fish: a location" \
		gives $'Elm St Tower\t2601' in_fish "connect-clock go -l tower"
	check "fish: a location behind =" \
		gives $'--location=Elm St Tower\t2601' \
		in_fish "connect-clock go --location=elm"
	check "fish: connectd too" \
		offers $'migrate\tmake the database, or bring it up to this version' \
		in_fish "connectd m"
else
	tests_done=$((tests_done + 1))
	echo "ok $tests_done - fish # SKIP it is not installed"
fi

if command -v zsh >/dev/null; then
	check "zsh: a command" gives "connect-clock status " \
		in_zsh "connect-clock stat"
	check "zsh: a location" gives 'connect-clock go -l Elm\ St\ Tower ' \
		in_zsh "connect-clock go -l tower"
	check "zsh: a location behind =" \
		gives 'connect-clock go --location=Elm\ St\ Tower ' \
		in_zsh "connect-clock go --location=elm"
	check "zsh: connectd too" gives "connectd sample-data " \
		in_zsh "connectd sam"
else
	tests_done=$((tests_done + 1))
	echo "ok $tests_done - zsh # SKIP it is not installed"
fi
end_of_tests
