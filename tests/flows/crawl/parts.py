"""Stand-ins for the parts that know pages: a list is its links, a report says so."""

from __future__ import annotations

import hashlib
import re

from flows.crawl.job import Parts
from flows.crawl.model import (
    Answer,
    Article,
    Ask,
    Entry,
    Listed,
    ListPage,
    Role,
    Site,
    State,
)

_LINK = re.compile(rb"<a href='([^']*)'>([^<]*)</a>")


class Links:
    """Entries are links, further pages those called ``next``."""

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        return (Ask(page.url, Role.LIST),)

    def read(self, page: ListPage, answer: Answer) -> Listed:
        if b"broken" in answer.body:
            return Listed(problem="shape")
        found = [(url.decode(), title.decode()) for url, title in _LINK.findall(answer.body)]
        base = page.url.rpartition("/")[0]
        full = [(url if "//" in url else base + url, title) for url, title in found]
        promised = re.search(rb"total (\d+)", answer.body)
        return Listed(
            tuple(Entry(url, title) for url, title in full if title != "next"),
            tuple(Ask(url, Role.LIST) for url, title in full if title == "next"),
            promised=int(promised[1]) if promised else None,
        )


def read_article(answer: Answer, entry_title: str, site: Site) -> Article:
    if answer.status == 404:
        return Article(State.GONE, "http_404")
    if b"challenge" in answer.body:
        return Article(State.BLOCKED, "challenge")
    if b"report" not in answer.body:
        return Article(State.NOT_A_REPORT, "no_word")
    base = answer.url.rpartition("/")[0]
    links = tuple(
        Ask(base + url.decode(), Role.ATTACHMENT) for url, _ in _LINK.findall(answer.body)
    )
    main = re.sub(rb"visit \d+", b"", answer.body)
    return Article(State.REPORT, "word", links=links, content=hashlib.sha256(main).hexdigest())


PARTS = Parts({"links": Links()}, read_article)
