"""What a document says of itself in fields: title, publisher, date, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from extract.document import Document, Paragraph
from transform.headline.patterns import pattern, patterns
from transform.lines import Line, readable

_LONGEST_FIELD = 120
_LONGEST_HEAD = 400


def head_of(lines: tuple[Line, ...], preamble: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines before the first section, a run-on paragraph cut where it begins.

    Where no heading is numbered 一, `preamble` (what stands before the first known
    heading) is the head.
    """
    head: list[Line] = []
    for line in lines[:_LONGEST_HEAD]:
        match = pattern("title", "region_end").search(line.text)
        if match is None:
            head.append(line)
            continue
        text = line.text[: match.start() + 1] if match.start() else ""
        if text:
            head.append(line._replace(text=text, squashed=text.replace(" ", "")))
        return tuple(head)
    return preamble[:_LONGEST_HEAD]


def fields_of(document: Document, lines: tuple[Line, ...]) -> dict[str, list[str]]:
    """What the document says of itself, by meaning: title, publisher, published …

    From its metadata, from label and value in neighbouring cells, and from
    `label: value` in the lines before the first section.
    """
    found: dict[str, list[str]] = {}
    wanted: dict[str, list[str]] = patterns()["fields"]
    meanings: dict[str, list[str]] = {}
    for meaning, names in wanted.items():
        if meaning != "others":
            for name in names:
                meanings.setdefault(name.lower(), []).append(meaning)
    pairs = [
        *_labelled(line.text for line in lines),
        *_cell_fields(document),
        *document.metadata.items(),
    ]
    for name, value in pairs:
        for meaning in meanings.get(name.strip().lower(), ()):
            text = readable(value)
            if text:
                found.setdefault(meaning, []).append(text)
    return found


def _cell_fields(document: Document) -> Iterator[tuple[str, str]]:
    """Label and value side by side, or in one cell, in the tables before the first section."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if pattern("title", "region_end").search(readable(block.text)):
                return
        else:
            for row in block.rows:
                yield from _labelled(readable(cell.text) for cell in row)
                for label, value in pairwise(row):
                    if len(value.text) <= _LONGEST_FIELD:
                        yield readable(label.text).rstrip(":").replace(" ", ""), value.text


def _labelled(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every `label: value` in the texts; a value ends where the next label begins."""
    for text in texts:
        if ":" not in text:
            continue
        matches = list(_field_names().finditer(text))
        for match, following in zip(matches, [*matches[1:], None], strict=False):
            end = following.start() if following else len(text)
            value = text[match.end() : min(end, match.end() + _LONGEST_FIELD)]
            yield match["name"], value.strip(" |")


@cache
def _field_names() -> re.Pattern[str]:
    fields: dict[str, list[str]] = patterns()["fields"]
    wanted = {name for meaning, names in fields.items() if meaning != "others" for name in names}
    own, others = (
        "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        for names in (wanted, set(fields["others"]))
    )
    return re.compile(rf"(?P<name>(?<![一-龥A-Za-z])(?:{own})|(?:{others}))\s*:\s*")
