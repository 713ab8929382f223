"""Asking for one address: allowed or not, through redirects and passing failures, within bounds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from flows.crawl.addresses import Addresses, canonical, host_entry, host_name, hosts_of
from flows.crawl.lanes import INSECURE, LANE, Lane
from flows.crawl.model import Answer, Ask, Role, Site, State
from flows.crawl.robots import LARGEST, Robots
from flows.crawl.settings import CrawlSettings

_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 429, 500, 502, 503, 504)
NOT_MODIFIED = 304


class WindowClosedError(Exception):
    """The time of the crawl is over: nothing more is asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking: an answer; or, when `state` is set, why it is of no use.

    `insecure` is why the certificate was not verified.
    """

    answer: Answer | None = None
    state: State | None = None
    reason: str = ""
    insecure: str = ""


@dataclass(slots=True)
class Count:
    """How much was asked of a site, and when: seconds of a monotonic clock."""

    requests: int = 0
    bytes: int = 0
    begun: float = 0.0
    ended: float = 0.0


@dataclass(slots=True)
class Fetcher:
    """Asks for addresses. `download` makes a request; `refused` are names whose
    addresses were kept back, with the reason; `until` is when the window closes.
    """

    settings: CrawlSettings
    download: Callable[[Request], Awaitable[Response]]
    refused: Mapping[str, str]
    until: float
    addresses: Addresses
    robots: Robots = field(default_factory=Robots)
    lanes: dict[str, Lane] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)
    hosts: dict[str, frozenset[str]] = field(default_factory=dict)

    async def fetch(self, site: Site, ask: Ask, more: Mapping[str, str] | None = None) -> Fetched:
        """Ask for an address of a site, and follow where it leads to.

        `more` are headers besides those of `ask`.

        Raises:
            WindowClosedError: the time is over.
        """
        step, seen = replace(ask, headers={**ask.headers, **(more or {})}), set[str]()
        for _ in range(self.settings.redirects + 1):
            if step.url in seen:
                return Fetched(state=State.FAILED, reason="redirect_loop")
            seen.add(step.url)
            fetched = await self._allowed(site, step, redirected=len(seen) > 1)
            answer = fetched.answer
            if fetched.state or answer is None or answer.status not in _REDIRECTS:
                return replace(fetched, answer=answer and replace(answer, asked=ask))
            location = answer.headers.get("location", "")
            target = canonical(location, step.url) if location else ""
            if not target:
                state = State.REFUSED if location else State.FAILED
                return Fetched(state=state, reason="redirect_bad_url")
            plain = answer.status == 303 or (answer.status in (301, 302) and step.method == "POST")
            step = (
                Ask(target, ask.role, headers=step.headers) if plain else replace(step, url=target)
            )
        return Fetched(state=State.FAILED, reason="too_many_redirects")

    def tell(self, site: Site, url: str, state: State) -> None:
        """Take down what an address turned out to be: a host that blocks is soon left alone."""
        entry = host_entry(url, self._hosts(site))
        if entry:
            lane = self._lane(site, url)
            lane.blocked = lane.blocked + 1 if state is State.BLOCKED else 0

    async def _allowed(self, site: Site, ask: Ask, redirected: bool) -> Fetched:
        refusal = self.addresses.refusal_of_url(ask.url, self._hosts(site))
        if refusal:
            reason = f"redirect_{refusal}" if redirected else refusal
            return Fetched(state=State.REFUSED, reason=reason)
        lane = self._lane(site, ask.url)

        async def robots_txt(url: str) -> tuple[bytes, State | None, str]:
            return await self._robots_txt(site, url)

        rules = await self.robots.rules(ask.url, robots_txt)
        if rules.state:
            return Fetched(state=rules.state, reason=rules.reason)
        if rules.forbids(ask.url, self.settings.user_agent):
            return Fetched(state=State.FORBIDDEN, reason="robots_txt")
        lane.slower(rules.pace(self.settings.user_agent))
        return await self._asked(site, ask, lane)

    async def _robots_txt(self, site: Site, url: str) -> tuple[bytes, State | None, str]:
        """The bytes of a robots.txt, or the state of a host that does not tell them, and why.

        One that is not there, or leads to where we do not go, allows everything.
        """
        for _ in range(self.settings.redirects + 1):
            if self.addresses.refusal_of_url(url, self._hosts(site)):
                return b"", None, ""
            lane = self._lane(site, url)
            fetched = await self._asked(site, Ask(url, Role.LIST), lane, LARGEST)
            if fetched.answer is None:
                state = fetched.state or State.UNREACHABLE
                return b"", None if state is State.TOO_LARGE else state, fetched.reason
            status = fetched.answer.status
            if status == 200:
                return fetched.answer.body, None, ""
            if status not in _REDIRECTS:
                return (
                    b"",
                    State.UNREACHABLE if status >= 500 else None,
                    f"robots_txt_http_{status}",
                )
            url = canonical(fetched.answer.headers.get("location", ""), url)
        return b"", None, ""

    async def _asked(self, site: Site, ask: Ask, lane: Lane, largest: int = 0) -> Fetched:
        """Ask once, and again after a while when the failure may pass."""
        wait, found = self.settings.wait, Fetched()
        for left in reversed(range(self.settings.tries)):
            if lane.failures >= self.settings.host_failures:
                return Fetched(state=State.UNREACHABLE, reason="host_down")
            if lane.blocked >= self.settings.host_failures:
                return Fetched(state=State.BLOCKED, reason="host_blocks")
            found, passing = await self._once(site, ask, lane, largest)
            if not passing:
                lane.failures = 0
                return found
            status = found.answer.status if found.answer else 0
            asked = _seconds(found.answer.headers.get("retry-after", "")) if found.answer else 0.0
            lane.burdened(max(wait, asked))
            if asked > self.settings.longest_wait:
                lane.failures = self.settings.host_failures
            if left:
                wait *= 2
                continue
            lane.failures += 1
            if status:
                blocks = State.BLOCKED if status == 429 else State.UNREACHABLE
                return replace(found, answer=None, state=blocks, reason=f"http_{status}")
        return found

    async def _once(self, site: Site, ask: Ask, lane: Lane, largest: int) -> tuple[Fetched, bool]:
        """What came, and whether it is a failure that may pass."""
        if monotonic() + lane.delay > self.until:
            raise WindowClosedError
        host = host_entry(ask.url, self._hosts(site))
        insecure = _insecure(site, ask.url) if ask.url.startswith("https:") else ""
        usual = self.settings.list_bytes if ask.role is Role.LIST else self.settings.file_bytes
        request = Request(
            ask.url,
            method=ask.method,
            headers=dict(ask.headers),
            body=ask.body,
            meta={
                LANE: lane,
                INSECURE: bool(insecure),
                "download_slot": host,
                "download_maxsize": largest or usual,
            },
            dont_filter=True,
        )
        count = self.counts.setdefault(site.id, Count(begun=monotonic()))
        try:
            response = await self.download(request)
        except Exception as error:  # of the network, of a hostile answer, or of a library on it
            return self._failed(ask.url, error)
        finally:
            count.requests += 1
            count.ended = monotonic()
        count.bytes += len(response.body)
        lane.answered(float(request.meta.get("download_latency", 0.0)))
        answer = Answer(ask, response.url, response.status, _headers(response), response.body)
        address = getattr(response, "ip_address", None)
        if address is not None and self.addresses.refusal(str(address)):
            return Fetched(state=State.REFUSED, reason="private_address"), False
        return Fetched(answer, insecure=insecure), response.status in _PASSING

    def _failed(self, url: str, error: Exception) -> tuple[Fetched, bool]:
        name = host_name(url)
        if isinstance(error, CannotResolveHostError) and name in self.refused:
            return Fetched(state=State.REFUSED, reason=self.refused[name]), False
        if isinstance(error, DownloadCancelledError | IgnoreRequest):
            unpacked = isinstance(error, IgnoreRequest)
            reason = "unpacked_bytes" if unpacked else "bytes"
            return Fetched(state=State.TOO_LARGE, reason=reason), False
        if "certificate" in repr(error).lower():
            return Fetched(state=State.UNREACHABLE, reason="certificate"), False
        for kind, reason in _REASONS.items():
            if isinstance(error, kind):
                return Fetched(state=State.UNREACHABLE, reason=reason), True
        return Fetched(state=State.FAILED, reason=type(error).__name__), False

    def _hosts(self, site: Site) -> frozenset[str]:
        if site.id not in self.hosts:
            self.hosts[site.id] = hosts_of(site)
        return self.hosts[site.id]

    def _lane(self, site: Site, url: str) -> Lane:
        entry = host_entry(url, self._hosts(site))
        lane = self.lanes.setdefault(entry, Lane(site.pace, self.settings.longest_wait))
        lane.slower(site.pace)
        return lane


_REASONS: dict[type[Exception], str] = {
    CannotResolveHostError: "no_such_host",
    DownloadConnectionRefusedError: "connection_refused",
    DownloadTimeoutError: "timeout",
    ResponseDataLossError: "cut_off",
    DownloadFailedError: "connection_failed",
    OSError: "connection_failed",
}


def _insecure(site: Site, url: str) -> str:
    """Why the certificate of a host is not verified."""
    name = host_name(url)
    return site.insecure.get(host_entry(url, hosts_of(site)), "") or site.insecure.get(name, "")


def _headers(response: Response) -> dict[str, str]:
    found = response.headers.to_unicode_dict()
    return {str(name).lower(): str(value)[:2_000] for name, value in found.items()}


def _seconds(text: str) -> float:
    """What Retry-After asks for, where it is a number; a date is left to our own waiting."""
    return min(float(text), 86_400.0) if text.isascii() and text.isdigit() else 0.0
