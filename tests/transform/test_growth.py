"""The time that a document takes grows with its length, and not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from extract.document import Cell, Document, Paragraph, Place, Table
from transform.codebook import codebook
from transform.interpret import interpret

LETTERS, TIMES = 8_000, 10
MOST = 4 * TIMES
"""How many times the time a text of so many times the length may take: the square is TIMES as
much again, and a longer text also loses the processor's caches."""
LABELS = [label.zh for label in codebook().labels]
HEADINGS = [f"{s.ordinal}、{s.zh}" for s in codebook().sections if s.ordinal]
SENTENCE = "2023年本机关收到政府信息公开申请5件，已全部办结。"
ROWS = [f"{label} 1 0 0 2" for label in LABELS]
HEAD = "信息内容    本年制发件数    本年废止件数    现行有效件数"
STRAYS = ["第二十条第（一）项", HEAD, *["规章    1    0    2", "", "    3    4    5", ""] * 8]


def one_line(pieces: Sequence[str], letters: int) -> Document:
    text = " ".join(pieces)
    whole = (text + " ") * (letters // len(text) + 1)
    return Document("text", "text/plain", (Paragraph(whole[:letters], Place(line=1)),))


def many_lines(pieces: Sequence[str], letters: int) -> Document:
    count = letters * len(pieces) // sum(map(len, pieces))
    lines = (pieces[n % len(pieces)] for n in range(count))
    blocks = tuple(Paragraph(text, Place(line=n)) for n, text in enumerate(lines, 1))
    return Document("text", "text/plain", blocks)


def table(pieces: Sequence[str], letters: int) -> Document:
    rows = tuple(
        tuple(
            Cell(text, Place(table=1, row=row, column=column))
            for column, text in enumerate((pieces[row % len(pieces)], "1", "0", "2"), 1)
        )
        for row in range(1, letters // 12)
    )
    return Document("html", "text/html", (Table(rows, Place(table=1)),))


def seconds(document: Document) -> float:
    started = time.process_time()
    interpret(document)
    return time.process_time() - started


@pytest.mark.parametrize("shape", [one_line, many_lines, table])
@pytest.mark.parametrize(
    "pieces",
    [HEADINGS, [SENTENCE], ROWS, ["第二十条第（一）项", *LABELS], ["1 22  333"], STRAYS],
    ids=["headings", "sentences", "rows", "labels", "figures", "strays"],
)
def test_time_grows_with_length_only(
    shape: Callable[[Sequence[str], int], Document], pieces: Sequence[str]
) -> None:
    short = min(seconds(shape(pieces, LETTERS)) for _ in range(3))
    long = min(seconds(shape(pieces, LETTERS * TIMES)) for _ in range(2))
    assert long < MOST * short
