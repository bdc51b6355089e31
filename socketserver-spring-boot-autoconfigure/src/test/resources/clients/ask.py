"""Sends each argument as a line over one socket and prints each line that comes back.

usage: ask.py tcp HOST PORT LINE... | ask.py unix PATH LINE... | ask.py udp HOST PORT LINE...
       ask.py unix-datagram PATH CLIENT-PATH LINE...
"""
import os
import socket
import sys

kind, arguments = sys.argv[1], sys.argv[2:]
if kind == "unix":
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    address, lines = arguments[0], arguments[1:]
elif kind == "unix-datagram":
    client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    client.bind(arguments[1])
    address, lines = arguments[0], arguments[2:]
else:
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    address, lines = (arguments[0], int(arguments[1])), arguments[2:]

with client:
    client.settimeout(20)
    client.connect(address)
    if kind in ("udp", "unix-datagram"):
        for line in lines:
            client.sendall(line.encode() + b"\n")
            print(client.recv(65535).decode(), end="")
    else:
        with client.makefile("r", newline="\n") as replies:
            for line in lines:
                client.sendall(line.encode() + b"\n")
                print(replies.readline(), end="")
            client.shutdown(socket.SHUT_WR)
            print("end" if replies.read() == "" else "more")

if kind == "unix-datagram":
    os.unlink(arguments[1])
