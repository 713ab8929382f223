"""``gouji crawl`` as a user calls it."""

from __future__ import annotations

from pathlib import Path

from flows.crawl.command import describe
from flows.crawl.result import CrawlResult, ListResult, Problem, SiteResult
from tests.flows.conftest import Gouji
from tests.web import Web

SITE = """
id = "mine"
name = "我的站点"
hosts = ["www.example.gov.cn"]
[[lists]]
url = "http://www.example.gov.cn/list/"
pattern = "trs"
"""


def test_its_own_sites_are_without_fault(gouji: Gouji) -> None:
    done = gouji("crawl", "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no fault" in done.stdout


def test_a_faulty_site_file_is_named(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SITE.replace("trs", "trz"), encoding="utf-8")
    done = gouji("crawl", "--check", "--sites", tmp_path)
    assert done.returncode == 2
    assert "mine.toml: lists[1].pattern" in done.stderr


def test_wrong_usage_is_told(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SITE, encoding="utf-8")
    for arguments, said in (
        (("--sites", tmp_path, "--site", "other"), "no such site: other"),
        (("--sites", tmp_path / "nowhere"), "no folder"),
        (("--sites", tmp_path, "--allow-network", "10.0.0.0/99"), "--allow-network"),
        (("--sites", tmp_path, "--hours", "0"), "more than 0"),
    ):
        done = gouji("crawl", *arguments, "--home", tmp_path)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "data").exists()


def test_a_crawl_says_what_it_found_and_where_it_is(gouji: Gouji, tmp_path: Path) -> None:
    with Web("trs", "robots_all") as web:
        web.sites(tmp_path / "sites", pace=0.01)
        raw = tmp_path / "raw"
        crawl = ("crawl", "--sites", tmp_path / "sites", "--raw", raw)
        allowed = (*crawl, "--allow-network", "127.0.0.0/8")
        refused = gouji(*crawl)
        one = gouji(*allowed, "--site", "trs")
        both = gouji(*allowed)
        reports = len([truth for truth in web.truth() if truth.site == "trs"])
    assert refused.returncode == 2, "sites at that pace are for tests only"
    assert (one.returncode, f"new / 新增: {reports} " in one.stdout) == (0, True)
    assert (both.returncode, "new / 新增: 0 " in both.stdout) == (1, True)
    assert "forbidden" in both.stdout
    assert len(list(raw.glob("vault/??/*"))) == reports


def test_names_from_the_network_do_not_reach_the_terminal_raw() -> None:
    lists = (ListResult("http://a/\x1b[2J", problem="gone", detail="\x1b]0;x"),)
    problem = Problem("a", "http://a/\x1b[2J", "failed", "\r")
    result = CrawlResult("r", "", "", "", (SiteResult("a", lists),), (problem,))
    assert describe(result).replace("\n", "").isprintable()
