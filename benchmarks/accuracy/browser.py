"""Chromium as a printer: one browser prints many pages, told so over a pipe.

The messages are those of the DevTools protocol, ended by a zero byte, on the
descriptors that ``--remote-debugging-pipe`` reads and writes (3 and 4).
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
READS, WRITES = 3, 4
# A program that hangs must not hang the benchmark.
SECONDS = 120
WIDTH = 1000
HEAD = (
    "<div style='font-size:8px;width:100%;padding:0 1cm'><span class='date'></span> "
    "<span class='title'></span></div>"
)
FOOT = (
    "<div style='font-size:8px;width:100%;text-align:center'>"
    "<span class='pageNumber'></span>/<span class='totalPages'></span></div>"
)


class BrowserError(Exception):
    """The browser ended, hung or refused."""


class _Browser:
    """A browser with one open page; each call waits for its answer."""

    def __init__(self, orders: int, answers: int) -> None:
        self._orders, self._answers = orders, answers
        self._number = 0
        self._rest = b""
        self._events: list[str] = []
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to an order."""
        self._number += 1
        order = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            order["sessionId"] = self._session
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == self._number:
                if "result" not in message:
                    raise BrowserError(str(message.get("error")))
                return dict(message["result"])
            self._events.append(message.get("method", ""))

    def open(self, page: Path) -> None:
        """Load a page and wait until it is there."""
        self._events.clear()
        self.call("Page.navigate", url=page.resolve().as_uri())
        while "Page.loadEventFired" not in self._events:
            self._events.append(self._message().get("method", ""))

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select([self._answers], [], [], SECONDS)
            data = os.read(self._answers, 1 << 20) if ready else b""
            if not data:
                raise BrowserError("no answer")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))


@contextmanager
def _browser(program: str, profile: Path) -> Iterator[_Browser]:
    (reads, orders), (answers, writes) = os.pipe(), os.pipe()
    shell = f'exec "$@" {READS}<&{reads} {WRITES}>&{writes}'
    command = [program, *QUIET, f"--user-data-dir={profile}", "--remote-debugging-pipe"]
    process = subprocess.Popen(
        ["/bin/bash", "-c", shell, "bash", *command],
        pass_fds=(reads, writes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(reads)
    os.close(writes)
    try:
        browser = _Browser(orders, answers)
        yield browser
    finally:
        # It ends when nobody is left to give it orders.
        os.close(orders)
        os.close(answers)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def print_pages(
    program: str, files: Sequence[Path], profile: Path, folder: Path, marks: bool
) -> None:
    """Print web pages as PDF files; `marks` puts date, title and page number on every page."""
    settings: dict[str, Any] = {"printBackground": True, "preferCSSPageSize": True}
    if marks:
        settings |= {"displayHeaderFooter": True, "headerTemplate": HEAD, "footerTemplate": FOOT}
    with _browser(program, profile) as browser:
        for file in files:
            browser.open(file)
            answer = browser.call("Page.printToPDF", **settings)
            (folder / f"{file.stem}.pdf").write_bytes(base64.b64decode(answer["data"]))


def photograph(program: str, files: Sequence[Path], profile: Path, folder: Path) -> None:
    """Pictures of whole web pages, as the long pictures that some sites publish."""
    with _browser(program, profile) as browser:
        for file in files:
            browser.open(file)
            size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"x": 0, "y": 0, "width": max(WIDTH, size["width"]), "height": size["height"]}
            answer = browser.call(
                "Page.captureScreenshot", captureBeyondViewport=True, clip={**clip, "scale": 2}
            )
            (folder / f"{file.stem}.png").write_bytes(base64.b64decode(answer["data"]))
