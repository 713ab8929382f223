"""What an answer to an article or attachment is: a report, a page that leads to one, or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extract import sniff
from extract.document import Document
from extract.limits import DEFAULT_LIMITS, MEBIBYTE
from extract.packages import members
from extract.reading import read
from flows.crawl.attached import files, listed_files, markup_in, pictures
from flows.crawl.content import content_hash
from flows.crawl.model import Answer, Article, Ask, Role, Site, State
from flows.crawl.pages import (
    MOST_TITLE,
    Page,
    declared_charset,
    find_date,
    fragment,
    page_of,
    text_of,
)
from flows.crawl.patterns.epoint import detail, guid_in
from flows.crawl.patterns.listing import json_of
from flows.crawl.recognise import contradicts, judge, title_verdict
from flows.crawl.troubles import Trouble, trouble
from transform.text import squash

# A document is only looked at here, and read whole when the dataset is built.
LIMITS = replace(DEFAULT_LIMITS, seconds=20.0, pages=80, scanned_pages=0, file_bytes=64 * MEBIBYTE)
_MOST_MEMBERS = 40
_TEXTUAL = (sniff.HTML, sniff.TEXT, sniff.JSON, sniff.XML, sniff.UNKNOWN, sniff.EMPTY)
_CONVERTED = (sniff.DOC, sniff.RTF, sniff.OLE)
# States told by what a page says, which a report may say too.
_SPOKEN = (State.LOGIN, State.SOFT_404, State.BLOCKED)
_LEAST_TITLE = 4
_INDEX_ENTRIES = 4


@dataclass(frozen=True, slots=True)
class _Seen:
    """An answer as far as it was looked at."""

    answer: Answer
    page: Page | None
    titles: tuple[str, ...]
    published: date | None

    @property
    def sure(self) -> bool:
        """Whether a title names a report beyond doubt, and none names something else."""
        verdicts = [title_verdict(title) for title in self.titles]
        return any(v.sure for v in verdicts) and not any(contradicts(t) for t in self.titles)


def read_article(answer: Answer, entry_title: str, site: Site) -> Article:
    """What an answer is, with what may be its report one step on.

    A page that bears a report's title and leads to it in files or pictures is a report of
    its own kind (``in_attachment``, ``image_only``): its links are the report. `entry_title`
    is what the list calls it.
    """
    data = json_of(answer.body)
    page = page_of(answer.body, answer.url) if _is_textual(answer.body) else None
    article = _read(answer, page, data, entry_title, site)
    declared = declared_charset(answer.headers.get("content-type", ""), answer.body)
    used = page.decoded.charset if page is not None else ""
    return replace(article, charset_declared=declared if page else "", charset_used=used)


def _read(answer: Answer, page: Page | None, data: Any, title: str, site: Site) -> Article:
    wrong = trouble(answer, None if data is not None else page)
    if wrong is None or _prints_tables(answer, page, wrong):
        return _found(answer, page, data, title, site)
    return Article(wrong.state, wrong.reason, title=title)


def _prints_tables(answer: Answer, page: Page | None, wrong: Trouble) -> bool:
    """Whether a page that speaks of a login or an error is a whole report all the same."""
    if page is None or answer.status != 200 or wrong.state not in _SPOKEN:
        return False
    verdict, _ = judge(read(answer.body, "", LIMITS), ())
    return verdict.promising


def _found(answer: Answer, page: Page | None, data: Any, title: str, site: Site) -> Article:
    if data is not None:
        return _wrapped(answer, data, title)
    if page is None:
        return _file(_Seen(answer, None, (title,), None))
    return _page(_Seen(answer, page, _titles(page, title), _published(page)), site)


def _is_textual(body: bytes) -> bool:
    return sniff.sniff(body) in _TEXTUAL


def _page(seen: _Seen, site: Site, links: tuple[Ask, ...] = ()) -> Article:
    """A web page: the report itself, or what leads to it."""
    assert seen.page is not None
    document = read(seen.answer.body, "", LIMITS)
    return _judged(seen, document, links or (*_details(seen, site), *files(seen.page)))


def _wrapped(answer: Answer, data: Any, title: str) -> Article:
    """A page or a list of files in JSON."""
    page = fragment(markup_in(data), answer.url)
    said = (data.get("custom") or data.get("data") or data) if isinstance(data, dict) else {}
    own = said.get("title") if isinstance(said, dict) else None
    titles = _titles(page, title, own if isinstance(own, str) else "")
    day = find_date(str(said.get("infodate") or "")) if isinstance(said, dict) else None
    document = read(answer.body, "", LIMITS)
    links = (*listed_files(data, answer.url), *files(page))
    return _judged(_Seen(answer, page, titles, day or _published(page)), document, links)


def _judged(seen: _Seen, document: Document, links: tuple[Ask, ...]) -> Article:
    verdict, report = judge(document, seen.titles)
    content = content_hash(document, seen.titles, seen.answer.body)
    published = seen.published or report.headline.published_on
    article = Article(
        State.REPORT if verdict.promising else State.NOT_A_REPORT, verdict.code,
        title=_title(seen.titles), published=published, content=content,
    )  # fmt: skip
    if verdict.promising:
        return article
    return _leading(seen, article, links)


def _leading(seen: _Seen, article: Article, links: tuple[Ask, ...]) -> Article:
    """A page that is no report but may lead to one."""
    if any(contradicts(title) for title in seen.titles):
        return article
    if links and not _is_index(seen):
        if not seen.sure:
            return replace(article, links=links)
        digest = _with_links(article.content, links)
        return replace(
            article, state=State.REPORT, reason="in_attachment", links=links, content=digest
        )
    if _is_index(seen):
        return replace(article, reason="index_page")
    shown = pictures(seen.page) if seen.page is not None else ()
    if not shown:
        return article
    if not seen.sure:
        return replace(article, links=shown)
    digest = _with_links(article.content, shown)
    return replace(article, state=State.REPORT, reason="image_only", links=shown, content=digest)


def _with_links(content: str, links: tuple[Ask, ...]) -> str:
    """The hash of a page whose content is what it links to: another file is another content."""
    addresses = sorted(link.url.partition("?")[0].partition(";")[0] for link in links)
    return hashlib.sha256("\n".join([content, *addresses]).encode()).hexdigest()


def _is_index(seen: _Seen) -> bool:
    """Whether a page lists reports of several years or agencies."""
    if seen.page is None:
        return False
    named = {squash(link.title) for link in seen.page.links if title_verdict(link.title).sure}
    own = {squash(title) for title in seen.titles}
    with_files = {squash(text_of(e)) for e in seen.page.elements("a") if _names_file(e)}
    return len(named - own - with_files) >= _INDEX_ENTRIES


def _names_file(element: Any) -> bool:
    link = (element.get("href") or "").lower().partition("?")[0]
    return link.endswith((".pdf", ".doc", ".docx", ".wps", ".zip", ".xls", ".xlsx", ".ofd"))


def _details(seen: _Seen, site: Site) -> Iterator[Ask]:
    """The request for the content of a page that only a script fills."""
    guid = guid_in(seen.answer.url)
    if guid and seen.answer.asked.role is Role.ARTICLE and seen.answer.asked.method == "GET":
        for page in site.lists:
            if page.pattern == "epoint":
                yield replace(detail(page, guid), role=Role.ATTACHMENT)


def _file(seen: _Seen) -> Article:
    """A file: judged by what it prints, or by its title where it has to be converted first."""
    media_type = sniff.sniff(seen.answer.body)
    if media_type == sniff.ZIP:
        return _archive(seen)
    if media_type in _CONVERTED or media_type in sniff.OTHER_ARCHIVES:
        return _unread(seen, "unread_file")
    if media_type in sniff.IMAGES:
        return _unread(seen, "image_only")
    document = read(seen.answer.body, "", LIMITS)
    if not document.blocks:
        scanned = any(issue.kind == "scanned_page" for issue in document.issues)
        return _unread(seen, "scanned") if scanned else _not("unreadable", seen)
    return _judged(seen, document, ())


def _unread(seen: _Seen, reason: str) -> Article:
    """A file that is not read here: a report when its title says so."""
    if not seen.sure:
        return _not(reason, seen)
    digest = hashlib.sha256(seen.answer.body).hexdigest()
    return Article(State.REPORT, reason, title=_title(seen.titles), content=digest)


def _not(reason: str, seen: _Seen) -> Article:
    digest = hashlib.sha256(seen.answer.body).hexdigest()
    return Article(State.NOT_A_REPORT, reason, title=_title(seen.titles), content=digest)


def _archive(seen: _Seen) -> Article:
    """An archive is a report when one of its files is."""
    for number, (name, data) in enumerate(members(seen.answer.body, LIMITS)):
        if number >= _MOST_MEMBERS:
            break
        if not isinstance(data, bytes):
            continue
        inner = replace(seen.answer, body=data)
        called = name.rpartition("/")[2].rpartition(".")[0]
        if sniff.sniff(data) in (*_CONVERTED, *sniff.IMAGES):
            found = _unread(replace(seen, answer=inner, titles=(called,)), "unread_file")
        else:
            verdict, _ = judge(read(data, "", LIMITS), (called,))
            found = Article(State.REPORT if verdict.promising else State.NOT_A_REPORT, "")
        if found.state is State.REPORT:
            return replace(_not("in_archive", seen), state=State.REPORT)
    return _not("not_there", seen)


def _titles(page: Page, entry_title: str, *others: str) -> tuple[str, ...]:
    """What a page is called: by its list, by itself, by its first heading."""
    heads = [text_of(element) for element in page.elements("h1")][:2]
    said = [page.metas.get(name, "") for name in ("articletitle", "og:title")]
    found = (entry_title, *others, *said, *heads, page.title)
    return tuple(dict.fromkeys(t[:MOST_TITLE] for t in found if len(squash(t)) >= _LEAST_TITLE))


def _title(titles: tuple[str, ...]) -> str:
    """The title that names a report best."""
    sure = (title for title in titles if title_verdict(title).sure)
    return next(sure, titles[0] if titles else "")


def _published(page: Page) -> date | None:
    for name in ("pubdate", "publishdate", "article:published_time", "publishtime"):
        day = find_date(page.metas.get(name, ""))
        if day is not None:
            return day
    return None
