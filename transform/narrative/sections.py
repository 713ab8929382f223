"""The parts of a report's text: which lines stand under which of the six headings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from extract.document import Document
from transform.codebook import Section, codebook
from transform.lines import Line, lines_of, readable

PATTERNS_FILE = Path(__file__).with_name("patterns.toml")
PREAMBLE = "preamble"
UNNAMED = "unnamed"
_ORDINAL = r"(?:第[一二三四五六七八九十]部分\s*[、.,:]?|[一二三四五六七八九十]{1,2}\s*[、.,:])\s*"
_ORDINAL_BEFORE = re.compile(_ORDINAL)
_FIRST_NUMBER = re.compile(r"^\d[、.](?=\D)")
_MARKS = re.compile(r"[、,.:;\s“”\"]")
_NOISE_BEFORE = re.compile(r"^(?:\[bookmark:[^\]]{0,80}\]|[#*>|\s\u3000\ufeff\u200b])*")
# Bounded, so that a run of blanks costs no more than its length.
_GAP = r"\s{0,4}(?:[(（][a-zA-ZÀ-ɏ]{1,7}[)）])?\s{0,2}"
_STOPS = ("。", " ", "\u3000", ";", "\xa0")
_LONGEST_HEADING = 36
_SHORTEST_INNER = 6


@dataclass(slots=True)
class Part:
    """A section of the text: its code, its heading as printed, and the lines under it."""

    section: str
    heading: str
    lines: list[Line] = field(default_factory=list)


@cache
def patterns() -> dict[str, Any]:
    """The wordings of ``patterns.toml``."""
    return tomllib.loads(PATTERNS_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class RunningText:
    """A document's lines, and the same by heading: the first part is the preamble.

    A heading that is none of the six opens a part ``unnamed``. Text in a table's
    cells is in no part.
    """

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]


def running_text(document: Document) -> RunningText:
    """The text around the tables of a document."""
    lines = lines_of(document)
    parts = [Part(PREAMBLE, "")]
    for line in lines:
        for section, heading, rest in _pieces(line):
            if section is not None:
                parts.append(Part(section, heading))
            if rest.squashed:
                parts[-1].lines.append(rest)
    return RunningText(lines, tuple(parts))


def _pieces(line: Line) -> Iterator[tuple[str | None, str, Line]]:
    """A line cut at its headings: the section each opens (None: it goes on) and its text."""
    cuts = _headings(line)
    if not cuts:
        yield None, "", line
        return
    if cuts[0][0]:
        yield None, "", line.part(0, cuts[0][0])
    ends = [start for start, _, _ in cuts[1:]] + [len(line.raw)]
    for (start, end, section), following in zip(cuts, ends, strict=True):
        heading = _NOISE_BEFORE.sub("", line.raw[start:end]).strip(" \u3000:：。")
        yield section, heading, line.part(end, following)


def _headings(line: Line) -> list[tuple[int, int, str]]:
    """Start, end and section of every heading in a line."""
    if (whole := _whole_line(line)) is not None:
        return [(0, len(line.raw), whole)]
    text = line.aligned
    begins = len(text) - len(text.lstrip(" #\u3000*|"))
    found: list[tuple[int, int, str]] = []
    for match in _inner_heading().finditer(text):
        section = next(name for name, text in match.groupdict().items() if text is not None)
        wording = "".join(match[section].split())
        at_start = match.start() <= begins
        after_stop = text[match.start() - 1 : match.start()] in _STOPS
        if not (at_start or after_stop) and len(wording) < _SHORTEST_INNER:
            continue
        found.append((match.start(), match.end(), section))
    return found


def _whole_line(line: Line) -> str | None:
    """The section that a line which is a heading and nothing else opens."""
    if len(line.squashed) > _LONGEST_HEADING:
        return None
    text = _NOISE_BEFORE.sub("", line.squashed).rstrip(":。;")
    text = _FIRST_NUMBER.sub("", text)
    ordinal = _ORDINAL_BEFORE.match(text)
    wording = _plain(text[ordinal.end() :] if ordinal else text)
    for section in _sections():
        if wording in _wordings(section):
            marked = ordinal or line.level or line.text.startswith("#")
            return section.section if marked or wording == _wordings(section)[0] else None
    if ordinal is None or re.search(r"[。;,\d|]", text[ordinal.end() :]) or not wording:
        return None
    for section in _sections():
        long_ones = [w for w in _wordings(section) if len(w) >= _SHORTEST_INNER]
        torn = ordinal.group().lstrip("第")[0] == section.ordinal and section.zh.startswith(wording)
        if torn or any(wording.startswith(w) for w in long_ones):
            return section.section
    return None if _is_row_label(wording) else UNNAMED


@cache
def _sections() -> tuple[Section, ...]:
    return tuple(s for s in codebook().sections if s.forms != ("f2014",) and s.ordinal)


@cache
def _wordings(section: Section) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(readable(w)) for w in (section.zh, *section.variants)))


def _plain(text: str) -> str:
    return _MARKS.sub("", text)


@cache
def _row_labels() -> frozenset[str]:
    return frozenset(
        _plain(readable(wording))
        for label in codebook().labels
        if label.outline and "、" in label.outline
        for wording in label.wordings
    )


def _is_row_label(wording: str) -> bool:
    return any(wording.startswith(label) or label.startswith(wording) for label in _row_labels())


@cache
def _inner_heading() -> re.Pattern[str]:
    """An ordinal and a wording of one of the six, or an unknown heading after a full stop."""
    groups = []
    for section in _sections():
        words = sorted((section.zh, *section.variants), key=lambda w: (-len(w), w))
        spaced = "|".join(_GAP.join(_character(c) for c in readable(w)) for w in words)
        groups.append(f"(?P<{section.section}>{spaced})")
    ends = "|".join(patterns()["other_heading_ends"])
    other = rf"(?P<{UNNAMED}>[^。;,:\d\s(]{{2,26}}?(?:{ends}))(?=[\s(\d])"
    return re.compile(rf"{_ORDINAL}(?:{'|'.join(groups)})|(?<=[。;\s]){_ORDINAL}{other}")


def _character(character: str) -> str:
    return "[、,和及与]?" if character in "、和" else re.escape(character)
