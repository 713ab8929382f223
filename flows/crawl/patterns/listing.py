"""What the lists of all systems have in common: entries out of pages, and requests for more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

from extract.charset import Decoded, decode
from flows.crawl.model import Answer, Ask, Entry, Listed, ListPage, Role
from flows.crawl.pages import MOST_BYTES, Page, find_date, page_of
from flows.crawl.recognise import is_column, worth_asking
from flows.crawl.troubles import says_none, trouble
from flows.crawl.words import pattern

MOST_PAGES = 1_000
"""Further pages that one answer of a list may lead to."""
MOST_ENTRIES = 50_000
_DEPTH = 12
_BEIJING = timezone(timedelta(hours=8))
_FORM = {
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    "X-Requested-With": "XMLHttpRequest",
}


def get(url: str) -> Ask:
    """A request for a page of a list."""
    return Ask(url, Role.LIST)


def post(url: str, body: str, role: Role = Role.LIST) -> Ask:
    """A form to be sent."""
    return Ask(url, role, "POST", body.encode(), _FORM)


def answered_page(answer: Answer) -> Page | Listed:
    """The page that an answer holds, or what is wrong with it."""
    page = page_of(answer.body, answer.url)
    wrong = trouble(answer, page)
    if wrong is not None:
        return Listed(problem=wrong.reason)
    return page if page is not None else Listed(problem="not_a_list")


def answered_data(answer: Answer) -> Any:
    """The JSON that an answer holds, or a `Listed` that says what is wrong with it."""
    page = page_of(answer.body, answer.url)
    data = json_of(answer.body) if answer.status == 200 else None
    if data is not None:
        return data
    wrong = trouble(answer, page)
    return Listed(problem=wrong.reason if wrong else "bad_json")


def json_of(body: bytes, depth: int = _DEPTH) -> Any:
    """The JSON object or array in these bytes, no deeper than `depth`; None without one."""
    if len(body) > MOST_BYTES:
        return None
    decoded = decode(body)
    if not isinstance(decoded, Decoded):
        return None
    text = decoded.text.strip()
    if not text.startswith(("{", "[")) or _nested(text) > depth:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _nested(text: str) -> int:
    """How deep brackets are open in a JSON text, those in its strings left out."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*+"', "", text)
    deepest = open_now = 0
    for bracket in re.finditer(r"[\[{\]}]", bare):
        open_now += 1 if bracket[0] in "[{" else -1
        deepest = max(deepest, open_now)
        if deepest > _DEPTH:
            break
    return deepest


def entry_of(url: str, title: str, published: date | None, ask: Ask | None = None) -> Entry:
    """An entry, with what its title says of it."""
    return Entry(url, title, published, ask, worth_asking(title))


def entries_of(page: Page) -> tuple[Entry, ...]:
    """The entries among the links of a page: not its menus.

    A link is an entry when its address is that of an article or file, when a date stands
    with it, or when its title names a report; of an address's links the one best called.
    """
    found: dict[str, Entry] = {}
    for link in page.links:
        if not link.title or _is_pager(link.title):
            continue
        path = urlsplit(link.url).path or "/"
        articled = pattern("links", "article").search(link.url)
        if not (
            articled
            or link.published
            or pattern("links", "file").search(path)
            or worth_asking(link.title)
        ):
            continue
        if is_column(link.title) and not (link.published or articled):
            continue
        entry = entry_of(link.url, link.title, link.published)
        known = found.get(link.url)
        if known is None or (len(known.title) < len(entry.title) and not known.published):
            found[link.url] = entry
        if len(found) >= MOST_ENTRIES:
            break
    return tuple(found.values())


def listed(
    page: Page,
    list_page: ListPage,
    further: Iterable[str] = (),
    *,
    first: bool,
) -> Listed:
    """The entries of a page of a list, and requests for further pages; a first page without
    entries is no page of a list.
    """
    if page.overflows:
        return Listed(problem="too_many_links")
    entries, asks = entries_of(page), tuple(map(get, dict.fromkeys(further)))
    if list_page.options.get("columns") == "yes":
        asks += tuple(columns(page, list_page))
    if not entries and not asks and first and not says_none(page):
        return Listed(problem="no_entries")
    return Listed(entries, asks)


def columns(page: Page, list_page: ListPage) -> Iterator[Ask]:
    """Links of the same host that bear the name of a column of reports."""
    host = urlsplit(list_page.url).netloc
    for link in page.links:
        if is_column(link.title) and urlsplit(link.url).netloc == host:
            yield get(link.url.partition("#")[0])


def is_first(list_page: ListPage, answer: Answer) -> bool:
    """Whether an answer is that to the list's own address."""
    return answer.asked.url == list_page.url


def day_of(value: Any) -> date | None:
    """A date as JSON has it: printed, or in seconds or milliseconds since 1970."""
    if isinstance(value, str):
        return find_date(value) or (
            day_of(int(value)) if re.fullmatch(r"\d{10,13}", value) else None
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1000 if value > 1e11 else value
    if not 5e8 < seconds < 5e9:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(_BEIJING).date()


def first_text(item: dict[str, Any], *keys: str) -> str:
    """The first of these fields that is text and not empty, without markup."""
    for key in keys:
        value = item.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(re.sub(r"<[^<>]{0,200}>", "", value).split())
    return ""


def _is_pager(title: str) -> bool:
    return bool(re.fullmatch(r"\[?\d{1,4}\]?", title)) or bool(
        pattern("links", "next").search(title.lower().replace(" ", ""))
    )
