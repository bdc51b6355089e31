"""Python's own servers. Usage: echo_server.py threading|forking|synchronous <first port> <path of the Unix socket>"""
import signal
import socketserver
import sys
import threading
import time

# the default of 5 makes clients of a burst wait for a second
socketserver.TCPServer.request_queue_size = 128
socketserver.TCPServer.allow_reuse_address = True
socketserver.ThreadingMixIn.daemon_threads = True


class Echo(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        for line in self.rfile:
            self.wfile.write(self.answer(line))

    def answer(self, line):
        return line


class EchoUnix(Echo):
    disable_nagle_algorithm = False


class Upper(Echo):
    def answer(self, line):
        return line.decode().upper().encode()


class Slow(Echo):
    def answer(self, line):
        time.sleep(self.seconds)
        return line


class Slow1(Slow):
    seconds = 0.001


class Slow50(Slow):
    seconds = 0.050


class Datagram(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.packet)


model, first, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
if model == "forking":
    # alone and on the main thread: a fork copies only the thread that forks
    with socketserver.ForkingTCPServer(("", first), Echo) as server:
        print("READY", flush=True)
        server.serve_forever()
if model == "threading":
    tcp, udp, unix = (socketserver.ThreadingTCPServer, socketserver.ThreadingUDPServer,
                      socketserver.ThreadingUnixStreamServer)
else:
    tcp, udp, unix = socketserver.TCPServer, socketserver.UDPServer, socketserver.UnixStreamServer
servers = [
    tcp(("", first), Echo),
    tcp(("", first + 1), Upper),
    tcp(("", first + 3), Slow1),
    tcp(("", first + 4), Slow50),
    udp(("", first + 5), Datagram),
    unix(path, EchoUnix),
]
for server in servers:
    threading.Thread(target=server.serve_forever, daemon=True).start()
print("READY", flush=True)
signal.pause()
