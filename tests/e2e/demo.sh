#!/bin/bash
# The demo leaves nothing behind, however it is ended: also by a terminal that
# goes, which hangs up more than once.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# ends_clean SIGNAL: a demo that is sent this, until it has ended.
ends_clean() {
	mkdir -p "$box/tmp"
	TMPDIR=$box/tmp timeout 60 python3 - "$1" <<-'PYTHON' || return 1
		import os, pty, signal, sys
		pid, fd = pty.fork()
		if pid == 0:
		    os.environ["TERM"] = "xterm"
		    os.execvp("connect-clock", ["connect-clock", "demo"])
		seen = b""
		while b"Location" not in seen:
		    seen += os.read(fd, 4096)
		while os.waitpid(pid, os.WNOHANG)[0] == 0:
		    os.kill(pid, getattr(signal, sys.argv[1]))
	PYTHON
	[ -z "$(ls -A "$box/tmp")" ] || {
		ls -lR "$box/tmp"
		return 1
	}
}

# Whoever leaves it reads that it is gone, and how to go on.
left_in_words() {
	TMPDIR=$box/tmp timeout 60 python3 - >"$box/said" <<-'PYTHON' || return 1
		import os, pty, sys
		pid, fd = pty.fork()
		if pid == 0:
		    os.environ["TERM"] = "xterm"
		    os.execvp("connect-clock", ["connect-clock", "demo"])
		seen, typed = b"", False
		while True:
		    try:
		        seen += os.read(fd, 4096)
		    except OSError:
		        break
		    if not typed and b"Quit" in seen:
		        typed = os.write(fd, b"q") > 0
		sys.stdout.buffer.write(seen)
		sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	PYTHON
	tail -1 "$box/said" | grep "nothing of it is left; connect-clock login" &&
		[ -z "$(ls -A "$box/tmp")" ]
}

# The service that it brings along is another program, which may fail.
says_why() {
	mkdir "$box/broken" && cp "$box/root/usr/bin/connect-clock" \
		"$box/broken" || return 1
	printf '#!/bin/sh\necho "no room today" >&2\nexit 1\n' \
		>"$box/broken/connectd"
	chmod +x "$box/broken/connectd"
	TMPDIR=$box/tmp "$box/broken/connect-clock" demo >"$box/said" 2>&1
	[ $? = 69 ] && grep "made no sample company: no room today" \
		"$box/said" && [ -z "$(ls -A "$box/tmp")" ] || return 1
	echo "#!/nowhere" >"$box/broken/connectd"
	"$box/broken/connect-clock" demo 2>&1 | grep "cannot run .*connectd"
}

need "the tree installs" install_tree
new_home demo
check "a demo that is told to end, and again, leaves nothing" \
	ends_clean SIGTERM
check "a demo that is hung up, and again, leaves nothing" ends_clean SIGHUP
check "a demo that is left says that nothing is left, and how to go on" \
	left_in_words
check "a demo whose service fails says why, and leaves nothing" says_why
end_of_tests
