"""Who is told of a night, and how: against servers on loopback, also such as fail."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.failure import Failure
from flows.nightly.hooks import tell
from flows.nightly.night import Changes, Night, Step
from flows.nightly.options import ALWAYS, TROUBLE, Mail, Plan, plan
from flows.settings import Settings
from tests.flows.nightly.test_page import HOSTILE, a_night

QUIET = replace(a_night(), steps=(Step("crawl", "done"),), alarms=(), changes=Changes(4, 4))


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[index,misc]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[tuple[str, bytes]], list[int]]]:
    """An address, what is sent to it, and the status with which it answers."""
    heard: list[tuple[str, bytes]] = []
    answers = [204]

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, body))
            self.send_response(answers[0])
            if answers[0] == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - a name of the library's

        def log_message(self, *_: Any) -> None:
            pass

    with running(HTTPServer(("127.0.0.1", 0), Listener)) as port:
        yield f"http://127.0.0.1:{port}/hook", heard, answers


@pytest.fixture
def mailbox() -> Iterator[tuple[int, list[bytes]]]:
    """The port of a mail server, and the letters it got."""
    got: list[bytes] = []

    class Server(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                if line.upper().startswith(b"DATA"):
                    self.wfile.write(b"354 go on\r\n")
                    got.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                quits = line.upper().startswith(b"QUIT")
                self.wfile.write(b"221 bye\r\n" if quits else b"250 ok\r\n")

    with running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)) as port:
        yield port, got


def a_plan(**more: Any) -> Plan:
    return Plan(Settings(Path("raw"), Path("curated"), 1), **more)


def a_mail(port: int) -> Mail:
    return Mail("127.0.0.1", port, "none", "", "gouji@example.org", ("a@example.org",))


def test_the_webhook_is_sent_what_happened(webhook: Any) -> None:
    address, heard, _ = webhook
    assert list(tell(a_plan(webhook=address), a_night(HOSTILE))) == []
    [(path, body)] = heard
    said = json.loads(body)
    assert (path, said["verdict"], said["version"]) == ("/hook", "failed", 4)
    assert said["steps"] == {"crawl": "done", "gate": "failed"}
    assert said["alarms"][0]["kind"] == "list_shrank"
    assert said["changes"]["came_report"] == 1


@pytest.mark.parametrize(
    ("night", "when", "sent"),
    [(QUIET, TROUBLE, 0), (QUIET, ALWAYS, 1), (a_night(), TROUBLE, 1)],
)
def test_a_quiet_night_is_told_only_where_that_is_wanted(
    webhook: Any, night: Night, when: str, sent: int
) -> None:
    address, heard, _ = webhook
    assert list(tell(a_plan(webhook=address, tell=when), night)) == []
    assert len(heard) == sent


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_fails_is_told_and_breaks_nothing(webhook: Any, status: int) -> None:
    address, heard, answers = webhook
    answers[0] = status
    [trouble] = tell(a_plan(webhook=address), a_night())
    assert trouble.startswith("webhook: HTTPError")
    assert [path for path, _ in heard] == ["/hook"]


def test_nobody_there_is_told_and_breaks_nothing() -> None:
    with running(HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)) as port:
        pass
    troubles = list(tell(a_plan(webhook=f"http://127.0.0.1:{port}", mail=a_mail(port)), a_night()))
    assert [trouble.partition(":")[0] for trouble in troubles] == ["webhook", "mail"]


def test_the_mail_holds_the_page(mailbox: Any) -> None:
    port, got = mailbox
    assert list(tell(a_plan(mail=a_mail(port)), a_night())) == []
    letter: Any = message_from_bytes(got[0].replace(b"\r\n", b"\n"), policy=policy.default)
    assert letter["Subject"] == "gouji 2025-01-02: 有步骤失败 / something failed"
    assert letter["To"] == "a@example.org"
    text, page, plain = [part for part in letter.walk() if not part.is_multipart()]
    assert "列表条目骤减" in text.get_content()
    assert page.get_content_type() == "text/html"
    assert page.get_filename() == "gouji-2025-01-02.html"
    assert plain.get_filename() == "gouji-2025-01-02.md"


def test_settings_come_from_the_file_and_the_password_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "gouji.toml"
    file.write_text(
        "[nightly]\nretries = 5\ntell = 'always'\nwebhook = 'https://example.org/x'\n"
        "mail_host = 'mail.example.org'\nmail_user = 'u@example.org'\nmail_to = ['a@example.org']\n"
        "[versions]\nkept = 3\n",
        encoding="utf-8",
    )
    found = plan(home=str(tmp_path), environment={"GOUJI_MAIL_PASSWORD": "secret"})
    assert (found.retries, found.tell, found.settings.versions) == (5, ALWAYS, 3)
    assert found.mail == Mail(
        "mail.example.org", 587, "starttls", "u@example.org", "u@example.org", ("a@example.org",),
        "secret",
    )  # fmt: skip
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("retrys = 1", "no option 'retrys': perhaps retries"),
        ("retries = 'x'", "retries = 'x': it must be a whole number"),
        ("tell = 'never'", "tell = 'never': trouble, always"),
        ("webhook = 'file:///etc/passwd'", "no http address"),
        ("mail_host = 'x'", "mail needs mail_host and mail_to"),
        ("mail_host = 'x'\nmail_to = \"a@b\\nBcc: c@d\"", "mail needs"),
        ("mail_host = 'x'\nmail_to = ['a@b']\nmail_tls = 'no'", "mail_tls = 'no'"),
    ],
)
def test_what_is_no_setting_is_refused_by_name(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "gouji.toml"
    file.write_text(f"[nightly]\n{text}\n", encoding="utf-8")
    with pytest.raises(Failure) as refused:
        plan(file=str(file), environment={})
    assert reason in str(refused.value)
