"""How requests leave: one at a time for each host, at its pace, to allowed addresses only.

Every request of Scrapy's passes the handler here, robots.txt, retries and redirects among
them, so that what it holds back is held back for all of them.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address, IPv6Address

from flows.crawl.addresses import Addresses

LANE, INSECURE = "lane", "insecure"


@dataclass(slots=True)
class Lane:
    """The way to one host. `delay` is the time, in seconds, that is left between an answer
    and the next request: never less than `pace`, more while the host is slow or burdened.
    """

    pace: float
    longest: float
    delay: float = 0.0
    failures: int = 0
    blocked: int = 0
    ended: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def slower(self, pace: float) -> None:
        """Keep at least this pace from now on."""
        self.pace = max(self.pace, min(pace, self.longest))
        self.delay = max(self.delay, self.pace)

    def answered(self, seconds: float) -> None:
        """The host took so long: a slow one is asked less often, a recovered one as before."""
        self.delay = max(self.pace, min(self.longest, (self.delay + seconds) / 2))

    def burdened(self, wait: float) -> None:
        """The host failed or asked for time: leave it alone so long, and longer each time."""
        self.delay = max(self.pace, min(self.longest, max(2 * self.delay, wait)))

    async def turn(self) -> None:
        """Wait until the host may be asked again; the lock is held."""
        await asyncio.sleep(max(0.0, self.ended + self.delay - monotonic()))


class LaneHandler(BaseDownloadHandler):
    """Makes the requests, each when it is its lane's turn, over HTTP/1.1."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._verifying = HTTP11DownloadHandler(crawler)
        self._trusting = HTTP11DownloadHandler(_Trusting(crawler))  # type: ignore[arg-type]
        for handler in (self._verifying, self._trusting):
            # Twisted would repeat a request that got no answer at once, without its turn.
            handler._pool.retryAutomatically = False

    async def download_request(self, request: Request) -> Response:
        """The answer to a request, once nobody else asks its host and the pace is kept."""
        lane: Lane = request.meta[LANE]
        handler = self._trusting if request.meta.get(INSECURE) else self._verifying
        async with lane.lock:
            await lane.turn()
            try:
                return await handler.download_request(request)
            finally:
                lane.ended = monotonic()

    async def close(self) -> None:
        """Close the connections that are kept open."""
        await self._verifying.close()
        await self._trusting.close()


class _Trusting:
    """A crawler whose settings do not ask for certificates to be verified."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.settings = Settings({**crawler.settings, "DOWNLOAD_VERIFY_CERTIFICATES": False})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._crawler, name)


class AllowedResolver:
    """Resolves names for Twisted, and keeps back addresses that may not be connected to.

    What a connection is made to comes from here and nowhere else: a name that stands for
    another address when it is looked up once more is judged once more. `given` are the
    addresses of names that are not looked up; the names kept back go to `refused`.
    """

    def __init__(
        self, inner: Any, addresses: Addresses, given: Mapping[str, str], refused: dict[str, str]
    ) -> None:
        self._inner, self._addresses, self._given = inner, addresses, given
        self._refused = refused

    def resolveHostName(  # noqa: N802 - Twisted's name for it
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Tell the receiver the addresses of a host, those that may be connected to."""
        receiver = _Filter(resolutionReceiver, hostName, self._addresses, self._refused)
        given = self._given.get(hostName)
        if given is None:
            return self._inner.resolveHostName(
                receiver, hostName, portNumber, addressTypes, transportSemantics
            )
        receiver.resolutionBegan(receiver)
        kind = IPv6Address if ipaddress.ip_address(given).version == 6 else IPv4Address
        receiver.addressResolved(kind("TCP", given, portNumber))
        receiver.resolutionComplete()
        return receiver


class _Filter:
    """Hands on the addresses of a host that may be connected to."""

    def __init__(
        self, receiver: Any, name: str, addresses: Addresses, refused: dict[str, str]
    ) -> None:
        self._receiver, self.name = receiver, name
        self._addresses, self._refused = addresses, refused

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        refusal = self._addresses.refusal(address.host)
        if refusal:
            self._refused[self.name] = refusal
        else:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()

    def cancel(self) -> None:
        """Nothing is under way for a name that is given."""
