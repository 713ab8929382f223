"""What a page points to: documents in which the report may be, and pictures."""

from __future__ import annotations

import pytest

from extract.limits import Limits
from extract.readers.html import read_html


def metadata(body: str, limits: Limits | None = None) -> dict[str, str]:
    return dict(read_html(f"<html><body>{body}</body></html>", limits or Limits()).metadata)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ('<a href="/x/P0202401.docx?v=1#a">下载</a>', "P0202401.docx"),
        ('<a href="https://a.cn/%E5%B9%B4%E6%8A%A5.PDF">下载</a>', "年报.PDF"),
        ('<a href=" ..\\a\\年报.wps ">下载</a>', "年报.wps"),
        ('<iframe src="/pdf/a.pdf"></iframe>', "a.pdf"),
        ('<embed src="a.ofd">', "a.ofd"),
        ('<object data="a.xls"></object>', "a.xls"),
    ],
)
def test_links_to_documents_are_named(tag: str, name: str) -> None:
    assert metadata(tag) == {"attachments": name}


@pytest.mark.parametrize(
    "tag",
    ["<a>甲</a>", '<a href="a.html">甲</a>', '<a href="">甲</a>', '<a href="doc">甲</a>'],
)
def test_other_links_are_not(tag: str) -> None:
    assert metadata(tag) == {}


def test_a_document_is_named_once_and_only_so_many_are() -> None:
    links = "".join(f'<a href="{n % 40:0100}.pdf">甲</a>' for n in range(80))
    names = metadata(links)["attachments"].split("\n")
    assert len(names) == len(set(names)) == 9
    assert len(metadata(links)["attachments"]) <= Limits().metadata_characters


def test_pictures_count_unless_they_say_that_they_are_small() -> None:
    pictures = (
        '<img src="a.jpg"><img src="b.jpg" width="600"><img src="c.jpg" width="100%">'
        '<img src="d.gif" width="16" height="16"><img>'
    )
    assert metadata(pictures) == {"images": "2"}


def test_links_do_not_change_what_is_read() -> None:
    page = '甲<a href="a.pdf">乙</a>丙<a style="display:none">丁</a><iframe src="a.pdf">戊</iframe>'
    (block,) = read_html(f"<p>{page}</p>").blocks
    assert block.text == "甲乙丙"  # type: ignore[union-attr]
