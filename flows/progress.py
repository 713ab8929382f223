"""How far long work has come: one updating line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Tells on a stream what is being done; `quiet` says nothing at all."""

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.quiet = quiet
        self.terminal = self.stream.isatty()
        self._label, self._done, self._total = "", 0, 0
        self._told = 0.0

    def begin(self, en: str, zh: str, total: int = 0) -> None:
        """Start a piece of work of `total` steps; 0 when it has none to count."""
        self._label, self._done, self._total = f"{en} / {zh}", 0, total
        self._told = time.monotonic()
        self._write(last=False)

    def expect(self, steps: int) -> None:
        """Know of more steps of the piece of work."""
        self._total += steps

    def advance(self, steps: int) -> None:
        """Count steps as done."""
        self._done += steps
        now = time.monotonic()
        if self.terminal or now - self._told >= SECONDS_BETWEEN_LINES:
            self._told = now
            self._write(last=False)

    def told(self, more: int, done: int) -> None:
        """Know of more steps, and count some as done: for work that finds its own steps."""
        self.expect(more)
        self.advance(done)

    def end(self) -> None:
        """Finish the piece of work."""
        if self._total or self.terminal:
            self._write(last=True)

    def _write(self, last: bool) -> None:
        if self.quiet:
            return
        text = self._label
        if self._total:
            text += f" {self._done:,}/{self._total:,}"
        if self.terminal:
            self.stream.write(f"\r\x1b[K{text}" + ("\n" if last else ""))
        else:
            self.stream.write(text + "\n")
        self.stream.flush()
