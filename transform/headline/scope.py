"""Whose figures a report holds: the agency's own, a government's, a system's."""

from __future__ import annotations

from decimal import Decimal

from transform.agencies import agency_level, agency_type
from transform.headline.patterns import any_of, pattern, patterns
from transform.headline.titles import Title
from transform.report import Tables


def find_scope(
    agency: str | None, title: Title | None, tables: Tables, text: str
) -> tuple[str, str | None]:
    """The scope (a code of codes.csv), and the words of the squashed text it was read from."""
    if agency is None:
        return _without_agency(text)
    kind = agency_type(agency)
    if kind == "government" and agency_level(agency) != "township":
        return "government_aggregate", f"agency: {agency}"
    if kind == "office":
        return _of_office(agency, text, tables)
    if kind == "zone":
        return _of_zone(agency, title, text)
    if title is not None and title.subject.endswith(patterns()["scope"]["system_title"]):
        return "system_aggregate", f"title: {title.subject}"
    system = any_of("scope", "system").search(text)
    if system is not None and kind in ("department", "vertical"):
        return "system_aggregate", f"text: {system.group()}"
    if kind == "unknown":
        return _without_agency(text)
    return "own", f"agency: {agency}"


def _of_office(agency: str, text: str, tables: Tables) -> tuple[str, str | None]:
    decisions = _decisions(tables)
    if decisions < patterns()["scope"]["office_decisions"]:
        return "own", f"agency: {agency}"
    aggregate = any_of("scope", "aggregate").search(text)
    if aggregate is not None:
        return "government_aggregate", f"text: {aggregate.group()}"
    return "unknown", f"tables: {decisions} decisions"


def _of_zone(agency: str, title: Title | None, text: str) -> tuple[str, str | None]:
    if title is not None and not title.subject.endswith(("管理委员会", "管委会")):
        return "government_aggregate", f"title: {title.subject}"
    for cue in (any_of("scope", "aggregate"), pattern("scope", "whole_place")):
        if (match := cue.search(text)) is not None:
            return "government_aggregate", f"text: {match.group()}"
    return "unknown", None


def _without_agency(text: str) -> tuple[str, str | None]:
    """Without an agency only a voice heard more than once, or a named writer, tells."""
    aggregate = any_of("scope", "aggregate").search(text)
    writer = pattern("scope", "writer").search(text)
    if aggregate is None and writer is not None:
        kind = agency_type(writer["name"])
        if kind not in ("unknown", "government", "zone"):
            return "own", f"text: {writer.group()}"
    voice = pattern("scope", "own").search(text)
    if aggregate is None and voice is not None:
        return "own", f"text: {voice.group()}"
    return "unknown", None


def _decisions(tables: Tables) -> Decimal:
    rows = patterns()["scope"]["decision_rows"]
    values = (cell.value for cell in tables.cells if cell.key.row in rows)
    return sum((value for value in values if value is not None), Decimal(0))
