"""The Guangdong disclosure platform gkmlpt: columns as JSON, a hundred articles a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from flows.crawl.model import Answer, Ask, Entry, Listed, ListPage
from flows.crawl.pages import join
from flows.crawl.patterns.listing import (
    MOST_ENTRIES,
    MOST_PAGES,
    answered_data,
    answered_page,
    day_of,
    entry_of,
    first_text,
    get,
)
from flows.crawl.recognise import title_verdict

_SID = re.compile(r"\bSID[\"']?\s*[:=]\s*[\"']?(\d{1,9})")
_COLUMN = re.compile(
    r"\"id\"\s*:\s*\"?(\d{1,9})\"?\s*,[^{}\[\]]{0,300}?\"name\"\s*:\s*\"((?:[^\"\\]|\\.){1,80})\""
)
_PAGE = re.compile(r"[?&]page=(\d{1,5})")
_DAYS = ("display_publish_time", "first_publish_time", "publish_time", "created_at", "date",
         "create_time")  # fmt: skip


class Gkmlpt:
    """The platform's page names its number (SID) and its columns; each column has an address."""

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        """The columns of the site's file, or the platform's page to find them."""
        columns = page.options.get("column", "").split()
        sid = page.options.get("sid", "")
        if columns and sid:
            return tuple(_column(page.url, column, sid, 1) for column in columns)
        return (get(page.url.partition("#")[0]),)

    def read(self, page: ListPage, answer: Answer) -> Listed:
        """The articles of a column's page and its further pages; or the platform's columns."""
        if "/api/" in urlsplit(answer.asked.url).path:
            return _articles(answer)
        found = answered_page(answer)
        if isinstance(found, Listed):
            return found
        told = _SID.search(found.source)
        sid = page.options.get("sid") or (told[1] if told else "")
        columns = page.options.get("column", "").split() or list(_columns(found.source))
        if not sid or not columns:
            return Listed(problem="not_a_list")
        return Listed(further=tuple(_column(answer.url, column, sid, 1) for column in columns))


def _columns(source: str) -> Iterator[str]:
    """The numbers of the columns that bear the name of a column of reports."""
    for found in _COLUMN.finditer(source):
        name = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), found[2])
        if title_verdict(name).code in ("column", "named"):
            yield found[1]


def _column(url: str, column: str, sid: str, number: int) -> Ask:
    root = url.partition("#")[0].partition("/gkmlpt")[0]
    query = urlencode({"page": number, "sid": sid})
    return get(f"{root}/gkmlpt/api/all/{column}?{query}")


def _articles(answer: Answer) -> Listed:
    data = answered_data(answer)
    if isinstance(data, Listed):
        return data
    articles = data.get("articles") if isinstance(data, dict) else None
    if not isinstance(articles, list):
        return Listed(problem="not_a_list")
    entries = tuple(
        entry for item in articles[:MOST_ENTRIES] if (entry := _entry(item, answer.url))
    )
    if articles and not entries:
        return Listed(problem="no_entries")
    total = data.get("total")
    promised = total if isinstance(total, int) and total >= 0 else None
    return Listed(entries, _further(answer.asked.url, promised, len(articles)), promised=promised)


def _entry(item: Any, base: str) -> Entry | None:
    if not isinstance(item, dict):
        return None
    url = join(base, first_text(item, "url", "post_url", "link"))
    title = first_text(item, "title", "name")
    days = (day_of(item.get(key)) for key in _DAYS)
    return entry_of(url, title, next((d for d in days if d), None)) if url and title else None


def _further(url: str, total: int | None, size: int) -> tuple[Ask, ...]:
    """All other pages, told by the first."""
    number = _PAGE.search(url)
    if total is None or not size or number is None or number[1] != "1":
        return ()
    count = min(-(-total // size), MOST_PAGES)
    first = url.replace(number[0], number[0][:-1] + "{}", 1)
    return tuple(get(first.format(page)) for page in range(2, count + 1))
