"""Files made to cost their reader dearly, each small to make and known by what it attacks."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.extract.parts import PACKAGE, S, W, p, related, tbl, tc, word, workbook, zipped

MEBIBYTE = 1024 * 1024
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file: the kind of issue it must be refused with, empty where it may be read."""

    name: str
    make: Callable[[], bytes]
    kind: str = ""


# Archives


def deflated(content: bytes, times: int) -> bytes:
    """A deflate stream of the same content over and over, without packing it more than once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * times + packer.flush()


def archive(entries: Sequence[tuple[str, bytes, int, int]], shared: bool = False) -> bytes:
    """An archive whose directory says what it is told: name, packed bytes, size, method.

    `shared`: all entries stand at the place of the first.
    """
    body, listing = bytearray(), bytearray()
    for name, content, size, method in entries:
        raw, at = name.encode(), 0 if shared else len(body)
        about = struct.pack("<5H3IHH", 20, 0x800, method, 0, 0, 0, len(content), size, len(raw), 0)
        if not (shared and body):
            body += b"PK\x03\x04" + about + raw + content
        listing += b"PK\x01\x02\x14\x00" + about + struct.pack("<3HII", 0, 0, 0, 0, at) + raw
    count = min(len(entries), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(listing), len(body), 0)
    return bytes(body + listing + b"PK\x05\x06" + end)


def zip_bomb() -> bytes:
    """Four gigabytes of zeros in the place of a document's text."""
    packed = deflated(bytes(MEBIBYTE), 4095)
    return archive(
        [("[Content_Types].xml", b"", 0, 0), ("word/document.xml", packed, 4095 * MEBIBYTE, 8)]
    )


def zip_that_lies() -> bytes:
    """The same, said to be a hundred bytes."""
    packed = deflated(bytes(MEBIBYTE), 1024)
    return archive([("[Content_Types].xml", b"", 0, 0), ("word/document.xml", packed, 100, 8)])


def nested_zip() -> bytes:
    """Archives in archives, sixteen each, five deep: 42.zip."""
    data = zipped({"0.dll": bytes(4 * MEBIBYTE)})
    for _ in range(5):
        data = zipped({f"lib {n:x}.zip": data for n in range(16)})
    return data


def overlapping_zip() -> bytes:
    """Nine thousand entries that share one place: two gigabytes in a quarter of one mebibyte."""
    packed = zlib.compress(b"x" * 240_000, 9)[2:-4]
    return archive([(f"{n}.txt", packed, 240_000, 8) for n in range(9_000)], shared=True)


# XML


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
    return f'<?xml version="1.0"?>{LAUGHS}<w:wordDocument xmlns:w="{space}">&l11;</w:wordDocument>'.encode()


def replaced(data: bytes, name: str, content: str) -> bytes:
    """An archive with another content of one of its files."""
    from tests.hostile.mutations import packed, unpacked

    files = [(n, content.encode() if n == name else old) for n, old in unpacked(data)]
    return packed(files)


def loose(data: bytes) -> bytes:
    """The same archive with nothing packed: no ratio tells what it holds."""
    from tests.hostile.mutations import unpacked

    return zipped(dict(unpacked(data)), zipfile.ZIP_STORED)


def deep_docx() -> bytes:
    """Tables in tables, a hundred deep."""
    inner = p("x")
    for _ in range(100):
        inner = tbl(tc(inner + p("")) + tc("1"))
    return word(inner)


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
    path = '<PathObject ID="1" Boundary="0 0 200 200"><AbbreviatedData>{}</AbbreviatedData></PathObject>'
    lines = "".join(
        path.format(f"M {n / 50} 0 L {n / 50} 190 M 0 {n / 50} L 190 {n / 50}")
        for n in range(9_000)
    )
    page = f'<Page xmlns="{OFD_SPACE}"><Content><Layer>{lines}</Layer></Content></Page>'
    return ofd('<Pages><Page ID="1" BaseLoc="P.xml"/></Pages>', P=page)


# Markup and text


def nested_tables(depth: int) -> bytes:
    """Tables in the cells of tables."""
    opening = "<table border='1'><tr><td>1</td><td>"
    closing = "</td></tr></table>"
    return f"<html><body>{opening * depth}x{closing * depth}</body></html>".encode()


def deep_page() -> bytes:
    """A hundred thousand blocks inside each other."""
    return b"<html><body>" + b"<div>" * 100_000 + b"1" + b"</div>" * 100_000


def one_line_page() -> bytes:
    """Fifty megabytes without a line's end."""
    return b"<html><body><p>" + b"a 1 " * (50 * MEBIBYTE // 4)


def long_line_page() -> bytes:
    """One megabyte without a line's end, which may be read."""
    return b"<html><body><p>" + "规章 1 ".encode() * (MEBIBYTE // 9)


def spanning_page() -> bytes:
    """Cells that say they span a thousand million rows and columns."""
    cell = '<td rowspan="1000000000" colspan="1000000000">1</td>'
    return f"<table>{f'<tr>{cell * 60}</tr>' * 60}</table>".encode()


def unclosed_page() -> bytes:
    """Tags that nobody closes."""
    tags = "<table><tr><td><div><font><b><i><p><ul><li><a href=x>"
    return f"<html><body>{tags * 20_000}".encode()


def formatted_page() -> bytes:
    """Formatting left open, which browsers open again in every block."""
    return b"<html><body>" + b"<b><i><u><s>" * 60 + b"<p>1</p><table><td>1</td></table>" * 20_000


def attributed_page() -> bytes:
    """A tag of two hundred thousand attributes, and one of eight megabytes."""
    many = " ".join(f"a{n}={n}" for n in range(200_000))
    return f"<html><body><p {many}>1</p><p title='{'x' * 8_000_000}'>2".encode()


def commented_page() -> bytes:
    """Comments begun over and over."""
    return b"<html><body>" + b"<!--" * 2_000_000


def entity_page() -> bytes:
    """An HTML page with entities of its own."""
    return f"{LAUGHS.replace('DOCTYPE x', 'DOCTYPE html')}<html><body><p>&l11;&x;</p>".encode()


def mhtml(parts: Sequence[str], boundary: str = "b") -> bytes:
    """A web archive of these parts."""
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'
    return (head + "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)).encode()


def many_parts_mhtml() -> bytes:
    """A hundred thousand parts, none of them a page."""
    return mhtml(["Content-Type: image/png\r\n\r\nx"] * 100_000)


def nested_mhtml() -> bytes:
    """Parts in parts that all have one boundary."""
    inner = 'Content-Type: multipart/related; boundary="b"\r\n\r\n'
    return mhtml([inner] * 50_000)


def long_header_mhtml() -> bytes:
    """A header that is never done."""
    return mhtml(["Content-Type: text/html;\r\n" + " a=b;\r\n" * 200_000 + "\r\n<p>1"])


def wide_csv() -> bytes:
    """A table with a row of a million columns."""
    return b"1,2,3\n" * 50_000 + b"1," * 1_000_000 + b"1\n"


def all_wide_csv() -> bytes:
    """Rows of a hundred thousand columns."""
    return ((b"1," * 100_000)[:-1] + b"\n") * 4


def quoted_csv() -> bytes:
    """Quotes that never end."""
    return b"1,2,3\n" * 50_000 + b'"' + b"1,2,3\n" * 600_000


def long_text() -> bytes:
    """Labels and digits in one line of a megabyte."""
    return "本年收到行政复议申请 1 2 3 其他处理 0 ".encode() * 20_000


def short_lines() -> bytes:
    """Three million lines of a letter."""
    return b"a\n" * 3_000_000


def barred_text() -> bytes:
    """A million bars, some of them in rows."""
    return b"|\n" * 300_000 + b"a|b\n" * 100_000 + b"||||\n" * 50_000


def tabbed_text() -> bytes:
    """Lines of tabs."""
    return b"\t" * 4_000_000 + b"\n" + b"\t1" * 1_000_000


# PDF


def pdf_file(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF file of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        start,
    )
    return bytes(out)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def flate(content: bytes, more: bytes = b"", packed: bool = False) -> bytes:
    """A compressed stream object."""
    data = content if packed else zlib.compress(content, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (more, len(data), data)


def one_page_pdf(content: bytes, *more: bytes, box: bytes = b"0 0 595 842") -> bytes:
    """A PDF file of one page; `content` is object 4, the font 5, and `more` from 6."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
        b"/XObject<</X0 6 0 R>>>>>>" % box
    )
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf_file([CATALOG, tree, page, content, FONT, *more])


def many_pages_pdf() -> bytes:
    """Ten thousand pages."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 10_003))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf_file([CATALOG, b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids, *[page] * 10_000])


def page_cycle_pdf() -> bytes:
    """A page tree that is a branch of itself."""
    tree = b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 200>>"
    branch = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R 3 0 R]/Count 100>>"
    return pdf_file([CATALOG, tree, branch])


def deep_pages_pdf() -> bytes:
    """A page tree of twenty thousand branches inside each other."""
    branches = [
        b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1)
        for n in range(3, 20_003)
    ]
    page = b"<</Type/Page/Parent 20002 0 R/MediaBox[0 0 9 9]>>"
    return pdf_file([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *branches, page])


def huge_page_pdf() -> bytes:
    """A page as wide as numbers go."""
    content = flate(b"BT /F1 12 Tf 1 0 0 1 50 700 Tm (1 2 3) Tj ET 0 0 m 1e30 1e30 l S")
    return one_page_pdf(content, box=b"-1e38 -1e38 3.4e38 3.4e38")


def flate_bomb_pdf() -> bytes:
    """A page of two gigabytes of blanks, in two megabytes."""
    packed = b"\x78\xda" + deflated(bytes(MEBIBYTE), 2048) + bytes(4)
    return one_page_pdf(flate(packed, packed=True))


def twice_packed_pdf() -> bytes:
    """A page of two gigabytes, packed twice."""
    inner = b"\x78\xda" + deflated(bytes(MEBIBYTE), 2048) + bytes(4)
    data = zlib.compress(inner, 9)
    return one_page_pdf(
        b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream"
        % (len(data), data)
    )


def drawn_pdf(operators: bytes, times: int) -> bytes:
    """A page of the same operators over and over."""
    return one_page_pdf(flate(operators * times))


def segments_pdf() -> bytes:
    """One path of a million segments."""
    return drawn_pdf(b"0 0 m " + b"9 9 l 9 0 l " * 500_000 + b"S ", 1)


def paths_pdf() -> bytes:
    """A million paths."""
    return drawn_pdf(b"0 0 m 9 9 l S ", 1_000_000)


def objects_pdf() -> bytes:
    """Ten million paths, in a file of a few hundred kilobytes."""
    packed = b"\x78\xda" + deflated(b"0 0 1 1 re f " * 10_000, 1_000) + bytes(4)
    return one_page_pdf(flate(packed, packed=True))


def grid_pdf() -> bytes:
    """A page of nothing but crossing lines."""
    lines = b"".join(
        b"%d %d m %d 840 l S 0 %d m 590 %d l S " % (n % 590, 0, n % 590, n % 840, n % 840)
        for n in range(40_000)
    )
    return one_page_pdf(flate(lines))


def letters_pdf() -> bytes:
    """A page of a million letters."""
    return drawn_pdf(b"BT /F1 9 Tf 9 9 Td (0123456789) Tj ET ", 100_000)


def form_laughs_pdf() -> bytes:
    """Forms that each draw another one ten times, nine deep."""
    forms = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 %d 0 R>>>>" % (n + 1)
        + b"/Length 60>>\nstream\n" + b"/X0 Do" * 10 + b"\nendstream"
        for n in range(6, 15)
    ]  # fmt: skip
    last = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 14>>\nstream\n0 0 m 9 9 l S \nendstream"
    return one_page_pdf(flate(b"/X0 Do"), *forms, last)


def self_form_pdf() -> bytes:
    """A form that draws itself."""
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 6 0 R>>>>/Length 13>>"
        b"\nstream\n/X0 Do /X0 Do\nendstream"
    )
    return one_page_pdf(flate(b"/X0 Do"), form)


def nested_arrays_pdf() -> bytes:
    """Arrays in arrays, a million deep."""
    return pdf_file([CATALOG, b"<</Type/Pages/Kids" + b"[" * 1_000_000 + b"]" * 1_000_000 + b">>"])


def referring_pdf() -> bytes:
    """Objects that are each other, and a length that is its own stream."""
    tree = b"<</Type/Pages/Kids 3 0 R/Count 4 0 R>>"
    return pdf_file([CATALOG, tree, b"4 0 R", b"3 0 R", b"<</Length 5 0 R>>stream\nx\nendstream"])


def pictured_pdf() -> bytes:
    """A picture said to be a million dots wide and high."""
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1000000/Height 1000000/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length 11>>\nstream\n"
        + zlib.compress(bytes(90))[:11] + b"\nendstream"
    )  # fmt: skip
    return one_page_pdf(flate(b"q 500 0 0 500 0 0 cm /X0 Do Q"), picture)


# What only the end of its process stops.
DEADLY = (
    Hostile("PDF forms 10^9", form_laughs_pdf, "reader_died"),
    Hostile("PDF form in itself", self_form_pdf, "reader_died"),
)
HOSTILE = (
    Hostile("zip bomb", zip_bomb, "zip_bomb"),
    Hostile("zip that lies about its size", zip_that_lies, "unreadable_file"),
    Hostile("nested zip (42.zip)", nested_zip, "archive"),
    Hostile("overlapping zip", overlapping_zip, "archive"),
    Hostile("billion laughs DOCX", laughing_docx, "unsafe_markup"),
    Hostile("billion laughs XLSX", laughing_xlsx, "unsafe_markup"),
    Hostile("billion laughs OFD", laughing_ofd, "unsafe_markup"),
    Hostile("billion laughs Word XML", laughing_word_xml, "unknown_format"),
    Hostile("billion laughs HTML", entity_page),
    Hostile("DOCX tables 100 deep", deep_docx, "too_deep"),
    Hostile("DOCX 10^6 empty paragraphs", paragraphs_docx, "no_text"),
    Hostile("DOCX 8·10^5 empty cells", cells_docx, "too_large"),
    Hostile("DOCX gridSpan 999999999", spans_docx, "too_large"),
    Hostile("XLSX cell at XFD1048576", far_xlsx),
    Hostile("XLSX rows as wide as a sheet", wide_xlsx, "too_large"),
    Hostile("XLSX merged areas of 10^10 cells", merged_xlsx, "too_large"),
    Hostile("XLSX 20000 hidden columns", hidden_columns_xlsx),
    Hostile("OFD cycle of references", cyclic_ofd, "too_large"),
    Hostile("OFD letters moved 10^4 times", crowded_ofd, "too_large"),
    Hostile("OFD 18000 lines", ruled_ofd, "no_text"),
    Hostile("HTML tables 200 deep", lambda: nested_tables(200), "too_deep"),
    Hostile("HTML div 100000 deep", deep_page, "too_deep"),
    Hostile("HTML one line of 50 MB", one_line_page, "too_large"),
    Hostile("HTML one line of 1 MB", long_line_page),
    Hostile("HTML rowspan and colspan 10^9", spanning_page, "too_large"),
    Hostile("HTML 200000 unclosed tags", unclosed_page, "too_deep"),
    Hostile("HTML formatting opened again", formatted_page),
    Hostile("HTML 200000 attributes", attributed_page),
    Hostile("HTML 2·10^6 comments begun", commented_page),
    Hostile("MHTML 10^5 parts", many_parts_mhtml, "too_large"),
    Hostile("MHTML parts in parts", nested_mhtml, "too_large"),
    Hostile("MHTML header of 1.4 MB", long_header_mhtml),
    Hostile("CSV 10^6 columns", wide_csv, "too_large"),
    Hostile("CSV 10^5 columns", all_wide_csv),
    Hostile("CSV quote without end", quoted_csv, "unreadable_file"),
    Hostile("text of labels in one line", long_text),
    Hostile("text of 3·10^6 lines", short_lines, "too_large"),
    Hostile("text of bars", barred_text, "too_large"),
    Hostile("text of tabs", tabbed_text, "too_large"),
    Hostile("PDF 10000 pages", many_pages_pdf, "too_large"),
    Hostile("PDF page tree cycle", page_cycle_pdf, "unreadable_file"),
    Hostile("PDF page tree 20000 deep", deep_pages_pdf, "unreadable_file"),
    Hostile("PDF MediaBox 10^38", huge_page_pdf),
    Hostile("PDF 2 GB Flate stream", flate_bomb_pdf, "zip_bomb"),
    Hostile("PDF 2 GB stream packed twice", twice_packed_pdf, "zip_bomb"),
    Hostile("PDF path of 10^6 segments", segments_pdf),
    Hostile("PDF 10^6 paths", paths_pdf, "too_large"),
    Hostile("PDF 10^7 paths", objects_pdf, "zip_bomb"),
    Hostile("PDF 80000 crossing lines", grid_pdf),
    Hostile("PDF 10^6 letters", letters_pdf),
    Hostile("PDF arrays 10^6 deep", nested_arrays_pdf, "unreadable_file"),
    Hostile("PDF objects that are each other", referring_pdf, "unreadable_file"),
    Hostile("PDF picture of 10^12 dots", pictured_pdf, "scanned_page"),
)
