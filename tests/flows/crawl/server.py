"""A server on loopback that answers as it is told, and remembers when it was asked for what."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flows.crawl.model import ListPage, Site


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent. A `body` that is a function writes by itself, without a declared length."""

    body: bytes | Callable[[Callable[[bytes], Any]], None] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Seen:
    """A request, and when it came and its answer was sent (`time.monotonic`)."""

    path: str
    headers: Mapping[str, str]
    began: float
    ended: float = 0.0
    sent: int = 0


class Server:
    """Answers by path; what it does not know is 404."""

    def __init__(self, host: str = "127.0.0.1", certificate: Path | None = None) -> None:
        self.replies: dict[str, Reply] = {}
        self.seen: list[Seen] = []
        self.changed = threading.Condition()
        self._http = ThreadingHTTPServer((host, 0), _handler(self))
        self._http.daemon_threads = True
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
            scheme = "https"
        self.scheme, self.port = scheme, self._http.server_port
        self.host = f"{host}:{self.port}"
        self.url = f"{scheme}://{self.host}"

    def site(self, id: str = "one", *lists: str, pace: float = 0.01, **more: Any) -> Site:
        """A site of lists on this server."""
        pages = tuple(ListPage(self.url + path, "links") for path in lists or ("/list",))
        hosts = (self._http.server_address[0], *more.pop("hosts", ()))
        return Site(id, id, tuple(map(str, hosts)), pages, pace=pace, **more)

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [seen.path for seen in self.seen]

    def wait_for(self, requests: int, seconds: float = 60.0) -> None:
        """Return when it was asked so often."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.seen) >= requests, seconds)

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()


def links(*entries: tuple[str, str] | str) -> Reply:
    """A list as `tests.flows.crawl.parts` reads it: paths, or paths with titles."""
    pairs = [(entry, f"report {entry}") if isinstance(entry, str) else entry for entry in entries]
    return Reply("".join(f"<a href='{path}'>{title}</a>" for path, title in pairs).encode())


def report(text: str, *attachments: str, **headers: str) -> Reply:
    """A page that `tests.flows.crawl.parts` takes for a report."""
    hanging = "".join(f"<a href='{path}'>file</a>" for path in attachments)
    body = f"<html><p>report {text}</p>{hanging}</html>".encode()
    return Reply(body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            seen = Seen(self.path, dict(self.headers), time.monotonic())
            with server.changed:
                server.seen.append(seen)
                server.changed.notify_all()
            try:
                self._answer(seen, server.replies.get(self.path, Reply(b"nothing", 404)))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                seen.ended = seen.ended or time.monotonic()

        def _answer(self, seen: Seen, reply: Reply) -> None:
            etag = reply.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                reply = Reply(b"", 304)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)

            def send(data: bytes) -> None:
                self.wfile.write(data)
                seen.sent += len(data)

            if callable(reply.body):
                self.send_header("Connection", "close")
                self.end_headers()
                reply.body(send)
                self.close_connection = True
                return
            if "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            # As soon as the last byte is out the client may ask again.
            seen.ended = time.monotonic()
            send(reply.body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    return Handler
