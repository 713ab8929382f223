"""What robots.txt allows (RFC 9309), known before anything else is asked of a host.

Each host has a lock around its robots.txt: whoever asks for a second address while it is
being fetched waits for it too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from flows.crawl.model import State

LARGEST = 512 * 1024
"""Bytes: RFC 9309 asks for 500 KiB at least."""
Fetch = Callable[[str], Awaitable[tuple[bytes, State | None, str]]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The robots.txt of a host. `state` is set when nothing may be asked for, with its reason."""

    parsed: Protego | None = None
    state: State | None = None
    reason: str = ""

    def forbids(self, url: str, agent: str) -> bool:
        """Whether the address is not to be asked for."""
        return self.parsed is not None and not self.parsed.can_fetch(url, agent)

    def pace(self, agent: str) -> float:
        """The seconds between two requests that it asks for."""
        asked = self.parsed.crawl_delay(agent) if self.parsed is not None else None
        return float(asked or 0.0)


class Robots:
    """The robots.txt of all hosts of a crawl, each fetched once."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._rules: dict[str, Rules] = {}

    async def rules(self, url: str, fetch: Fetch) -> Rules:
        """Those for an address. `fetch` gives the bytes of a robots.txt, empty where there is
        none, or the state of a host that does not answer and its reason: then nothing may be
        asked for.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                body, state, reason = await fetch(f"{origin}/robots.txt")
                text = body[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")
                self._rules[origin] = Rules(None if state else Protego.parse(text), state, reason)
        return self._rules[origin]
