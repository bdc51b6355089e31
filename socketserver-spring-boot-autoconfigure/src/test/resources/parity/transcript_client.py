"""Talks to a server in a fixed list of ways and prints what happened on both sides.

usage: transcript_client.py PORT

PORT is that of the control connection of transcript_server.py or TranscriptServer.java, which start the servers and
trace their hooks. What is a matter of time or chance is not printed: ports, paths, threads' names, the order of calls
on different threads. Calls are listed by thread instead: that of the caller, that of serve_forever, and others.
"""
import contextlib
import select
import socket
import tempfile

from transcript_peers import FOLDER, LIMIT, Server, control, new_path

STREAMS = ("tcp", "unix")
DATAGRAMS = ("udp", "unix-datagram")
KINDS = STREAMS + DATAGRAMS
STRATEGIES = ("synchronous", "threading")


def scenario(title):
    print("==", title)


def hooks():
    for kind in KINDS:
        for strategy in STRATEGIES:
            setup = {"kind": kind, "strategy": strategy}
            scenario(f"{kind}, {strategy}: a request")
            with Server(**setup).serve() as server:
                server.request()
            scenario(f"{kind}, {strategy}: two requests")
            with Server(**setup).serve() as server:
                server.request()
                server.request()
            scenario(f"{kind}, {strategy}: verify_request denies")
            with Server(verifying="denies", **setup).serve() as server:
                denied(server)
            for failing in ("setup", "handle", "handle,finish"):
                scenario(f"{kind}, {strategy}: {failing.replace(',', ' raises, then ')} raises")
                with Server(failing=failing, **setup).serve() as server, server.connect() as client:
                    if failing == "setup":
                        if server.datagrams:
                            client.send(b"hello\n")
                    else:
                        client.send(b"hello\n")
                    client.receive()


def denied(server):
    with server.connect() as client:
        if server.datagrams:
            client.send(b"hello\n")
        client.receive()


def verify_raises():
    for kind in KINDS:
        scenario(f"{kind}: verify_request raises")
        with Server(kind=kind, verifying="raises").serve() as server, server.connect() as client:
            if server.datagrams:
                client.send(b"hello\n")
            server.closed()
            print("  serving:", control("serving"))


def handle_error_raises():
    scenario("tcp, synchronous: handle_error raises")
    with Server(strategy="synchronous", failing="handle,handle_error").serve() as server, server.connect() as client:
        client.send(b"hello\n")
        server.closed()
        print("  serving:", control("serving"))


def mixin():
    scenario("tcp, threading: the hook of ThreadingMixIn")
    with Server(mixin="traced").serve() as server:
        server.request()


def one_request():
    for kind in KINDS:
        for strategy in STRATEGIES:
            scenario(f"{kind}, {strategy}: handle_request with a client")
            with Server(kind=kind, strategy=strategy) as server, server.connect() as client:
                client.send(b"hello\n")
                control("handle_request", LIMIT)
                client.receive()
        scenario(f"{kind}: handle_request without a client")
        with Server(kind=kind):
            control("handle_request", 0.01)


def half_close():
    for kind in STREAMS:
        scenario(f"{kind}: the client shuts its output down and is answered")
        with Server(kind=kind, handling="count").serve() as server, server.connect() as client:
            client.send(b"hello")
            client.shut_down()
            client.receive()
        scenario(f"{kind}: the client sends nothing and shuts its output down")
        with Server(kind=kind).serve() as server, server.connect() as client:
            client.shut_down()
            client.receive()
        scenario(f"{kind}: a reply is sent before the handler returns")
        with Server(kind=kind, handling="write-through").serve() as server, server.connect() as client:
            client.receive_line()
            control("in_gate")
            control("release")
            client.receive()
    scenario("tcp: the handler returns with unread input")
    with Server(handling="leave-input").serve() as server, server.connect() as client:
        client.send(b"hello\n" + b"x" * 30000)
        control("in_gate")
        control("release")
        client.receive()


def backlog():
    for kind in STREAMS:
        scenario(f"{kind}: a request_queue_size of 5 and nobody accepts")
        with contextlib.ExitStack() as stack, Server(kind=kind, backlog=5) as server:
            results = []
            for _ in range(8):
                client = stack.enter_context(server.socket())
                client.setblocking(False)
                results.append(client.connect_ex(server.target()) == 0 or connected(client, server))
            print("  connected:", *("yes" if result else "no" for result in results))
            stack.close()


def connected(client, server):
    if server.kind == "unix":
        return False
    # a handshake over the loopback interface ends at once or not at all
    _, writable, _ = select.select([], [client], [], 0.5)
    return bool(writable) and client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0


def restart():
    for kind in KINDS:
        scenario(f"{kind}: serve_forever after shutdown")
        with Server(kind=kind).serve() as server:
            server.request()
            print("  shutdown", control("shutdown"))
            print("  serving:", control("serving"))
            with server.connect() as client:
                client.send(b"between\n")
                server.serve()
                client.receive()
    scenario("shutdown before serve_forever")
    with Server() as server:
        print("  shutdown", control("shutdown"))
        server.serve()
        print("  serving:", control("serving"))
    scenario("shutdown twice, then serve_forever")
    with Server().serve() as server:
        server.request()
        print("  shutdown", control("shutdown"))
        print("  shutdown", control("shutdown"))
        server.serve()
        print("  serving:", control("serving"))
    scenario("shutdown by a handler on its own thread")
    with Server(handling="shutdown").serve() as server:
        server.request()
        print("  serving:", control("serving"))
    for kind in KINDS:
        scenario(f"{kind}: close while a client waits in the queue")
        with Server(kind=kind, strategy="synchronous") as server, server.connect() as client:
            client.send(b"hello\n")
            control("close")
            if server.datagrams:
                client.receive_datagrams()
            else:
                client.receive_stream()


def reuse_address():
    for reuse in ("on", "off", "default"):
        scenario(f"tcp: bind over TIME_WAIT, allow_reuse_address {reuse}")
        with Server(reuse=reuse).serve() as server:
            server.request()
        rebind(server)
    for reuse in ("on", "off", "default"):
        scenario(f"udp: bind beside another socket, allow_reuse_address {reuse}")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", 0))
            with Server(other.getsockname()[1], kind="udp", reuse=reuse) as server:
                print("  bind", "fails" if server.address == "bind failed" else "succeeds")
    for kind in ("unix", "unix-datagram"):
        scenario(f"{kind}: bind the path of a server that was closed")
        with Server(kind=kind).serve() as server:
            server.request()
        rebind(server)
        for state in ("stale", "live"):
            scenario(f"{kind}: bind the path of a {state} socket")
            path = new_path()
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM if kind == "unix" else socket.SOCK_DGRAM) as other:
                other.bind(path)
                if kind == "unix":
                    other.listen()
                if state == "stale":
                    other.close()
                with Server(path, kind=kind) as server:
                    print("  bind", "fails" if server.address == "bind failed" else "succeeds")
        scenario(f"{kind}: bind the path of a file")
        with tempfile.NamedTemporaryFile(dir=FOLDER.name) as file, Server(file.name, kind=kind) as server:
            print("  bind", "fails" if server.address == "bind failed" else "succeeds")


def rebind(server):
    settings = {key: value for key, value in server.settings.items() if key in ("kind", "reuse")}
    with Server(server.address, **settings) as second:
        print("  bind", "fails" if second.address == "bind failed" else "succeeds")


def datagrams():
    for kind in DATAGRAMS:
        for title, handling, data in (
                ("an empty datagram", "count", b""),
                ("a datagram of max_packet_size", "count", b"x" * 8192),
                ("a datagram longer than max_packet_size", "count", b"x" * 8193),
                ("a handler that writes nothing", "nothing", b"hello\n"),
                ("a reply of 70000 bytes", "oversize", b"hello\n")):
            scenario(f"{kind}: {title}")
            with Server(kind=kind, handling=handling).serve() as server:
                server.request(data)
        scenario(f"{kind}: the client leaves before the reply")
        with Server(kind=kind, handling="write-through").serve() as server:
            with server.connect() as client:
                client.send(b"hello\n")
                control("in_gate")
            control("release")
            server.closed()
    scenario("unix-datagram: the client has no address")
    with Server(kind="unix-datagram").serve() as server, server.connect(bound=False) as client:
        client.send(b"hello\n")
        client.receive()


hooks()
verify_raises()
handle_error_raises()
mixin()
one_request()
half_close()
backlog()
restart()
reuse_address()
datagrams()
