"""Word documents: what is printed of them, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document, Paragraph
from extract.limits import Limits
from extract.readers.docx import read_docx
from extract.reading import read
from tests.extract.parts import PACKAGE, document, p, related, tbl, tc, word, zipped


def outline(body: str, styles: str = "", numbering: str = "") -> list[str | list[list[str]]]:
    """Paragraphs as their text, tables as their rows."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in read_docx(word(body, styles, numbering)).blocks
    ]


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in document.issues]


SPAN, DOWN, GOES_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.mark.parametrize("blank", ["\u3000", "\xa0"])
def test_a_blank_cell_keeps_its_blank(blank: str) -> None:
    assert outline(tbl(tc("甲") + tc(blank) + tc("<w:p/>"))) == [[["甲", blank, ""]]]


def test_lines_of_a_cell_are_lines_of_its_text() -> None:
    vertical = "".join(p(letter) for letter in "总计") + "<w:p/>"
    broken = "<w:p><w:r><w:t>数</w:t><w:br/><w:t>量</w:t><w:cr/></w:r></w:p>"
    assert outline(tbl(tc(vertical) + tc(broken))) == [[["总\n计", "数\n量"]]]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    def sdt(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    row = sdt(f"<w:tr>{sdt(tc('甲'))}{tc(sdt(p('1')))}</w:tr>")
    inline = f"<w:p>{sdt('<w:r><w:t>行内</w:t></w:r>')}</w:p>"
    assert outline(sdt(p("前")) + f"<w:tbl>{row}</w:tbl>" + inline) == ["前", [["甲", "1"]], "行内"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "链接"),
        ("<w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>", "标记"),
        ("<w:ins><w:r><w:t>插入</w:t></w:r></w:ins>", "插入"),
        ("<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>", "移来"),
        ("<w:r><w:t>前</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "前"),
        ("<w:r><w:t>前</w:t></w:r><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>", "前"),
        ("<w:r><w:t>1</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>2</w:t></w:r>", "1"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>2</w:t></w:r>', "2"),
        ("<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r>", "1    2"),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>1</w:t></w:r>", "1"),
        ('<w:r><w:sym w:char="25CF"/><w:noBreakHyphen/></w:r>', "●-"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "\ufffd"),
        ("<w:r><w:t>政</w:t><w:softHyphen/><w:t>府</w:t></w:r>", "政府"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>=SUM(A1)</w:instrText>'
            '<w:fldChar w:fldCharType="separate"/><w:t>5</w:t></w:r>',
            "5",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "拼",
        ),
        ("<w:r><w:t>1</w:t><w:footnoteReference/><w:commentReference/></w:r>", "1"),
    ],
)
def test_what_is_printed_of_a_paragraph(content: str, text: str) -> None:
    assert outline(f"<w:p>{content}</w:p>") == [text]


def test_a_break_ends_a_line() -> None:
    assert outline('<w:p><w:r><w:t>一</w:t><w:br w:type="page"/><w:t>二</w:t></w:r></w:p>') == [
        "一",
        "二",
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    body = p("一", "<w:rPr><w:del/></w:rPr>") + p("二") + p("三")
    assert outline(body) == ["一二", "三"]


def test_deleted_rows_and_cells_are_not_read_and_hidden_ones_are_an_issue() -> None:
    body = tbl(
        tc("甲") + tc("1"),
        "<w:trPr><w:del/></w:trPr>" + tc("乙") + tc("2"),
        "<w:trPr><w:ins/></w:trPr>" + tc("丙") + tc("3"),
        "<w:trPr><w:hidden/></w:trPr>" + tc("丁") + tc("4"),
        tc("戊") + tc("9", "<w:cellDel/>") + tc("5"),
    )
    found = read_docx(word(body))
    assert outline(body) == [[["甲", "1"], ["丙", "3"], ["戊", "5"]]]
    assert [issue.text for issue in found.issues] == ["丁4"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    content = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    box = (
        f"<mc:AlternateContent><mc:Choice><wps:txbx>{content}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>前</w:t>{box}</w:r></w:p>"
    assert outline(body + p("后")) == ["前", "框", "后"]
    assert outline(tbl(tc(body) + tc("1"))) == [[["前\n框", "1"]]]


def test_headers_footers_notes_and_comments_are_not_in_the_body() -> None:
    parts = ("header1", "footer1", "footnotes", "comments")
    more = {f"word/{name}.xml": document(p(name)) for name in parts}
    assert read_docx(word(p("正文"), **more)).blocks == read_docx(word(p("正文"))).blocks


HEADING = (
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="a"><w:name w:val="自定"/><w:basedOn w:val="2"/></w:style>'
    '<w:style w:styleId="b"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="x"><w:basedOn w:val="y"/></w:style>'
    '<w:style w:styleId="y"><w:basedOn w:val="x"/></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", 0),
        ('<w:pStyle w:val="2"/>', 2),
        ('<w:pStyle w:val="a"/>', 2),
        ('<w:pStyle w:val="b"/>', 1),
        ('<w:pStyle w:val="x"/>', 0),
        ('<w:pStyle w:val="missing"/>', 0),
        ('<w:outlineLvl w:val="2"/>', 3),
        ('<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>', 0),
    ],
)
def test_heading_levels_come_from_styles_and_outlines(properties: str, level: int) -> None:
    (block,) = read_docx(word(p("标题", properties), HEADING)).blocks
    assert isinstance(block, Paragraph)
    assert block.level == level


def test_text_in_a_hidden_style_is_not_read() -> None:
    run = '<w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>藏</w:t></w:r>'
    body = p("藏", '<w:pStyle w:val="h"/>') + f"<w:p>{run}<w:r><w:t>见</w:t></w:r></w:p>"
    assert outline(body, HEADING) == ["见"]


def level(n: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def listed(n: int, list_id: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="{list_id}"/></w:numPr>'


LISTS = (
    '<w:abstractNum w:abstractNumId="5">'
    + level(0, "chineseCounting", "%1、", '<w:pStyle w:val="2"/>')
    + level(1, "decimal", "%2.")
    + level(2, "bullet", "●")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride></w:num>'
)


def test_numbers_of_lists_are_printed_before_their_paragraphs() -> None:
    body = "".join(
        (p("总体", listed(0)), p("甲", listed(1)), p("乙", listed(1)), p("点", listed(2)))
    )
    body += (
        p("主动", listed(0)) + p("丙", listed(1)) + p("附", listed(0, 2)) + p("无", listed(0, 0))
    )
    assert outline(body, numbering=LISTS) == [
        *("一、总体", "1. 甲", "2. 乙", "点", "二、主动", "1. 丙", "十一、附", "无"),
    ]


def test_a_style_numbers_its_paragraphs() -> None:
    style = (
        '<w:style w:styleId="2"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("总体", '<w:pStyle w:val="2"/>') * 2
    assert outline(body, style, LISTS) == ["一、总体", "二、总体"]


def test_a_figure_in_a_cell_is_the_figure_alone() -> None:
    body = tbl(tc(p("予以公开", listed(1))) + tc(p("12", listed(1))))
    assert outline(body, numbering=LISTS) == [[["1. 予以公开", "12"]]]


def test_strict_documents_are_read_as_transitional_ones() -> None:
    strict = document(p("年报"), "http://purl.oclc.org/ooxml/wordprocessingml/main")
    found = read_docx(word("", **{"word/document.xml": strict}))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["年报"]


def test_the_main_part_is_where_the_package_says() -> None:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "",
        "_rels/.rels": related(officeDocument="/word/document2.xml"),
        "word/document2.xml": document(p("年报")),
    }
    found = read(zipped(parts), "a.docx")
    assert found.reader == "docx"
    assert found.blocks


def test_properties_are_metadata_under_their_own_names() -> None:
    core = f"{PACKAGE}/metadata/core-properties"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="1" '
        f'Type="{core}" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<p:coreProperties xmlns:p="{core}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>题</dc:title></p:coreProperties>',
    }
    assert read_docx(word(p("年报"), **parts)).metadata == {"dc:title": "题"}


def test_objects_and_pictures_are_told() -> None:
    drawing = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    body = f'<w:p><w:r><w:object><o ProgID="Excel.Sheet.12"/></w:object>{drawing}</w:r></w:p>'
    found = read_docx(word(body))
    assert [(i.kind, i.detail) for i in found.issues] == [
        ("embedded_object", "Excel.Sheet.12"),
        ("no_text", ""),
    ]
    assert found.metadata["images"] == "1"


@pytest.mark.parametrize(
    ("body", "limits", "kind"),
    [
        (tbl(tc("1") + tc("2")), Limits(parts=3), "too_large"),
        (tbl(tc("1", '<w:gridSpan w:val="999"/>') + tc("2")), Limits(table_slots=99), "too_large"),
        (tbl(tc("1") + tc("2")), Limits(nesting=1), "too_deep"),
        (p("1"), Limits(text_bytes=100), "too_large"),
        ("<w:p>" * 10_000 + "</w:p>" * 10_000, Limits(), "too_deep"),
    ],
)
def test_a_document_over_a_limit_is_refused_whole(body: str, limits: Limits, kind: str) -> None:
    found = read(word(body), "a.docx", limits)
    assert (found.reader, found.blocks, kinds(found)) == ("", (), [kind])


def test_a_document_of_other_parts_than_text_has_no_text() -> None:
    assert kinds(read(word("<w:p/>"), "a.docx")) == ["no_text"]


SAMPLE = document(
    tbl(tc("甲", DOWN) + tc("1", SPAN), tc("", GOES_ON) + tc("2") + tc(p("3", listed(0))))
    + p("年报", '<w:pStyle w:val="2"/>')
)


@given(st.text(max_size=30), st.integers(0, len(SAMPLE)), st.integers(0, 60))
def test_a_damaged_document_is_read_or_refused(junk: str, at: int, cut: int) -> None:
    damaged = SAMPLE[:at] + junk + SAMPLE[at + cut :]
    data = word(
        "", HEADING, LISTS, **{"word/document.xml": damaged.encode("utf-8", "replace").decode()}
    )
    found = read(data, "a.docx")
    assert "reader_failed" not in kinds(found)
    assert found.reader or found.issues


NUMBERS = ["-1", "0", "999999999", "x", "", "１", "1e9", "４２" * 9]


@given(st.lists(st.sampled_from(NUMBERS), min_size=6, max_size=6))
def test_senseless_numbers_do_no_harm(n: list[str]) -> None:
    body = tbl(
        f'<w:trPr><w:gridBefore w:val="{n[0]}"/></w:trPr>'
        + tc("1", f'<w:gridSpan w:val="{n[1]}"/>')
        + tc("2", f'<w:vMerge w:val="{n[2]}"/>')
    ) + p("甲", f'<w:numPr><w:ilvl w:val="{n[3]}"/><w:numId w:val="1"/></w:numPr>')
    lists = LISTS.replace('w:start w:val="1"', f'w:start w:val="{n[4]}"').replace("%2", f"%{n[5]}")
    assert "reader_failed" not in kinds(read(word(body, "", lists), "a.docx"))
