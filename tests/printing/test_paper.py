"""What a program leaves out when it prints a page is seen before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.accuracy.paper import lacks_rows
from tests.extract.pdf_writer import SONG, Page, pdf


@pytest.mark.parametrize(
    ("printed", "lacks"), [("规章一二三四五六", False), ("规章一二三四", True)]
)
def test_rows_that_are_not_printed_are_missed(tmp_path: Path, printed: str, lacks: bool) -> None:
    unseen = "<title>别的</title><style>p{x:y}</style><!-- 注 -->"
    page = f"{unseen}<p class='x'>规章</p><td>一二三&#22235;五六</td>"
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(Page().text(80, 100, printed, font=SONG)))
    assert lacks_rows(file, page) == lacks
