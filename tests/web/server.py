"""Loopback HTTP servers, one for each made-up site, that log what is asked of them."""

from __future__ import annotations

import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DRIP_PIECES = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a site sees it. `count` is how often this path was asked before, this night."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    count: int

    def form(self) -> dict[str, str]:
        """The body's fields, of the query too."""
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {**self.query, **{name: values[0] for name, values in fields.items()}}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site sends. `fate` is empty, ``reset``, ``hang`` or ``drip`` (piece by piece).

    `etag` and `modified` say which validators go with it; a matching conditional
    request is then answered 304.
    """

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fate: str = ""
    etag: bool = False
    modified: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One request: when it came and when the answer was sent (`time.monotonic`), and both."""

    site: str
    began: float
    ended: float
    host: str
    method: str
    path: str
    status: int
    headers: Mapping[str, str]


Answers = Callable[[Asked], Reply]


class Server:
    """One site's server on a loopback address; `slow` and `hang` are seconds."""

    def __init__(self, site: str, number: int, log: list[LogLine], slow: float, hang: float):
        self.site, self.log, self.slow, self.hang = site, log, slow, hang
        self.answers: Answers = lambda _: Reply(b"", status=404)
        self.counts: dict[str, int] = {}
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        self._http = _listen(number, self)
        self.address: tuple[str, int] = self._http.server_address[:2]  # type: ignore[assignment]
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End it; what hangs is let go."""
        self.stopped.set()
        self._http.shutdown()
        self._http.server_close()

    def count(self, path: str) -> int:
        """How often this path was asked before."""
        with self.lock:
            before = self.counts.get(path, 0)
            self.counts[path] = before + 1
            return before


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: Server

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


def _listen(number: int, owner: Server) -> _Http:
    """A server on its own loopback address, where the system has more than one of them."""
    for host in (f"127.0.0.{10 + number}", "127.0.0.1"):
        try:
            http = _Http((host, 0), _Handler)
        except OSError:
            continue
        http.owner = owner
        return http
    raise OSError("no loopback address")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "made-up", ""
    timeout = 30
    server: _Http

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """The log is `Server.log`."""

    def _serve(self) -> None:
        began, owner = time.monotonic(), self.server.owner
        parts = urlsplit(self.path)
        query = {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(min(int(headers.get("content-length") or 0), 1 << 20))
        asked = Asked(self.command, parts.path, query, headers, body, owner.count(self.path))
        reply = owner.answers(asked)
        status = 0
        try:
            status = self._send(reply, headers)
        finally:
            line = LogLine(
                owner.site, began, time.monotonic(), headers.get("host", ""), self.command,
                self.path, status, headers,
            )  # fmt: skip
            with owner.lock:
                owner.log.append(line)

    def _send(self, reply: Reply, asked: Mapping[str, str]) -> int:
        """Send a reply as its fate has it; the status sent, 0 for none."""
        self.close_connection = True
        if reply.fate == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            return 0
        if reply.fate == "hang":
            self.server.owner.stopped.wait(self.server.owner.hang)
            return 0
        tag = f'"{hashlib.sha256(reply.body).hexdigest()[:20]}"' if reply.etag else ""
        same_tag = bool(tag) and asked.get("if-none-match") == tag
        unchanged = bool(reply.modified) and asked.get("if-modified-since") == reply.modified
        status = 304 if same_tag or (not tag and unchanged) else reply.status
        body = b"" if status == 304 else reply.body
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        if reply.modified:
            self.send_header("Last-Modified", reply.modified)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self._write(body, reply.fate)
        return status

    def _write(self, body: bytes, fate: str) -> None:
        if fate != "drip":
            self.wfile.write(body)
            return
        owner, size = self.server.owner, len(body) // DRIP_PIECES + 1
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            owner.stopped.wait(owner.slow / DRIP_PIECES)
