"""The servers of CPython's socketserver, with every hook traced, for transcript_client.py.

usage: transcript_server.py

Prints the port of its control connection and does what it is told there, one line each. The same commands are
understood by TranscriptServer.java.
"""
import socket
import socketserver
import sys
import threading

LIMIT = 20
MOMENT = 1
SHUTDOWN = 2


class Scripted(Exception):
    pass


class Trace:
    """The hooks that were called, by the thread that called them."""

    def __init__(self):
        self.condition = threading.Condition()
        self.lines = {"caller": [], "serving": [], "handler": []}
        self.thread = threading.local()
        self.thread.role = "caller"
        self.closed = 0
        self.in_gate = 0
        self.crashed = 0
        self.after_request = False

    def add(self, line):
        with self.condition:
            self.lines[getattr(self.thread, "role", "handler")].append(line)

    def serving(self):
        self.thread.role = "serving"

    def count(self, counter):
        with self.condition:
            setattr(self, counter, getattr(self, counter) + 1)
            self.condition.notify_all()

    def wait_for(self, predicate):
        with self.condition:
            if not self.condition.wait_for(predicate, LIMIT):
                raise TimeoutError(str(self.lines))

    def text(self):
        with self.condition:
            return "|".join(f"{role}: {line}" for role, lines in self.lines.items() for line in lines)


class TracedHooks:
    """Comes first among the bases, before ThreadingMixIn."""

    def server_bind(self):
        self.trace.add("server_bind")
        super().server_bind()

    def server_activate(self):
        self.trace.add("server_activate")
        super().server_activate()

    def get_request(self):
        self.trace.add("get_request")
        self.trace.after_request = True
        return super().get_request()

    def verify_request(self, request, client_address):
        self.trace.add("verify_request")
        if self.verifying == "raises":
            raise Scripted("verify_request")
        return self.verifying == "accepts"

    def process_request(self, request, client_address):
        self.trace.add("process_request")
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        if self.mixin == "traced":
            self.trace.add("process_request_thread")
        super().process_request_thread(request, client_address)

    def finish_request(self, request, client_address):
        self.trace.add("finish_request")
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        self.trace.add("handle_error: " + (str(error) if isinstance(error, Scripted) else "an error of the system"))
        if "handle_error" in self.failing:
            raise Scripted("handle_error")

    def shutdown_request(self, request):
        self.trace.add("shutdown_request")
        super().shutdown_request(request)

    def close_request(self, request):
        self.trace.add("close_request")
        super().close_request(request)
        self.trace.count("closed")

    def handle_timeout(self):
        self.trace.add("handle_timeout")
        super().handle_timeout()

    def service_actions(self):
        # the polling makes more of these calls: their number is a matter of time
        if self.trace.after_request:
            self.trace.after_request = False
            self.trace.add("service_actions")
        super().service_actions()


class TracedHandler:
    """Comes first among the bases, before StreamRequestHandler or DatagramRequestHandler."""

    def step(self, name):
        self.server.trace.add(name)

    def fail(self, name):
        if name in self.server.failing:
            raise Scripted(name)

    def setup(self):
        self.step("setup")
        self.fail("setup")
        super().setup()

    def handle(self):
        self.step("handle")
        getattr(self, self.server.handling.replace("-", "_"))()
        self.fail("handle")

    def finish(self):
        self.step("finish")
        super().finish()
        self.fail("finish")

    def gate(self):
        self.server.trace.count("in_gate")
        if not self.server.gate.acquire(timeout=LIMIT):
            raise TimeoutError("gate")

    def echo(self):
        self.wfile.write(self.rfile.readline())

    def count(self):
        self.wfile.write(b"%d bytes\n" % len(self.rfile.read()))

    def nothing(self):
        pass

    def write_through(self):
        self.wfile.write(b"first\n")
        self.gate()
        self.wfile.write(b"second\n")

    def leave_input(self):
        self.wfile.write(self.rfile.readline())
        self.gate()

    def shutdown(self):
        self.server.shutdown()
        self.wfile.write(b"shut down\n")

    def oversize(self):
        self.wfile.write(b"x" * 70000)


KINDS = {
    "tcp": (socketserver.TCPServer, socketserver.StreamRequestHandler),
    "unix": (socketserver.UnixStreamServer, socketserver.StreamRequestHandler),
    "udp": (socketserver.UDPServer, socketserver.DatagramRequestHandler),
    "unix-datagram": (socketserver.UnixDatagramServer, socketserver.DatagramRequestHandler),
}


class Control:

    def start(self, **words):
        base, handler = KINDS[words["kind"]]
        mixins = (TracedHooks,) + ((socketserver.ThreadingMixIn,) if words["strategy"] == "threading" else ())
        attributes = {"trace": Trace(), "gate": threading.Semaphore(0), "handling": words["handling"],
                      "failing": words["failing"].split(","), "verifying": words["verifying"],
                      "mixin": words["mixin"]}
        if words["reuse"] != "default":
            attributes["allow_reuse_address"] = words["reuse"] == "on"
        if words["backlog"] != "default":
            attributes["request_queue_size"] = int(words["backlog"])
        traced = type("Traced", mixins + (base,), attributes)
        address = words["address"] if words["kind"].startswith("unix") else ("127.0.0.1", int(words["address"]))
        self.thread = None
        self.server = None
        self.ended = threading.Event()
        try:
            self.server = traced(address, type("Handler", (TracedHandler, handler), {}))
        except OSError:
            return "bind failed"
        return "%s" % (self.server.server_address if words["kind"].startswith("unix") else self.server.server_address[1])

    def serve(self):
        def run():
            self.server.trace.serving()
            try:
                self.server.serve_forever(0.02)
            except Scripted:
                self.server.trace.count("crashed")
            finally:
                self.ended.set()

        self.ended.clear()
        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        return "ok"

    def handle_request(self, timeout):
        self.server.timeout = float(timeout)
        self.server.handle_request()
        return "ok"

    def shutdown(self):
        thread = threading.Thread(target=self.server.shutdown, daemon=True)
        thread.start()
        thread.join(SHUTDOWN)
        return "does not return" if thread.is_alive() else "returns"

    def serving(self):
        return "no" if self.ended.wait(MOMENT) else "yes"

    def closed(self, count):
        trace = self.server.trace
        trace.wait_for(lambda: trace.closed >= int(count) or trace.crashed > 0)
        return "ok"

    def in_gate(self):
        trace = self.server.trace
        trace.wait_for(lambda: trace.in_gate > 0)
        return "ok"

    def release(self):
        self.server.gate.release()
        return "ok"

    def stop(self):
        if self.thread is not None:
            if not self.ended.is_set():
                self.server.shutdown()
            self.thread.join(LIMIT)
        return "ok"

    def close(self):
        self.server.server_close()
        return "ok"

    def trace(self):
        return self.server.trace.text()


def main():
    control = Control()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        connection, _ = listener.accept()
    with connection, connection.makefile("rw", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            name, *words = line.split()
            keywords = dict(word.split("=", 1) for word in words if "=" in word)
            answer = getattr(control, name)(*[word for word in words if "=" not in word], **keywords)
            lines.write(answer + "\n")
            lines.flush()


if __name__ == "__main__":
    main()
