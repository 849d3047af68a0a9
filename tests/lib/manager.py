"""manager.py CASE CONNECTD DATABASE DIR: connectd as a service manager starts
it (sd_notify(3), sd_listen_fds(3)), and what it tells then. DIR holds
one.pem, one.key, two.pem and two.key. Silent when all is as it should be."""

import os
import shutil
import signal
import socket
import ssl
import sys
import time

CONNECTD, DATABASE, DIR = sys.argv[2:5]
PATIENCE_S = 30


class Manager:
    def __init__(self, *options, abstract=False, sockets=1, env=None,
                 strange_pid=False):
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.told.settimeout(PATIENCE_S)
        name = os.path.join(DIR, "notify.%d" % os.getpid())
        if os.path.exists(name):
            os.unlink(name)
        self.told.bind("\0" + name if abstract else name)
        self.listeners = [socket.create_server(("127.0.0.1", 0))
                          for _ in range(sockets)]
        self.log = open(os.path.join(DIR, "log"), "w+b")
        argv = [CONNECTD, "serve", "--database", DATABASE,
                "--cheap-passwords", "--unsafe-database", *options]
        self.pid = os.fork()
        if self.pid == 0:
            fds = [os.dup(s.fileno()) for s in self.listeners]
            fds = [fcntl_above(fd) for fd in fds]
            for n, fd in enumerate(fds):
                os.dup2(fd, 3 + n)
            os.dup2(self.log.fileno(), 2)
            os.environ.update(env or {})
            os.environ["NOTIFY_SOCKET"] = ("@" if abstract else "") + name
            if sockets:
                os.environ["LISTEN_FDS"] = str(sockets)
                os.environ["LISTEN_PID"] = str(
                    1 if strange_pid else os.getpid())
            os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
            os.execv(CONNECTD, argv)

    def port(self):
        return self.listeners[0].getsockname()[1]

    def hears(self, head):
        """The next message, which begins so; that it lives does not count."""
        while True:
            text = self.told.recv(4096).decode()
            if text != "WATCHDOG=1" or head == text:
                break
        assert text.startswith(head), "%r, wanted %r" % (text, head)
        return text

    def kill(self, number):
        os.kill(self.pid, number)

    def ends(self):
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.pid = None
        return code

    def stop(self):
        self.kill(signal.SIGTERM)
        self.hears("STOPPING=1")
        assert self.ends() == 0, self.logged()

    def logged(self):
        self.log.seek(0)
        return self.log.read().decode()


def fcntl_above(fd):
    import fcntl
    return fcntl.fcntl(fd, fcntl.F_DUPFD, 50)


def get(port, context=None):
    s = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
    if context:
        s = context.wrap_socket(s, server_hostname="localhost")
    ask(s)
    return s


def ask(s):
    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    got = b""
    while not got.endswith(b"}"):
        more = s.recv(4096)
        assert more, "the connection was cut"
        got += more
    assert got.startswith(b"HTTP/1.1 200"), got


def life(**how):
    manager = Manager(**how)
    # Whoever comes early waits in the line of the socket.
    early = get(manager.port())
    manager.hears("READY=1")
    before = time.monotonic_ns() // 1000
    manager.kill(signal.SIGHUP)
    words = dict(line.split("=") for line in
                 manager.hears("RELOADING=1").split("\n"))
    assert before <= int(words["MONOTONIC_USEC"]) <= \
        time.monotonic_ns() // 1000
    manager.hears("READY=1")
    ask(early)
    manager.stop()


def watched():
    manager = Manager(env={"WATCHDOG_USEC": "20000"})
    manager.hears("READY=1")
    for _ in range(5):
        manager.hears("WATCHDOG=1")
    manager.stop()


def load_certificate(name):
    for part in ("pem", "key"):
        new = os.path.join(DIR, "new." + part)
        shutil.copy(os.path.join(DIR, name + "." + part), new)
        os.chmod(new, 0o600)
        os.rename(new, os.path.join(DIR, "tls." + part))


def trusting(name):
    return ssl.create_default_context(cafile=os.path.join(DIR, name + ".pem"))


def certificate():
    load_certificate("one")
    manager = Manager("--tls-cert", os.path.join(DIR, "tls.pem"),
                      "--tls-key", os.path.join(DIR, "tls.key"))
    manager.hears("READY=1")
    old = get(manager.port(), trusting("one"))

    def reload():
        manager.kill(signal.SIGHUP)
        manager.hears("RELOADING=1")
        manager.hears("READY=1")

    load_certificate("two")
    get(manager.port(), trusting("one"))
    reload()
    get(manager.port(), trusting("two"))
    ask(old)
    # What is no certificate changes nothing, and is told.
    with open(os.path.join(DIR, "tls.pem"), "w") as f:
        f.write("-----BEGIN CERTIFICATE-----\n!")
    reload()
    get(manager.port(), trusting("two"))
    ask(old)
    assert "event=not-reloaded" in manager.logged()
    # More often than there are places for.
    for turn in range(12):
        load_certificate("two" if turn % 2 else "one")
        reload()
    get(manager.port(), trusting("two"))
    manager.stop()


def refused():
    manager = Manager(sockets=2)
    assert manager.ends() == 78, manager.logged()
    manager = Manager("--listen", "127.0.0.1:0")
    assert manager.ends() == 64, manager.logged()


def meant_for_another():
    manager = Manager("--listen", "127.0.0.1:0", strange_pid=True)
    manager.hears("READY=1")
    manager.stop()


CASES = {
    "life": life,
    "abstract": lambda: life(abstract=True),
    "watched": watched,
    "certificate": certificate,
    "refused": refused,
    "another": meant_for_another,
}


if __name__ == "__main__":
    CASES[sys.argv[1]]()
