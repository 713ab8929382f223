"""A Word document: tables of merged cells, in the ways that Word, WPS and editors leave them.

The printed text is ``word/document.xml``; `package` puts the file around it.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import escape
from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Sheet, Slot, Text, places

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:wps="{WORD_SHAPE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
COLUMN = 800
FONT = '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>'


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is built."""

    strict: bool
    tracked: bool
    boxed: bool
    split: bool
    vertical: bool
    controlled: bool
    indented: bool
    torn: bool
    blank: str


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as the main part of a Word document."""
    style = Style(
        strict=rng.random() < 0.2,
        tracked=rng.random() < 0.3,
        boxed=rng.random() < 0.3,
        split=rng.random() < 0.4,
        vertical=rng.random() < 0.4,
        controlled=rng.random() < 0.3,
        indented=rng.random() < 0.2,
        torn=rng.random() < 0.5,
        blank=rng.choice(("", "\u3000", " ", "\xa0")),
    )
    ink = Ink()
    space = STRICT if style.strict else TRANSITIONAL
    ink.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
    ink.write(f'<w:document xmlns:w="{space}" {NAMESPACES}><w:body>')
    for block in sheet.blocks:
        if isinstance(block, Text):
            _text(ink, block, style, rng)
        else:
            _grid(ink, block, style, rng)
    ink.write('<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>')
    return ink.printed(sheet, media="docx")


def package(printed: Printed) -> bytes:
    """The Word file with this main part."""
    main = "word/document.xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="{main}"/></Relationships>',
        main: printed.text,
    }
    return zipped(parts)


def content_types(kinds: dict[str, str]) -> str:
    """The list of what the parts of an office package are, by the ends of their types."""
    types = "".join(
        f'<Override PartName="/{part}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{space}"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )


def zipped(parts: dict[str, str]) -> bytes:
    """Texts as the files of an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return data.getvalue()


def _text(ink: Ink, block: Text, style: Style, rng: Random) -> None:
    if block.kind == "title" and style.boxed:
        ink.write(_box(_paragraph(_run(block.text))))
        return
    pieces = [block.text]
    if style.torn and len(block.text) > 1:
        at = rng.randrange(1, len(block.text))
        pieces = [block.text[:at], block.text[at:]]
    ink.write(_paragraph("".join(_run(piece) for piece in pieces)))


def _box(content: str) -> str:
    """A text box as Word writes it: once as it draws it, once for older programs."""
    size = 'cx="5400000" cy="900000"'
    shape = (
        f'<wp:inline><wp:extent {size}/><wp:docPr id="1" name="1"/><a:graphic><a:graphicData '
        f'uri="{WORD_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        '<a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline>"
    )
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing>'
        "</mc:Choice><mc:Fallback><w:pict><v:shape style='width:425pt;height:70pt'><v:textbox>"
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def _run(text: str) -> str:
    return f'<w:r>{FONT}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(content: str) -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{content}</w:p>'


def _grid(ink: Ink, grid: Grid, style: Style, rng: Random) -> None:
    """A table; `split` cuts it where no cell spans the cut, as a page break by hand does."""
    lines = places(grid)
    cuts = [
        n for n in range(1, len(lines)) if all(starts for _, _, starts in lines[n]) and lines[n]
    ]
    cut = rng.choice(cuts) if style.split and cuts else len(lines)
    for part in (lines[:cut], lines[cut:]):
        if not part:
            continue
        columns = f'<w:gridCol w:w="{COLUMN}"/>' * (grid.width + style.indented)
        ink.write(f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>")
        for line in part:
            ink.row()
            _row(ink, line, style, rng)
        ink.write("</w:tbl><w:p/>")


def _row(ink: Ink, line: tuple[tuple[int, Slot, bool], ...], style: Style, rng: Random) -> None:
    before, after = ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")
    if style.controlled:
        ink.write(before)
    if style.tracked and rng.random() < 0.1:
        cells = "".join(f"<w:tc>{_paragraph(_run(slot.text))}</w:tc>" for _, slot, _ in line)
        ink.write(f"<w:tr><w:trPr><w:del/></w:trPr>{cells}</w:tr>")
    ink.write("<w:tr>")
    if style.indented:
        ink.write('<w:trPr><w:gridBefore w:val="1"/></w:trPr>')
    for _, slot, starts in line:
        merge = ""
        if slot.rowspan > 1:
            merge = '<w:vMerge w:val="restart"/>' if starts else "<w:vMerge/>"
        span = f'<w:gridSpan w:val="{slot.colspan}"/>' if slot.colspan > 1 else ""
        width = f'<w:tcW w:w="{COLUMN * slot.colspan}" w:type="dxa"/>'
        ink.write(f"<w:tc><w:tcPr>{width}{span}{merge}</w:tcPr>")
        if starts:
            _content(ink, slot, style, rng)
        else:
            ink.write("<w:p/>")
        ink.write("</w:tc>")
    ink.write("</w:tr>")
    if style.controlled:
        ink.write(after)


def _content(ink: Ink, slot: Slot, style: Style, rng: Random) -> None:
    if not slot.text:
        ink.write('<w:p><w:r><w:t xml:space="preserve">')
        ink.write(style.blank, slot.key)
        ink.write("</w:t></w:r></w:p>")
    elif slot.role == "value":
        tracked = style.tracked and rng.random() < 0.3
        before, after = ("<w:r>", "</w:r>")
        if tracked:
            gone = str(rng.randrange(1000))
            before = f"<w:del><w:r><w:delText>{gone}</w:delText></w:r></w:del><w:ins><w:r>"
            after = "</w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r>"
        ink.write(f"<w:p>{before}<w:t>")
        ink.write(escape(slot.text), slot.key)
        ink.write(f"</w:t>{after}</w:p>")
    elif style.vertical and slot.rowspan > 1:
        for letter in slot.text.replace("\n", ""):
            ink.write(_paragraph(_run(letter)))
    else:
        for text in slot.text.split("\n"):
            ink.write(_paragraph(_run(text)))
