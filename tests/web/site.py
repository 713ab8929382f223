"""A made-up site: what it answers on which night, its file for gouji, and its true reports."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from functools import cache
from zlib import crc32

from tests.web import papers
from tests.web.papers import Paper
from tests.web.server import Asked, Reply

Page = Reply | Callable[[Asked], Reply]
Pages = dict[str, Page]
FIRST_DAY = 1_706_000_000
LATER = 3
"""The night on which reports appear, change and vanish."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A report that is there to be found.

    `urls` are all addresses it is published at (without session ids); `lead` is the
    address of a page that does nothing but lead to it, if there is one; `sha256` is of its
    bytes, empty where each visit gets other bytes.
    """

    site: str
    urls: tuple[str, ...]
    lead: str
    agency: str
    year: int
    sha256: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reports that a site publishes, and what becomes of them on the third night."""

    papers: tuple[Paper, ...]
    appear: tuple[Paper, ...] = ()
    change: tuple[Paper, ...] = ()
    vanish: tuple[Paper, ...] = ()

    def at(self, night: int) -> tuple[Paper, ...]:
        """What is published on that night."""
        if night < LATER:
            return self.papers
        kept = (p for p in self.papers if p not in self.vanish)
        changed = tuple(replace(p, edition=1) if p in self.change else p for p in kept)
        return self.appear + changed


@dataclass(frozen=True, slots=True)
class List:
    """A list in the site's file."""

    path: str
    pattern: str
    options: Mapping[str, str] = field(default_factory=dict)
    agency: str = ""


class MadeSite:
    """A site; subclasses say which pages it has. `base` is its address without a path."""

    name = ""
    place = ""
    lists: tuple[List, ...] = ()
    shelf = Shelf(())
    pace = 0.0
    never: tuple[str, ...] = ()
    """Beginnings of paths that nobody may ask for."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._nights: dict[int, Pages] = {}

    def pages(self, night: int) -> Pages:
        """What stands at each path."""
        raise NotImplementedError

    def at(self, paper: Paper) -> tuple[str, ...]:
        """The paths of a report's own file or page, the first being the usual one."""
        raise NotImplementedError

    def lead_to(self, paper: Paper) -> str:
        """The path of the page that leads to a report's file; empty where it stands in a page."""
        return ""

    def unread(self) -> tuple[str, ...]:
        """The paths of reports that nobody can read, and of their parts: pictures."""
        return ()

    def bytes_of(self, paper: Paper) -> bytes | None:
        """A report's bytes; None where each visit gets other ones."""
        page = self.pages(LATER if paper in self.shelf.at(LATER) else 1)[self.at(paper)[0]]
        return page.body if isinstance(page, Reply) else None

    def answer(self, night: int, asked: Asked) -> Reply:
        """The reply to a request."""
        if night not in self._nights:
            self._nights[night] = self.pages(night)
        page = self._nights[night].get(asked.path)
        if page is None:
            return self.missing(asked)
        return page if isinstance(page, Reply) else page(asked)

    def missing(self, asked: Asked) -> Reply:
        """What stands where nothing is."""
        return html(document("404 Not Found", "<h1>404 Not Found</h1>"), status=404)

    def truths(self, night: int) -> Iterator[Truth]:
        """The reports to be found."""
        for paper in self.shelf.at(night):
            data = self.bytes_of(paper)
            digest = hashlib.sha256(data).hexdigest() if data is not None else ""
            urls = tuple(self.base + path for path in self.at(paper))
            lead = self.lead_to(paper)
            page = self.base + lead if lead else ""
            yield Truth(self.name, urls, page, paper.agency, paper.year, digest, paper)


def html(text: str, charset: str = "utf-8", **settings: object) -> Reply:
    """A page as most servers send it, with validators."""
    reply = Reply(text.encode(charset), etag=True)
    return replace(reply, **settings)  # type: ignore[arg-type]


def file(data: bytes, kind: str) -> Reply:
    """A file, with the day of its last change as the only validator."""
    return Reply(data, kind, modified=formatdate(FIRST_DAY + crc32(data) % 10**7, usegmt=True))


def document(title: str, body: str, head: str = "", charset: str = "utf-8") -> str:
    """A page with the menus and the foot of a site."""
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{title}</title>{head}'
        '</head><body>\n<div class="top"><a href="/">首页</a><a href="/zwgk/">政务公开</a>'
        '<a href="/hdjl/">互动交流</a></div>\n'
        f'{body}\n<div class="foot"><a href="/wzdt.html">网站地图</a> 版权所有 '
        "网站标识码：0000000000</div></body></html>"
    )


def article(paper: Paper, around: str = "{}", head: str = "", charset: str = "utf-8") -> str:
    """A page that prints a report."""
    day = paper.listed.isoformat()
    said = (
        f'<meta name="ArticleTitle" content="{paper.title}">'
        f'<meta name="PubDate" content="{day} 10:20">{head}'
    )
    inner = around.format(papers.body(paper))
    text = f'<div class="article">{inner}</div>'
    return document(f"{paper.title}_{paper.agency}", text, said, charset)


def news(title: str, text: str) -> str:
    """A page about something else."""
    return document(title, f'<div class="article"><h1>{title}</h1><p>{text}</p></div>')


@cache
def number(paper: Paper) -> int:
    """A number that a site gives to a report."""
    return 100_000 + crc32(f"{paper.agency}{paper.year}".encode()) % 900_000


def agencies(place: str, *offices: str) -> tuple[str, ...]:
    """Names of agencies of a place."""
    return tuple(place + office for office in offices)


def every(names: tuple[str, ...], years: range) -> tuple[Paper, ...]:
    """A report of each agency for each year, the latest first."""
    return tuple(Paper(name, year) for year in reversed(years) for name in names)
