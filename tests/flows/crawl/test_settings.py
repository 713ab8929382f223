"""The bounds of a crawl as a settings file and the command set them, and when to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from flows.crawl.settings import CrawlSettings, crawl_settings
from flows.crawl.states import consequences, is_due
from flows.failure import Failure

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_the_options_of_a_command_come_before_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "gouji.toml"
    file.write_text('[crawl]\nwindow = 60\nlist_entries = 7\nuser_agent = "mine"\n')
    found = crawl_settings(tmp_path, file, {"window": 5.0})
    assert (found.window, found.list_entries, found.user_agent) == (5.0, 7, "mine")
    assert crawl_settings(tmp_path, None, {}) == CrawlSettings(tmp_path)


@pytest.mark.parametrize(
    "line", ["windw = 3", 'window = "long"', "tries = 0", "tries = 1.5", "tries = -1",
             "tries = true", 'user_agent = ""', 'raw = "x"', 'allowed = ["10.0.0.0/8"]'],
)  # fmt: skip
def test_what_cannot_be_set_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "gouji.toml"
    file.write_text(f"[crawl]\n{line}\n")
    with pytest.raises(Failure, match=line.partition(" ")[0]):
        crawl_settings(tmp_path, file, {})


def test_reports_are_asked_for_again_about_once_a_month_and_not_all_in_one_night() -> None:
    urls = [f"http://a/{number}" for number in range(500)]
    due = [sum(is_due(u, "report", NOW, NOW + timedelta(days=n)) for u in urls) for n in range(40)]
    assert due[23] == 0
    assert due[37] == len(urls)
    assert max(after - before for before, after in pairwise(due)) < 100


def test_what_failed_is_asked_for_again_at_once() -> None:
    again = [state for state in consequences() if is_due("http://a/", state, NOW, NOW)]
    assert {state for state, said in consequences().items() if not said.settled} <= set(again)
