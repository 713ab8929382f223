"""Crawls of servers that the tests start: what is asked for, how often, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from flows.crawl.model import Site
from flows.crawl.result import ListResult, load_result
from flows.crawl.run import crawl, result_path
from tests.flows.crawl.bounded import NIGHT, bounds, known, only
from tests.flows.crawl.certificate import write_certificate
from tests.flows.crawl.parts import PARTS
from tests.flows.crawl.server import Reply, Server, links, report
from tests.flows.crawl.test_vault import held


@dataclass
class Nights:
    """A site over several nights."""

    server: Server
    raw: Path
    night: int = 0

    def go(self, days: float = 1, **more: Any) -> tuple[ListResult, list[str]]:
        """The next night: what came of its list, and what was asked for after robots.txt."""
        self.night += 1
        self.server.seen.clear()
        now = NIGHT + timedelta(days=days * self.night)
        sites = [self.server.site(division="320100")]
        result = crawl(bounds(self.raw, **more), sites, PARTS, now=now)
        assert load_result(result_path(self.raw, result.run)) == result
        return only(result), self.server.paths()[1:]


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    with Server() as server:
        yield Nights(server, tmp_path / "raw")


def test_night_after_night_only_what_is_new_or_changed_is_asked_for(nights: Nights) -> None:
    replies = nights.server.replies
    replies["/list"] = links("/1", "/2", "/no")
    replies["/1"] = report("one visit 1", "/1.pdf", ETag='"1"')
    replies["/1.pdf"] = report("attached", ETag='"pdf"')
    replies["/2"] = report("two")
    replies["/no"] = Reply(b"something else")
    found, paths = nights.go()
    assert paths == ["/list", "/1", "/1.pdf", "/2", "/no"]
    assert (found.complete, found.entries, found.reports, found.new) == (True, 3, 2, 3)
    assert found.states == {"report": 2, "not_a_report": 1}
    first = held(nights.raw)
    assert len(first) == 3

    found, paths = nights.go()
    assert paths == ["/list"]
    assert (found.complete, found.reports, found.asked, found.new) == (True, 2, 0, 0)

    replies["/list"] = links(("/1", "report, corrected"), "/2", "/3")
    replies["/1"] = report("one visit 2", "/1.pdf", ETag='"2"')
    replies["/3"] = report("three")
    found, paths = nights.go()
    assert paths == ["/list", "/1", "/1.pdf", "/3"]
    assert (found.new, found.changed) == (1, 0), "a counter makes no new version"

    replies["/list"] = links(("/1", "report, corrected twice"), "/2", "/3")
    replies["/1"] = report("one, with other figures", "/1.pdf")
    found, paths = nights.go()
    assert (found.new, found.changed) == (0, 1)
    assert first.items() <= held(nights.raw).items(), "what was fetched once stays"
    rows = known(nights.raw)
    page, file = (rows[nights.server.url + path] for path in ("/1", "/1.pdf"))
    assert (page.title, page.division, page.role) == (
        "report, corrected twice",
        "320100",
        "article",
    )
    assert (file.parent_url, file.reason) == (page.url, "not_modified")
    assert file.first_seen == NIGHT + timedelta(days=1)
    assert file.last_seen == NIGHT + timedelta(days=4)


def test_after_a_while_everything_is_asked_for_again_if_it_changed(nights: Nights) -> None:
    replies = nights.server.replies
    replies["/list"] = links("/1", "/2")
    replies["/1"] = report("one", "/1.pdf", ETag='"1"')
    replies["/1.pdf"] = report("attached", Last_Modified="Mon, 05 Feb 2024 02:00:00 GMT")
    nights.go()
    found, paths = nights.go(days=60)
    assert paths == ["/list", "/1", "/1.pdf", "/2"]
    asked = {seen.path: seen.headers for seen in nights.server.seen}
    assert asked["/1"]["If-None-Match"] == '"1"'
    assert asked["/1.pdf"]["If-Modified-Since"] == "Mon, 05 Feb 2024 02:00:00 GMT"
    assert (found.new, found.changed, found.states) == (0, 0, {"report": 1, "gone": 1})


def test_what_failed_is_asked_for_again_and_makes_the_list_incomplete(nights: Nights) -> None:
    replies = nights.server.replies
    replies["/list"] = links("/1", "/2")
    replies["/1"] = Reply(b"", 503)
    replies["/2"] = Reply(b"challenge", 412)
    found, paths = nights.go()
    assert paths == ["/list", "/1", "/1", "/1", "/2"]
    assert (found.complete, found.problem, found.detail) == (
        False, "entries_failed", "blocked, unreachable",
    )  # fmt: skip
    replies["/1"] = replies["/2"] = report("now")
    found, paths = nights.go()
    assert paths == ["/list", "/1", "/2"]
    assert (found.complete, found.reports, found.new) == (True, 2, 2)


LISTS = {
    "shape": Reply(b"broken"),
    "gone": Reply(b"", 404),
    "blocked": Reply(b"", 521),
    "failed": Reply(b"", 302, {"Location": "/failed"}),
    "too_large": Reply(b"", headers={"Content-Length": str(2**40)}),
    "unreachable": links("/1", ("/more", "next")),
    "fewer_than_promised": Reply(b"total 3<a href='/2'>report</a>"),
    "too_many_entries": links("/4", "/5", "/6", "/7"),
    "": Reply(b"total 1<a href='/3'>report</a>"),
}


def test_a_list_of_which_not_all_was_read_says_why(tmp_path: Path) -> None:
    with Server() as server:
        server.replies.update({f"/{name}": reply for name, reply in LISTS.items()})
        server.replies.update({f"/{number}": report(str(number)) for number in range(1, 8)})
        server.replies["/more"] = Reply(b"", 500)
        site = server.site("one", *(f"/{name}" for name in LISTS))
        [found] = crawl(bounds(tmp_path / "raw", list_entries=3), [site], PARTS).sites
    assert [one.problem for one in found.lists] == list(LISTS)
    assert [one.complete for one in found.lists] == [not name for name in LISTS]
    assert [one.reports for one in found.lists] == [0, 0, 0, 0, 0, 1, 1, 3, 1]


def test_one_request_at_a_time_for_each_host_and_at_its_pace(tmp_path: Path) -> None:
    pace = 0.05
    with Server() as server:
        server.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /secret\n")
        for site in "abc":
            entries = [f"/{site}{number}" for number in range(6)] + [f"/secret/{site}"]
            server.replies[f"/list-{site}"] = links(*entries)
            server.replies.update({path: report(path) for path in entries})
        server.replies["/a2"] = Reply(b"", 503)
        sites = [server.site(name, f"/list-{name}", pace=pace) for name in "abc"]
        result = crawl(bounds(tmp_path / "raw"), sites, PARTS)
        assert [one.lists[0].reports for one in result.sites] == [5, 6, 6]
        seen = server.seen
    assert len(seen) == 1 + 3 + 17 + 3, "robots.txt, lists, reports, and one asked for three times"
    assert seen[0].path == "/robots.txt"
    assert not [one.path for one in seen if one.path.startswith("/secret")]
    for before, after in pairwise(seen):
        assert after.began - before.ended >= pace - 0.001


@pytest.mark.long
def test_an_enormous_list_is_read_within_bounds(tmp_path: Path) -> None:
    with Server() as server:
        body = b"".join(b"<a href='/%d'>report</a>" % number for number in range(1_000_000))
        server.replies.update({"/list": Reply(body), "/0": report("x"), "/1": report("y")})
        large = bounds(tmp_path / "raw", list_bytes=2**26, list_entries=2, timeout=60.0)
        found = only(crawl(large, [server.site()], PARTS))
    assert (found.problem, found.entries, found.reports) == ("too_many_entries", 2, 2)


def test_certificates_are_verified_but_for_hosts_that_say_why(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path / "c.pem")
    with Server("127.0.0.2", certificate) as one, Server("127.0.0.3", certificate) as other:
        for server in (one, other):
            server.replies.update({"/list": links("/1"), "/1": report("one")})
        reason = {"127.0.0.3": "self-signed since 2020"}
        sites = [one.site("strict"), replace(other.site("lenient"), insecure=reason)]
        result = crawl(bounds(tmp_path / "raw"), sites, PARTS)
    strict, lenient = (site.lists[0] for site in result.sites)
    assert (strict.problem, result.problems[0].reason) == ("unreachable", "certificate")
    [row] = known(tmp_path / "raw").values()
    assert (lenient.reports, row.insecure) == (1, "self-signed since 2020")


def test_an_address_that_two_sites_list_is_one(tmp_path: Path) -> None:
    with Server() as server:
        server.replies.update({"/list": links("/1", "/a"), "/other": links("/1", "/b")})
        server.replies.update({path: report(path) for path in ("/1", "/a", "/b")})
        sites = [server.site("one"), server.site("other", "/other")]
        crawl(bounds(tmp_path / "raw"), sites, PARTS)
        rows = known(tmp_path / "raw")
        server.seen.clear()
        again = crawl(bounds(tmp_path / "raw"), sites, PARTS)
        assert sorted(server.paths()) == ["/list", "/other", "/robots.txt"]
    assert len(rows) == 3
    assert [site.lists[0].reports for site in again.sites] == [2, 2]


def test_a_host_that_is_down_or_blocks_is_soon_left_alone(tmp_path: Path) -> None:
    with Server() as down, Server() as blocks:
        for server, reply in ((down, Reply(b"", 503)), (blocks, Reply(b"challenge", 202))):
            server.replies["/list"] = links(*(f"/{number}" for number in range(9)))
            server.replies.update({f"/{number}": reply for number in range(9)})
        sites = [down.site("down"), blocks.site("blocks")]
        result = crawl(bounds(tmp_path / "raw", host_failures=2), sites, PARTS)
        assert [site.lists[0].states for site in result.sites] == [
            {"unreachable": 9}, {"blocked": 9},
        ]  # fmt: skip
        assert (len(down.seen), len(blocks.seen)) == (2 + 2 * 3, 2 + 2)


def test_a_window_that_closes_leaves_the_rest_for_the_next_night(tmp_path: Path) -> None:
    with Server() as server:
        server.replies["/list"] = links(*(f"/{number}" for number in range(20)))
        server.replies.update({f"/{number}": report(str(number)) for number in range(20)})
        site: Site = server.site(pace=0.3)
        first = only(crawl(bounds(tmp_path / "raw", window=3.0), [site], PARTS))
        rest = only(crawl(bounds(tmp_path / "raw"), [replace(site, pace=0.001)], PARTS))
    assert (first.complete, first.problem) == (False, "window_closed")
    assert 0 < first.new < 20
    assert (rest.complete, rest.new, rest.reports) == (True, 20 - first.new, 20)
