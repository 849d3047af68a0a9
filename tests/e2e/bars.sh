#!/bin/bash
# The lines of connect-clock(1) for status bars, as they stand there: in tmux
# itself, in the others where they are installed, else as their program reads
# them. Names of jobs that mean something to a bar are shown as they are.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

finish() {
	tmux -L "$inner" kill-server 2>/dev/null
	tmux -L "$outer" kill-server 2>/dev/null
	stop_service
	rm -rf "$box"
}
inner=inner.$$
outer=outer.$$
unset TMUX TMUX_PANE

# manual PATTERN: the lines of an example, as a reader copies them.
manual() {
	mandoc -T ascii -O width=200 man/connect-clock.1 | sed "s/.\x08//g" |
		sed -n '/^EXAMPLES/,/^SEE ALSO/p' | grep -E "$1" |
		sed 's/^ *//'
}

database=$box/bars.db
need "the tree installs" install_tree
need "sample data" sample "$database"
rename() {
	python3 - "$database" <<-'PY'
		import sqlite3, sys
		d = sqlite3.connect(sys.argv[1])
		d.execute("UPDATE location SET name = 'Bldg #S <b> & %H \"x\"' "
		          "WHERE name = 'Elm St Tower'")
		d.commit()
	PY
}
need "a name that means something to each of them" rename
need "the service starts" start_service "$database"
new_home bars
need "sign in" login dana
need "IN" connect-clock go -l bldg -c 03-100
name='Bldg #S <b> & %H "x"'

# shows PATTERN LINE: tmux draws this, with such a line in its configuration.
# One tmux in another, which tells what is drawn and when there is more of it.
shows() {
	local i rc=1
	export TMUX_TMPDIR=$box
	printf '%s\n' 'set -g status-right-length 90' "$2" >"$box/tmux.conf"
	tmux -u -L "$inner" -f "$box/tmux.conf" new-session -d -s sess \
		-x 130 -y 7 || return 1
	tmux -u -L "$outer" -f /dev/null new-session -d -x 130 -y 8 \
		"env -u TMUX tmux -u -L $inner attach" || return 1
	mkfifo "$box/drawn"
	exec 3<>"$box/drawn"
	tmux -L "$outer" pipe-pane -O "exec cat >$box/drawn"
	for ((i = 0; i < 100 && rc != 0; i++)); do
		timeout 0.2 cat <&3 >/dev/null
		tmux -L "$outer" capture-pane -p >"$box/screen"
		grep -Eo "$1" "$box/screen"
		rc=$?
	done
	exec 3>&-
	[ "$rc" = 0 ] || cat "$box/screen"
	tmux -L "$inner" kill-server
	tmux -L "$outer" kill-server
	rm -f "$box/drawn"
	return "$rc"
}
line=$(manual "status-right '")
check "the line for tmux" shows \
	"IN 0 h [0-9]+ m · 2601 Bldg #S <b> & %H \"x\"" "$line"
line=$(manual 'status-right "')
check "the one with words of its own" shows "IN 0 h [0-9]+ m" "$line"

waybar() {
	local exec
	exec=$(manual '"exec":' | sed 's/.*"exec": "\(.*\)",$/\1/')
	sh -c "$exec" >"$box/waybar" &&
		jq -e '.class == "in" and .tooltip == .text' "$box/waybar" &&
		python3 - "$box/waybar" "$name" <<-'PY'
			import json, sys
			import xml.etree.ElementTree as xml
			text = json.load(open(sys.argv[1]))["text"]
			shown = xml.fromstring("<m>%s</m>" % text).text
			sys.exit(not shown.endswith(sys.argv[2]))
		PY
}
check "waybar's JSON, and its markup shows the name" waybar

# The loop of i3's configuration, behind an i3status that says two lines.
i3status_bar() {
	local loop
	loop=$(manual 'status_command|connect-clock status --for i3status' |
		sed 's/^status_command //' | tr -d '\\\n')
	mkdir -p "$box/bin"
	printf '#!/bin/sh\necho one\necho two\n' >"$box/bin/i3status"
	chmod +x "$box/bin/i3status"
	PATH=$box/bin:$PATH sh -c "$loop" >"$box/i3" &&
		[ "$(wc -l <"$box/i3")" = 2 ] &&
		grep -F "$name | two" "$box/i3"
}
check "i3's status_command" i3status_bar

starship_prompt() {
	local command
	command=$(manual '^ *command =' | sed 's/^command = "\(.*\)"$/\1/')
	[ "$(sh -c "$command" | sed 's/.* · 2601 //')" = "$name" ] || return 1
	command -v starship >/dev/null || return 0
	mandoc -T ascii man/connect-clock.1 | sed "s/.\x08//g" | sed -n \
		'/\[custom.connect_clock\]/,/when/p' >"$box/starship.toml"
	STARSHIP_CONFIG=$box/starship.toml starship module \
		custom.connect_clock | grep -F "$name"
}
check "starship's command" starship_prompt

kept() {
	stop_service
	connect-clock stop >/dev/null
	[ "$(connect-clock status --for tmux)" = "OUT · 1 kept" ]
}
check "a bar says what is kept" kept
no_such_bar() {
	connect-clock status --for polybar 2>"$box/said.out"
	[ $? = 64 ]
}
check "a bar that is not known is refused" no_such_bar
end_of_tests
