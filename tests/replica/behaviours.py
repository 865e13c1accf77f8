"""Ways to misbehave, for :class:`tests.replica.server.Replica`."""

import socket
import struct
import time
import zlib

from tests.replica.server import Ask, Behaviour

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def hang_up(connection: socket.socket, ask: Ask) -> None:
    """Close without a word."""


def reset(connection: socket.socket, ask: Ask) -> None:
    """Break the connection off (TCP RST)."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def garbage(connection: socket.socket, ask: Ask) -> None:
    """Something that is no HTTP."""
    connection.sendall(b"220 mail.r.example ESMTP ready\r\n")


def cut_short(connection: socket.socket, ask: Ask) -> None:
    """Promise 10,000 bytes and send 20."""
    connection.sendall(_HEAD + b"Content-Length: 10000\r\n\r\n" + b"<html>only beginning")


def cut_chunk(connection: socket.socket, ask: Ask) -> None:
    """End within a chunk."""
    connection.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"ff\r\n<html>")


def slow_headers(seconds: float) -> Behaviour:
    """Say nothing for a while."""

    def behave(connection: socket.socket, ask: Ask) -> None:
        time.sleep(seconds)

    return behave


def drip(seconds: float) -> Behaviour:
    """Send the body a byte at a time (slow loris)."""

    def behave(connection: socket.socket, ask: Ask) -> None:
        connection.sendall(_HEAD + b"Content-Length: 100000\r\n\r\n")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            connection.sendall(b"x")
            time.sleep(0.05)

    return behave


def promise(size: int) -> Behaviour:
    """Announce a body of ``size`` bytes and never send it."""

    def behave(connection: socket.socket, ask: Ask) -> None:
        connection.sendall(_HEAD + b"Content-Length: %d\r\n\r\n" % size)

    return behave


def flood(size: int) -> Behaviour:
    """Send ``size`` bytes without having announced how many."""

    def behave(connection: socket.socket, ask: Ask) -> None:
        connection.sendall(_HEAD + b"Connection: close\r\n\r\n")
        block = b"x" * 65536
        for _ in range(size // len(block) + 1):
            connection.sendall(block)

    return behave


def bomb(size: int) -> Behaviour:
    """A small gzip body that unpacks to ``size`` zero bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1024 * 1024)
    body = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
    head = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)

    def behave(connection: socket.socket, ask: Ask) -> None:
        connection.sendall(_HEAD + head + body)

    return behave
