"""Through a site: its lists, the entries that are new or changed, and what hangs on reports."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flows.crawl.addresses import canonical
from flows.crawl.fetch import NOT_MODIFIED, Fetcher, WindowClosedError
from flows.crawl.journal import Journal
from flows.crawl.known import Known
from flows.crawl.listing import Lister, Listing
from flows.crawl.model import Answer, Article, Ask, ListPage, Role, Site, State
from flows.crawl.readers import Readers
from flows.crawl.result import ListResult, Problem
from flows.crawl.row import Row
from flows.crawl.settings import CrawlSettings
from flows.crawl.states import consequences, is_due
from flows.crawl.vault import Vault

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands: its list, what the list calls it, and the page it hangs on."""

    page: ListPage
    title: str
    published: date | None
    parent: str = ""


@dataclass(slots=True)
class Walk:
    """One site in one crawl. Every observation is in the journal before the next request,
    a page's only after those of all that hangs on it: what a killed crawl has not written
    down is asked for again.
    """

    settings: CrawlSettings
    site: Site
    lister: Lister
    readers: Readers
    fetcher: Fetcher
    vault: Vault
    journal: Journal
    load: Callable[[Collection[str]], Known]
    run: str
    clock: Callable[[], datetime]
    told: Callable[[int, int], None]
    known: Known = field(default_factory=lambda: Known(()))
    seen: dict[str, Row] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    async def lists(self) -> tuple[ListResult, ...]:
        """Read every list of the site, and ask for what is due in it."""
        found: list[ListResult] = []
        for page in self.site.lists:
            try:
                found.append(await self._list(page))
            except WindowClosedError:
                found.append(ListResult(page.url, page.agency, problem="window_closed"))
        return tuple(found)

    async def _list(self, page: ListPage) -> ListResult:
        self.counts.clear()
        listing = await self.lister.read(page)
        for url, state, reason in listing.failed:
            self._problem(url, state, reason)
        problem, detail = listing.problem, listing.detail
        try:
            await self._entries(page, listing)
        except WindowClosedError:
            problem = "window_closed"
        states = Counter(self.seen[url].state for url in listing.entries if url in self.seen)
        unsettled = [s for s in states if not consequences()[State(s)].settled]
        if not problem and unsettled:
            problem, detail = "entries_failed", ", ".join(sorted(unsettled))
        return ListResult(
            url=page.url,
            agency=page.agency,
            complete=not problem,
            problem=problem,
            detail=detail,
            answers=listing.answers,
            promised=listing.promised,
            entries=len(listing.entries),
            reports=states[State.REPORT],
            asked=self.counts["asked"],
            new=self.counts["new"],
            changed=self.counts["changed"],
            states=dict(sorted(states.items())),
        )

    async def _entries(self, page: ListPage, listing: Listing) -> None:
        """Take down what is as before, then ask for the rest."""
        self.known = self.load(listing.entries)
        due, same = [], []
        for url, entry in listing.entries.items():
            place = Place(page, text(entry.title), entry.published)
            if url in self.seen or not entry.promising:
                continue
            row = self.known.now(url)
            if row is None or self._changed(row, place) or self._due(row):
                due.append((url, entry, place))
            else:
                same.append(self._again(row))
        self.told(len(same) + len(due), len(same))
        self._write(same)
        for row in same:
            await self._hanging(row.url, page)
        for url, entry, place in due:
            await self._page(url, entry.ask or Ask(url, Role.ARTICLE), place)
            self.told(0, 1)

    async def _page(self, url: str, ask: Ask, place: Place) -> None:
        row, article = await self._visit(url, ask, place)
        if article is not None:
            links = {canonical(link.url, row.final_url): link for link in article.links}
            for target, link in list(links.items())[: self.settings.attachments]:
                if target and target != url and target not in self.seen:
                    hangs = replace(place, parent=url, title=article.title or place.title)
                    found, _ = await self._visit(target, replace(link, url=target), hangs)
                    self._write([found])
        elif article is None and row.state == State.REPORT:
            await self._hanging(url, place.page, all_of_them=True)
        self._write([row])

    async def _hanging(self, parent: str, page: ListPage, all_of_them: bool = False) -> None:
        """Ask for the attachments of a page that is as before: those that are due, or all."""
        for row in self.known.below(parent):
            if row.url in self.seen:
                continue
            if all_of_them or self._due(row):
                place = Place(page, row.title, row.published, parent)
                row, _ = await self._visit(row.url, Ask(row.url, Role.ATTACHMENT), place)
            else:
                row = self._again(row)
            self._write([row])

    async def _visit(self, url: str, ask: Ask, place: Place) -> tuple[Row, Article | None]:
        """Ask for what an address holds, and keep it if that is a report not kept yet."""
        held = self.known.content(url)
        self.counts["asked"] += 1
        fetched = await self.fetcher.fetch(self.site, ask, _validators(held))
        now = self.clock()
        row = Row(
            url=url, sha256="", site=self.site.id, list_url=place.page.url,
            parent_url=place.parent, division=self.site.division, agency=place.page.agency,
            role=ask.role, state=State.FAILED, title=place.title, published=place.published,
            insecure=fetched.insecure, first_seen=now, last_seen=now, checked_at=now, run=self.run,
        )  # fmt: skip
        answer = fetched.answer
        if answer is None or fetched.state:
            return self._without(row, fetched.state or State.FAILED, fetched.reason), None
        # What is asked for in another way than by its address still has that address.
        final = canonical(answer.url) if canonical(ask.url) == url else url
        row = replace(row, status=answer.status, final_url=final)
        if answer.status == NOT_MODIFIED and held is not None:
            kept = replace(
                held, state=State.REPORT, reason="not_modified", title=row.title,
                published=row.published or held.published, list_url=row.list_url,
                division=row.division, agency=row.agency, status=row.status,
                last_seen=now, checked_at=now, run=self.run,
            )  # fmt: skip
            self.fetcher.tell(self.site, ask.url, State.REPORT)
            return kept, None
        return await self._read(row, answer, held, place)

    async def _read(
        self, row: Row, answer: Answer, held: Row | None, place: Place
    ) -> tuple[Row, Article | None]:
        article = await self.readers.read_article(answer, place.title, self.site)
        headers = answer.headers
        row = replace(
            row,
            etag=text(headers.get("etag", "")),
            last_modified=text(headers.get("last-modified", "")),
            content_type=text(headers.get("content-type", "")),
            charset_declared=text(article.charset_declared),
            charset_used=text(article.charset_used),
            content_sha256=article.content or hashlib.sha256(answer.body).hexdigest(),
            title=row.title or text(article.title),
            published=row.published or article.published,
        )
        self.fetcher.tell(self.site, row.url, article.state)
        if article.state is not State.REPORT:
            return self._without(row, article.state, article.reason), article
        row = replace(row, state=State.REPORT, reason=text(article.reason))
        if held is not None and held.content_sha256 == row.content_sha256:
            # A counter or a session id makes no new version: the first bytes stand for it.
            same = replace(
                row, sha256=held.sha256, path=held.path, bytes=held.bytes,
                first_seen=held.first_seen, fetched_at=held.fetched_at,
            )  # fmt: skip
            return same, article
        sha256, path = self.vault.put(answer.body)
        self.counts["changed" if held is not None else "new"] += 1
        fetched = replace(
            row, sha256=sha256, path=path, bytes=len(answer.body), fetched_at=row.checked_at
        )
        return fetched, article

    def _without(self, row: Row, state: State, reason: str) -> Row:
        if not consequences()[state].settled or state in (State.LOGIN, State.TOO_LARGE):
            self._problem(row.url, state, reason)
        return replace(row, state=state, reason=text(reason))

    def _problem(self, url: str, state: State, reason: str) -> None:
        self.problems.append(Problem(self.site.id, text(url), state, text(reason)))

    def _changed(self, row: Row, place: Place) -> bool:
        """Whether its list now says something else of it; another list may always have."""
        if row.list_url != place.page.url or row.parent_url:
            return False
        date_changed = place.published is not None and row.published != place.published
        return bool(place.title) and (row.title != place.title or date_changed)

    def _due(self, row: Row) -> bool:
        return is_due(row.url, row.state, row.checked_at, self.clock())

    def _again(self, row: Row) -> Row:
        return replace(row, last_seen=self.clock(), run=self.run)

    def _write(self, rows: list[Row]) -> None:
        self.journal.write(rows)
        self.seen.update((row.url, row) for row in rows)


def _validators(row: Row | None) -> Mapping[str, str]:
    """The headers that ask for an answer only if it is another than the one kept."""
    if row is None:
        return {}
    found = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    return {name: value for name, value in found.items() if value}


def text(said: str) -> str:
    """Text of a server as it can be kept: bounded, and without half characters."""
    return said[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
