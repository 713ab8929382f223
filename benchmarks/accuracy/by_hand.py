"""The same documents read as an analyst would: a library's tables and plain label matching.

The analyst is told which form it is. A label must be printed as the codebook has
it, numbering, brackets and spaces aside; a figure stands below its head, or in
the form's order where the heads are not all found.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import pandas as pd
import pdfplumber

from transform.codebook import CellKey, Label, codebook

Grid = list[list[str]]
Figures = dict[CellKey, Decimal | None]
_OUTLINE = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|\d[.、．]|其中[：:])"
)
_NOISE = re.compile(r"\s|[（(].*?[)）]|[、，,。：:；;“”\"]")
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?=\D*$)")
_REMEDIES = 15
# It warns of every font that browsers embed.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_by_hand(path: Path, form: str) -> Figures | None:
    """The figures that stand beside known labels; None when there is no usual way to read it."""
    grids = GRIDS.get(path.suffix)
    if grids is None:
        return None
    found: Figures = {}
    for grid in grids(path):
        (_statistics if form == "f2014" else _tables)(grid, form, found)
    return found


def _html(path: Path) -> list[Grid]:
    return _frames(pd.read_html(path, flavor="lxml", encoding="utf-8"))


def _xlsx(path: Path) -> list[Grid]:
    sheets = pd.read_excel(path, sheet_name=None, header=None, engine="calamine")
    return _frames(list(sheets.values()))


def _frames(frames: list[pd.DataFrame]) -> list[Grid]:
    return [frame.astype(object).fillna("").astype(str).values.tolist() for frame in frames]


def _docx(path: Path) -> list[Grid]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(str(path)).tables
    ]


def _pdf(path: Path) -> list[Grid]:
    with pdfplumber.open(path) as file:
        tables = [table for page in file.pages for table in page.extract_tables()]
    return [[[text or "" for text in row] for row in table] for table in tables]


GRIDS: dict[str, Callable[[Path], list[Grid]]] = {
    ".html": _html,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".pdf": _pdf,
}

# What reads each format; none reads .doc files, pictures or scans, and nothing is read of text.
WITH = {
    "html": "pandas.read_html",
    "docx": "python-docx",
    "docx-lo": "python-docx",
    "xlsx": "pandas.read_excel",
    "pdf-lo": "pdfplumber",
    "pdf-chromium": "pdfplumber",
    "pdf-marks": "pdfplumber",
}


def _wording(text: str) -> str:
    # Browsers print radicals in place of some characters: 一 as U+2F00.
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return _NOISE.sub("", _OUTLINE.sub("", plain))


def _number(text: str) -> Decimal | None:
    plain = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text))
    match = _FIGURE.match(plain)
    return Decimal(match.group()) if match else None


@cache
def _names(section: str, axes: tuple[str, ...], form: str) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = {}
    for label in codebook().labels:
        if label.section == section and label.axis in axes and form in label.forms:
            for wording in label.wordings:
                same = found.setdefault(_wording(wording), [])
                if label not in same:
                    same.append(label)
    return found


def _statistics(grid: Grid, form: str, found: Figures) -> None:
    """2014: a label at the start of each row, its figure at the end."""
    rows = [row for row in codebook().rows if form in row.forms]
    for line in grid:
        for row in rows:
            known = _names(row.section, ("row",), form).get(_wording(line[0]), [])
            key = CellKey(row.section, row.row, None)
            if any(label.code == row.row for label in known) and key not in found:
                found[key] = _number(line[-1])
                break


def _tables(grid: Grid, form: str, found: Figures) -> None:
    """2019, 2021: known labels are requests, then proactive; fifteen figures are remedies."""
    group, heads, applicants = "", dict[int, str](), dict[int, str]()
    for line in grid:
        words = [_wording(text) for text in line]
        applicants = _applicants(words, applicants, form)
        figures = [_number(text) for text in line]
        known = _names("proactive", ("column",), form)
        if columns := {n: known[word][0].code for n, word in enumerate(words) if word in known}:
            heads = columns
            continue
        if len(line) == _REMEDIES and None not in figures:
            cells = codebook().expected_cells(form)
            keys = [key for key in cells if key.section == "remedies"]
            found.update(zip(keys, figures, strict=True))
            continue
        for word in words:
            group = word if word in _names("requests", ("group",), form) else group
        columns = applicants or _last(len(line))
        row = _request_row(words[: min(columns)], group, form)
        if row and figures.count(None) < len(figures):
            for n, code in columns.items():
                if n < len(line):
                    found[CellKey("requests", row, code)] = figures[n]
        elif names := _names("proactive", ("row",), form).get(words[0]):
            for n, code in heads.items():
                key = CellKey("proactive", f"{names[0].code}.{code}", None)
                if n < len(line):
                    found[key] = figures[n]


def _applicants(words: list[str], before: dict[int, str], form: str) -> dict[int, str]:
    """The columns of applicant types, as far as the heads up to this row tell."""
    names = _names("requests", ("column",), form)
    here = {n: names[word][0].code for n, word in enumerate(words) if word in names}
    if len(set(here.values())) < 2:
        return before
    return here if "natural_person" in here.values() else before | here


def _last(width: int) -> dict[int, str]:
    applicants = codebook().applicants
    return {width - len(applicants) + n: code for n, code in enumerate(applicants)}


def _request_row(words: list[str], group: str, form: str) -> str | None:
    known = _names("requests", ("row",), form)
    labels = next((known[word] for word in reversed(words) if word in known), [])
    parents = {label.code for label in _names("requests", ("group",), form).get(group, [])}
    inside = [label for label in labels if label.parent in parents]
    chosen = inside if len(labels) > 1 else labels
    return chosen[0].code if chosen else None
