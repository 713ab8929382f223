"""Plain lists: paged by a link to the next page, by numbers, or by a script that counts pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flows.crawl.model import Answer, Ask, Listed, ListPage
from flows.crawl.pages import Page, join
from flows.crawl.patterns.listing import MOST_PAGES, answered_page, get, is_first, listed
from flows.crawl.words import pattern
from transform.text import squash

_NUMBER = re.compile(r"\[?(\d{1,4})\]?")


class Paged:
    """Pages whose entries are links. Option `pages` makes addresses of the number of pages."""

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        """The list's own address."""
        return (get(page.url),)

    def read(self, page: ListPage, answer: Answer) -> Listed:
        """The links that are entries; the next page, the numbered ones, the counted ones."""
        found = answered_page(answer)
        if isinstance(found, Listed):
            return found
        further = (*linked_pages(found), *counted_pages(found, page))
        return listed(found, page, further, first=is_first(page, answer))


def linked_pages(page: Page) -> Iterator[str]:
    """The addresses behind 下一页 and behind page numbers."""
    for link in page.links:
        called = squash(link.title).lower()
        numbered = _NUMBER.fullmatch(called)
        if pattern("links", "next").search(called) or (
            numbered and int(numbered[1]) <= MOST_PAGES and _beside(page.url, link.url)
        ):
            yield link.url.partition("#")[0]


def counted_pages(page: Page, list_page: ListPage) -> Iterator[str]:
    """The addresses of all pages, where the site's file says how they are written."""
    form = list_page.options.get("pages")
    if not form:
        return
    found = pattern("links", "pages").search(page.source)
    count = int(found["count"] or found["script"]) if found else 1
    second = int(list_page.options.get("second", "2"))
    for number in range(second, second + min(count, MOST_PAGES) - 1):
        yield join(list_page.url, form.replace("{n}", str(number)))


def _beside(page: str, link: str) -> bool:
    """Whether a link stays in the folder of its page."""
    here, there = urlsplit(page), urlsplit(link)
    folder = here.path.rpartition("/")[0]
    return here.netloc == there.netloc and there.path.rpartition("/")[0] == folder
