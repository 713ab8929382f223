"""Epoint: lists and articles by POST, as JSON."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from flows.crawl.model import Answer, Ask, Entry, Listed, ListPage, Role
from flows.crawl.pages import join
from flows.crawl.patterns.listing import (
    MOST_ENTRIES,
    MOST_PAGES,
    answered_data,
    day_of,
    entry_of,
    first_text,
    post,
)

_LISTS = ("infodata", "infolist", "infoList", "govinfolist", "list", "data", "rows", "records")
_COUNTS = ("count", "total", "totalcount", "totalCount", "totalNum", "infocount")
_GUIDS = ("infoid", "infoId", "infoguid", "infoGuid", "rowguid", "id")
_TITLES = ("title", "realtitle", "infotitle", "customtitle", "name")
_ADDRESSES = ("visiturl", "infourl", "infoUrl", "url", "href", "link")
_DAYS = ("infodate", "infoDate", "showdate", "pubdate", "publishdate", "date")
_GUID = re.compile(r"[0-9A-Za-z_-]{4,60}")
_DEEPEST = 4


class Epoint:
    """A list by column, a page at a time from 0; an article by its identifier."""

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        """The first page."""
        return (_page(page, 0),)

    def read(self, page: ListPage, answer: Answer) -> Listed:
        """The entries of a page, each with the request for its article; the further pages."""
        data = answered_data(answer)
        if isinstance(data, Listed):
            return data
        items = _find(data, _LISTS, list)
        if items is None:
            return Listed(problem="not_a_list")
        entries = [
            entry for item in items[:MOST_ENTRIES] if (entry := _entry(page, item, answer.url))
        ]
        if items and not entries:
            return Listed(problem="no_entries")
        count = _find(data, _COUNTS, int)
        return Listed(tuple(entries), _further(page, answer, count, len(items)), promised=count)


def detail(page: ListPage, guid: str) -> Ask:
    """The request for an article."""
    path = page.options.get("detail") or join(page.url, "getGovInfoDetail")
    wanted = {"infoGuid": guid}
    if page.options.get("site"):
        wanted["siteGuid"] = page.options["site"]
    return post(join(page.url, path), _form(wanted), Role.ARTICLE)


def guid_in(url: str) -> str:
    """The identifier of an article in its address; empty without one."""
    query = parse_qs(urlsplit(url).query)
    for name, values in query.items():
        if name.lower() in ("infoguid", "infoid") and _GUID.fullmatch(values[0]):
            return values[0]
    return ""


def _form(wanted: dict[str, str]) -> str:
    return "params=" + quote(json.dumps(wanted, ensure_ascii=False, separators=(",", ":")))


def _page(page: ListPage, number: int) -> Ask:
    wanted = {
        "siteGuid": page.options.get("site", ""),
        "deptcode": page.options.get("department", ""),
        "categorynum": page.options.get("category", ""),
        "pageIndex": str(number),
        "pageSize": page.options.get("page_size", "20"),
    }
    return post(page.url, _form({key: value for key, value in wanted.items() if value}))


def _entry(page: ListPage, item: Any, base: str) -> Entry | None:
    if not isinstance(item, dict):
        return None
    title = first_text(item, *_TITLES)
    url = join(base, first_text(item, *_ADDRESSES))
    guid = first_text(item, *_GUIDS) or guid_in(url)
    days = (day_of(item.get(key)) for key in _DAYS)
    published = next((day for day in days if day), None)
    if not title or not (url or _GUID.fullmatch(guid)):
        return None
    if not _GUID.fullmatch(guid):
        return entry_of(url, title, published)
    ask = detail(page, guid)
    # Without an address of its own an article is called by the request that gives it.
    return entry_of(url or f"{ask.url}?infoGuid={guid}", title, published, ask)


def _further(page: ListPage, answer: Answer, count: int | None, size: int) -> tuple[Ask, ...]:
    """All other pages, told by the first."""
    if answer.asked.body != _page(page, 0).body or not count or not size:
        return ()
    pages = min(-(-count // size), MOST_PAGES)
    return tuple(_page(page, number) for number in range(1, pages))


def _find(data: Any, names: tuple[str, ...], kind: type, depth: int = 0) -> Any:
    """The first value of a kind under one of these names, in objects in objects."""
    if not isinstance(data, dict) or depth > _DEEPEST:
        return data if kind is list and isinstance(data, list) else None
    for name in names:
        value = data.get(name)
        if kind is int and isinstance(value, str) and value.isdigit() and len(value) < 9:
            return int(value)
        if isinstance(value, kind) and not isinstance(value, bool):
            return value
    inner = (
        _find(value, names, kind, depth + 1) for value in data.values() if isinstance(value, dict)
    )
    return next((value for value in inner if value is not None), None)
