"""Hanweb jpage: a column page that holds the first records and asks dataproxy.jsp for the rest."""

from __future__ import annotations

import html
import re
from itertools import islice
from urllib.parse import urlencode

from extract.charset import Decoded, decode
from flows.crawl.model import Answer, Ask, Listed, ListPage, Role
from flows.crawl.pages import MOST_BYTES, Page, fragment, join, page_of
from flows.crawl.patterns.listing import (
    MOST_PAGES,
    answered_page,
    entries_of,
    get,
    listed,
    post,
)
from flows.crawl.troubles import trouble

PROXY = "/module/web/jpage/dataproxy.jsp"
_GROUP = 3  # pages of records in one answer, as the sites' own script asks for them
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.I)
_RECORD = re.compile(r"<record>(.{0,20000}?)</record>", re.S | re.I)
_CDATA = re.compile(r"\A\s*<!\[CDATA\[(.*)\]\]>\s*\Z", re.S)
_TOTAL = re.compile(
    r"<totalrecord>\s*(\d{1,7})\s*</totalrecord>|totalRecord\s*:\s*['\"]?(\d{1,7})", re.I
)
_PER_PAGE = re.compile(r"perPage\s*:\s*['\"]?(\d{1,3})")
_PROXY_URL = re.compile(r"proxyUrl\s*:\s*['\"]([^'\"<>]{1,200})['\"]")
_CALL = re.compile(r"\.jpage\s*\(")
_PARAMETERS = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname",
    "permissiontype",
)  # fmt: skip
_MOST_CALLS = 50


class Jpage:
    """Records in CDATA, each a piece of markup with a link; XML is read without its entities."""

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        """The column page."""
        return (get(page.url),)

    def read(self, page: ListPage, answer: Answer) -> Listed:
        """The records of an answer, and from the column page the requests for all others."""
        if answer.asked.method == "POST":
            return _records_of(answer)
        found = answered_page(answer)
        if isinstance(found, Listed):
            return found
        settings = _settings(found, page)
        if settings is None:
            return listed(found, page, first=True)
        total = _total(found.source)
        if total == 0:
            return Listed(promised=0)
        asks = _requests(found, page, settings, total)
        return Listed(further=asks, promised=total)


def _settings(page: Page, list_page: ListPage) -> dict[str, str] | None:
    """The parameters that the column page's script sends for the list wanted."""
    calls = [call.start() for call in islice(_CALL.finditer(page.source), _MOST_CALLS)]
    wanted = list_page.options.get("unitid")
    for start, end in zip(calls, [*calls[1:], len(page.source)], strict=True):
        script = page.source[start : min(end, start + 5000)]
        found = {}
        for name in _PARAMETERS:
            value = re.search(
                rf"['\"]?\b{name}\b['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\w+))", script
            )
            if value:
                found[name] = next(group for group in value.groups() if group is not None)
        if "columnid" in found and wanted in (None, found.get("unitid")):
            return found
    return None


def _total(source: str) -> int | None:
    found = _TOTAL.search(source)
    return int(found[1] or found[2]) if found else None


def _requests(
    page: Page, list_page: ListPage, settings: dict[str, str], total: int | None
) -> tuple[Ask, ...]:
    told = _PER_PAGE.search(page.source)
    perpage = int(list_page.options.get("perpage") or (told[1] if told else "20")) or 20
    proxy = _PROXY_URL.search(page.source)
    address = join(page.url, proxy[1] if proxy else PROXY)
    size = perpage * _GROUP
    count = min(-(-(total if total is not None else 1) // size), MOST_PAGES)
    body = urlencode(settings)
    asks = []
    for number in range(count):
        reach = {
            "startrecord": number * size + 1,
            "endrecord": min((number + 1) * size, total or size),
            "perpage": perpage,
        }
        asks.append(post(f"{address}?{urlencode(reach)}", body, Role.LIST))
    return tuple(asks)


def _records_of(answer: Answer) -> Listed:
    decoded = decode(answer.body) if len(answer.body) <= MOST_BYTES else None
    wrong = trouble(answer, None)
    if wrong is not None:
        return Listed(problem=wrong.reason)
    if not isinstance(decoded, Decoded):
        return Listed(problem="not_a_list")
    text = decoded.text
    if _DTD.search(text[:2000]) and "<record>" in text:
        return Listed(problem="unsafe_xml")
    store = "<datastore" in text or "<recordset" in text or "<record>" in text
    if not store:
        shown = page_of(answer.body, answer.url)
        instead = trouble(answer, shown)
        return Listed(problem=instead.reason if instead else "not_a_list")
    pieces = []
    for record in _RECORD.finditer(text):
        data = _CDATA.match(record[1])
        pieces.append(data[1] if data else html.unescape(record[1]))
    inner = fragment(
        "<div>" + "\n".join(f"<div>{piece}</div>" for piece in pieces) + "</div>", answer.url
    )
    entries = entries_of(inner)
    if pieces and not entries:
        return Listed(problem="no_entries")
    return Listed(entries, promised=_total(text))
