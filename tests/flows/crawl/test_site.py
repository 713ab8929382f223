"""Site files: what they may hold, and how their faults are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.crawl.patterns import PATTERNS
from flows.crawl.site import SITES, SiteError, check, load, pattern_options, schema

GOOD = """
id = "a"
name = "某县"
hosts = ["www.a.gov.cn"]
division = "350128"
pace = 2.5
verified = 2026-11-01
[[lists]]
url = "https://www.a.gov.cn/zfxxgknb/"
pattern = "trs"
agency = "某县人民政府"
options = { columns = "yes" }
"""


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(problem.key, problem.code) for problem in check(folder)]


def test_a_file_becomes_a_site(tmp_path: Path) -> None:
    (site,) = load([write(tmp_path, GOOD)])
    assert (site.id, site.division, site.pace) == ("a", "350128", 2.5)
    assert site.verified == date(2026, 11, 1)
    (page,) = site.lists
    assert (page.pattern, page.agency, page.options["columns"]) == ("trs", "某县人民政府", "yes")


def test_the_sites_that_come_with_gouji_are_sound_and_say_that_nobody_looked() -> None:
    assert check(SITES) == ()
    sites = load()
    assert sites
    assert all(site.verified is None for site in sites)
    assert all("尚未在线核对" in path.read_text(encoding="utf-8") for path in SITES.glob("*.toml"))


def test_an_operators_file_replaces_one_of_the_same_name(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "pingtan.toml")
    ids = [site.id for site in load([SITES, tmp_path])]
    assert "a" in ids
    assert "pingtan" not in ids


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ('id = "a"', 'id = "A b"', "id", "bad_id"),
        ('id = "a"', "", "id", "missing_key"),
        ('name = "某县"', "name = 3", "name", "wrong_type"),
        ("pace = 2.5", "pace = 0.2", "pace", "too_fast"),
        ("pace = 2.5", "pace = nan", "pace", "too_fast"),
        ("pace = 2.5", "pace = true", "pace", "wrong_type"),
        ("pace = 2.5", "speed = 1", "speed", "unknown_key"),
        ('division = "350128"', 'division = "999999"', "division", "unknown_division"),
        ("2026-11-01", '"yesterday"', "verified", "wrong_type"),
        ('hosts = ["www.a.gov.cn"]', "hosts = []", "hosts", "empty"),
        ('["www.a.gov.cn"]', '["www.a.gov.cn", "a.com"]', "hosts", "foreign_host"),
        ('["www.a.gov.cn"]', '["www.a.gov.cn", "evilgov.cn"]', "hosts", "foreign_host"),
        ('["www.a.gov.cn"]', '["www.a.gov.cn", "a/b.gov.cn"]', "hosts", "bad_host"),
        ("https://www.a.gov.cn/", "https://b.gov.cn/", "lists[1].url", "unlisted_host"),
        ("https://www.a.gov.cn/", "ftp://www.a.gov.cn/", "lists[1].url", "not_http"),
        ("https://www.a.gov.cn/", "https://u:p@www.a.gov.cn/", "lists[1].url", "not_http"),
        ("https://www.a.gov.cn/", "https://[::1/", "lists[1].url", "not_http"),
        ('"trs"', '"trss"', "lists[1].pattern", "unknown_pattern"),
        ('"trs"', '"epoint"', "lists[1].options.category", "missing_option"),
        ("columns =", "column =", "lists[1].options.column", "unknown_option"),
        ('columns = "yes"', 'columns = "maybe"', "lists[1].options.columns", "bad_option"),
        ('columns = "yes"', "columns = 1", "lists[1].options", "wrong_type"),
        ("agency =", "agent =", "lists[1].agent", "unknown_key"),
    ],
)
def test_each_fault_is_named_with_its_key(
    tmp_path: Path, old: str, new: str, key: str, code: str
) -> None:
    assert old in GOOD
    assert (key, code) in codes(write(tmp_path, GOOD.replace(old, new)))
    with pytest.raises(SiteError):
        load([tmp_path])


def test_hosts_elsewhere_and_unverified_certificates_need_a_reason(tmp_path: Path) -> None:
    hosts = GOOD.replace('["www.a.gov.cn"]', '["www.a.gov.cn", "122.1.2.3:8080"]')
    reasons = '[extra_hosts]\n"122.1.2.3:8080" = "{}"\n[insecure]\n"www.a.gov.cn" = "{}"\n[[lists]]'
    good = hosts.replace("[[lists]]", reasons.format("内网迁移", "证书过期"), 1)
    assert codes(write(tmp_path, good)) == []
    (site,) = load([tmp_path])
    assert dict(site.insecure) == {"www.a.gov.cn": "证书过期"}
    bare = hosts.replace("[[lists]]", reasons.format(" ", ""), 1)
    found = codes(write(tmp_path, bare))
    assert ("extra_hosts", "no_reason") in found
    assert ("insecure", "no_reason") in found


def test_two_files_of_one_id_and_files_that_are_no_toml_are_named(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "b.toml")
    write(tmp_path, "id = [", "c.toml")
    (tmp_path / "d.toml").write_bytes(b"\xff\xfe\x00")
    found = {(problem.file, problem.code) for problem in check(tmp_path)}
    assert {("b.toml", "duplicate_id"), ("c.toml", "not_toml"), ("d.toml", "not_toml")} <= found


def test_messages_are_in_both_languages(tmp_path: Path) -> None:
    (problem,) = check(write(tmp_path, GOOD.replace("350128", "000000")))
    assert problem.message == (
        "a.toml: division: 不是区划代码表中的代码 / is not a code of the division table (000000)"
    )
    assert all(len(texts) == 2 and all(texts) for texts in schema()["problems"].values())


def test_every_pattern_has_its_options_described_in_both_languages() -> None:
    described = pattern_options()
    assert set(described) == set(PATTERNS)
    for pattern in described.values():
        for one in (pattern, *pattern.get("options", {}).values()):
            assert one["zh"]
            assert one["en"]
