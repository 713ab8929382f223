"""Nights: what is new, what changed, what failed; and that a quiet one changes not one byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.crawl.result import CrawlResult, ListResult, SiteResult, save_result
from flows.crawl.run import result_path
from flows.failure import Failure
from flows.nightly.alarms import crawls, find_alarms
from flows.nightly.ledger import NAME
from flows.nightly.night import Alarm
from flows.nightly.steps import Steps
from flows.pipeline import plainly
from flows.progress import Progress
from tests.flows.conftest import AGENCIES, write_report
from tests.flows.nightly.conftest import LIST, Nights

FIRST = AGENCIES[0]


def _bytes(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted((folder / ".versions").rglob("*"))
        if path.is_file()
    }


def test_three_nights(nights: Nights) -> None:
    """All is new, nothing is new, and then exactly what was planted."""
    first = nights.night()
    assert [step.outcome for step in first.steps] == ["done"] * 8
    assert (first.verdict, first.version) == ("well", 1)
    assert first.changes.counts["came_report"] == 3
    assert {row["agency"] for row in first.changes.reports} == set(AGENCIES)
    assert first.ledger is not None
    assert first.ledger.states["found"] == 3

    curated = nights.plan.settings.curated
    before, ledger = _bytes(curated), (nights.plan.folder / NAME).stat().st_ino
    second = nights.night()
    assert (second.verdict, second.version, second.changes.counts) == ("well", 1, {})
    assert [step.outcome for step in second.steps] == ["done", *["skipped"] * 5, "done"]
    assert _bytes(curated) == before
    assert (nights.plan.folder / NAME).stat().st_ino == ledger

    nights.documents["3.html"] = (FIRST, 2024, 7, 0)
    nights.documents["0.html"] = (FIRST, 2023, 0, 5)
    third = nights.night()
    assert (third.verdict, third.version) == ("well", 2)
    # The version that was fetched before stays in the vault, and is current no more.
    assert {(r["change"], r["agency"], r["year"]) for r in third.changes.reports} == {
        ("came", FIRST, 2024), ("changed", FIRST, 2023),
    }  # fmt: skip
    [cell] = third.changes.cells
    assert (cell["row"], cell["applicant_type"]) == ("handled_total", "total")
    assert {row["agency"] for row in third.changes.findings} == {FIRST}


def test_a_night_that_cannot_crawl_builds_what_is_there(nights: Nights) -> None:
    nights.fails = [OSError("no line")]
    write_report(nights.plan.settings.raw / "by_hand.html", FIRST, 2022, seed=9)
    found = nights.night()
    assert found.verdict == "failed"
    assert [(step.name, step.detail) for step in found.failed] == [("crawl", "OSError: no line")]
    assert (found.version, found.changes.counts["came_report"]) == (1, 1)
    assert found.alarms == (Alarm("step_failed", detail="crawl: OSError: no line"),)
    assert found.ledger is not None


def test_a_build_that_fails_publishes_nothing_and_is_told(nights: Nights) -> None:
    def refuse(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        if name == "gate":
            raise Failure("the gate refuses the dataset", "检验未通过")
        return plainly(name, function, *arguments)

    found = nights.night(refuse)
    assert (found.verdict, found.version, found.changes.counts) == ("failed", None, {})
    assert [step.name for step in found.failed] == ["gate"]
    assert found.ledger is not None


def test_nothing_at_all_to_build_from(nights: Nights) -> None:
    nights.documents.clear()
    found = nights.night()
    assert (found.verdict, found.version) == ("failed", None)
    assert "no report files" in found.failed[0].detail


def test_a_night_on_which_no_site_answers_is_tried_again(nights: Nights) -> None:
    """The step is; the runner of steps decides how often and when."""
    nights.night()
    nights.problem = "unreachable"
    tries = 0

    def thrice(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal tries
        while name == "crawl" and tries < 3:
            tries += 1
            try:
                return plainly(name, function, *arguments)
            except Exception:
                if tries == 2:
                    nights.problem = ""
        return None if name == "gate" else plainly(name, function, *arguments)

    found = nights.night(thrice)
    assert (found.verdict, tries) == ("well", 3)
    assert next(step.tries for step in found.steps if step.name == "crawl") == 3
    nights.problem = "unreachable"
    down = nights.night()
    assert [step.name for step in down.failed] == ["crawl"]
    assert {alarm.kind for alarm in down.alarms} == {"site_down", "step_failed"}


def test_what_failed_is_taken_down_with_its_tries() -> None:
    def twice(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        for _ in range(2):
            try:
                return plainly(name, function, *arguments)
            except ValueError:
                continue
        return plainly(name, function, *arguments)

    steps = Steps(twice, Progress(quiet=True))

    def fail() -> None:
        raise ValueError("never")

    with pytest.raises(ValueError, match="never"):
        steps("judge", fail)
    assert steps.attempt("ledger", fail) is None
    assert [(s.name, s.outcome, s.tries) for s in steps.done] == [
        ("judge", "failed", 3), ("ledger", "failed", 3),
    ]  # fmt: skip


def result(entries: int, problem: str = "", ended: str = "", lists: int = 1) -> CrawlResult:
    one = ListResult(LIST, complete=not problem, problem=problem, entries=entries)
    return CrawlResult("r", "", problem=ended, sites=(SiteResult("s", (one,) * lists),))


@pytest.mark.parametrize(
    ("now", "earlier", "kinds"),
    [
        (result(10), [], []),
        (result(10), [result(20)], ["list_shrank"]),
        (result(11), [result(20)], []),
        (result(1), [result(3)], []),
        (result(10), [result(10), result(20)], []),
        (result(10), [result(0, "unreachable"), result(20)], ["list_shrank"]),
        (result(0, "no_entries"), [result(20)], ["list_changed"]),
        (result(0, "no_entries"), [], []),
        (result(0, "unreachable"), [result(20)], ["site_down"]),
        (result(0, "blocked"), [result(20)], ["site_blocked"]),
        (result(3, "window_closed"), [result(20)], []),
        (result(10, ended="killed"), [result(10)], ["crawl_incomplete"]),
        (result(0, "unreachable", lists=9), [], ["site_down"]),
    ],
)
def test_alarms(now: CrawlResult, earlier: list[CrawlResult], kinds: list[str]) -> None:
    assert [alarm.kind for alarm in find_alarms(now, earlier)] == kinds


def test_records_of_crawls_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    save_result(result_path(tmp_path, "20250101T000000Z-a"), result(3))
    result_path(tmp_path, "20990101T000000Z-b").write_text("{", encoding="utf-8")
    assert crawls(tmp_path) == [result(3)]
