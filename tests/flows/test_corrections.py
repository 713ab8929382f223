"""Corrections: what a reviewer proposes stands beside the facts, and never for another figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.corrections import COLUMNS, read_corrections
from flows.failure import Failure
from flows.plan import up_to_date
from flows.settings import Settings
from tests.flows.conftest import AGENCIES, build, rows

HEAD = ",".join(COLUMNS) + "\n"
CELL = "requests,handled_total,total"


def write(settings: Settings, *lines: str) -> Path:
    settings.corrections.write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")
    return settings.corrections


def test_an_accepted_correction_stands_beside_the_facts(settings: Settings) -> None:
    build(settings)
    [(printed,)] = rows(
        settings,
        f"SELECT value::BIGINT FROM facts WHERE agency = '{AGENCIES[0]}' AND year = 2023"
        " AND \"row\" = 'handled_total' AND applicant_type = 'total'",
    )
    write(
        settings,
        f"{AGENCIES[0]},2023,{CELL},{printed},{printed - 7},总计多计,下一年报告更正,accepted",
        f"{AGENCIES[1]},2023,{CELL},999999,1,原数已改,电话,accepted",
        f"{AGENCIES[2]},1999,{CELL},1,2,无此报告,电话,accepted",
        f"{AGENCIES[2]},2023,requests,granted,total,blank,2,待审,电话,proposed",
    )
    assert up_to_date(settings) is None
    build(settings)
    assert up_to_date(settings) is not None
    outcomes = rows(settings, "SELECT outcome FROM corrections ORDER BY number")
    assert outcomes[:3] == [("applies",), ("source_changed",), ("matches_nothing",)]
    assert outcomes[3] in (("source_changed",), ("not_accepted",))
    found = rows(settings, "SELECT value, published, reason FROM facts_corrected WHERE corrected")
    assert found == [(printed - 7, printed, "总计多计")]
    facts, corrected = (
        rows(settings, "SELECT count(*), sum(value) FROM facts"),
        rows(settings, "SELECT count(*), sum(published) FROM facts_corrected"),
    )
    assert facts == corrected


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"某局,2023,{CELL},1,2,理由,依据,maybe", "status"),
        ("某局,2023,requests,granted_all,total,1,2,理由,依据,accepted", "no such cell"),
        (f"某局,2023,{CELL},一,2,理由,依据,accepted", "no number"),
        (f"某局,2023,{CELL},1,2,,依据,accepted", "nothing in reason"),
        (f"某局,2023,{CELL},1,2", "too few"),
    ],
)
def test_what_is_no_correction_is_named_with_its_line(
    line: str, what: str, settings: Settings
) -> None:
    path = write(settings, f"某局,2022,{CELL},1,2,理由,依据,accepted", line)
    with pytest.raises(Failure) as caught:
        read_corrections(path)
    assert what in str(caught.value)
    assert f"{path}:3:" in str(caught.value)


def test_two_corrections_of_one_cell_are_refused(settings: Settings) -> None:
    line = f"某局,2022,{CELL},1,2,理由,依据,accepted"
    with pytest.raises(Failure, match="two corrections of one cell"):
        read_corrections(write(settings, line, line))


def test_without_a_file_there_are_none(settings: Settings) -> None:
    assert read_corrections(settings.corrections) == ()
