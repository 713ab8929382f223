"""The ledger: each case of a report that is there, late, missing for a reason, or gone again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.crawl.manifest import to_table
from flows.crawl.model import ListPage, Site
from flows.crawl.result import CrawlResult, ListResult, SiteResult
from flows.crawl.row import Row
from flows.nightly.ledger import NAME, Ledger, write_ledger
from flows.parquet import write_table
from flows.settings import Settings
from transform.agencies import agency_id, describe
from transform.tables import to_arrow

GOVERNMENT, BUREAU = "高平市人民政府", "高平市财政局"
LIST = "https://www.example.gov.cn/gknb/"
NIGHT = datetime(2025, 5, 1, tzinfo=UTC)
SITE = Site("gaoping", "高平市", ("www.example.gov.cn",), (ListPage(LIST, "plain"),), "140581")


@dataclass
class World:
    """What a night knows; tests change one thing of it."""

    folder: Path
    sites: tuple[Site, ...] = (SITE,)
    problem: str = ""
    reports: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    manifest: list[Row] = field(default_factory=list)
    crawled: bool = True
    today: date = date(2025, 5, 1)

    def report(self, agency: str | None, year: int | None, **more: Any) -> None:
        number = len(self.reports)
        row = {
            "report_id": f"r{number}", "source_name": f"vault/aa/{number}.html", "bytes": 1,
            "sha256": f"{number}", "agency": agency, "year": year, "scope": "own",
            "agency_id": agency_id(agency) if agency else None, "state": "accepted",
            "division_code": describe(agency).division_code if agency else None, "run_id": "1",
            **dict.fromkeys(COUNTS, 0), **more,
        }  # fmt: skip
        self.reports.append(row)

    def fetched(self, url: str, number: int, run: str = "now", **more: Any) -> None:
        self.manifest.append(
            Row(url=url, sha256=f"{number}", path=f"vault/aa/{number}.html", site="gaoping",
                list_url=LIST, role="article", state="report", first_seen=NIGHT, last_seen=NIGHT,
                checked_at=NIGHT, run=run)
        )  # fmt: skip
        self.manifest[-1] = replace(self.manifest[-1], **more)

    def ledger(self) -> tuple[Ledger, dict[tuple[str, int], dict[str, Any]]]:
        version = self.folder / "version"
        version.mkdir(exist_ok=True)
        for name, rows in (
            ("reports", self.reports), ("issues", self.issues), ("agency_links", self.links)
        ):  # fmt: skip
            whole = [{**dict.fromkeys(to_arrow(name, []).column_names), **row} for row in rows]
            write_table(version, name, to_arrow(name, whole))
        lists = tuple(
            ListResult(page.url, page.agency, not self.problem, self.problem)
            for page in self.sites[0].lists
        ) if self.sites else ()  # fmt: skip
        done = CrawlResult("now", "", "", "", (SiteResult("gaoping", lists),))
        settings = Settings(self.folder, self.folder, workers=1)
        crawled = done if self.crawled else None
        manifest: pa.Table = to_table(self.manifest)
        found = write_ledger(
            settings, self.folder, version, self.sites, crawled, manifest, self.today
        )
        rows = pq.read_table(self.folder / NAME).to_pylist()
        return found, {(row["agency"], row["year"]): row for row in rows}

    def state(self, agency: str, year: int) -> tuple[str, str]:
        row = self.ledger()[1][agency, year]
        return row["state"], row["reason"]


COUNTS = (
    "cells_reported", "cells_blank", "cells_dash", "cells_unreadable", "cells_missing",
    "identities_passed", "identities_failed", "identities_not_assessable",
)  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_report_that_is_there_in_time(world: World) -> None:
    world.report(BUREAU, 2024, published_on=date(2025, 1, 31))
    assert world.state(BUREAU, 2024) == ("found", "")


@pytest.mark.parametrize(
    ("agency", "year", "scope", "published", "state"),
    [
        (BUREAU, 2024, "own", date(2025, 2, 1), "late"),
        (BUREAU, 2024, "own", date(2025, 1, 31), "found"),
        (GOVERNMENT, 2024, "government_aggregate", date(2025, 3, 31), "found"),
        (GOVERNMENT, 2024, "government_aggregate", date(2025, 4, 1), "late"),
        (BUREAU, 2024, "unknown", date(2025, 3, 31), "found"),
        (BUREAU, 2018, "own", date(2019, 3, 31), "found"),
        (BUREAU, 2018, "own", date(2019, 4, 1), "late"),
        (BUREAU, 2024, "own", None, "found"),
    ],
)
def test_late_by_the_rule_for_its_kind_and_year(
    world: World, agency: str, year: int, scope: str, published: date | None, state: str
) -> None:
    world.report(agency, year, scope=scope, published_on=published)
    assert world.state(agency, year)[0] == state


def test_the_date_on_the_list_counts_before_that_in_the_document(world: World) -> None:
    world.report(BUREAU, 2024, published_on=date(2025, 4, 2))
    world.fetched(f"{LIST}1.html", 0, published=date(2025, 1, 9))
    assert world.state(BUREAU, 2024) == ("found", "")


def test_the_government_of_a_site_is_expected_though_never_seen(world: World) -> None:
    found, rows = world.ledger()
    assert list(rows) == [(GOVERNMENT, 2024)]
    assert (found.states, found.reasons) == ({"missing": 1}, {"nothing_listed": 1})
    assert rows[GOVERNMENT, 2024]["due"] == date(2025, 3, 31)
    assert rows[GOVERNMENT, 2024]["site"] == "gaoping"


def test_before_its_day_a_report_is_awaited(world: World) -> None:
    world.report(BUREAU, 2023)
    world.today = date(2025, 1, 31)
    assert world.state(BUREAU, 2024) == ("awaited", "")
    world.today = date(2025, 2, 1)
    assert world.state(BUREAU, 2024) == ("missing", "nothing_listed")
    assert world.state(GOVERNMENT, 2024) == ("awaited", "")


def test_an_agency_that_reported_once_is_expected_each_year_since(world: World) -> None:
    world.report(BUREAU, 2021)
    _, rows = world.ledger()
    states = [rows[BUREAU, year]["state"] for year in (2021, 2022, 2023, 2024)]
    assert states == ["found", "missing", "missing", "missing"]


def test_an_agency_whose_place_another_took_is_expected_no_more(world: World) -> None:
    world.report(BUREAU, 2021)
    link = {"from_id": agency_id(BUREAU), "to_id": "a1", "type": "merge", "evidence": ""}
    world.links.append(link)
    assert [key for key in world.ledger()[1] if key[0] == BUREAU] == [(BUREAU, 2021)]


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        ("unreachable", "site_down"),
        ("blocked", "blocked"),
        ("forbidden", "blocked"),
        ("what only a pattern says", "list_changed"),
        ("gone", "list_changed"),
        ("fewer_than_promised", "list_incomplete"),
        ("window_closed", "not_crawled"),
        ("", "nothing_listed"),
    ],
)
def test_missing_with_the_reason_that_its_list_gives(
    world: World, problem: str, reason: str
) -> None:
    world.report(BUREAU, 2023)
    world.problem = problem
    assert world.state(BUREAU, 2024) == ("missing", reason)
    assert world.state(GOVERNMENT, 2024) == ("missing", reason)


def test_missing_because_nobody_asked(world: World) -> None:
    world.report("宿迁市财政局", 2023)
    assert world.state("宿迁市财政局", 2024) == ("missing", "no_site_known")
    world.crawled = False
    assert world.state(GOVERNMENT, 2024) == ("missing", "not_crawled")


def test_an_agency_named_by_its_list_is_expected_there(world: World) -> None:
    world.sites = (replace(SITE, lists=(ListPage(LIST, "plain", agency="宿迁市财政局"),)),)
    assert world.state("宿迁市财政局", 2024) == ("missing", "nothing_listed")


@pytest.mark.parametrize(
    ("kind", "reason"), [("image_only", "image_only"), ("blank_form", "not_used")]
)
def test_missing_though_a_document_is_there(world: World, kind: str, reason: str) -> None:
    world.report(BUREAU, 2023)
    world.report(BUREAU, 2024, state="quarantined", reason="why")
    issue = {"source_name": "vault/aa/1.html", "report_id": "r1", "kind": kind, "reason": ""}
    world.issues.append(issue)
    row = world.ledger()[1][BUREAU, 2024]
    assert (row["state"], row["reason"], row["detail"]) == ("missing", reason, "why")


def test_gone_from_its_address_and_kept(world: World) -> None:
    world.report(BUREAU, 2024)
    url = f"{LIST}1.html"
    world.fetched(url, 0, run="before")
    assert world.state(BUREAU, 2024) == ("vanished", "unlisted")
    assert world.ledger()[0].newly == ()
    later = NIGHT.replace(month=6)
    world.fetched(url, 0, sha256="", path="", state="gone", last_seen=later, checked_at=later)
    row = world.ledger()[1][BUREAU, 2024]
    assert (row["state"], row["reason"], row["url"]) == ("vanished", "gone", url)
    assert row["last_seen"] == NIGHT


@pytest.mark.parametrize("problem", ["unreachable", "fewer_than_promised"])
def test_what_a_list_that_was_not_read_whole_lacks_has_not_vanished(
    world: World, problem: str
) -> None:
    world.report(BUREAU, 2024)
    world.fetched(f"{LIST}1.html", 0, run="before")
    world.problem = problem
    assert world.state(BUREAU, 2024) == ("found", "")


def test_what_still_stands_at_another_address_has_not_vanished(world: World) -> None:
    world.report(BUREAU, 2024)
    world.fetched(f"{LIST}1.html", 0, run="before")
    world.fetched(f"{LIST}2.html", 0)
    assert world.state(BUREAU, 2024) == ("found", "")


def test_an_attachment_is_where_its_page_is(world: World) -> None:
    world.report(BUREAU, 2024)
    page, file = f"{LIST}1.html", f"{LIST}1.pdf"
    world.fetched(page, 9)
    world.fetched(file, 0, run="before", role="attachment", parent_url=page)
    assert world.state(BUREAU, 2024) == ("found", "")
    world.manifest[0] = replace(world.manifest[0], run="before")
    assert world.state(BUREAU, 2024) == ("vanished", "unlisted")


def test_an_aggregate_signed_by_the_office_is_the_governments(world: World) -> None:
    world.report("高平市人民政府办公室", 2024, scope="government_aggregate")
    assert world.state(GOVERNMENT, 2024) == ("found", "")


def test_what_vanished_since_the_last_night_is_told_once(world: World) -> None:
    world.report(BUREAU, 2024)
    world.fetched(f"{LIST}1.html", 0)
    assert world.ledger()[0].newly == ()
    world.manifest[0] = replace(world.manifest[0], run="before")
    assert [(gone.agency, gone.year) for gone in world.ledger()[0].newly] == [(BUREAU, 2024)]
    assert world.ledger()[0].newly == ()


def test_the_same_night_again_leaves_the_file_alone(world: World) -> None:
    world.report(BUREAU, 2024)
    world.ledger()
    before = (world.folder / NAME).stat().st_ino
    world.ledger()
    assert (world.folder / NAME).stat().st_ino == before
