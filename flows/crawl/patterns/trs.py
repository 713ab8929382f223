"""TRS static lists: index.html, index_1.html …, counted by createPageHTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from flows.crawl.model import Answer, Ask, Listed, ListPage
from flows.crawl.pages import Page, join
from flows.crawl.patterns.listing import MOST_PAGES, answered_page, get, is_first, listed
from flows.crawl.patterns.paged import linked_pages

_CALL = re.compile(r"createPage(?:HTML)?\w{0,10}\s*\(([^()]{1,200})\)")
_COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d{1,5})")
_NAME = re.compile(r"[\w.-]{1,60}")
_EXTENSION = re.compile(r"s?html?|jsp|php|aspx?")


class Trs:
    """A first page whose script says how many there are: createPageHTML(count, index, name, end).

    Newer scripts have the name of an element before these and the number of entries behind.
    """

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        """The list's own address."""
        return (get(page.url),)

    def read(self, page: ListPage, answer: Answer) -> Listed:
        """The links that are entries, and all further pages."""
        found = answered_page(answer)
        if isinstance(found, Listed):
            return found
        further = (*_counted(found), *linked_pages(found))
        return listed(found, page, further, first=is_first(page, answer))


def _counted(page: Page) -> Iterator[str]:
    for call in _CALL.finditer(page.source):
        arguments = [argument.strip() for argument in call[1].split(",")]
        numbers = [int(argument) for argument in arguments if re.fullmatch(r"\d{1,5}", argument)]
        texts = [a.strip("\"'") for a in arguments if a[:1] in "\"'"]
        names = [
            (name, end)
            for name, end in pairwise(texts)
            if _NAME.fullmatch(name) and _EXTENSION.fullmatch(end)
        ]
        if numbers and names:
            name, end = names[0]
            yield from _pages(page, numbers[0], name, end)
            return
    count = _COUNT.search(page.source)
    if count:
        yield from _pages(page, int(count[1]), "index", "html")


def _pages(page: Page, count: int, name: str, end: str) -> Iterator[str]:
    for number in range(1, min(count, MOST_PAGES)):
        yield join(page.url, f"{name}_{number}.{end}")
