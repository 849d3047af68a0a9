#!/usr/bin/python3
"""The test runner tells a failure whatever way a program fails. Prints TAP."""

import os
import subprocess
import sys
import tempfile

RUN = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "run"))

# what the programs do, their shell text, exit code of the runner, last line
CASES = [
    ("all pass", ["echo 1..2; echo ok 1 - a; echo ok 2 - b"],
     0, "2 passed, 0 failed, 0 skipped"),
    ("two programs", ["echo 1..1; echo ok 1", "echo 1..1; echo ok 1"],
     0, "2 passed, 0 failed, 0 skipped"),
    ("one fails", ["echo 1..2; echo ok 1; echo not ok 2; exit 1"],
     1, "1 passed, 1 failed, 0 skipped"),
    ("one fails, exit code 0", ["echo 1..2; echo ok 1; echo not ok 2"],
     1, "1 passed, 1 failed, 0 skipped"),
    ("a skip as cmocka writes it",
     ["echo 1..2; echo ok 1; echo 'not ok 2 # SKIP t'"],
     0, "1 passed, 0 failed, 1 skipped"),
    ("a skip as TAP has it",
     ["echo 1..2; echo ok 1; echo 'ok 2 - t # SKIP why'"],
     0, "1 passed, 0 failed, 1 skipped"),
    ("all skipped is no pass", ["echo '1..0 # SKIP nothing here'"],
     1, "0 passed, 0 failed, 1 skipped"),
    ("fewer cases than planned", ["echo 1..3; echo ok 1"],
     1, "1 passed, 1 failed, 0 skipped"),
    ("a crash after the cases", ["echo 1..1; echo ok 1; kill -SEGV $$"],
     1, "1 passed, 1 failed, 0 skipped"),
    ("an exit code without a failed case", ["echo 1..1; echo ok 1; exit 3"],
     1, "1 passed, 1 failed, 0 skipped"),
    ("silence", ["true"], 1, "0 passed, 1 failed, 0 skipped"),
    ("a hang, with a child that hangs too",
     ["echo 1..2; echo ok 1; tail -f /dev/null | cat"],
     1, "1 passed, 1 failed, 0 skipped"),
    ("no program", [], 1, "0 passed, 0 failed, 0 skipped"),
]


def main():
    failed = 0
    print("1..%d" % len(CASES))
    env = dict(os.environ, TEST_LIMIT_S="2")
    for number, (what, texts, status, last) in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            programs = []
            for i, text in enumerate(texts):
                programs.append(os.path.join(folder, "p%d" % i))
                with open(programs[-1], "w", encoding="utf-8") as f:
                    f.write("#!/bin/sh\n%s\n" % text)
                os.chmod(programs[-1], 0o755)
            done = subprocess.run([RUN] + programs, env=env, text=True,
                                  capture_output=True)
        good = (done.returncode == status
                and done.stdout.splitlines()[-1:] == [last])
        failed += not good
        print("%s %d - %s" % ("ok" if good else "not ok", number, what))
        if not good:
            print("".join("# %s\n" % line for line in
                          (done.stdout + done.stderr).splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
