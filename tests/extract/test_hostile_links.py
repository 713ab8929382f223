"""Nothing in a document is fetched, and no file it names is read: a server counts who asks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from extract import office
from extract.document import Document, Table
from extract.reading import read
from tests.extract.parts import OFFICE, PACKAGE, W, p, word, workbook, zipped
from tests.hostile.office_files import ofd, replaced
from tests.hostile.page_files import mhtml
from tests.hostile.pdf_files import CATALOG, flate, one_page_pdf, pdf_file
from transform.interpret import interpret

SECRET = "七星高照八方来财"


class Listener:
    """A server of this machine that answers nobody and counts who asks."""

    def __init__(self) -> None:
        self.asked = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._socket.getsockname()
        self.url = "http://{}:{}/x".format(*self.address)
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.asked += 1
                connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_text(SECRET, encoding="utf-8")
    return path.as_uri()


def outside(url: str, secret: str) -> str:
    """A document type that asks for a server and for a file."""
    return (
        f'<!DOCTYPE x SYSTEM "{url}.dtd" [<!ENTITY e SYSTEM "{secret}"><!ENTITY % d SYSTEM "{url}">'
        f'%d;<!ENTITY f SYSTEM "{url}">]>'
    )


def docx_entities(url: str, secret: str) -> bytes:
    body = f'<w:document xmlns:w="{W}"><w:body>{p("&e;&f;")}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": outside(url, secret) + body}
    )


def docx_links(url: str, secret: str) -> bytes:
    kinds = ("image", "attachedTemplate", "aFChunk", "oleObject", "styles", "numbering")
    items = "".join(
        f'<Relationship Id="{kind}{n}" Type="{OFFICE}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/>'
        for kind in kinds
        for n, (target, mode) in enumerate(((url, "External"), (secret, "External"), (url, "")))
    )
    listed = f'<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'
    body = f'{p("年报")}<w:altChunk r:id="aFChunk0" xmlns:r="{OFFICE}"/>'
    return replaced(word(body), "word/_rels/document.xml.rels", listed)


def xlsx_links(url: str, secret: str) -> bytes:
    cell = f'<row r="1"><c r="A1" t="str"><f>WEBSERVICE("{url}")</f></c></row>'
    strings = f"{outside(url, secret)}<sst><si><t>&e;&f;</t></si></sst>"
    return replaced(workbook(f"<sheetData>{cell}</sheetData>"), "xl/sharedStrings.xml", strings)


def ofd_links(url: str, secret: str) -> bytes:
    page = '<Page xmlns="http://www.ofdspec.org/2016"><Content/></Page>'
    pages = "".join(f'<Page ID="1" BaseLoc="{loc}"/>' for loc in ("P.xml", url, secret))
    return ofd(f"<Pages>{pages}</Pages>", P=page)


def links(url: str, secret: str) -> str:
    return "".join(
        f'<img src="{u}"><iframe src="{u}"></iframe><object data="{u}"></object><embed src="{u}">'
        f'<link rel="stylesheet" href="{u}"><script src="{u}"></script><audio src="{u}"></audio>'
        f'<base href="{u}"><meta http-equiv="refresh" content="0;url={u}"><p style="background:url'
        f'({u})">年报</p><style>@import "{u}";</style><svg><use href="{u}"/></svg>'
        for u in (url, secret)
    )


def html_page(url: str, secret: str) -> bytes:
    return f"{outside(url, secret)}<html><body>{links(url, secret)}<p>&e;&f;</p>".encode()


def xhtml_page(url: str, secret: str) -> bytes:
    return b"<?xml version='1.0'?>" + html_page(url, secret)


def web_archive(url: str, secret: str) -> bytes:
    head = f"Content-Type: text/html\r\nContent-Location: {url}\r\n\r\n"
    body = f'Content-Type: message/external-body; access-type=URL; URL="{url}"\r\n\r\n'
    return mhtml([body, head + links(url, secret)])


def word_xml(url: str, secret: str) -> bytes:
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    head = f'<?xml version="1.0"?>{outside(url, secret)}'
    return f'{head}<w:wordDocument xmlns:w="{space}">&e;&f;</w:wordDocument>'.encode()


def pdf_links(url: str, secret: str) -> bytes:
    where = url.encode()
    actions = b" ".join(
        b"<</S/%s/URI(%s)/F<</FS/URL/F(%s)>>/JS(app.launchURL('%s'))>>"
        % (kind, where, where, where)
        for kind in (b"URI", b"GoToR", b"Launch", b"JavaScript", b"ImportData", b"SubmitForm")
    )
    catalog = CATALOG[:-2] + b"/OpenAction<</S/JavaScript/JS(app.launchURL('%s'))>>" % where
    catalog += b"/AA<</WC [%s]>>/Names<</JavaScript 5 0 R>>>>" % actions
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/AA<</O %s>>>>" % actions
    stream = b"<</F<</FS/URL/F(%s)>>/FFilter/FlateDecode/Length 0>>stream\n\nendstream" % where
    return pdf_file([catalog, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream, actions])


def pdf_picture(url: str, secret: str) -> bytes:
    outer = b"<</Type/XObject/Subtype/Image/Width 9/Height 9/F<</FS/URL/F(%s)>>/Length 0>>" % (
        url.encode()
    )
    return one_page_pdf(flate(b"q 99 0 0 99 0 0 cm /X0 Do Q"), outer + b"stream\n\nendstream")


FILES: tuple[Callable[[str, str], bytes], ...] = (
    *(docx_entities, docx_links, xlsx_links, ofd_links, html_page, xhtml_page),
    *(web_archive, word_xml, pdf_links, pdf_picture),
)


def texts(document: Document) -> str:
    found = [*document.metadata.values(), *(f"{i.text} {i.detail}" for i in document.issues)]
    for block in (*document.blocks, *document.again):
        if isinstance(block, Table):
            found.extend(cell.text for row in block.rows for cell in row)
        else:
            found.append(block.text)
    return "\n".join(found)


def test_the_listener_hears_who_asks(listener: Listener) -> None:
    before = listener.asked
    with socket.create_connection(listener.address, timeout=10) as connection:
        assert connection.recv(1) == b""
    assert listener.asked == before + 1


@pytest.mark.parametrize("make", FILES)
def test_nothing_is_fetched(
    make: Callable[[str, str], bytes], listener: Listener, secret: str
) -> None:
    before = listener.asked
    document = read(make(listener.url, secret), "hostile")
    interpret(document)
    assert SECRET not in texts(document)
    assert listener.asked == before
    assert "reader_failed" not in [issue.kind for issue in document.issues]


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("picture", [False, True], ids=["links", "a picture of a local file"])
def test_nothing_is_fetched_by_libreoffice(listener: Listener, secret: str, picture: bool) -> None:
    named = [
        (kind, target)
        for kind in ("INCLUDETEXT", "LINK Excel.Sheet.8", "DDEAUTO excel")
        for target in (listener.url, secret)
    ]
    named.append(("INCLUDEPICTURE", secret if picture else listener.url))
    fields = "".join(
        rf'{{\field{{\*\fldinst {kind} "{target}" \\d}}{{\fldrslt x}}}}' for kind, target in named
    )
    data = rf"{{\rtf1\ansi{{\*\template {listener.url}}}{fields}\par annual report\par}}".encode()
    before = listener.asked
    document = read(data, "hostile")
    # What is no picture makes the conversion fail: the file is then refused.
    assert picture or "annual report" in texts(document)
    assert document.reader or document.issues
    assert SECRET not in texts(document)
    assert listener.asked == before
