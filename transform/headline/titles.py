"""The title of a report: its subject, its year, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from transform.agencies import full_name
from transform.headline.patterns import pattern
from transform.headline.years import years_in
from transform.lines import Line, readable

_QUOTED = re.compile(r"《[^《》]{0,120}》?")
_BREAKS = re.compile(r"[。;:!?>|_《》“”\"【】]|\s[-–—]\s")
_LONGEST_TITLE = 70
_LONGEST_LINE = 45
_RUN_ON_HEAD = 800
_WINDOW = 3
_MOST_NAMES = 2
_KINDS = ("page", "run", "line")
_OTHER_PAGE = re.compile(r"(?:上一篇|下一篇|上一条|下一条|相关\S{0,4})\s*[:：]?\s*$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as found: `subject` is its printed organ or place, `name` the agency it names.

    `kind` is how it stands: ``line`` (alone on one to three lines), ``page``
    (the file's own title or heading), ``run`` (in running text).
    `above` is the line before it.
    """

    text: str
    subject: str
    name: str | None
    years: tuple[int, ...]
    kind: str
    first: int = -1
    last: int = -1


def find_titles(head: tuple[Line, ...], page_titles: Iterable[str]) -> tuple[Title, ...]:
    """Every title in the lines before the first section and in the page's own fields."""
    found = list(_line_titles(head))
    for index, line in enumerate(head):
        if line.squashed and not any(t.first <= index <= t.last for t in found):
            found.extend(_run_titles(line, index))
    for text in page_titles:
        title = _parse("".join(text.split()), "page")
        if title is not None:
            found.append(title)
    return tuple(found)


def best_title(titles: tuple[Title, ...], head: tuple[Line, ...]) -> Title | None:
    """The report's own title: a marked heading, else what the page repeats, else the last.

    Menus that list other reports stand before the report's title, so the last
    line that is a title alone counts. Where a list could be meant, what its
    titles differ in is left out: the year, and the agency when it names many.
    """
    pages = {(t.name, t.years) for t in titles if t.kind == "page"}

    def sure(title: Title) -> tuple[bool, bool]:
        marked = title.kind == "line" and head[title.last].level == 1
        return marked, title.kind != "page" and (title.name, title.years) in pages

    def rank(title: Title) -> tuple[bool, int, tuple[bool, bool], int]:
        return title.name is not None, _KINDS.index(title.kind), sure(title), title.first

    best = max(titles, key=rank, default=None)
    if best is None or any(sure(best)):
        return best
    alike = [t for t in titles if t.kind == best.kind and t.name]
    if len({t.name for t in alike}) > _MOST_NAMES:
        return replace(best, name=None, subject="", years=())
    same = {t.years for t in alike if t.name == best.name}
    return replace(best, years=()) if len(same) > 1 else best


def _line_titles(head: tuple[Line, ...]) -> Iterator[Title]:
    used: set[int] = set()
    for size in range(1, _WINDOW + 1):
        for first in range(len(head) - size + 1):
            window = range(first, first + size)
            if used & set(window) or any(len(head[i].squashed) > _LONGEST_LINE for i in window):
                continue
            title = _parse("".join(head[i].squashed for i in window), "line", first, window[-1])
            if title is not None and (title.name or (size == 1 and not _completes(head, first))):
                used |= set(window)
                yield title


def _completes(head: tuple[Line, ...], index: int) -> bool:
    """Whether the lines above give a title without a subject its organ."""
    for size in range(1, min(_WINDOW, index + 1)):
        lines = head[index - size : index + 1]
        if all(len(line.squashed) <= _LONGEST_LINE for line in lines):
            whole = _parse("".join(line.squashed for line in lines), "line")
            if whole is not None and whole.name is not None:
                return True
    return False


def _run_titles(line: Line, index: int) -> Iterator[Title]:
    text = _QUOTED.sub("《》", line.text[:_RUN_ON_HEAD])
    for match in _spaced_tail().finditer(text):
        rest = "".join(text[match.end() :].split())
        if pattern("title", "not_after").match(rest):
            continue
        reach = text[max(0, match.start() - _LONGEST_TITLE) : match.start()]
        before = _BREAKS.split(reach)[-1]
        if _OTHER_PAGE.search(reach[: len(reach) - len(before)]):
            continue
        pieces = re.split(r"[,，]", before)[-1].split()
        tail = "".join(match.group().split())
        tries = [_parse("".join(pieces[n:]) + tail, "run", index) for n in range(len(pieces))]
        opens = not text[: match.start()].strip("# ").removesuffix(before.strip())
        named = next((title for title in tries if title is not None and title.name), None)
        if named is not None:
            yield named
        elif opens and tries and tries[0] is not None and not tries[0].subject:
            yield tries[0]


@cache
def _spaced_tail() -> re.Pattern[str]:
    tail = pattern("title", "tail").pattern
    spaced = re.sub(r"(?<=[一-龥])(?=[一-龥])", r"\\s*", tail)
    return re.compile(spaced)


def _parse(text: str, kind: str, first: int = -1, last: int = -1) -> Title | None:
    """A title that is all of `text` (without spaces), or None."""
    plain = text.lstrip("#*").strip("《》")
    for match in pattern("title", "tail").finditer(plain):
        before, after = plain[: match.start()], plain[match.end() :]
        if not pattern("title", "after").fullmatch(after) or len(before) > _LONGEST_TITLE:
            continue
        if re.search(r"[,。;!?:]", before):
            continue
        subject = _subject(before, match.group())
        named_after = pattern("title", "organ_after").fullmatch(after)
        if not subject and named_after is not None:
            subject = named_after["organ"]
        year_after = pattern("title", "year_after").fullmatch(after)
        years = years_in(before + match.group() + (after if year_after else ""))
        name = full_name(subject) if subject else None
        if name is None and subject and not _stays_near(subject):
            continue
        return Title(readable(plain), subject, name, years, kind, first, last)
    return None


def _subject(before: str, tail: str) -> str:
    subject = before
    for key in ("school_year", "part_year", "title_year"):
        subject = pattern("year", key).sub("", subject)
    subject = re.sub(r"(?:年度|年)+$|^(?:年度|年)+", "", subject)
    subject = re.sub(
        pattern("title", "announce").pattern + "$|^" + pattern("title", "announce").pattern,
        "",
        subject,
    )
    subject = re.sub(r"(?:的|本级|机关|关于)$", "", subject).strip("\"“”'[]、-_—|· ")
    if subject.endswith("人民") and tail.startswith("政府"):
        return subject + "政府"
    return subject


def _stays_near(subject: str) -> bool:
    """Whether a subject that names no agency may still be a title's (区政府办公室, 教育局)."""
    return len(subject) <= 20 and re.fullmatch(r"[一-龥()]+", subject) is not None
