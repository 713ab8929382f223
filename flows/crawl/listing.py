"""Reading a list: every page of it, within bounds, and whether that was all."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.crawl.addresses import canonical
from flows.crawl.fetch import Fetched, Fetcher
from flows.crawl.model import Answer, Ask, Entry, ListPage, Pattern, Site, State
from flows.crawl.readers import Readers
from flows.crawl.settings import CrawlSettings

_BLOCKING = (403, 412, 429, 521)


@dataclass(slots=True)
class Listing:
    """A list as far as it was read: its entries by address, how many answers it took, how many
    entries stood in them and were promised, and the first thing that was wrong, if any.
    `failed` are the addresses that gave no page of it, each with its state and reason.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    answers: int = 0
    found: int = 0
    promised: int | None = None
    problem: str = ""
    detail: str = ""
    failed: list[tuple[str, State, str]] = field(default_factory=list)

    def wrong(self, problem: str, detail: str) -> None:
        """Something is wrong with the list; what was wrong first is told."""
        if not self.problem:
            self.problem, self.detail = problem, detail


@dataclass(frozen=True, slots=True)
class Lister:
    """Reads the lists of one site."""

    settings: CrawlSettings
    site: Site
    patterns: Mapping[str, Pattern]
    readers: Readers
    fetcher: Fetcher

    async def read(self, page: ListPage) -> Listing:
        """All entries of a list. Where one of its pages fails the others are read all the same.

        Raises:
            WindowClosedError: the time is over.
        """
        listing, pattern = Listing(), self.patterns.get(page.pattern)
        if pattern is None:
            listing.wrong("no_such_pattern", page.pattern)
            return listing
        waiting = deque(pattern.start(page))
        asked = {_same(ask) for ask in waiting}
        while waiting:
            if listing.answers >= self.settings.list_answers:
                listing.wrong("too_many_pages", f"> {self.settings.list_answers}")
                break
            for further in await self._answer(page, listing, waiting.popleft()):
                if _same(further) not in asked:
                    asked.add(_same(further))
                    waiting.append(further)
            if len(listing.entries) > self.settings.list_entries:
                listing.entries.popitem()
                listing.wrong("too_many_entries", f"> {self.settings.list_entries}")
                break
        if listing.found < (listing.promised or 0):
            listing.wrong("fewer_than_promised", f"{listing.found} < {listing.promised}")
        return listing

    async def _answer(self, page: ListPage, listing: Listing, ask: Ask) -> tuple[Ask, ...]:
        """Read one page of a list; what else belongs to it."""
        fetched = await self.fetcher.fetch(self.site, ask)
        listing.answers += 1
        wrong = _wrong(fetched)
        if wrong or fetched.answer is None:
            state, reason = wrong or (State.FAILED, fetched.reason)
            self.fetcher.tell(self.site, ask.url, state)
            listing.failed.append((ask.url, state, reason))
            listing.wrong(str(state), f"{reason}: {ask.url}")
            return ()
        held = await self.readers.read_list(page, fetched.answer)
        if held.problem:
            listing.wrong(held.problem, ask.url)
            return ()
        if held.promised is not None:
            listing.promised = held.promised
        listing.found += len(held.entries)
        self._take(listing, fetched.answer, held.entries)
        return held.further

    def _take(self, listing: Listing, answer: Answer, entries: tuple[Entry, ...]) -> None:
        """Add entries, no more than one too many."""
        for entry in entries:
            url = canonical(entry.url, answer.url)
            if url:
                listing.entries.setdefault(url, entry)
            if len(listing.entries) > self.settings.list_entries:
                return


def _wrong(fetched: Fetched) -> tuple[State, str] | None:
    """Why what came is no page of a list."""
    if fetched.state or fetched.answer is None:
        return fetched.state or State.FAILED, fetched.reason
    status = fetched.answer.status
    if status == 200:
        return None
    gone = State.GONE if status in (404, 410) else State.UNREACHABLE
    return State.BLOCKED if status in _BLOCKING else gone, f"http_{status}"


def _same(ask: Ask) -> tuple[str, str, bytes]:
    return ask.method, canonical(ask.url) or ask.url, ask.body
