"""The control connection, the servers and the clients of transcript_client.py."""
import os
import socket
import sys
import tempfile

LIMIT = 20
FOLDER = tempfile.TemporaryDirectory()
DEFAULTS = {"kind": "tcp", "strategy": "threading", "handling": "echo", "failing": "", "verifying": "accepts",
            "reuse": "default", "backlog": "default", "mixin": "plain"}


def new_path():
    return os.path.join(tempfile.mkdtemp(dir=FOLDER.name), "s")


def show(data):
    return repr(data.decode()) if len(data) < 50 else f"{len(data)} bytes"


class Control:

    def __init__(self, port):
        self.lines = socket.create_connection(("127.0.0.1", port), 60).makefile("rw", encoding="utf-8", newline="\n")

    def __call__(self, command, *words, **keywords):
        words += tuple(f"{key}={value}" for key, value in keywords.items())
        self.lines.write(" ".join((command,) + tuple(map(str, words))) + "\n")
        self.lines.flush()
        answer = self.lines.readline()
        if not answer.endswith("\n"):
            sys.exit(f"the server has left at {command}")
        return answer[:-1]


class Server:
    """One server on the other side, whose trace is printed when it has been shut down."""

    def __init__(self, address=None, **keywords):
        self.settings = {**DEFAULTS, **keywords}
        self.kind = self.settings["kind"]
        self.unix = self.kind.startswith("unix")
        self.datagrams = self.kind in ("udp", "unix-datagram")
        if address is None:
            address = new_path() if self.unix else 0
        self.address = control("start", address=address, **self.settings)
        self.requests = 0

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.address != "bind failed":
            control("stop")
            self.print_trace()
            control("close")

    def print_trace(self):
        for line in filter(None, control("trace").split("|")):
            print("  " + line)

    def serve(self):
        control("serve")
        return self

    def target(self):
        return self.address if self.unix else ("127.0.0.1", int(self.address))

    def socket(self):
        return socket.socket(socket.AF_UNIX if self.unix else socket.AF_INET,
                             socket.SOCK_DGRAM if self.datagrams else socket.SOCK_STREAM)

    def connect(self, bound=True):
        return Client(self, bound)

    def closed(self):
        self.requests += 1
        control("closed", self.requests)

    def request(self, data=b"hello\n"):
        with self.connect() as client:
            client.send(data)
            client.receive()


class Client:

    def __init__(self, server, bound=True):
        self.server = server
        self.socket = server.socket()
        self.socket.settimeout(LIMIT)
        if server.kind == "unix-datagram" and bound:
            self.socket.bind(new_path())
        self.socket.connect(server.target())

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)
        print("  client sends", show(data))

    def shut_down(self):
        self.socket.shutdown(socket.SHUT_WR)
        print("  client shuts its output down")

    def receive_line(self):
        data = b""
        while not data.endswith(b"\n"):
            data += self.socket.recv(1)
        print("  client receives", show(data))

    def receive(self):
        """Receives all there is when the request has been closed."""
        if self.server.datagrams:
            self.server.closed()
            self.receive_datagrams()
        else:
            self.receive_stream()
            self.server.closed()

    def receive_datagrams(self):
        self.socket.setblocking(False)
        try:
            while True:
                print("  client receives", show(self.socket.recv(131072)))
        except BlockingIOError:
            print("  client receives nothing more")
        except ConnectionRefusedError:
            print("  client is refused")

    def receive_stream(self):
        data, end = b"", "the end"
        try:
            while chunk := self.socket.recv(65536):
                data += chunk
        except ConnectionResetError:
            end = "a reset"
        print("  client receives", (show(data) + ", then " if data else "") + end)


control = Control(int(sys.argv[1]))
