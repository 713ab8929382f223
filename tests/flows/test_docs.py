"""The documents that are published with a dataset: pages, evidence, results."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from expectations.outcome import Failure as Stop
from expectations.outcome import GateResult
from flows.failure import Failure
from flows.settings import Settings
from tests.flows.conftest import AGENCIES, build, rows, write_report


def pages(settings: Settings) -> dict[Path, str]:
    docs = settings.curated.resolve() / "docs"
    texts = {path: path.read_text("utf-8") for path in docs.rglob("*.html")}
    return {path: text.partition("<script>")[0] for path, text in texts.items()}


def test_every_link_leads_to_a_place_in_the_documents(built: Settings) -> None:
    found = pages(built)
    assert len(found) > 20
    for path, page in found.items():
        for link in re.findall(r'(?:href|src)="([^"]*)"', page):
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path.resolve()
            assert target.is_file(), (path.name, link)
            if anchor:
                assert f'id="{anchor}"' in target.read_text("utf-8"), (path.name, link)


def test_a_report_with_broken_sums_has_a_page_of_evidence(built: Settings) -> None:
    query = "SELECT DISTINCT report_id FROM violations"
    [(report_id,)] = rows(built, query)
    docs = built.curated / "docs"
    assert [path.stem for path in (docs / "evidence").iterdir()] == [report_id]
    listed = (docs / "identities.html").read_text("utf-8")
    assert f'<a href="evidence/{report_id}.html">{AGENCIES[0]}</a>' in listed
    page = (docs / "evidence" / f"{report_id}.html").read_text("utf-8")
    assert "T3_FLOW" in page
    assert f"gouji show '{AGENCIES[0]}' 2023 --html" in unescape(page)
    assert not re.search(r"https?://", page)


def test_results_of_the_run_are_published(built: Settings) -> None:
    [(run_id,)] = rows(built, "SELECT run_id FROM runs")
    folder = built.curated / "docs" / "results" / run_id
    assert sorted(path.name for path in folder.iterdir()) == [
        "batch.json", "dataset.json", "structure.json", "year.json",
    ]  # fmt: skip
    found = json.loads((folder / "batch.json").read_text("utf-8"))
    [cells] = [rate for rate in found["rates"] if rate["rate"] == "unreadable_cells"]
    assert (cells["bad"], cells["of"]) == (0, 6 * 200)


def test_the_gate_is_told_what_was_published_before(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def refuse(*arguments: Any) -> GateResult:
        given.append(arguments[3])
        stop = Stop("gone_reports", 1, "dataset: 3 / 4 = 0.7500 > 0.5", "骤降", "gone")
        return GateResult(not given[1:], (stop,) if given[1:] else (), (), settings.raw)

    monkeypatch.setattr("expectations.gate.run_gate", refuse)
    build(replace(settings, workers=1), gated=True)
    write_report(settings.raw / "new.html", AGENCIES[1], 2025)
    with pytest.raises(Failure, match=r"gone_reports.*dataset: 3 / 4 = 0\.7500 > 0\.5"):
        build(settings, gated=True)
    assert given[0] is None
    assert given[1].num_rows == 6
    assert given[1].column_names == ["sha256", "year", "cells_reported"]
