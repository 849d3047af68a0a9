# shellcheck shell=bash
# Sourced behind e2e.sh: a mail server of the test's own.

here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
# Where links in mails lead; open them at $url.
# shellcheck disable=SC2034  # whoever sources this uses it
public=https://connect.acme.example
sink_pid=

end_all() {
	stop_sink
	finish
}
trap end_all EXIT

# start_sink FOLDER [option...]: mails come into it, $mails, below $box; what
# it says is read by heard.
start_sink() {
	mails=$box/$1
	shift
	mkdir -p "$mails"
	mkfifo "$box/sink.said"
	/usr/bin/python3 "$here/mail_sink.py" "$mails" \
		--port "${sink_port:-0}" "$@" \
		>"$box/sink.said" 2>>"$box/sink.log" &
	sink_pid=$!
	exec 7<"$box/sink.said"
	rm "$box/sink.said"
	heard "listening .*" || {
		cat "$box/sink.log"
		return 1
	}
	sink_port=${sink_line##* }
}

stop_sink() {
	[ -n "$sink_pid" ] || return 0
	kill "$sink_pid" 2>/dev/null
	wait "$sink_pid" 2>/dev/null
	exec 7<&-
	sink_pid=
}

# heard PATTERN: the next line of it, which is this one.
heard() {
	read -r -t 60 -u 7 sink_line || {
		echo "the mail server heard nothing"
		return 1
	}
	[[ $sink_line =~ ^$1$ ]] || {
		echo "heard: $sink_line, wanted: $1"
		return 1
	}
}
