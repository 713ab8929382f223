"""``gouji show --html``: the page of a file or of a report, and where it is written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.evidence.gather import of_file, of_report
from flows.failure import Failure
from flows.settings import Settings
from flows.shown import read_bytes
from tests.flows.conftest import AGENCIES, write_report
from tests.flows.test_evidence import page_of

Captured = pytest.CaptureFixture[str]


def test_the_dataset_gives_the_page_of_its_file(built: Settings) -> None:
    evidence = of_report(built, AGENCIES[0], 2023)
    from_file = of_file(built, "sub2023/0.html")
    assert evidence.notes == ()
    assert page_of(evidence).xpath("//td[@class='gave']//text()") == page_of(from_file).xpath(
        "//td[@class='gave']//text()"
    )
    assert len(page_of(evidence).xpath("//section[@class='sum']")) == len(evidence.shown.broken) > 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda path: path.write_bytes(path.read_bytes() + b" "),
            "no longer the one that was read",
        ),
        (lambda path: path.unlink(), "not where it was"),
    ],
)
def test_a_file_that_is_not_what_was_read_is_not_shown(
    built: Settings, tmp_path: Path, change: Any, words: str
) -> None:
    shutil.copytree(built.raw, tmp_path / "raw")
    change(tmp_path / "raw" / "sub2022" / "1.html")
    page = page_of(of_report(replace(built, raw=tmp_path / "raw"), AGENCIES[1], 2022))
    assert words in page.xpath("//p[@class='warn']")[0].text_content()
    assert len(page.xpath("//td/a[@title]")) > 100
    assert not page.xpath("//td[@class='gave']")


def test_a_reading_that_has_changed_is_not_shown_as_if_it_had_not(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flows.evidence.gather as gather

    def otherwise(data: bytes, name: str, limits: Any, deep: bool) -> Any:
        shown, document = read_bytes(data, name, limits, deep)
        cells = ({**shown.cells[0], "value": Decimal(999)}, *shown.cells[1:])
        return replace(shown, cells=cells), document

    monkeypatch.setattr(gather, "read_bytes", otherwise)
    evidence = of_report(built, AGENCIES[0], 2023)
    assert evidence.document is None
    assert "gouji build" in evidence.notes[0][1]


def test_the_command_writes_a_page_and_says_where(
    built: Settings, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ["--curated", str(built.curated), "--raw", str(built.raw)]
    assert main(["show", AGENCIES[1], "2022", *options, "--html"]) == 0
    written = Path(capsys.readouterr().out.strip())
    assert written == tmp_path / f"{AGENCIES[1]}-2022.html"
    assert AGENCIES[1] in written.read_text(encoding="utf-8")
    assert main(["show", AGENCIES[1], "2023", *options, "--html", str(written)]) == 0
    assert f"{AGENCIES[1]} 2023" in written.read_text(encoding="utf-8")


def test_no_other_file_is_overwritten_and_no_page_gets_among_the_reports(
    built: Settings, tmp_path: Path, capsys: Captured
) -> None:
    report = tmp_path / "report.html"
    write_report(report, AGENCIES[0], 2023)
    before = report.read_bytes()
    options = ["--raw", str(built.raw)]
    assert main(["show", str(report), *options, "--html", str(report)]) == 2
    assert "not overwritten / " in capsys.readouterr().err
    assert report.read_bytes() == before
    inside = built.raw / "page.html"
    assert main(["show", str(report), *options, "--html", str(inside)]) == 2
    assert "raw folder" in capsys.readouterr().err
    assert not inside.exists()


def test_no_such_report_is_told(built: Settings) -> None:
    with pytest.raises(Failure, match="no report"):
        of_report(built, AGENCIES[0], 1999)
