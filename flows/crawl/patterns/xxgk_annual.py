"""Hanweb xxgkAnnualReport.jsp: an agency's report by its unified credit code and a year."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from flows.crawl.model import Answer, Ask, Entry, Listed, ListPage
from flows.crawl.pages import Page, find_date, text_of
from flows.crawl.patterns.listing import answered_page, entries_of, get
from flows.crawl.recognise import title_verdict
from flows.crawl.troubles import says_none
from transform.text import squash

_FIRST = 2008
_MOST_YEARS = 40
_LEAST_TEXT = 300


class XxgkAnnual:
    """One address for each code and year, which lists reports or is the report itself."""

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        """Every year of every code."""
        first = int(page.options.get("first", _FIRST))
        last = int(page.options.get("last", date.today().year))
        years = range(max(first, last - _MOST_YEARS), last + 1)
        codes = page.options.get("area", "").split()
        return tuple(get(_address(page.url, code, year)) for code in codes for year in years)

    def read(self, page: ListPage, answer: Answer) -> Listed:
        """The reports that are listed, or the page itself where it is one."""
        found = answered_page(answer)
        if isinstance(found, Listed):
            return found
        listed = tuple(e for e in entries_of(found) if title_verdict(e.title).promising)
        if listed:
            return Listed(listed)
        title = _own_title(found)
        if title:
            # Its own address, since that is where it stands.
            return Listed((Entry(answer.asked.url, title, _published(found)),))
        if says_none(found) or len(found.shown) < _LEAST_TEXT:
            return Listed()
        return Listed(problem="no_entries")


def _address(url: str, code: str, year: int) -> str:
    parts = urlsplit(url)
    kept = {
        name: values[0]
        for name, values in parse_qs(parts.query).items()
        if name not in ("area", "fbtime")
    }
    query = urlencode({**kept, "fbtime": year, "area": code})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _own_title(page: Page) -> str:
    """The title of a report that the page prints; empty when it prints none."""
    heads = [text_of(element) for element in page.elements("h1", "h2", "h3")]
    for title in (*heads, page.metas.get("articletitle", ""), page.title):
        if title_verdict(title).sure and len(page.shown) >= _LEAST_TEXT and re.search(r"\d", title):
            return title
    return ""


def _published(page: Page) -> date | None:
    said = page.metas.get("pubdate", "")
    labelled = re.search(
        r"(?:发布|公开|生成|发文)(?:日期|时间):?(\S{8,12})", squash(page.shown[:3000])
    )
    return find_date(said) or (find_date(labelled[1]) if labelled else None)
