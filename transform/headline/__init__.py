"""Who reports about which year: what a document says of itself outside its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from extract.document import Document
from extract.issues import Issue
from transform.agencies import division_code
from transform.headline.agency import Named, find_agency
from transform.headline.fields import fields_of, head_of
from transform.headline.patterns import pattern
from transform.headline.scope import find_scope
from transform.headline.titles import Title, best_title, find_titles
from transform.headline.years import (
    Evidence,
    Period,
    Vote,
    decide,
    openings,
    periods,
    year_before,
)
from transform.lines import Line
from transform.narrative.sections import PREAMBLE, UNNAMED, Part, RunningText, running_text
from transform.report import Headline, Tables
from transform.signature import Signature, find_signature, parse_date

__all__ = ["headline"]

_FRONT = (PREAMBLE, "s1_overview")
_STRONG = ("period", "title", "opening")
_URL = re.compile(r"https?://[^\s<>\"，。）)]+")


def headline(document: Document, tables: Tables, running: RunningText | None = None) -> Headline:
    """Agency, year, scope, period and dates, each with the words it was read from.

    Nothing is guessed: what the document does not print is None with an issue.
    `tables` may be empty; its figures only tell an office's own report from one
    that holds a whole government's. `running` is the document's running text,
    where it is at hand.
    """
    running = running or running_text(document)
    lines, parts = running.lines, running.parts
    head = head_of(lines, tuple(parts[0].lines))
    fields = fields_of(document, head)
    title = best_title(find_titles(head, fields.get("title", ())), head)
    signature = find_signature(tuple(parts[-1].lines))
    front, later = _first_lines(parts, front=True), _first_lines(parts, front=False)
    text = "".join(line.squashed for line in lines)
    agency = find_agency(title, signature, fields, head, front, text)
    period = tuple(periods(lines))
    published = _published(fields)
    annual = _annual(title) and (title is not None or tables.form is not None)
    vote = decide(_evidence(title, period, head, (front, later), signature, published, annual))
    scope, scope_evidence = find_scope(agency.name if agency else None, title, tables, text)
    own_period = next((p for p in period if p.start.year == vote.year), None)
    return Headline(
        agency=agency.name if agency else None,
        agency_evidence=agency.evidence if agency else None,
        issuer=_issuer(signature, title, agency, head),
        scope=scope,
        scope_evidence=scope_evidence,
        division_code=division_code(agency.name) if agency else None,
        year=vote.year,
        year_evidence=vote.evidence,
        title=title.text if title else None,
        period_start=own_period.start if own_period else None,
        period_end=own_period.end if own_period else None,
        signed_on=signature.day if signature else None,
        published_on=published,
        source_url=_source_url(fields),
        issues=tuple(_issues(title, agency, vote)),
    )


def _evidence(
    title: Title | None,
    period: tuple[Period, ...],
    head: tuple[Line, ...],
    firsts: tuple[tuple[Line, ...], tuple[Line, ...]],
    signature: Signature | None,
    published: date | None,
    annual: bool,
) -> Iterator[Evidence]:
    for found in period:
        yield Evidence("period", found.start.year, found.text)
    if title is not None and len(title.years) == 1:
        yield Evidence("title", title.years[0], title.text)
    # The later sections speak of other years too: they count only where the front is silent.
    yield from list(openings(head, firsts[0])) or openings((), firsts[1])
    if annual:
        yield from year_before("signature", signature.day if signature else None)
        yield from year_before("publication", published)


def _annual(title: Title | None) -> bool:
    """Whether no title says that a part of a year, or a school year, is reported on."""
    text = re.sub(r"\([^()]*\)", "", "".join(title.text.split())) if title else ""
    keys = ("part_year", "school_year")
    return not any(pattern("year", key).search(text) for key in keys)


def _first_lines(parts: tuple[Part, ...], front: bool) -> tuple[Line, ...]:
    """The first sentences of preamble and overview, or the first of each other section."""
    found: list[Line] = []
    for part in parts:
        texts = (line for line in part.lines if re.search(r"[。,;]", line.squashed))
        if part.section != UNNAMED and (part.section in _FRONT) is front:
            found.extend(islice(texts, 2 if front else 1))
    return tuple(found)


def _published(fields: dict[str, list[str]]) -> date | None:
    days = (parse_date(value[:24]) for value in fields.get("published", ()))
    return next((day for day in days if day is not None), None)


def _source_url(fields: dict[str, list[str]]) -> str | None:
    found = (_URL.match(value) for value in fields.get("url", ()))
    return next((match.group() for match in found if match is not None), None)


def _issuer(
    signature: Signature | None,
    title: Title | None,
    agency: Named | None,
    head: tuple[Line, ...],
) -> str | None:
    """The organ that signs, else an organ on the line above a title that has its own."""
    if signature is not None and signature.issuer is not None:
        return signature.issuer
    if title is None or title.kind != "line" or title.first < 1 or agency is None:
        return None
    above = head[title.first - 1].squashed.lstrip("#")
    ends = ("人民政府", "办公室", "办公厅", "委员会", "局", "办事处")
    own = above != title.subject and above.endswith(ends) and len(above) <= 30
    return above if own else None


def _issues(title: Title | None, agency: Named | None, vote: Vote) -> Iterator[Issue]:
    if agency is None:
        yield Issue("agency_unresolved", text=title.text if title else "")
    if vote.year is None:
        yield Issue("year_unresolved")
    if not _annual(title):
        yield Issue("not_annual", text=title.text if title else "")
    rivals = [rival for rival in vote.rivals if rival.kind in _STRONG]
    if rivals:
        named = "; ".join(f"{rival.kind} {rival.year}: {rival.text}" for rival in rivals)
        yield Issue("year_conflict", text=vote.evidence or "", detail=named)
