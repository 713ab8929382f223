"""DOC, WPS and RTF through LibreOffice: figures as printed, or a reason; nothing left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from extract import office
from extract.document import Document, Table
from extract.readers.doc_text import text_of
from extract.readers.legacy import read_together
from extract.reading import read
from tests.extract.parts import compound, p, word
from tests.printing import docx
from tests.printing.compare import compare
from tests.printing.ink import Printed
from tests.printing.lay_out import sheet_of
from tests.printing.office import MISSING, REASON, convert, reports, write
from tests.printing.report import PrintedReport
from transform.codebook import CellKey
from transform.interpret import interpret

FORMS = ("f2014", "f2019", "f2021")
needs_office = pytest.mark.skipif(MISSING, reason=REASON)
RTF = r"""{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\header head}
day {\field{\*\fldinst DATE \\@ "yyyy-MM-dd"}{\fldrslt 2019-01-02}} made \par
hidden {\v secret }deleted {\deleted gone }shown\par
\trowd\cellx2000\cellx4000\pard\intbl \'ba\'cf\'bc\'c6\cell
{\field{\*\fldinst =SUM(ABOVE)}{\fldrslt 99}}\cell\row
\trowd\clvmgf\cellx2000\cellx4000\pard\intbl a\cell 1\cell\row
\trowd\clvmrg\cellx2000\cellx4000\pard\intbl \cell 2\cell\row\pard end\par}"""


class Made(NamedTuple):
    """Printed reports and their files, by format, in the same order."""

    printed: list[tuple[PrintedReport, Printed]]
    files: dict[str, list[bytes]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("legacy")
    printed = list(reports(FORMS))
    texts = write([one for _, one in printed], folder)
    marked = folder / "marked.rtf"
    marked.write_text(RTF, encoding="ascii")
    files = {
        ending: [path.read_bytes() for path in convert([*texts, *more], ending, folder)]
        for ending, more in (("doc", [marked]), ("rtf", []), ("xml", []))
    }
    return Made(printed, files)


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in document.issues]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def assert_as_printed(document: Document, report: PrintedReport, printed: Printed) -> None:
    found = interpret(document)
    findings = compare(printed, found.tables.cells, report.cells)
    assert findings
    assert [f.describe(printed) for f in findings if f.kind != "right"] == []
    assert (found.headline.agency, found.headline.year) == (report.agency, report.year)


@needs_office
@pytest.mark.parametrize(
    ("ending", "media_type"), [("doc", "application/msword"), ("rtf", "application/rtf")]
)
def test_reports_read_together_have_every_cell_as_printed(
    made: Made, ending: str, media_type: str
) -> None:
    documents = read_together(dict(enumerate(made.files[ending])))
    for number, (report, printed) in enumerate(made.printed):
        assert (documents[number].reader, documents[number].media_type) == (ending, media_type)
        assert not any(key.startswith("app:") for key in documents[number].metadata)
        assert_as_printed(documents[number], report, printed)


@needs_office
def test_xml_of_word_2003_has_every_cell_as_printed(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    for data, (report, printed) in zip(made.files["xml"], made.printed, strict=True):
        document = read(data, "report.doc")
        assert (document.reader, document.media_type) == ("wordml", "application/vnd.ms-wordml")
        assert_as_printed(document, report, printed)


@needs_office
def test_one_file_is_read_by_what_it_is_not_by_its_name(made: Made) -> None:
    report, printed = made.printed[2]
    document = read(made.files["doc"][2], "report.wps")
    assert document.reader == "doc"
    assert_as_printed(document, report, printed)


@pytest.mark.parametrize("name", ["report.doc", "report.wps", "report.rtf"])
def test_pages_and_word_files_under_older_names_need_no_libreoffice(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert read(b"<html><body><p>x</p></body></html>", name).reader == "html"
    assert read(word(p("x")), name).reader == "docx"


@needs_office
def test_what_is_computed_hidden_or_deleted_is_not_read_and_results_stay_as_printed() -> None:
    document = read(RTF.encode(), "a.rtf")
    assert texts(document) == ["day  made", "hidden deleted shown", "end"]
    table = next(block for block in document.blocks if isinstance(block, Table))
    cells = [[(cell.text, cell.rowspan) for cell in row] for row in table.rows]
    assert cells == [[("合计", 1), ("99", 1)], [("a", 2), ("1", 1)], [("2", 1)]]
    assert [(i.kind, i.text) for i in document.issues] == [("computed_text", "DATE")]


@needs_office
def test_the_bytes_alone_give_the_text_without_what_is_hidden_or_deleted(made: Made) -> None:
    words = text_of(made.files["doc"][-1]).split()
    assert words[-6:] == ["合计", "99", "a", "1", "2", "end"]
    assert not {"secret", "gone", "head", "SUM(ABOVE)"} & set(words)


@needs_office
def test_a_figure_that_the_bytes_contradict_is_not_accepted(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, printed = made.printed[2]
    wrong = CellKey("proactive", "rules.issued", None)
    figure = report.cells[wrong]
    assert figure is not None
    changed = replace(report, cells={**report.cells, wrong: figure + 1})
    converted = docx.package(docx.print_sheet(sheet_of(changed), Random(1)))
    monkeypatch.setattr(office, "to_docx", lambda *_: [converted])
    found = interpret(read(made.files["doc"][2], "report.doc"))
    findings = compare(printed, found.tables.cells, report.cells)
    assert {(f.kind, f.key) for f in findings if f.kind != "right"} == {("abstained", wrong)}
    assert [issue.kind for issue in found.tables.issues] == ["readings_disagree"]


def doc(flags: int = 0x0200, magic: int = 0xA5EC, size: int = 4096) -> bytes:
    head = magic.to_bytes(2, "little") + bytes(8) + flags.to_bytes(2, "little")
    return compound({"WordDocument": head.ljust(size, b"\0"), "1Table": bytes(4096)})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty_file"),
        (doc(flags=0x0300), "encrypted"),
        (doc(flags=0x0000), "unreadable_file"),
        (doc(magic=0xA5DC), "unreadable_file"),
        (doc()[:-1000], "unreadable_file"),
        (doc()[:700], "unreadable_file"),
        (compound({"Contents": bytes(4096)}), "unknown_format"),
    ],
)
def test_what_the_bytes_tell_needs_no_libreoffice(
    data: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    document = read(data, "a.doc")
    assert (document.reader, document.blocks, kinds(document)) == ("", (), [kind])


def test_where_libreoffice_is_missing_the_reason_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    document = read(RTF.encode(), "a.rtf")
    assert document.media_type == "application/rtf"
    assert kinds(document) == ["office_missing"]
    assert "apt-get install libreoffice-writer-nogui" in document.issues[0].reason
    assert read_together({1: RTF.encode(), 2: doc()}) == {}


class Server(NamedTuple):
    address: str
    asked: list[str]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine that notes what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Server(f"http://127.0.0.1:{server.server_port}", asked)
        server.shutdown()


LINKED = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>before<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">
<draw:image xlink:href="ADDRESS/picture.png" xlink:type="simple"/></draw:frame></text:p>
<text:section text:name="s"><text:section-source xlink:href="ADDRESS/section.odt"/>
<text:p>kept</text:p></text:section></office:text></office:body></office:document>"""


@needs_office
def test_nothing_that_a_document_links_to_is_fetched(server: Server, tmp_path: Path) -> None:
    source = tmp_path / "linked.fodt"
    source.write_text(LINKED.replace("ADDRESS", server.address), encoding="utf-8")
    linked = convert([source], "doc", tmp_path)[0]
    server.asked.clear()
    # As LibreOffice comes, it asks: so the links are there, and the server is heard.
    convert([linked], "odt", tmp_path)
    assert "/picture.png" in server.asked
    server.asked.clear()
    document = read(linked.read_bytes(), "linked.doc")
    assert texts(document) == ["before", "kept"]
    assert server.asked == []
