"""The page of a night: what it says in both languages; strangers' texts do nothing in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from lxml import html as parsing

from flows.crawl.result import CrawlResult, ListResult, Problem, SiteResult
from flows.nightly.ledger import Ledger, Missing
from flows.nightly.night import BEIJING, Alarm, Changes, Night, Step
from flows.nightly.page import html, markdown, write_pages

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=y>|[a](javascript:b)`\u202e\x1b[31m"
CELL = {
    "agency_id": "a1", "agency": "高平市财政局", "year": 2024, "section": "requests",
    "row": "granted", "applicant_type": "natural_person", "before": Decimal("7.000000"),
    "after": None, "status_before": "reported", "status_after": "blank", "form": "f2021",
}  # fmt: skip
REPORT = {
    "change": "came", "agency_id": "a1", "agency": "高平市财政局", "year": 2024, "cells": 0,
    "source_before": None, "source_after": "vault/aa/1.html", "source_url": None, "reason": "",
}  # fmt: skip
FINDING = {
    "change": "came", "agency_id": "a1", "agency": "高平市财政局", "year": 2024,
    "identity_id": "T3_ROW", "instance": "granted", "severity": "hard",
    "lhs": Decimal(3), "rhs": Decimal(4), "zh": "各列之和等于总计", "en": "columns add up",
}  # fmt: skip
COUNTS = {
    "came_report": 1, "changed_report": 1, "changed_cell": 1, "set_aside_report": 1,
    "came_finding": 1,
}  # fmt: skip


def a_night(said: str = "said") -> Night:
    changes = Changes(
        3, 4, COUNTS,
        (
            {**REPORT, "source_after": said},
            {**REPORT, "change": "changed", "cells": 1},
            {**REPORT, "change": "set_aside", "reason": said},
        ),
        (CELL,),
        ({**FINDING, "instance": said},),
    )  # fmt: skip
    ledger = Ledger(
        {"found": 5, "missing": 1},
        {2024: {"found": 5, "missing": 1}},
        {"site_down": 1},
        (Missing("宿迁市财政局", 2024, "missing", "site_down", said, "s", f"https://a.cn/{said}"),),
    )
    one = ListResult("https://a.cn/", complete=False, problem="unreachable", detail=said, entries=9)
    crawled = CrawlResult(
        "r", "", "", "", (SiteResult("s", (one,), 3, 4, 5.0),),
        (Problem("s", "javascript:alert(2)", "failed", said),),
    )  # fmt: skip
    started = datetime(2025, 1, 2, 2, 0, tzinfo=BEIJING)
    steps = (Step("crawl", "done", 12.3, 2), Step("gate", "failed", 1.0, 1, said))
    alarms = (Alarm("list_shrank", "s", "https://a.cn/list", f"20 → 3 {said}"),)
    return Night(started, 99.5, steps, 4, crawled, changes, ledger, alarms)


def test_the_page_says_what_there_is_to_say() -> None:
    for page in (html(a_night()), markdown(a_night())):
        text = re.sub(r"<[^>]+>|\\", "", page)
        for words in (
            "有步骤失败", "something failed", "版本 3 → 4", "列表条目骤减", "20 → 3",
            "予以公开", "自然人", "7", "空白", "T3_ROW[said]", "各列之和等于总计", "网站无法访问",
            "the site is out of reach", "12.3", "宿迁市财政局", "unreachable said",
        ):  # fmt: skip
            assert words in text, words


def test_what_strangers_write_does_nothing_in_the_page() -> None:
    page = html(a_night(HOSTILE))
    tree = parsing.fromstring(page)
    assert tree.xpath("//script | //img | //link | //iframe | //@onerror | //@src") == []
    assert all(href.startswith("https://a.cn/") for href in tree.xpath("//@href"))
    assert "\u202e" not in page
    assert "\x1b" not in page
    policy = tree.xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'")


def test_what_strangers_write_does_nothing_in_the_markdown() -> None:
    page = markdown(a_night(HOSTILE))
    assert not re.search(r"(?<!\\)[<>`\[]", page)
    assert "\x1b" not in page
    columns = {
        len(re.findall(r"(?<!\\)\|", line)) for line in page.splitlines() if "onerror" in line
    }
    heads = {
        len(re.findall(r"(?<!\\)\|", line)) for line in page.splitlines() if line.startswith("| -")
    }
    assert columns <= heads


def test_a_quiet_night_says_so() -> None:
    night = replace(
        a_night(), steps=(Step("crawl", "done", 1, 1),), changes=Changes(4, 4), alarms=(),
        crawled=None,
    )  # fmt: skip
    page = html(night)
    assert "一切正常" in page
    assert "数据集未变，仍为版本 4" in page
    assert "没有抓取" in page


def test_more_than_a_page_holds_is_counted(tmp_path: Path) -> None:
    counts = {**COUNTS, "changed_cell": 5_001, "came_report": 1_000}
    night = a_night()
    many = replace(night, changes=replace(night.changes, counts=counts))
    page = html(many)
    assert "5,000 more are not shown" in page
    assert "999 more are not shown" in page


def test_each_night_of_a_day_has_a_page_of_its_own(tmp_path: Path) -> None:
    paths = [write_pages(tmp_path, a_night()) for _ in range(2)]
    assert [path.name for path in paths] == ["2025-01-02.html", "2025-01-02-2.html"]
    assert (tmp_path / "2025-01-02.md").read_text("utf-8") == markdown(a_night())
