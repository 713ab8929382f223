"""What the dataset takes from the manifest, and what of the manifest makes no difference to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.crawl.journal import Journal
from flows.crawl.manifest import compact
from flows.crawl.row import Row
from flows.crawl.vault import Vault
from flows.plan import up_to_date
from flows.settings import Settings
from tests.flows.conftest import build, files, rows, write_report

DAY = datetime(2026, 3, 1, tzinfo=UTC)
PLACE = "http://www.a.gov.cn"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(raw=tmp_path / "raw", curated=tmp_path / "curated", workers=1)


def fetched(
    settings: Settings, agency: str, url: str, day: int = 0, seed: int = 0, **more: Any
) -> Row:
    """A report as if it had been fetched."""
    vault = Vault(settings.raw)
    made = settings.raw.parent / "made.html"
    write_report(made, agency, 2023, seed)
    sha256, path = vault.put(made.read_bytes())
    at = DAY + timedelta(days=day)
    row = Row(
        url=PLACE + url, sha256=sha256, path=path, state="report", first_seen=at, last_seen=at,
        checked_at=at, fetched_at=at, run=f"r{day}", final_url=f"{PLACE}{url}", **more,
    )  # fmt: skip
    see(settings, row)
    return row


def see(settings: Settings, row: Row) -> None:
    vault = Vault(settings.raw)
    name = f"{row.run}-{len(list(vault.records.rglob('*.jsonl')))}"
    with Journal(vault, name) as journal:
        journal.write([row])


def test_a_report_knows_where_it_was_fetched_and_when_it_was_published(settings: Settings) -> None:
    fetched(settings, "高平市财政局", "/1", published=date(2024, 1, 20))
    compact(Vault(settings.raw))
    fetched(settings, "高平市教育局", "/2", seed=1)
    build(settings)
    found = rows(settings, "SELECT agency, source_url, published_on FROM reports ORDER BY agency")
    assert found == [
        ("高平市教育局", f"{PLACE}/2", None),
        ("高平市财政局", f"{PLACE}/1", date(2024, 1, 20)),
    ]


def test_being_seen_again_changes_nothing_and_is_no_cause_to_build(settings: Settings) -> None:
    row = fetched(settings, "高平市财政局", "/1")
    build(settings)
    before = files(settings.curated / "current")
    see(settings, replace(row, run="r9", last_seen=DAY + timedelta(days=9), etag='"x"'))
    compact(Vault(settings.raw))
    assert up_to_date(settings) is not None
    see(settings, replace(row, run="s", checked_at=DAY + timedelta(days=10), title="other"))
    assert up_to_date(settings) is not None
    assert files(settings.curated / "current") == before


def test_another_address_or_date_is_a_cause_to_build(settings: Settings) -> None:
    row = fetched(settings, "高平市财政局", "/1")
    build(settings)
    see(settings, replace(row, run="s", published=date(2024, 1, 2), checked_at=DAY))
    assert up_to_date(settings) is None
    build(settings)
    assert rows(settings, "SELECT published_on FROM reports") == [(date(2024, 1, 2),)]


def test_what_a_site_replaced_is_superseded_whatever_it_holds(settings: Settings) -> None:
    pair = [fetched(settings, "高平市财政局", "/1", day, seed=day) for day in (1, 2)]
    build(settings)
    found = dict(rows(settings, "SELECT sha256, state FROM reports"))
    assert found == {pair[0].sha256: "superseded", pair[1].sha256: "accepted"}
    see(settings, replace(pair[0], run="r3", checked_at=DAY + timedelta(days=3),
                          fetched_at=DAY + timedelta(days=3)))  # fmt: skip
    build(settings)
    found = dict(rows(settings, "SELECT sha256, state FROM reports"))
    assert found == {pair[0].sha256: "accepted", pair[1].sha256: "superseded"}


def test_the_division_of_a_site_tells_agencies_of_one_name_apart(settings: Settings) -> None:
    fetched(settings, "鼓楼区财政局", "/1", division="320100")
    fetched(settings, "鼓楼区财政局", "/2", seed=1, division="350102")
    fetched(settings, "鼓楼区教育局", "/3", seed=2)
    fetched(settings, "高平市财政局", "/4", seed=3, division="320100")
    build(settings)
    found = rows(
        settings,
        "SELECT agency, division_code, state, agency_evidence LIKE '%site: %' FROM reports"
        " ORDER BY source_url",
    )
    assert found == [
        ("南京市鼓楼区财政局", "320106", "accepted", True),
        ("福州市鼓楼区财政局", "350102", "accepted", True),
        ("鼓楼区教育局", None, "accepted", False),
        ("高平市财政局", "140581", "accepted", False),
    ]
    named = rows(settings, "SELECT DISTINCT agency FROM facts ORDER BY agency")
    assert [name for (name,) in named] == sorted(agency for agency, *_ in found)


def test_bytes_from_two_places_are_of_neither(settings: Settings) -> None:
    one = fetched(settings, "鼓楼区财政局", "/2", division="320100")
    see(settings, replace(one, url=f"{PLACE}/1", final_url=f"{PLACE}/1", division="350102"))
    build(settings)
    query = "SELECT agency, source_url FROM reports"
    assert rows(settings, query) == [("鼓楼区财政局", f"{PLACE}/1")]
