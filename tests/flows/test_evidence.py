"""The evidence page: every value beside the place it was read from, and nothing that leads away."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from extract.document import Table
from extract.limits import DEFAULT_LIMITS
from extract.pictures import Picture, pictures
from extract.place import Place
from flows.evidence.page import evidence_page
from flows.evidence.sheets import sheets
from flows.evidence.value import Evidence, Spot
from flows.shown import Shown, read_bytes
from tests.extract.pdf_writer import Page, pdf
from tests.extract.test_pictures import dots
from tests.flows.conftest import AGENCIES, write_report
from tests.transform.documents import APPLICANTS

XS = (72.0, 200.0, 300.0, 400.0, 500.0)
YS = (150.0, 180.0, 210.0, 240.0)
HEADS = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
FIGURES = ("12", "7", "345")
Captured = pytest.CaptureFixture[str]


def page_of(evidence: Evidence) -> Any:
    return lxml_html.fromstring(evidence_page(evidence))


def of_text(text: str, name: str = "report") -> Evidence:
    shown, document = read_bytes(text.encode(), name, DEFAULT_LIMITS)
    return Evidence(shown, document)


def pdf_report(figures: tuple[str, ...] = FIGURES, rotate: int = 0) -> bytes:
    page = Page(rotate=rotate).text(150, 60, "云溪县水利局2023年政府信息公开工作年度报告", 14)
    page.text(72, 130, "二、主动公开政府信息情况", 12).grid(XS, YS)
    for top, row in zip(
        YS, (HEADS, ("规章", "0", "0", "0"), ("行政规范性文件", *figures)), strict=False
    ):
        page.row(XS, top + 18, row)
    return pdf(page)


def of_pdf(data: bytes) -> Evidence:
    shown, document = read_bytes(data, "report.pdf", DEFAULT_LIMITS)
    return Evidence(shown, document, pictures(data, [1]))


def value(page: Any, name: str) -> Any:
    """The element that shows the first value whose description begins so."""
    [found, *_] = [a for a in page.iter("a") if (a.get("title") or "").startswith(name)]
    return found


def target(page: Any, link: Any) -> Any:
    [found] = page.xpath("//*[@id=$id]", id=link.get("href").removeprefix("#"))
    return found


def rules(page: Any) -> dict[str, tuple[float, ...]]:
    """Left, top, width and height of each box, in percent."""
    number = r"([\d.]+)%"
    pattern = rf"#(p\d+)\{{left:{number};top:{number};width:{number};height:{number}\}}"
    found = re.findall(pattern, "".join(page.xpath("//style/text()")))
    return {name: tuple(map(float, numbers)) for name, *numbers in found}


def broken(tmp_path: Path) -> Evidence:
    write_report(tmp_path / "report.html", AGENCIES[0], 2023, seed=5, off_by=7)
    return of_text((tmp_path / "report.html").read_text(encoding="utf-8"))


def test_a_value_leads_to_its_box_on_the_page_and_back() -> None:
    page = page_of(of_pdf(pdf_report()))
    boxes = rules(page)
    for figure, left, right in zip(FIGURES, XS[1:], XS[2:], strict=False):
        [link] = [a for a in page.xpath("//td/a") if a.text == figure]
        box = target(page, link)
        assert target(page, box) is link
        assert box.getparent().get("class") == "sheet"
        x, y, width, height = boxes[box.get("id")]
        assert (x, x + width) == pytest.approx((100 * left / 595, 100 * right / 595), abs=0.2)
        assert (y, y + height) == pytest.approx((100 * 210 / 842, 100 * 240 / 842), abs=0.2)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_box_lies_on_its_figure_however_the_page_is_turned(rotate: int) -> None:
    evidence = of_pdf(pdf_report(("888", "", "888"), rotate))
    [picture] = evidence.pictures
    width, height, rows = dots(picture)
    scale = width / picture.width
    assert height == pytest.approx(picture.height * scale, abs=1)
    inked = []
    for cell in evidence.shown.cells:
        if cell["row"].startswith("normative_documents."):
            left, top, right, bottom = (round(edge * scale) for edge in cell["box"])
            inside = [row[left + 4 : right - 4] for row in rows[top + 4 : bottom - 4]]
            inked.append((cell["status"], min(map(min, inside)) < 100))
    assert inked == [("reported", True), ("blank", False), ("reported", True)]


@given(st.tuples(*[st.floats(-500, 2000)] * 4))
def test_boxes_stay_on_the_page(box: tuple[float, float, float, float]) -> None:
    picture = Picture(1, 595, 842, b"png")
    exhibit = sheets([picture], [Spot(1, Place(page=1, box=box), (0,))])
    page = lxml_html.fromstring(f"<div><style>{exhibit.styles}</style>{exhibit.html}</div>")
    for left, top, width, height in rules(page).values():
        assert left >= 0
        assert top >= 0
        assert left + width <= 100.01
        assert top + height <= 100.01
    assert len(page.xpath("//a")) == len(rules(page)) == len(exhibit.targets)


def test_a_value_of_a_table_leads_to_its_cell(tmp_path: Path) -> None:
    evidence = broken(tmp_path)
    page = page_of(evidence)
    for position, cell in enumerate(evidence.shown.cells):
        [link] = page.xpath("//*[@id=$id]", id=f"v{position}")
        assert target(page, link).text_content() == cell["raw"]
        assert target(page, link).getparent().tag == "td"


def test_figures_of_a_line_are_told_apart() -> None:
    figures = "3 0 1 0 0 2 6"
    text = (
        "云溪县水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
        f"一、本年新收政府信息公开申请数量 {figures}\n"
        "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n"
        "（一）予以公开 3 0 1 0 0 2 6\n（七）总计 3 0 1 0 0 2 6\n"
    )
    page = page_of(of_text(text))
    row = [value(page, f"本年新收政府信息公开申请数量·{applicant}") for applicant in APPLICANTS]
    marks = [target(page, link) for link in row]
    assert [mark.text for mark in marks] == figures.split()
    assert len({mark.get("id") for mark in marks}) == 7
    assert all(target(page, mark) is link for mark, link in zip(marks, row, strict=True))


def test_a_broken_sum_is_shown_with_its_sides_and_leads_to_its_cells(tmp_path: Path) -> None:
    evidence = broken(tmp_path)
    page = page_of(evidence)
    sums = page.xpath("//section[@class='sum']")
    assert len(sums) == len(evidence.shown.broken) > 0
    [row] = [s for s in sums if "T3_ROW" in s.text_content()]
    [check] = [c for c in evidence.shown.broken if c["identity_id"] == "T3_ROW"]
    residual = f"{check['residual'].normalize():f}"
    assert row.xpath(".//dd/b")[0].text == residual == "7"
    for chip in row.xpath(".//a"):
        figure = chip.xpath("./b")[0].text
        assert target(page, chip).text == figure
        assert "broken" in target(page, chip).getparent().get("class")


def test_flags_stand_beside_their_values(tmp_path: Path) -> None:
    evidence = broken(tmp_path)
    changes: list[dict[str, Any]] = [
        {"value": None, "status": "unreadable", "second_reading": "disagree"},
        {"second_reading": "single"},
        {"decided": "forced_by_sums", "forced_by": "T3_ROW", "second_reading": "agree"},
        {"value": None, "status": "blank"},
        {"value": None, "status": "dash", "second_reading": "agree"},
    ]
    cells = list(evidence.shown.cells)
    for position, change in enumerate(changes):
        cells[position] = {**cells[position], **change}
    page = page_of(replace(evidence, shown=replace(evidence.shown, cells=tuple(cells))))
    shown = [page.xpath("//*[@id=$id]/..", id=f"v{n}")[0] for n in range(len(changes))]
    kinds = [set(cell.get("class").split()) - {"value", "broken"} for cell in shown]
    assert kinds == [{"unreadable", "disagree"}, {"single"}, {"forced"}, {"blank"}, {"dash"}]
    texts = [cell.text_content() for cell in shown]
    assert (texts[0], texts[3], texts[4]) == ("?≠", "·", "—")
    assert texts[1].endswith("°")
    assert texts[2].endswith("*")
    explained = " ".join(page.xpath("//ul[@class='legend']//text()"))
    assert all(mark in explained for mark in "?≠°*·—")
    assert "~" not in explained


def test_low_confidence_is_flagged() -> None:
    evidence = of_pdf(pdf_report())
    cells = tuple({**cell, "confidence": 0.55} for cell in evidence.shown.cells)
    page = page_of(replace(evidence, shown=replace(evidence.shown, cells=cells)))
    [link] = [a for a in page.xpath("//td/a") if a.text == "345"]
    assert "low" in link.getparent().get("class")
    assert "55%" in link.get("title")


def test_the_page_needs_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    for evidence in (broken(tmp_path), of_pdf(pdf_report())):
        text = evidence_page(evidence)
        page = lxml_html.fromstring(text)
        assert {a.get("href")[0] for a in page.iter("a") if a.get("href")} == {"#"}
        sources = page.xpath("//@src")
        assert all(source.startswith("data:image/png;base64,") for source in sources)
        assert not page.xpath("//link | //iframe | //object | //@style | //@onclick | //base")
        assert "url(" not in "".join(page.xpath("//style/text()"))
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        for tag in ("style", "script"):
            [inside] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy


def test_every_link_leads_somewhere_and_no_name_is_given_twice(tmp_path: Path) -> None:
    for evidence in (broken(tmp_path), of_pdf(pdf_report())):
        page = page_of(evidence)
        names = page.xpath("//@id")
        assert len(names) == len(set(names))
        assert {href[1:] for href in page.xpath("//@href")} <= set(names)


def test_hostile_text_is_shown_and_does_nothing(tmp_path: Path) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e321\u2066'
    evidence = broken(tmp_path)
    shown = evidence.shown
    issue = {"kind": "unknown_row", "place": hostile, "text": hostile, "reason": hostile}
    report = {**shown.report, **dict.fromkeys(("title", "source_name", "reason"), hostile)}
    report["agency"] = hostile + "长" * 5000
    cells = tuple({**cell, "raw": hostile} for cell in shown.cells)
    claims = tuple({**claim, "sentence": hostile} for claim in shown.claims)
    assert evidence.document
    blocks = tuple(
        replace(block, rows=tuple(tuple(c._replace(text=hostile) for c in r) for r in block.rows))
        if isinstance(block, Table)
        else block._replace(text=hostile)
        for block in evidence.document.blocks
    )
    text = evidence_page(
        Evidence(
            Shown(report, cells, shown.checks, claims, (issue,)),
            replace(evidence.document, blocks=blocks),
            notes=((hostile, hostile),),
        )
    )
    page = lxml_html.fromstring(text)
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//img | //@onerror")
    assert "\u202e" not in text
    assert "\u2066" not in text
    assert "<script>alert(1)</script>" in page.text_content()
    assert "\\u202e321" in page.text_content()
    assert "长" * 3000 not in text
