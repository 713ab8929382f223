"""The text around the tables: the six sections, and the numbers they claim."""

from __future__ import annotations

import re
from functools import cache

from extract.document import Document
from transform.codebook import codebook
from transform.lines import Line, readable
from transform.narrative.claims import claims
from transform.narrative.sections import (
    PREAMBLE,
    UNNAMED,
    Part,
    RunningText,
    patterns,
    running_text,
)
from transform.report import Narrative
from transform.signature import find_signature

__all__ = ["RunningText", "claims", "narratives", "running_text"]

# A line is a piece of a table when at least this share of it is the form's labels.
_LABEL_SHARE = 0.85
_PIECE_SHARE = 0.5  # under a heading that stands over a table
_SHORTEST_PIECE = 3
_LONGEST_PIECE = 6
_FULL_LINE = 15
_NOT_HAN = re.compile(r"[^一-龥]+")
_STOP, _PAUSE = re.compile(r"[。;]"), re.compile(r"[,:]")
_FIGURES = re.compile(r"[\d.,%/+\-—–]*")
_MARKS = re.compile(r"[#\s]+")
_ATTACHED = ("附件：", "附件:", "附件")
_OUTLINE = re.compile(r"^(?:\([一二三四五六七八九]\)|[一二三四五六七八九]、|\d[.、])")


def narratives(document: Document, text: RunningText | None = None) -> tuple[Narrative, ...]:
    """The text under each heading, in order, without tables, signature and page furniture.

    A heading with only a table under it has an empty text. Pieces of a section
    that stands twice (text first, tables later) are put together. `text` is the
    document's running text, where it is at hand.
    """
    parts = (text or running_text(document)).parts
    headings: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for part in parts:
        headings.setdefault(part.section, part.heading)
        texts.setdefault(part.section, []).extend(_texts(part, part is parts[-1]))
    return tuple(
        Narrative(section, heading, "\n".join(texts[section]))
        for section, heading in headings.items()
        if texts[section] or section not in (PREAMBLE, UNNAMED)
    )


def _unsigned(part: Part) -> list[Line]:
    """The lines of the last part above its signature."""
    signature = find_signature(tuple(part.lines)) if part.section != PREAMBLE else None
    if signature is None:
        return part.lines
    rest = part.lines[signature.line].part(0, signature.at)
    return [*part.lines[: signature.line], *([rest] if rest.squashed else [])]


def _texts(part: Part, last: bool) -> list[str]:
    found = []
    tables = part.section in _table_sections()
    lines = _unsigned(part) if last else part.lines
    for line in _sentences(lines) if part.section == PREAMBLE else lines:
        start = _table_start().search(line.aligned) if tables or part.section == UNNAMED else None
        kept = line.part(0, start.start()) if start else line
        if last and _furniture().fullmatch(kept.squashed):
            break
        if not kept.squashed or _off_text().fullmatch(kept.squashed):
            continue
        if not _of_a_table(kept, tables):
            found.append(_bare(kept.raw))
    return found


def _bare(raw: str) -> str:
    """A line without the marks of a heading before it, and the word that opens a list of files."""
    marks = _MARKS.match(raw)
    text = (raw[marks.end() :] if marks else raw).rstrip()
    for end in _ATTACHED:
        before = text.removesuffix(end)
        if before != text and before[-1:].isspace():
            return before.rstrip()
    return text


def _sentences(lines: list[Line]) -> list[Line]:
    """The lines that hold sentences, and the long lines beside them that go on in them."""
    kept = [bool(_sentence().search(line.squashed)) for line in lines]
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for index in order:
            text = lines[index].squashed
            beside = kept[index - order.step]
            goes_on = len(_NOT_HAN.sub("", text)) >= _FULL_LINE and not _off_sentence().search(text)
            kept[index] = kept[index] or (beside and goes_on)
    return [line for line, keep in zip(lines, kept, strict=True) if keep]


def _of_a_table(line: Line, among_tables: bool) -> bool:
    """Whether a line is a row, a label or a number of a table and no sentence."""
    stops = _STOP.search(line.text) is not None
    if "|" in line.text and not stops:
        return True
    if _FIGURES.fullmatch(line.squashed):
        return True
    plain = _NOT_HAN.sub("", _OUTLINE.sub("", line.squashed))
    if not among_tables:
        return len(plain) > _SHORTEST_PIECE and plain in _label_texts()
    if "\t" in line.raw.strip() or not plain:
        return True
    if stops or (_PAUSE.search(line.squashed) and _share(plain) < _LABEL_SHARE):
        return False
    words = line.text.split()
    spelled = len(words) > 2 and all(len(word) <= 2 for word in words)
    return spelled or len(plain) <= _LONGEST_PIECE or _share(plain) >= _PIECE_SHARE


def _share(plain: str) -> float:
    """How much of a text are pieces of the form's labels, by its pairs of characters."""
    pairs = [plain[i : i + 2] for i in range(len(plain) - 1)] or [plain]
    return sum(pair in _label_pairs() for pair in pairs) / len(pairs)


@cache
def _table_sections() -> frozenset[str]:
    return frozenset(s.section for s in codebook().sections if s.kind == "table")


@cache
def _label_texts() -> frozenset[str]:
    """The wordings of the form's labels and heads, characters only."""
    words = (wording for label in codebook().labels for wording in label.wordings)
    plain = {_NOT_HAN.sub("", readable(word)) for word in words}
    return frozenset((*plain, *patterns()["heads"])) - {""}


@cache
def _label_pairs() -> frozenset[str]:
    """Every character and every pair of characters of the form's labels."""
    return frozenset(
        word[at : at + size]
        for word in _label_texts()
        for size in (1, 2)
        for at in range(len(word) - size + 1)
    )


@cache
def _table_start() -> re.Pattern[str]:
    return re.compile("|".join(patterns()["table_starts"]))


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile(patterns()["furniture"])


@cache
def _off_text() -> re.Pattern[str]:
    return re.compile(f"{patterns()['furniture']}|{patterns()['page_mark']}")


@cache
def _off_sentence() -> re.Pattern[str]:
    return re.compile(patterns()["no_sentence"])


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(patterns()["sentence"])
