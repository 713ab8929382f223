from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pytest

from expectations.broken import count_rules, list_broken
from expectations.gate import GateError, run_gate
from expectations.outcome import GateResult
from expectations.rules import rules
from expectations.structure import checked_tables, structure_findings
from tests.expectations.forms import added, dataset, sound_report
from transform.codebook import CellKey, codebook

HOSTILE = '<script src="http://a.example/x.js">\'&县'
FLOW = CellKey("requests", "new_received", "natural_person")
SUSPECT = "requests/new_received/natural_person"


class Ran(NamedTuple):
    result: GateResult
    pages: dict[str, str]


class Tags(HTMLParser):
    """The elements of a page and where they point."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.targets: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.targets |= {value or "" for name, value in attrs if name in ("href", "src")}


def run(connection: duckdb.DuckDBPyConnection, folder: Path) -> Ran:
    result = run_gate(connection, folder, "run <7>")
    return Ran(result, {page.name: page.read_text("utf-8") for page in folder.iterdir()})


@pytest.fixture(scope="session")
def summed_wrongly(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The gate over a dataset in which a publisher with a hostile name erred."""
    reports = [
        sound_report("f2021"),
        added(sound_report("f2021", HOSTILE, 2022), FLOW, 3),
        replace(added(sound_report("f2021", "某乡人民政府"), FLOW, 1), state="quarantined"),
    ]
    with dataset(reports) as connection:
        return run(connection, tmp_path_factory.mktemp("gate") / "docs")


@pytest.fixture(scope="session")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The gate over a dataset with faults of our own."""
    with dataset([sound_report("f2021")]) as connection:
        connection.execute("UPDATE facts SET value = -4 WHERE applicant_type = 'total'")
        connection.execute("UPDATE reports SET agency_id = NULL, source_name = '<i>.txt'")
        connection.execute("ALTER TABLE checks DROP severity")
        return run(connection, tmp_path_factory.mktemp("gate") / "docs")


def test_a_publishers_error_stops_nothing(summed_wrongly: Ran) -> None:
    result = summed_wrongly.result
    assert result.passed
    assert result.failures == ()
    counts = {count.rule_id: count for count in result.counts}
    assert list(counts) == [
        *(identity.identity_id for identity in codebook().identities),
        *(rule.rule_id for rule in rules()),
    ]
    assert (counts["T3_FLOW"].passed, counts["T3_FLOW"].failed) == (13, 1)
    assert counts["T3_ROW"].broken == 1
    assert counts["T3_RESULTS"].broken == 0


def test_the_publishers_error_is_listed(summed_wrongly: Ran) -> None:
    page = summed_wrongly.pages["identities.html"]
    [row] = re.findall(r"<tr><td>[^\n]*?<td>natural_person</td>.*", page)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    assert cells[1:3] == ["2022", "natural_person"]
    assert cells[5:] == ["3", "fail", "fail", "unresolved", "one_cell", SUSPECT, "1.txt"]
    assert int(cells[3]) - int(cells[4]) == 3
    assert "某乡人民政府" not in page


def test_our_own_fault_stops_the_run(stopped: Ran) -> None:
    assert not stopped.result.passed
    failures = {failure.rule: failure for failure in stopped.result.failures}
    assert failures["facts.count_not_negative"].violations == 25
    assert "-4" in failures["facts.count_not_negative"].example
    assert "<i>.txt" in failures["reports.complete_when_accepted"].message
    assert failures["checks.columns"].example == "缺 / lacks severity VARCHAR"
    assert "facts.unique_key" not in failures
    assert stopped.result.counts == ()
    assert all(failure.zh and failure.en for failure in failures.values())


def test_the_pages_say_what_stopped_the_run(stopped: Ran) -> None:
    index = stopped.pages["index.html"]
    assert "不予发布" in index
    assert "facts.count_not_negative" in index
    assert "&lt;i&gt;.txt" in index


@pytest.mark.parametrize("dataset_name", ["summed_wrongly", "stopped"])
def test_pages_need_no_network_and_hold_no_markup_of_documents(
    dataset_name: str, request: pytest.FixtureRequest
) -> None:
    ran: Ran = request.getfixturevalue(dataset_name)
    assert {f"structure.{table}.html" for table in checked_tables()} <= set(ran.pages)
    for name, page in ran.pages.items():
        tags = Tags(page)
        assert tags.names.isdisjoint({"script", "link", "img", "iframe", "i"}), name
        assert tags.targets <= set(ran.pages), name
        assert "url(" not in page, name
        assert "@import" not in page, name
        assert "<7>" not in page, name


def test_the_list_of_broken_instances_is_bounded() -> None:
    reports = [added(sound_report("f2021", f"某县第{n}局", 2023), FLOW, 1) for n in range(3)]
    with dataset(reports) as connection:
        listed = list_broken(connection, 2)
        assert listed.group_by("identity_id").aggregate([("identity_id", "count")]).to_pylist() == [
            {"identity_id": "T3_FLOW", "identity_id_count": 2},
            {"identity_id": "T3_ROW", "identity_id_count": 2},
        ]
        counts = count_rules(connection)
    assert next(c for c in counts if c.rule_id == "T3_FLOW").broken == 3


def test_an_expectation_that_cannot_be_evaluated_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_the_last(connection: duckdb.DuckDBPyConnection) -> pa.Table:
        found = structure_findings(connection)
        return found.slice(0, found.num_rows - 1)

    monkeypatch.setattr("expectations.gate.structure_findings", without_the_last)
    with dataset([sound_report("f2014")]) as connection, pytest.raises(GateError):
        run_gate(connection, tmp_path, "run")
