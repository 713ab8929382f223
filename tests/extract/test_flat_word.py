"""Word documents that are one XML file are read as the Word file they stand for."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from random import Random

import pytest

from extract.document import Document, Table
from extract.reading import read
from extract.sniff import sniff
from tests.extract.parts import p, word
from tests.printing import docx
from tests.printing.lay_out import sheet_of
from tests.printing.printer import random_report

WORDML = "http://schemas.microsoft.com/office/word/2003/wordml"
HEAD = '<?xml version="1.0" encoding="{}"?>\n<?mso-application progid="Word.Document"?>\n'
SPACES = (
    f'xmlns:w="{WORDML}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def wordml(body: str, styles: str = "", charset: str = "UTF-8") -> bytes:
    text = HEAD.format(charset) + (
        f"<w:wordDocument {SPACES}><w:styles>{styles}</w:styles>"
        f"<w:body><wx:sect>{body}<w:sectPr><w:hdr><w:p><w:r><w:t>head</w:t></w:r></w:p></w:hdr>"
        "</w:sectPr></wx:sect></w:body></w:wordDocument>"
    )
    return text.encode(charset)


def packed(file: bytes) -> bytes:
    """A Word file as a package in one XML file."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        for name in archive.namelist():
            text = re.sub(r"^<\?xml[^>]*\?>", "", archive.read(name).decode().lstrip())
            parts.append(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{text}</pkg:xmlData>')
    picture = base64.b64encode(bytes(20_000_000)).decode()
    parts.append(f'<pkg:part pkg:name="/word/1.png"><pkg:binaryData>{picture}</pkg:binaryData>')
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    body = "</pkg:part>".join((*parts, ""))
    return f'{HEAD.format("UTF-8")}<pkg:package xmlns:pkg="{space}">{body}</pkg:package>'.encode()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def listed(label: str, text: str) -> str:
    numbered = f'<w:listPr><w:ilvl w:val="0"/><wx:t wx:val="{label}"/></w:listPr>'
    return f"<w:p><w:pPr>{numbered}</w:pPr>{run(text)}</w:p>"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def test_a_package_in_one_file_is_read_as_its_word_file() -> None:
    printed = docx.print_sheet(sheet_of(random_report(3, "f2021")), Random(3))
    file = docx.package(printed)
    document, expected = read(packed(file), "a.doc"), read(file, "a.docx")
    assert (document.reader, document.media_type) == ("flat-docx", "application/vnd.ms-word2006ml")
    assert document.blocks
    assert document.blocks == expected.blocks
    assert document.issues == expected.issues


@pytest.mark.parametrize("charset", ["UTF-8", "UTF-16", "GB18030"])
def test_merged_cells_and_headings(charset: str) -> None:
    start, goes_on = '<w:vmerge w:val="restart"/>', "<w:vmerge/>"
    rows = (
        cell("合计", '<w:gridSpan w:val="2"/>') + cell("1"),
        cell("组", start) + cell("甲") + cell("2"),
        cell("", goes_on) + cell("乙") + cell("3"),
    )
    body = '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>' + run("标题") + "</w:p><w:tbl>"
    body += "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/></w:style>'
    document = read(wordml(body, styles, charset), "a.doc")
    assert document.reader == "wordml"
    title, table = document.blocks
    assert not isinstance(title, Table)
    assert isinstance(table, Table)
    assert (title.text, title.level) == ("标题", 1)
    found = [[(c.text, c.rowspan, c.colspan) for c in row] for row in table.rows]
    assert found == [
        [("合计", 1, 2), ("1", 1, 1)],
        [("组", 2, 1), ("甲", 1, 1), ("2", 1, 1)],
        [("乙", 1, 1), ("3", 1, 1)],
    ]


def test_what_was_deleted_and_what_stands_elsewhere_is_not_the_body() -> None:
    deleted = f'<aml:annotation w:type="Word.Deletion"><aml:content>{run("7")}</aml:content>'
    inserted = f'<aml:annotation w:type="Word.Insertion"><aml:content>{run("8")}</aml:content>'
    comment = f'<aml:annotation w:type="Word.Comment"><aml:content><w:p>{run("c")}</w:p>'
    note = f"<w:r><w:footnote><w:p>{run('n')}</w:p></w:footnote></w:r>"
    body = f"<w:p>{run('a')}{deleted}</aml:annotation>{inserted}</aml:annotation>{note}"
    body += f"{comment}</aml:content></aml:annotation>{run('z')}</w:p>"
    assert texts(read(wordml(body), "a.doc")) == ["a8z"]


def test_numbers_of_lists_are_text_but_not_in_front_of_figures() -> None:
    cells = f"<w:tc>{listed('1.', '规章')}</w:tc><w:tc>{listed('2.', '12')}</w:tc>"
    body = listed("一、", "总体情况") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    document = read(wordml(body), "a")
    assert texts(document) == ["一、总体情况"]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert [c.text for c in table.rows[0]] == ["1.规章", "12"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (wordml("<w:p/>").replace(b"<w:wordDoc", b"<!DOCTYPE w><w:wordDoc", 1), "unknown_format"),
        (wordml("<w:p>")[:-30], "unreadable_file"),
        (wordml("").replace(b"w:body", b"w:other"), "unreadable_file"),
        (packed(word(p("x"))).replace(b"w:body", b"w:other"), "unreadable_file"),
        (wordml("<w:p>" * 300 + "</w:p>" * 300), "too_deep"),
        (wordml("<w:p/>"), "no_text"),
    ],
)
def test_damaged_and_hostile_files_are_named(data: bytes, kind: str) -> None:
    document = read(data, "a.doc")
    assert document.blocks == ()
    assert [issue.kind for issue in document.issues] == [kind]


def test_other_xml_is_told_apart() -> None:
    told = "application/vnd.ms-wordml"
    assert sniff(b"<!-- made by a template -->" + wordml("")) == told
    assert sniff(wordml("").partition(b"?>\n")[2]) == told
    assert sniff(b'<?xml version="1.0"?><package xmlns="urn:x"/>') == "application/xml"
    assert sniff(b'<?xml version="1.0"?><x xmlns="' + WORDML.encode() + b'"/>') == "application/xml"
