"""Which agency reports: by what the document prints, the strongest evidence first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transform.agencies import agency_type, division_code, full_name, named_in_text, place_prefix
from transform.headline.patterns import pattern
from transform.headline.titles import Title
from transform.lines import Line
from transform.signature import Signature

_QUOTED = re.compile(r"《[^《》]{0,120}》")


@dataclass(frozen=True, slots=True)
class Named:
    """An agency and the words it was read from; `printed` is how its source names it."""

    name: str
    evidence: str
    printed: str


def find_agency(
    title: Title | None,
    signature: Signature | None,
    fields: dict[str, list[str]],
    head: tuple[Line, ...],
    firsts: Iterable[Line],
    text: str,
) -> Named | None:
    """The agency named by title, else by signature, else by fields and text agreeing.

    The name a title prints is completed only by a longer form of the same name
    that the document itself prints as its author or issuer. `text` is the whole
    text, squashed: a site's name above a title is no agency when it speaks as 我局.
    """
    if title is not None and _is_site_name(title, text):
        title = None
    authors = list(_authors(head))
    # A page's footer may end in an organ's name: only a dated line is a signature.
    issuer = signature.issuer if signature and signature.day else None
    longer = [*([issuer] if issuer else []), *authors, *fields.get("publisher", ())]
    if title is not None and title.name is not None:
        other_place = issuer is not None and _elsewhere(title.name, issuer)
        return None if other_place else _completed(title, longer, head)
    if title is not None and title.subject:
        doers = (named.printed for named in _from_text(authors, head, firsts))
        return _of_function(title, [*longer, *doers])
    if issuer is not None and (name := _specific(issuer)) is not None:
        return Named(name, f"signature: {issuer}", issuer)
    return _agreeing([*_from_fields(fields), *_from_text(authors, head, firsts)])


def _completed(title: Title, longer: Iterable[str], head: tuple[Line, ...]) -> Named:
    name = title.name or ""
    evidence = f"title: {title.subject}"
    if agency_type(name) == "zone" and not name.endswith("管理委员会"):
        text = "".join(line.squashed for line in head)
        says_so = pattern("agency", "zone_body").search(text) is not None
        return Named(name + "管理委员会" if says_so else name, evidence, title.subject)
    for other in longer:
        body = pattern("agency", "office_end").sub("", "".join(other.split()))
        candidates = (other, body) if agency_type(name) == "government" else (other,)
        for candidate in candidates:
            full = _specific(candidate)
            if full and full != name and full.endswith(name) and _only_places(full, name):
                return Named(full, f"{evidence}; {other}", title.subject)
    return Named(name, evidence, title.subject)


def _only_places(full: str, name: str) -> bool:
    """Whether what `full` adds before `name` is nothing but places."""
    added = full.removesuffix(name)
    place = place_prefix(full)
    return place is not None and place.text.startswith(added)


def _of_function(title: Title, longer: Iterable[str]) -> Named | None:
    """A title that prints only a function (区教育局): the issuer that ends in it."""
    function = re.sub(r"^[省市县区旗州]", "", title.subject)
    for other in longer:
        name = _specific(other)
        if name is not None and len(function) >= 3 and name.endswith(function):
            return Named(name, f"title: {title.subject}; {other}", other)
    return None


def _specific(text: str) -> str | None:
    """The agency an issuer's line names, with the place that makes it one alone."""
    plain = "".join(text.split())
    name = named_in_text(plain)
    if name is not None:
        return name
    known = full_name(plain)
    kinds = ("township_government", "street_office", "vertical", "zone")
    return known if known and known == plain and agency_type(plain) in kinds else None


def _from_fields(fields: dict[str, list[str]]) -> Iterator[Named]:
    for value in fields.get("publisher", ()):
        first = value.split(" ")[0]
        if (name := named_in_text(first)) is not None:
            yield Named(name, f"publisher: {first}", first)
    for value in fields.get("source", ()):
        first = value.split(" ")[0]
        name = named_in_text(first)
        # A government is what its whole site is called, whoever reports there.
        if name is not None and agency_type(name) not in ("government", "office"):
            yield Named(name, f"source: {first}", first)


def _from_text(
    authors: Iterable[str], head: tuple[Line, ...], firsts: Iterable[Line]
) -> Iterator[Named]:
    for author in authors:
        if (name := named_in_text(author)) is not None:
            yield Named(name, f"author: {author}", author)
    lines = (*head, *firsts)
    yield from _writers("".join(line.squashed for line in lines))
    for line in lines:
        match = pattern("agency", "doer").match(_QUOTED.sub("", line.squashed))
        phrase = _stopped(match["name"]) if match else None
        if phrase and (name := named_in_text(phrase)) is not None:
            yield Named(name, f"opening: {phrase}", phrase)


def _writers(text: str) -> Iterator[Named]:
    """A town whose own office writes, where its name also stands with its county."""
    writer = pattern("scope", "writer").search(text)
    town = pattern("agency", "town_office").sub("", writer["name"]) if writer else ""
    if writer is None or agency_type(town) != "township_government":
        return
    for match in re.finditer(rf"[一-龥]{{2,20}}{re.escape(town)}", text):
        printed = match.group()
        for start in range(len(printed) - len(town)):
            name = named_in_text(printed[start:])
            if name is not None:
                yield Named(name, f"writer: {writer['name']}; {name}", name)
                break


def _is_site_name(title: Title, text: str) -> bool:
    if title.first == title.last or agency_type(title.name or "") != "government":
        return False
    department = pattern("agency", "department_voice").search(text)
    return department is not None and not pattern("agency", "government_voice").search(text)


def _elsewhere(name: str, issuer: str) -> bool:
    """Whether title and signature name places of which neither lies in the other."""
    here, there = division_code(name), division_code("".join(issuer.split()))
    if here is None or there is None:
        return False
    short, long = sorted((re.sub(r"(?:00){1,2}$", "", code) for code in (here, there)), key=len)
    return not long.startswith(short)


def _authors(head: tuple[Line, ...]) -> Iterator[str]:
    text = "".join(line.squashed for line in head)
    for key in ("author", "writes"):
        for match in pattern("agency", key).finditer(text):
            yield match["name"]


def _stopped(phrase: str) -> str | None:
    """A phrase up to the first word that cannot be of a name, after its place."""
    place = place_prefix(phrase)
    start = len(place.text) if place else 0
    stop = pattern("agency", "stop").search(phrase, start)
    return phrase[: stop.start()] if stop else None


def _agreeing(found: list[Named]) -> Named | None:
    """The name all sources give, the longest where one holds the others; else None."""
    longest = max(found, key=lambda named: len(named.name), default=None)
    if longest is None or not all(longest.name.endswith(named.name) for named in found):
        return None
    return longest
