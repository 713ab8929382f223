"""What hangs on a page and may be its report: files, what viewers show, frames, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.crawl.model import Ask, Role
from flows.crawl.pages import Element, Page, join, text_of
from flows.crawl.words import pattern
from transform.text import squash

MOST_FILES = 40
MOST_PICTURES = 40
_MOST_ELEMENTS = 20_000
_LEAST_PIXELS = 200
_DEEPEST = 6
_SHOWING = ("iframe", "embed", "object", "frame")
_SOURCES = ("src", "data", "data-src", "data-url", "data-file", "href")
_DIGITS = re.compile(r"\s*(\d{1,5})")


def files(page: Page) -> tuple[Ask, ...]:
    """The files that a page links to, shows in a frame or viewer, or names in a script."""
    found = dict.fromkeys(_addresses(page))
    found.pop(page.url, None)
    return tuple(Ask(url, Role.ATTACHMENT) for url in islice(found, MOST_FILES))


def pictures(page: Page) -> tuple[Ask, ...]:
    """The pictures of a page that may be pages of a report: not its decoration."""
    found = dict.fromkeys(
        url
        for element in islice(page.elements("img"), _MOST_ELEMENTS)
        if not _is_small(element) and (url := _picture(page, element))
    )
    return tuple(Ask(url, Role.ATTACHMENT) for url in islice(found, MOST_PICTURES))


def listed_files(data: Any, base: str) -> tuple[Ask, ...]:
    """The files that a JSON answer names: texts in it that are addresses of files."""
    found = dict.fromkeys(
        url for text in _texts(data, 0) if (url := _file_address(text.strip(), base))
    )
    return tuple(Ask(url, Role.ATTACHMENT) for url in islice(found, MOST_FILES))


def markup_in(data: Any) -> str:
    """The longest text in a JSON answer that is markup; empty without one."""
    pieces = (
        text for text in _texts(data, 0) if re.search(r"<(?:p|div|table|span|br)\b", text, re.I)
    )
    return max(pieces, key=len, default="")


def _addresses(page: Page) -> Iterator[str]:
    for element in islice(page.elements("a", *_SHOWING), _MOST_ELEMENTS):
        if element.tag == "a":
            yield from _linked(page, element)
        else:
            yield from _framed(page, element)
    for script in islice(page.elements("script"), 200):
        for quoted in islice(pattern("links", "quoted").finditer(script.text or ""), 50):
            yield from _known(join(page.base, quoted["url"]))


def _linked(page: Page, element: Element) -> Iterator[str]:
    """What a link leads to, where that is a file: by its address, its viewer or its name."""
    url = page.address(element)
    if not url:
        return
    called = squash(text_of(element) or element.get("title") or "")
    if pattern("links", "not_attached").search(called):
        return
    shown = _shown_by(url)
    if shown:
        yield shown
    elif (
        _is_file(url)
        or pattern("links", "file").search(called)
        or pattern("links", "download").search(urlsplit(url).path + "?" + urlsplit(url).query)
    ):
        yield url


def _framed(page: Page, element: Element) -> Iterator[str]:
    for name in _SOURCES:
        url = join(page.base, element.get(name) or "") if element.get(name) else ""
        if url:
            # A frame may hold the report as a page of the same site.
            inside = urlsplit(url).netloc == urlsplit(page.url).netloc
            yield from (
                [shown] if (shown := _shown_by(url)) else [url] if _is_file(url) or inside else []
            )
            return


def _shown_by(url: str) -> str:
    """The file that a viewer's address names; empty where it is no viewer's."""
    found = pattern("links", "viewer").search(url)
    if found is None:
        return ""
    inner = unquote(unquote(found["url"]))
    target = join(url, inner)
    is_viewer = re.search(r"(?i)viewer|preview|pdfjs|/web/|reader|flexpaper|openfile", url)
    return target if target and (_is_file(target) or is_viewer) else ""


def _is_file(url: str) -> bool:
    return bool(pattern("links", "file").search(urlsplit(url).path))


def _known(url: str) -> Iterator[str]:
    if url:
        yield _shown_by(url) or url


def _file_address(text: str, base: str) -> str:
    """The address that a text of JSON is, where it is a file's."""
    if not 4 < len(text) < 500 or not re.match(r"(?:https?:)?/|\.{1,2}/|[\w-]+/", text):
        return ""
    url = join(base, text)
    if not url or re.search(r"\s", text):
        return ""
    return _shown_by(url) or (url if _is_file(url) or _is_download(url) else "")


def _is_download(url: str) -> bool:
    parts = urlsplit(url)
    return bool(pattern("links", "download").search(f"{parts.path}?{parts.query}"))


def _picture(page: Page, element: Element) -> str:
    sources = (element.get(name) or "" for name in ("data-original", "data-src", "src"))
    source = next((s for s in sources if s and not s.startswith("data:")), "")
    drawn = pattern("links", "picture").search(urlsplit(source).path)
    if not drawn or pattern("links", "decoration").search(source):
        return ""
    return join(page.base, source)


def _is_small(element: Element) -> bool:
    sizes = (_DIGITS.match(element.get(name) or "") for name in ("width", "height"))
    percent = any("%" in (element.get(name) or "") for name in ("width", "height"))
    return not percent and any(size is not None and int(size[1]) < _LEAST_PIXELS for size in sizes)


def _texts(data: Any, depth: int) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif depth < _DEEPEST and isinstance(data, dict):
        for value in islice(data.values(), 200):
            yield from _texts(value, depth + 1)
    elif depth < _DEEPEST and isinstance(data, list):
        for value in islice(data, 500):
            yield from _texts(value, depth + 1)
