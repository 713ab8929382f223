"""A folder as it comes: two hundred files of every kind, ten of them broken in ten ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path
from random import Random

import pytest

from flows.settings import Settings
from flows.status import status
from tests.extract.parts import compound, zipped
from tests.flows.conftest import build, rows
from tests.printing import docx, ofd, xlsx
from tests.printing.lay_out import sheet_of
from tests.printing.printer import print_report, random_report
from tests.printing.report import PrintedReport

pytestmark = pytest.mark.slow
GOOD = 190
CITIES = ("高平市", "宿迁市", "句容市", "杭州市", "昆明市", "绵阳市")
OFFICES = ("教育局", "财政局", "民政局", "水利局", "审计局", "统计局", "体育局", "林业局")
YEARS = {2014: "f2014", 2018: "f2014", 2019: "f2019", 2020: "f2019", 2021: "f2021", 2023: "f2021"}
TEXTS = ("tab", "pipe_rows", "tsv", "vertical", "aligned")
PACKED = 8


def as_page(report: PrintedReport) -> bytes:
    return print_report(report, "html").text.encode("gb18030")


def as_docx(report: PrintedReport) -> bytes:
    return docx.package(docx.print_sheet(sheet_of(report), Random(report.seed)))


def as_xlsx(report: PrintedReport) -> bytes:
    return xlsx.package(xlsx.print_sheet(sheet_of(report), Random(report.seed)))


def as_ofd(report: PrintedReport) -> bytes:
    return ofd.package(ofd.print_sheet(sheet_of(report), Random(report.seed)))


def as_text(report: PrintedReport) -> bytes:
    return print_report(report, TEXTS[report.seed % len(TEXTS)]).text.encode()


KINDS: tuple[tuple[str, Callable[[PrintedReport], bytes]], ...] = (
    ("html", as_page),
    ("docx", as_docx),
    ("xlsx", as_xlsx),
    ("ofd", as_ofd),
    ("txt", as_text),
)


def reports() -> Iterator[tuple[str, bytes]]:
    """Reports of as many agencies and years, in turn of each kind, by name."""
    kinds = cycle(KINDS)
    whose = product(CITIES, OFFICES, YEARS)
    for seed, (city, office, year) in enumerate(whose):
        agency = city + office
        report = random_report(seed, YEARS[year])
        report = replace(report, agency=agency, issuer=agency, year=year, narrative={})
        ending, printed = next(kinds)
        yield f"{city}/{year}年/{office}.{ending}", printed(report)


def nested(levels: int) -> bytes:
    return b"<table><tr><td>" * levels + b"1" + b"</td></tr></table>" * levels


def bomb() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": bytes(50_000_000)})


def locked() -> bytes:
    return compound({"EncryptionInfo": bytes(4096), "EncryptedPackage": bytes(4096)})


# What each broken file says of itself in `gouji status`, and what its reader is to do.
REASONS = {
    "坏/截断.docx": "damaged or cut off: fetch it again",
    "坏/炸弹.docx": "swells beyond measure",
    "坏/加密.docx": "protected by a password: save it without one",
    "坏/空.html": "the file is empty: fetch it again",
    "坏/乱码.pdf": "an unknown format or one without a reader: fetch it again",
    "坏/半页.html": "no statutory table was found",
    "坏/链接.html": "a link out of the raw folder: put the file itself there",
    "坏/巨大.pdf": "larger than the limit",
    "坏/坏包.zip": "damaged or cut off: fetch it again",
    "坏/嵌套.html": "nested deeper than the limit",
}


def break_files(folder: Path, good: dict[str, bytes], outside: Path) -> None:
    """Ten files, each broken in its own way."""
    page = next(data for name, data in good.items() if name.endswith("2023年/教育局.html"))
    word = next(data for name, data in good.items() if name.endswith(".docx"))
    folder.mkdir()
    (folder / "截断.docx").write_bytes(word[: len(word) * 2 // 3])
    (folder / "炸弹.docx").write_bytes(bomb())
    (folder / "加密.docx").write_bytes(locked())
    (folder / "空.html").touch()
    (folder / "乱码.pdf").write_bytes(Random(1).randbytes(50_000))
    (folder / "半页.html").write_bytes(page[: page.index(b"<table")])
    outside.write_bytes(page)
    (folder / "链接.html").symlink_to(outside)
    with (folder / "巨大.pdf").open("wb") as file:
        file.truncate(2 << 30)
    (folder / "坏包.zip").write_bytes(zipped({"a.html": page})[:-30])
    (folder / "嵌套.html").write_bytes(nested(200))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    place = tmp_path_factory.mktemp("mixed")
    raw = place / "raw"
    good = dict(list(reports())[:GOOD])
    packed = dict(list(good.items())[:: GOOD // (3 * PACKED)][: 3 * PACKED])
    for name, data in good.items():
        if name not in packed:
            (raw / name).parent.mkdir(parents=True, exist_ok=True)
            (raw / name).write_bytes(data)
    names = list(packed)
    first, second, third = ({name: packed[name] for name in names[start::3]} for start in range(3))
    (raw / "报送一.zip").write_bytes(zipped(first))
    (raw / "报送二.zip").write_bytes(zipped({**second, "下级/报送三.zip": zipped(third)}))
    break_files(raw / "坏", good, place / "outside.html")
    settings = Settings(raw, place / "curated", workers=2)
    build(settings, gated=True)
    return settings


def test_all_files_but_the_broken_are_in_the_dataset(folder: Settings) -> None:
    assert rows(folder, "SELECT count(DISTINCT report_id) FROM facts") == [(GOOD,)]
    broken = "SELECT source_name FROM reports WHERE state <> 'accepted'"
    linked = "坏/链接.html"
    assert {name for (name,) in rows(folder, broken)} == REASONS.keys() - {linked}


@pytest.mark.parametrize("name", REASONS)
def test_each_broken_file_is_in_the_status_with_its_reason(folder: Settings, name: str) -> None:
    lines = status(folder).splitlines()
    [line] = [
        line for line in lines if line.startswith(f"  {name}: ") or line.endswith(f": {name}")
    ]
    assert REASONS[name] in line
    assert re.search(r"[\u4e00-\u9fff]{4}", line.replace(name, ""))
