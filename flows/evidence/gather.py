"""``gouji show --html``: finds the report and its file, and writes the page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from extract.pictures import Picture, pictures
from flows.evidence.page import GENERATOR, evidence_page
from flows.evidence.value import Evidence
from flows.failure import USAGE, Failure
from flows.named import open_named
from flows.settings import Settings
from flows.shown import Shown, from_dataset, from_file, read_bytes

_GONE = "原始文件不在原处，无法显示原文", "the raw file is not where it was: nothing of it is shown"
_CHANGED = (
    "原始文件已改动，与读取时不同，不予显示",
    "the raw file is no longer the one that was read: it is not shown",
)
_READ_OTHERWISE = (
    "程序现在对该文件的读法与数据集不同，请重新构建（gouji build）",
    "the program now reads this file otherwise than the dataset has it: run gouji build",
)
_NAME = re.compile(r"[^\w.-]+")
_HEAD_BYTES = 2_000


def write_evidence(settings: Settings, what: str, year: int | None, out: str) -> Path:
    """Write the page of a report, or of a file when no year is given; where it was written.

    `out` is the file to write; when it is empty, one in the current directory
    named after the agency and the year.

    Raises:
        Failure: there is no such report or file, or the page cannot be written there.
    """
    evidence = of_file(settings, what) if year is None else of_report(settings, what, year)
    path = Path(out or _name(evidence.shown)).absolute()
    _check(path, settings)
    try:
        path.write_text(evidence_page(evidence), encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}", "无法写入文件", USAGE) from error
    return path


def of_file(settings: Settings, what: str) -> Evidence:
    """The evidence of a file read now."""
    shown, document, data = from_file(settings, what)
    made = pictures(data, _pages(shown))
    return Evidence(shown, document, made, tuple(_lacking(made)))


def of_report(settings: Settings, agency: str, year: int) -> Evidence:
    """The evidence of a report in the dataset, with its file as it lies in the raw folder."""
    shown = from_dataset(settings, agency, year)
    try:
        name, data = open_named(settings, str(settings.raw / shown.report["source_name"]))
    except Failure:
        return Evidence(shown, notes=(_GONE,))
    if hashlib.sha256(data).hexdigest() != shown.report["sha256"]:
        return Evidence(shown, notes=(_CHANGED,))
    made = pictures(data, _pages(shown))
    now, document = read_bytes(data, name, settings.limits, settings.deep)
    notes = tuple(_lacking(made))
    if _reading(now) != _reading(shown):
        return Evidence(shown, None, made, (_READ_OTHERWISE, *notes))
    return Evidence(shown, document, made, notes)


def _pages(shown: Shown) -> set[int]:
    """The pages that gave values; where none did, those that something is said about."""
    pages = {cell["page"] for cell in shown.cells if cell["page"]}
    said = (re.search(r"page (\d+)", issue["place"] or "") for issue in shown.issues)
    return pages or {int(match[1]) for match in said if match}


def _lacking(made: Iterable[Picture]) -> Iterable[tuple[str, str]]:
    for picture in made:
        if picture.issue:
            zh, _, en = picture.issue.reason.partition(" / ")
            yield f"第{picture.page}页没有图像：{zh}", f"no picture of page {picture.page}: {en}"


def _reading(shown: Shown) -> list[tuple[object, ...]]:
    columns = ("section", "row", "applicant_type", "value", "status", "raw")
    places = ("page", "table", "table_row", "table_column", "line")
    return [tuple(cell[name] for name in (*columns, *places)) for cell in shown.cells]


def _name(shown: Shown) -> str:
    report = shown.report
    about = "-".join(str(report[name]) for name in ("agency", "year") if report[name])
    return f"{_NAME.sub('_', about)[:80] or report['report_id']}.html"


def _check(path: Path, settings: Settings) -> None:
    """Refuse to write where a page would be taken for a report, or over another file."""
    if path.is_relative_to(settings.raw):
        raise Failure(
            f"{path} is in the raw folder: the page would be read as a report",
            "该位置在原始文件夹内，会被当作报告读取",
            USAGE,
        )
    if path.is_dir():
        raise Failure(f"{path} is a folder: name a file", "这是文件夹，请给出文件名", USAGE)
    if path.exists():
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        if GENERATOR.encode() not in head:
            raise Failure(
                f"{path} is there already and no page of gouji: it is not overwritten",
                "文件已存在，且不是本程序生成的页面，不予覆盖",
                USAGE,
            )
