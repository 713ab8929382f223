"""An agency's own figures and an aggregate are never versions of one another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from flows.settings import Settings
from tests.flows.conftest import build, rows
from tests.printing.printer import print_report, random_report
from transform.codebook import CellKey

OFFICE, GOVERNMENT = "高平市人民政府办公室", "高平市人民政府"
DECISIONS = [CellKey("proactive", f"{n}.decisions", None) for n in ("licences", "penalties")]
WHOLE = "本报告由各县、各部门、各单位提供的材料汇总编制而成。"
STATES = "SELECT source_name, agency, scope, state FROM reports ORDER BY source_name"


def write(
    settings: Settings, name: str, agency: str, decisions: int, text: str = "", seed: int = 1
) -> None:
    made = random_report(seed, "f2021")
    cells = {**made.cells, **dict.fromkeys(DECISIONS, Decimal(decisions))}
    cells[CellKey("proactive", "coercion.decisions", None)] = Decimal(0)
    told = {"s1_overview": (text,)} if text else {}
    report = replace(made, agency=agency, issuer=agency, year=2023, cells=cells, narrative=told)
    settings.raw.mkdir(exist_ok=True)
    (settings.raw / name).write_text(print_report(report, "html").text, encoding="utf-8")


@pytest.fixture
def empty(settings: Settings) -> Settings:
    return replace(settings, raw=settings.raw.parent / "others")


def test_the_aggregate_of_an_office_is_its_governments(empty: Settings) -> None:
    write(empty, "own.html", OFFICE, 3)
    write(empty, "whole.html", OFFICE, 5000, WHOLE, seed=2)
    build(empty)
    assert rows(empty, STATES) == [
        ("own.html", OFFICE, "own", "accepted"),
        ("whole.html", GOVERNMENT, "government_aggregate", "accepted"),
    ]
    [(reason,)] = rows(empty, "SELECT reason FROM reports WHERE source_name = 'whole.html'")
    assert "its office reports its own figures" in reason
    query = "SELECT agency, count(*) FROM facts GROUP BY ALL ORDER BY ALL"
    assert rows(empty, query) == [(GOVERNMENT, 200), (OFFICE, 200)]
    query = "SELECT count(*) FROM agencies WHERE type = 'government' AND name = ?"
    assert rows(empty, query.replace("?", f"'{GOVERNMENT}'")) == [(1,)]


def test_an_aggregate_beside_nothing_stays_where_its_issuer_puts_it(empty: Settings) -> None:
    write(empty, "whole.html", OFFICE, 5000, WHOLE)
    build(empty)
    assert rows(empty, STATES) == [("whole.html", OFFICE, "government_aggregate", "accepted")]


def test_the_aggregate_of_a_department_is_set_aside_and_says_why(empty: Settings) -> None:
    system = "数据统计范围包括下属各县税务局。"
    write(empty, "own.html", "国家税务总局高平市税务局", 3)
    write(empty, "whole.html", "国家税务总局高平市税务局", 5000, system, seed=2)
    build(empty)
    assert [row[2:] for row in rows(empty, STATES)] == [
        ("own", "accepted"),
        ("system_aggregate", "quarantined"),
    ]
    [(reason,)] = rows(empty, "SELECT reason FROM reports WHERE source_name = 'whole.html'")
    assert "not merged" in reason


def test_the_same_figures_under_two_scopes_are_one_report(empty: Settings) -> None:
    system = "数据统计范围包括下属各县税务局。"
    write(empty, "one.html", "国家税务总局高平市税务局", 3)
    write(empty, "two.html", "国家税务总局高平市税务局", 3, system)
    build(empty)
    assert [row[2:] for row in rows(empty, STATES)] == [
        ("own", "accepted"),
        ("system_aggregate", "superseded"),
    ]
