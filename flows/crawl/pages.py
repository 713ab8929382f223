"""HTML pages as the crawl sees them: their links with titles and dates, and what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias
from urllib.parse import urljoin

from lxml import etree

from extract.charset import Decoded, decode
from flows.crawl.words import pattern
from transform.text import squash

# lxml comes without types.
Element: TypeAlias = Any

MOST_BYTES = 16 << 20
MOST_LINKS = 25_000
MOST_TITLE = 300
_CONTEXT = 600
_CLIMB = 4
_NO_ADDRESS = re.compile(r"\s*(?:javascript|mailto|tel|data|about|#)", re.I)
_SCRIPTED = re.compile(r"\s*javascript", re.I)
_DECLARED = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.I)
_DECLARED_BYTES = 4096
_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s+(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
)  # fmt: skip
_PATH_DATE = re.compile(
    r"/t(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)_|/(?P<y2>20\d\d)/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/"
)
_ELLIPSIS = re.compile(r"\s*(?:\.{2,}|…+|⋯+)\s*$")
_EDGE_DATE = re.compile(
    r"^[\[(（【]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）】]?\s*"
    r"|\s*[\[(（【]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）】]?$"
)
_UNSHOWN = ("script", "style", "noscript", "template", "title", "head")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its absolute address, what it is called, and the date printed beside it."""

    url: str
    title: str
    published: date | None
    element: Element


class Page:
    """A page that was parsed; `url` is where it came from, `decoded` its text."""

    def __init__(self, decoded: Decoded, url: str) -> None:
        self.decoded, self.url = decoded, url
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
        )
        data = decoded.text.encode("utf-8", "replace")
        try:
            self.root: Element = etree.fromstring(data, parser) if data.strip() else None
        except (etree.XMLSyntaxError, ValueError):
            self.root = None
        self.base = url
        for base in self.elements("base"):
            self.base = join(url, base.get("href") or "") or url
            break

    def elements(self, *names: str) -> Iterator[Element]:
        """All elements of these names, in order."""
        return iter(()) if self.root is None else self.root.iter(*names)

    @cached_property
    def title(self) -> str:
        """The page's own title."""
        return next((text_of(element) for element in self.elements("title")), "")

    @cached_property
    def shown(self) -> str:
        """What is shown, squashed: no scripts, no markup."""
        return squash(" ".join(_shown(self.root)))

    @cached_property
    def source(self) -> str:
        """The page as it was sent."""
        return self.decoded.text

    @cached_property
    def metas(self) -> dict[str, str]:
        """What the page says of itself in its head, by lower-case names."""
        found: dict[str, str] = {}
        for element in self.elements("meta"):
            name = element.get("name") or element.get("property") or ""
            found.setdefault(name.lower(), (element.get("content") or "").strip())
        return found

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link that leads somewhere, of the first `MOST_LINKS`."""
        found = []
        for element in islice(self.elements("a"), MOST_LINKS):
            url = self.address(element)
            if url:
                title = title_of(element)
                day = _date_beside(element, title) or path_date(url)
                found.append(Link(url, title, day, element))
        return tuple(found)

    @property
    def overflows(self) -> bool:
        """Whether there are more links than are looked at."""
        return any(True for _ in islice(self.elements("a"), MOST_LINKS, None))

    def address(self, element: Element) -> str:
        """The address that a link leads to, also where a script opens it; empty without one."""
        href = (element.get("href") or "").strip()
        if href and not _NO_ADDRESS.match(href):
            return join(self.base, href)
        scripts = [href] if _SCRIPTED.match(href) else []
        for script in (*scripts, element.get("onclick") or ""):
            called = pattern("links", "script_call").search(script)
            if called:
                return join(self.base, called["url"])
        return ""


def page_of(data: bytes, url: str) -> Page | None:
    """The page that the bytes hold; None when they are no text, or too much of it."""
    if len(data) > MOST_BYTES:
        return None
    decoded = decode(data)
    return Page(decoded, url) if isinstance(decoded, Decoded) else None


def fragment(text: str, url: str) -> Page:
    """A piece of markup as a page."""
    return Page(Decoded(text[:MOST_BYTES], "utf-8", lossless=True), url)


def join(base: str, href: str) -> str:
    """An absolute http address, or nothing."""
    if not href.strip():
        return ""
    try:
        url = urljoin(base, href.strip().replace("\\", "/"))
    except ValueError:
        return ""
    return url if url.lower().startswith(("http://", "https://")) else ""


def title_of(element: Element) -> str:
    """What a link is called: its text, or its title where that is whole and the text is cut."""
    text = _EDGE_DATE.sub("", text_of(element)).strip()
    said = " ".join((element.get("title") or "").split())[:MOST_TITLE]
    if not text:
        pictures = (image.get("alt") or "" for image in element.iter("img"))
        return said or next((alt.strip() for alt in pictures if alt.strip()), "")
    whole = squash(_ELLIPSIS.sub("", text))
    return said if said and len(said) > len(text) - 3 and whole[:40] in squash(said) else text


def text_of(element: Element) -> str:
    """The text in an element, with single spaces, a bounded piece of it."""
    pieces = islice(element.itertext(), 200)
    return " ".join("".join(pieces).split())[:MOST_TITLE]


def find_date(text: str) -> date | None:
    """The first whole date in a text."""
    for form in _DATES:
        for found in form.finditer(text):
            day = _day(found["y"], found["m"], found["d"])
            if day:
                return day
    return None


def path_date(url: str) -> date | None:
    """The date in an address, as publishing systems put it there."""
    found = _PATH_DATE.search(url)
    if found is None:
        return None
    return _day(found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"])


def declared_charset(content_type: str, body: bytes) -> str:
    """The character set that the header or else the page claims; empty when none does."""
    head = body[:_DECLARED_BYTES].decode("latin-1")
    found = _DECLARED.search(content_type) or _DECLARED.search(head)
    return found[1].lower() if found else ""


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _date_beside(element: Element, title: str) -> date | None:
    """The date in what stands with a link and with no more than one other."""
    tail = find_date((element.tail or "")[:_CONTEXT])
    if tail:
        return tail
    around = element
    for _ in range(_CLIMB):
        above = around.getparent()
        if above is None or len(list(islice(above.iter("a"), 3))) > 2:
            break
        around = above
    text = " ".join(islice(around.itertext(), 60))[:_CONTEXT]
    return find_date(" ".join(text.split()).replace(title, " "))


def _shown(root: Element) -> Iterator[str]:
    if root is None:
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.text and element.tag not in _UNSHOWN:
            yield element.text
        if element.tail and element.getparent() is not None:
            parent = element.getparent().tag
            if parent not in _UNSHOWN:
                yield element.tail
