"""Pages inside JSON answers."""

from __future__ import annotations

import json

import pytest

from extract.document import Document, Paragraph, Table
from extract.reading import read
from extract.sniff import JSON, TEXT, sniff

ROWS = "<tr><td>规章</td><td>12</td></tr><tr><td>许可</td><td>3</td></tr>"
PAGE = f"<p>标题一行</p><table>{ROWS}</table>"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_the_page_in_an_answer_is_read() -> None:
    data = {"status": {"text": "<p>ok</p>"}, "custom": {"title": "年报", "infocontent": PAGE}}
    document = read(json.dumps(data).encode(), "a.json")
    assert (document.reader, document.media_type) == ("json", JSON)
    assert texts(document) == ["标题一行"]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [["规章", "12"], ["许可", "3"]]
    assert document.metadata["title"] == "年报"


@pytest.mark.parametrize("data", [b'[{"a": 1}]', b'{"a": [1, 2', b'{"a": {"b": "text"}}'])
def test_an_answer_without_a_page_is_text(data: bytes) -> None:
    assert read(data, "").reader == "text"


def test_deep_nesting_is_no_harm() -> None:
    assert read(b'{"a":' * 100_000, "").reader == "text"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b' \n{"a": 1}', JSON), (b'[{"a": 1}]', JSON), (b"{not json}", TEXT),
        (b"[bookmark: _GoBack]", TEXT), (b'{"quoted words"}', TEXT),
    ],
)  # fmt: skip
def test_json_is_told_by_its_beginning(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type
