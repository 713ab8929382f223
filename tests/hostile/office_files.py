"""Office and OFD files that cost their reader dearly."""

from __future__ import annotations

import zipfile

from tests.extract.parts import S, W, p, tbl, tc, word, workbook, zipped
from tests.hostile.mutations import packed, unpacked

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def laughing_docx() -> bytes:
    """A billion laughs in a Word document."""
    body = f'{LAUGHS}<w:document xmlns:w="{W}"><w:body>{p("&l11;")}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def laughing_xlsx() -> bytes:
    """A billion laughs in the strings of a workbook."""
    strings = f'{LAUGHS}<sst xmlns="{S}"><si><t>&l11;</t></si></sst>'
    return replaced(workbook("<sheetData/>"), "xl/sharedStrings.xml", strings)


def laughing_ofd() -> bytes:
    """A billion laughs in an OFD file."""
    return zipped({"OFD.xml": f"{LAUGHS}<OFD><DocBody><DocRoot>&l11;</DocRoot></DocBody></OFD>"})


def laughing_word_xml() -> bytes:
    """A billion laughs in a document that is one XML file."""
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    root = f'<w:wordDocument xmlns:w="{space}">&l11;</w:wordDocument>'
    return f'<?xml version="1.0"?>{LAUGHS}{root}'.encode()


def replaced(data: bytes, name: str, content: str) -> bytes:
    """An archive with another content of one of its files."""
    files = [(n, content.encode() if n == name else old) for n, old in unpacked(data)]
    return packed(files)


def loose(data: bytes) -> bytes:
    """The same archive with nothing packed: no ratio tells what it holds."""
    return zipped(dict(unpacked(data)), zipfile.ZIP_STORED)


def deep_docx() -> bytes:
    """Tables in tables, a hundred deep."""
    inner = p("x")
    for _ in range(100):
        inner = tbl(tc(inner + p("")) + tc("1"))
    return word(inner)


def hidden_docx() -> bytes:
    """Hidden rows in hidden rows, sixty deep, around nine megabytes of text."""
    inner = p("x" * 9_000_000)
    for _ in range(60):
        row = f"<w:trPr><w:hidden/></w:trPr>{tc(inner + p(''))}{tc('1')}"
        inner = f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
    return loose(word(inner))


def paragraphs_docx() -> bytes:
    """A million paragraphs without text."""
    return loose(word("<w:p/>" * 1_000_000))


def cells_docx() -> bytes:
    """A table of eight hundred thousand empty cells: as many as sixteen megabytes hold."""
    row = f"<w:tr>{'<w:tc><w:p/></w:tc>' * 1_000}</w:tr>"
    return loose(word(f"<w:tbl>{row * 800}</w:tbl>"))


def spans_docx() -> bytes:
    """Cells that each span a thousand columns."""
    span = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    return word(f"<w:tbl>{f'<w:tr>{span * 100}</w:tr>' * 100}</w:tbl>")


def far_xlsx() -> bytes:
    """Cells at the corners of the largest sheet, which says that it is full."""
    cells = "".join(
        f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
        for row, column in ((1, "A"), (1_048_576, "XFD"))
    )
    return workbook(f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData>')


def wide_xlsx() -> bytes:
    """Rows of two cells as far apart as a sheet is wide."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>'
        for n in range(1, 5_000)
    )
    return workbook(f"<sheetData>{rows}</sheetData>")


def merged_xlsx() -> bytes:
    """Merged areas, each as large as the sheet."""
    areas = '<mergeCell ref="A1:XFD1048576"/>' * 1_000
    cell = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return workbook(f"<sheetData>{cell}</sheetData><mergeCells>{areas}</mergeCells>")


def hidden_columns_xlsx() -> bytes:
    """Thousands of columns said to be hidden, and a cell for each."""
    columns = '<col min="2" max="3" hidden="1"/>' * 20_000
    row = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 20_000))
    return workbook(f"<cols>{columns}</cols><sheetData>{row}</sheetData>")


OFD_SPACE = "http://www.ofdspec.org/2016"


def ofd(root: str, **pages: str) -> bytes:
    """An OFD file with this document and these pages."""
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<OFD xmlns="{OFD_SPACE}"><DocBody><DocRoot>Doc_0/Document.xml</DocRoot>'
        "</DocBody></OFD>",
        "Doc_0/Document.xml": f'<Document xmlns="{OFD_SPACE}">{root}</Document>',
    }
    parts |= {f"Doc_0/{name}.xml": content for name, content in pages.items()}
    return zipped(parts)


def cyclic_ofd() -> bytes:
    """A document that is a page of its own, of which each page is a template."""
    page = f'<Page xmlns="{OFD_SPACE}"><Template TemplateID="1"/><Content/></Page>'
    listed = '<Page ID="1" BaseLoc="P.xml"/><Page ID="2" BaseLoc="Document.xml"/>' * 2_000
    shared = '<CommonData><TemplatePage ID="1" BaseLoc="P.xml"/></CommonData>'
    return ofd(f"{shared}<Pages>{listed}</Pages>", P=page)


def crowded_ofd() -> bytes:
    """A page of letters, each moved ten thousand times."""
    deltas = "g 10000 1 " * 2_000
    text = f'<TextCode X="1" Y="1" DeltaX="{deltas}">{"1" * 2_000}</TextCode>'
    item = f'<TextObject ID="1" Boundary="0 0 200 200" Size="3">{text * 20}</TextObject>'
    page = f'<Page xmlns="{OFD_SPACE}"><Content><Layer>{item * 20}</Layer></Content></Page>'
    return loose(ofd('<Pages><Page ID="1" BaseLoc="P.xml"/></Pages>', P=page))


def ruled_ofd() -> bytes:
    """A page of nothing but lines."""
    data = (f"M {n / 50} 0 L {n / 50} 190 M 0 {n / 50} L 190 {n / 50}" for n in range(9_000))
    lines = "".join(
        f'<PathObject ID="1" Boundary="0 0 200 200"><AbbreviatedData>{d}</AbbreviatedData>'
        "</PathObject>"
        for d in data
    )
    page = f'<Page xmlns="{OFD_SPACE}"><Content><Layer>{lines}</Layer></Content></Page>'
    return ofd('<Pages><Page ID="1" BaseLoc="P.xml"/></Pages>', P=page)
