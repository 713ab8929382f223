"""OFD documents: letters and rulings at their places on the page become lines and tables."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document, Paragraph
from extract.limits import Limits
from extract.reading import read
from tests.extract.parts import zipped

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(words: str, x: float, y: float, code: str = "", item: str = "") -> str:
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 5" Size="4" {item}>'
        f'<ofd:TextCode X="0" Y="4" {code}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def path(x: float, y: float, data: str, item: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="{x} {y} 100 100" {item}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def page(content: str) -> str:
    return (
        f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def ofd(*pages: str, template: str = "", prefix: bool = True) -> bytes:
    listed = "".join(f'<ofd:Page BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/T.xml": page(template),
        **{f"Doc_0/Pages/{n}.xml": content for n, content in enumerate(pages)},
    }
    if not prefix:
        parts = {n: p.replace("ofd:", "").replace("xmlns:ofd", "xmlns:x") for n, p in parts.items()}
    return zipped(dict(parts))


def outline(document: Document) -> list[str | list[list[str]]]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in line] for line in block.rows]
        for block in document.blocks
    ]


def first(content: str) -> Document:
    return read(ofd(page(content)), "a.ofd")


GRID = (
    "M 0 0 L 60 0 M 0 10 L 60 10 M 0 20 L 60 20 "
    "M 0 0 L 0 20 M 30 0 L 30 20 M 60 0 L 60 20"
)  # fmt: skip


@pytest.mark.parametrize(
    "rulings",
    [
        path(20, 50, GRID),
        path(20, 50, "M 0 0 L 60 0 L 60 20 L 0 20 C M 0 10 L 60 10 M 30 0 L 30 20"),
        "".join(
            path(20 + x, 50 + y, f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", 'Stroke="false" Fill="true"')
            for x, y, w, h in (
                *((0, 0, 60, 0.2), (0, 10, 60, 0.2), (0, 20, 60, 0.2)),
                *((0, 0, 0.2, 20), (30, 0, 0.2, 20), (60, 0, 0.2, 20)),
            )
        ),
        path(0, 0, GRID, 'CTM="1 0 0 1 20 50"'),
    ],
)
def test_rulings_make_a_table(rulings: str) -> None:
    content = text("标题", 20, 30) + rulings
    content += text("甲", 22, 52) + text("12", 52, 52) + text("乙", 22, 62) + text("后", 20, 90)
    found = first(content)
    assert outline(found) == ["标题", [["甲", "12"], ["乙", ""]], "后"]
    cell = found.blocks[1].rows[0][1]  # type: ignore[union-attr]
    assert (cell.place.page, cell.place.row, cell.place.column) == (1, 1, 2)


def test_letters_stand_where_their_steps_put_them() -> None:
    content = text("年度报告", 20, 30, 'DeltaX="g 3 4"') + text("12", 20, 40, 'DeltaX="30"')
    title, gap = outline(first(content))
    assert title == "年度报告"
    assert re.fullmatch(r"1 {9,15}2", str(gap))


def test_pages_and_templates_are_read_in_order() -> None:
    used = f'<ofd:Page {SPACE}><ofd:Template TemplateID="9"/><ofd:Content/></ofd:Page>'
    data = ofd(page(text("一页", 20, 100)), used, template=text("二、底版", 20, 100))
    assert outline(read(data, "a.ofd")) == ["一页", "二、底版"]


def test_a_document_without_namespaces_is_read() -> None:
    assert outline(read(ofd(page(text("年报", 20, 100)), prefix=False), "a.ofd")) == ["年报"]


@pytest.mark.parametrize(
    ("hidden", "kinds"),
    [
        (text("藏", 20, 40, item='Visible="false"'), []),
        (text("藏", 20, 40, item='Alpha="0"'), ["hidden_text"]),
        (text("印", 20, 40, item='CTM="0.7 0.7 -0.7 0.7 0 0"'), ["slanted_text"]),
    ],
)
def test_what_nobody_sees_or_lies_askew_is_not_read(hidden: str, kinds: list[str]) -> None:
    found = first(text("年报", 20, 100) + hidden)
    assert outline(found) == ["年报"]
    assert [issue.kind for issue in found.issues] == kinds


def test_a_page_that_is_a_picture_is_told() -> None:
    found = first('<ofd:ImageObject Boundary="0 0 210 297"/>')
    assert [issue.kind for issue in found.issues] == ["scanned_page"]


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (Limits(pages=1), "too_large"),
        (Limits(page_objects=1), "too_large"),
        (Limits(page_characters=1), "too_large"),
        (Limits(parts=1), "too_large"),
        (Limits(text_bytes=100), "too_large"),
    ],
)
def test_a_document_over_a_limit_is_refused_whole(limits: Limits, kind: str) -> None:
    content = page(text("年报", 20, 100) + text("年报", 20, 120) + text("年报", 20, 140))
    found = read(ofd(content, content), "a.ofd", limits)
    assert (found.reader, [issue.kind for issue in found.issues]) == ("", [kind])


def test_a_file_without_its_parts_is_refused() -> None:
    assert [i.kind for i in read(zipped({"OFD.xml": "<a/>"}), "a").issues] == ["no_text"]
    broken = zipped({"OFD.xml": "<a><DocRoot>x.xml</DocRoot></a>"})
    assert [i.kind for i in read(broken, "a").issues] == ["unreadable_file"]


NUMBERS = st.sampled_from(["", "x", "1e300", "-5", "g", "nan", "1 2", "g 9999999 1", "M L", "0"])


@given(st.lists(NUMBERS, min_size=6, max_size=6))
def test_senseless_numbers_do_no_harm(n: list[str]) -> None:
    content = (
        f'<ofd:TextObject Boundary="{n[0]}" Size="{n[1]}" CTM="{n[2]}">'
        f'<ofd:TextCode X="{n[3]}" DeltaX="{n[4]}">年报</ofd:TextCode></ofd:TextObject>'
    )
    found = first(content + path(1, 1, f"M {n[5]} L 5 {n[0]} C B A", f'CTM="{n[1]}"'))
    assert "reader_failed" not in [issue.kind for issue in found.issues]
