"""Listeners that aren't web servers, and a proxy; loopback only."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@contextmanager
def listener(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port of 127.0.0.1 whose every connection is served in a thread and then closed."""
    door = socket.create_server(("127.0.0.1", 0))

    def one(link: socket.socket) -> None:
        with link, contextlib.suppress(OSError):
            serve(link)

    def accept() -> None:
        while True:
            try:
                link, _ = door.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(link,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield int(door.getsockname()[1])
    finally:
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()


def silent(link: socket.socket) -> None:
    """Take the connection and say nothing until the other side goes."""
    while link.recv(4096):
        pass


def hang_up(link: socket.socket) -> None:
    """Close at once after the first bytes."""
    link.recv(1)


def not_http(link: socket.socket) -> None:
    """Answer in some other protocol."""
    link.recv(4096)
    link.sendall(b"220 mail.example ESMTP ready\r\n")


def plain_http(link: socket.socket) -> None:
    """A web server without TLS that is spoken to in TLS."""
    link.recv(4096)
    link.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def refused_port() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@dataclass
class Proxy:
    """A CONNECT proxy. `hosts` says where host and port lead, so that invented names work through it."""

    hosts: Mapping[str, int] = field(default_factory=dict)
    status: int = 200
    sign_in: str = ""
    offers: tuple[str, ...] = ()
    """The ways to sign in that a 407 names."""
    seen: list[bytes] = field(default_factory=list)

    def serve(self, link: socket.socket) -> None:
        """Answer one CONNECT and pass bytes on, which are TLS and kept as they were seen."""
        head = b""
        while b"\r\n\r\n" not in head:
            more = link.recv(4096)
            if not more:
                return
            head += more
        self.seen.append(head)
        where = head.split(b" ", 2)[1].decode()
        status = self._status(head, where)
        if status != 200:
            offers = "".join(f"Proxy-Authenticate: {offer}\r\n" for offer in self.offers).encode()
            link.sendall(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n%b\r\n" % (status, offers))
            return
        with socket.create_connection(("127.0.0.1", self.hosts[where])) as onward:
            link.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._pass_on(link, onward)

    def _status(self, head: bytes, where: str) -> int:
        if self.status != 200:
            return self.status
        if self.sign_in and self.sign_in.encode() not in head:
            return 407
        return 200 if where in self.hosts else 502

    def _pass_on(self, link: socket.socket, onward: socket.socket) -> None:
        while True:
            readable, _, _ = select.select([link, onward], [], [], 30)
            if not readable:
                return
            for side in readable:
                more = side.recv(65536)
                if not more:
                    return
                self.seen.append(more)
                (onward if side is link else link).sendall(more)
