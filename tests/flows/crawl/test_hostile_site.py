"""A site that means harm: where its links, names, redirects and answers may not lead."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.crawl.addresses import networks
from flows.crawl.manifest import read_manifest, rows_of
from flows.crawl.result import CrawlResult
from flows.crawl.row import Row
from flows.crawl.run import crawl
from flows.crawl.vault import Vault
from tests.flows.crawl.bounded import bounds, only
from tests.flows.crawl.parts import PARTS
from tests.flows.crawl.server import Reply, Server, report
from tests.flows.crawl.test_vault import held


def _endless(send: Callable[[bytes], Any]) -> None:
    for _ in range(20_000):
        send(b"report" + bytes(2**20))


@dataclass
class Hostile:
    """What came of one crawl of all kinds of hostile answers."""

    raw: Path
    server: Server
    result: CrawlResult
    rows: dict[str, Row]

    def row(self, path: str) -> Row:
        return self.rows[self.server.url + path]


REDIRECTS = {
    "/to-loopback": "http://127.0.0.1/x",
    "/to-metadata": "http://169.254.169.254/latest/meta-data/",
    "/to-private": "http://10.0.0.8/",
    "/to-v6": "http://[::1]/",
    "/to-mapped": "http://[::ffff:127.0.0.1]/",
    "/to-decimal": "http://2130706433/",
    "/to-name": "http://inside.test/",
    "/to-file": "file:///etc/passwd",
    "/to-elsewhere": "http://example.com/",
}
REFUSED = {
    "/to-file": "redirect_bad_url",
    "/to-elsewhere": "redirect_host_not_allowed",
    "/to-name": "private_address",
    "/to-decimal": "private_address",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    raw = tmp_path_factory.mktemp("hostile") / "raw"
    with Server("127.0.0.2") as server:
        replies = server.replies
        replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /secret\n")
        for path, target in REDIRECTS.items():
            replies[path] = Reply(b"", 302, {"Location": target})
        replies["/round"] = Reply(b"", 301, {"Location": "/about"})
        replies["/about"] = Reply(b"", 301, {"Location": "/round"})
        for number in range(9):
            replies[f"/far{number}"] = Reply(b"", 301, {"Location": f"/far{number + 1}"})
        replies["/declared"] = Reply(b"", headers={"Content-Length": str(20 * 10**9)})
        replies["/endless"] = Reply(_endless)
        replies["/bomb"] = Reply(
            gzip.compress(b"report" + bytes(50 * 2**20)), headers={"Content-Encoding": "gzip"}
        )
        replies["/garbled"] = Reply(b"no gzip", headers={"Content-Encoding": "gzip"})
        replies["/short"] = Reply(
            b"report", headers={"Content-Length": "60", "Connection": "close"}
        )
        name = {"Content-Disposition": 'attachment; filename="../../etc/cron.d/x"'}
        replies["/..%2f..%2fetc%2fpasswd"] = Reply(b"<p>report of a path</p>", headers=name)
        replies["/secret/1"] = report("not for us")
        replies["/good"] = report("good")
        replies["/cookie"] = report("cookie", Set_Cookie="id=1")
        entries = ["/good", "/cookie", *REDIRECTS, "/round", "/far0", "/declared", "/endless"]
        entries += ["/bomb", "/garbled", "/short", "/..%2f..%2fetc%2fpasswd", "/secret/1"]
        entries += ["//inside.test/", "//169.254.169.254/", "//[::1]/", "//10.0.0.1:1/"]
        pairs = [
            f"<a href='http:{e}'>r</a>" if e[1] == "/" else f"<a href='{e}'>r</a>" for e in entries
        ]
        replies["/list"] = Reply("".join(pairs).encode())
        hosts = ("inside.test", "2130706433", "127.0.0.1", "169.254.169.254", "10.0.0.8", "[::1]")
        settings = bounds(
            raw, file_bytes=2**20, timeout=20.0, allowed=networks(["127.0.0.2/32"]),
            resolve={"inside.test": "10.1.2.3"}, host_failures=50,
        )  # fmt: skip
        result = crawl(settings, [server.site(hosts=hosts)], PARTS)
        rows = {row.url: row for row in rows_of(read_manifest(Vault(raw)))}
        yield Hostile(raw, server, result, rows)


@pytest.mark.parametrize("path", REDIRECTS)
def test_no_redirect_leads_to_where_we_may_not_go(hostile: Hostile, path: str) -> None:
    row = hostile.row(path)
    assert (row.state, row.reason) == (
        "refused", REFUSED.get(path, "redirect_private_address"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "url", ["http://inside.test/", "http://169.254.169.254/", "http://[::1]/", "http://10.0.0.1:1/"]
)
def test_no_link_or_name_leads_to_where_we_may_not_go(hostile: Hostile, url: str) -> None:
    row = hostile.rows[url]
    assert (row.state, row.reason) == ("refused", "private_address")


@pytest.mark.parametrize(
    ("path", "state", "reason"),
    [
        ("/round", "failed", "redirect_loop"),
        ("/far0", "failed", "too_many_redirects"),
        ("/declared", "too_large", "bytes"),
        ("/endless", "too_large", "bytes"),
        ("/bomb", "too_large", "unpacked_bytes"),
        ("/short", "unreachable", "cut_off"),
        ("/secret/1", "forbidden", "robots_txt"),
    ],
)
def test_bad_answers_have_names(hostile: Hostile, path: str, state: str, reason: str) -> None:
    assert (hostile.row(path).state, hostile.row(path).reason) == (state, reason)


def test_no_more_of_an_endless_answer_is_taken_than_allowed(hostile: Hostile) -> None:
    [seen] = [seen for seen in hostile.server.seen if seen.path == "/endless"]
    assert seen.sent < 30 * 2**20, "of 20 GB, what is under way when it is cut off"


def test_a_name_from_the_network_is_never_a_path(hostile: Hostile) -> None:
    row = hostile.row("/..%2f..%2fetc%2fpasswd")
    assert row.path == f"vault/{row.sha256[:2]}/{row.sha256}.html"
    assert set(held(hostile.raw)) == {r.sha256 for r in hostile.rows.values()} - {""}
    outside = [path for path in hostile.raw.parent.rglob("*") if path.name in ("passwd", "x")]
    assert not outside


def test_what_robots_txt_forbids_is_not_asked_for(hostile: Hostile) -> None:
    assert hostile.server.paths()[0] == "/robots.txt"
    assert not [path for path in hostile.server.paths() if path.startswith("/secret")]


def test_nothing_is_told_but_who_asks(hostile: Hostile) -> None:
    for seen in hostile.server.seen:
        assert seen.headers["User-Agent"].startswith("gouji/")
        assert not {"Cookie", "Referer", "Authorization"} & seen.headers.keys()


def test_good_reports_beside_them_are_kept(hostile: Hostile) -> None:
    assert hostile.row("/good").state == hostile.row("/cookie").state == "report"
    assert not only(hostile.result).complete
    assert {one.state for one in hostile.result.problems} == {"failed", "too_large", "unreachable"}


def test_the_bomb_is_one(hostile: Hostile) -> None:
    body = hostile.server.replies["/bomb"].body
    assert isinstance(body, bytes)
    assert len(body) < 2**18 < 2**25 < len(zlib.decompress(body, wbits=31))
