"""Office files and archives for tests, put together from the parts that matter."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts, the same bytes whenever it is made."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, method)
    return data.getvalue()


def related(**targets: str) -> str:
    """A list of relationships: the end of each type, and what it points to."""
    items = "".join(
        f'<Relationship Id="{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def document(body: str, namespace: str = W) -> str:
    return (
        f'<w:document xmlns:w="{namespace}" xmlns:mc="{MARKUP}" xmlns:wps="urn:wps" '
        f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>'
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def word(body: str, styles: str = "", numbering: str = "", **more: str) -> bytes:
    """A Word file; styles and numbering without their root elements."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": related(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": related(styles="styles.xml", numbering="numbering.xml"),
        "word/document.xml": document(body),
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>',
    }
    return zipped({**parts, **more})


def workbook(
    *sheets: str, states: tuple[str, ...] = (), styles: str = "", strings: str = ""
) -> bytes:
    """An Excel file; each sheet is what stands inside its root element."""
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n + 1}" r:id="s{n}"'
        f"{f' state={states[n]!r}' if n < len(states) else ''}/>"
        for n in range(len(sheets))
    ).replace("'", '"')
    targets = "".join(
        f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/{n}.xml"/>'
        for n in range(len(sheets))
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": related(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{targets}'
        f'<Relationship Id="a" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
    }
    for n, sheet in enumerate(sheets):
        parts[f"xl/worksheets/{n}.xml"] = f'<worksheet xmlns="{S}">{sheet}</worksheet>'
    return zipped(parts)


def compound(names: dict[str, bytes]) -> bytes:
    """An OLE file with these streams in its root (MS-CFB), each of at least 4096 bytes."""
    sector = 512
    chains = [content + bytes(-len(content) % sector) for content in names.values()]
    entries = [_entry("Root Entry", 5, child=1 if names else 0xFFFFFFFF)]
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    directory = -(-(len(names) + 1) // 4)
    table += [*range(3, 2 + directory), 0xFFFFFFFE] if directory > 1 else []
    at = 1 + directory
    table = [0xFFFFFFFD, *[n + 2 for n in range(directory - 1)], 0xFFFFFFFE]
    for n, (name, chain) in enumerate(zip(names, chains, strict=True), 1):
        count = len(chain) // sector
        right = n + 1 if n < len(names) else 0xFFFFFFFF
        entries.append(_entry(name, 2, right=right, start=at, size=len(names[name])))
        table += [*range(at + 1, at + count), 0xFFFFFFFE]
        at += count
    table += [0xFFFFFFFF] * (sector // 4 - len(table))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(10)
        + b"".join(n.to_bytes(4, "little") for n in (1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0))
        + (0).to_bytes(4, "little") + b"\xff" * 432
    )  # fmt: skip
    packed = b"".join(n.to_bytes(4, "little") for n in table)
    listing = b"".join(entries).ljust(directory * sector, b"\x00")
    return header + packed + listing + b"".join(chains)


def _entry(
    name: str, kind: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF,
    start: int = 0, size: int = 0,
) -> bytes:  # fmt: skip
    raw = name.encode("utf-16-le") + b"\x00\x00"
    numbers = b"".join(n.to_bytes(4, "little") for n in (0xFFFFFFFF, right, child))
    ends = start.to_bytes(4, "little") + size.to_bytes(8, "little")
    head = raw.ljust(64, b"\x00") + len(raw).to_bytes(2, "little") + bytes((kind, 1))
    return head + numbers + bytes(36) + ends


def biff(cells: dict[tuple[int, int], float]) -> bytes:
    """The Workbook stream of an Excel 97 file with one sheet of numbers (MS-XLS)."""
    begin = b"\x00\x06%c\x00\xbb\x0d\xcc\x07" + bytes(8)
    sheet = _record(0x0809, begin % 0x10)
    for (row, column), value in cells.items():
        place = row.to_bytes(2, "little") + column.to_bytes(2, "little") + b"\x00\x00"
        sheet += _record(0x0203, place + _double(value))
    sheet += _record(0x000A, b"")
    start = _record(0x0809, begin % 0x05) + _record(0x0042, b"\xb0\x04")
    name = b"\x06\x00S\x00h\x00e\x00e\x00t\x001\x00"
    at = len(start) + 4 + 6 + 1 + len(name) - 1 + 4
    bound = at.to_bytes(4, "little") + b"\x00\x00" + b"\x06\x01" + name[2:]
    globals_ = start + _record(0x0085, bound) + _record(0x000A, b"")
    assert len(globals_) == at
    return (globals_ + sheet).ljust(4096, b"\x00")


def _record(kind: int, content: bytes) -> bytes:
    return kind.to_bytes(2, "little") + len(content).to_bytes(2, "little") + content


def _double(value: float) -> bytes:
    import struct

    return struct.pack("<d", value)
