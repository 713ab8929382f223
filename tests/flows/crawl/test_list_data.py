"""Lists that are XML and JSON, and reports by code, in the shapes that real sites give them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from flows.crawl.model import Ask, Listed, Role
from flows.crawl.patterns import PATTERNS
from flows.crawl.patterns.listing import json_of
from tests.flows.crawl.listing_answers import HOST, ITEM, TITLE, a_list, page_at, read, urls

STORE = (
    "<?xml version='1.0' encoding='UTF-8'?><datastore><totalrecord>{n}</totalrecord>{r}</datastore>"
)
RECORD = (
    f"<record><![CDATA[<li><a href='/art/2024/1/20/art_1_2.html' title='{TITLE}'>云溪县...</a>"
    "2024-01-20]]></record>"
)


def jpage_column(total: int = 130, **more: str) -> str:
    parameters = {
        "col": "1",
        "appid": "1",
        "webid": "7",
        "columnid": "99",
        "unitid": "'123'",
    } | more
    inner = ",".join(f"{key}:{value}" for key, value in parameters.items())
    return (
        f"<html><script>$('#123').jpage({{perPage:20,totalRecord:{total},"
        f"proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{{{inner}}}}});</script></html>"
    )


def test_jpage_asks_the_proxy_for_all_records() -> None:
    listed = read(page_at("/col/col99/index.html", "jpage"), jpage_column())
    assert listed.promised == 130
    assert [ask.method for ask in listed.further] == ["POST"] * 3
    reach = [parse_qs(urlsplit(ask.url).query) for ask in listed.further]
    assert [(r["startrecord"], r["endrecord"]) for r in reach] == [
        (["1"], ["60"]), (["61"], ["120"]), (["121"], ["130"]),
    ]  # fmt: skip
    form = parse_qs(listed.further[0].body.decode())
    assert (form["columnid"], form["unitid"], form["webid"]) == (["99"], ["123"], ["7"])


def test_jpage_takes_the_unit_that_the_sites_file_names() -> None:
    body = jpage_column() + jpage_column(unitid="'456'", columnid="55")
    listed = read(page_at("/col/col99/index.html", "jpage", unitid="456"), body)
    assert parse_qs(listed.further[0].body.decode())["columnid"] == ["55"]


@pytest.mark.parametrize(
    "record",
    [RECORD, RECORD.replace("<![CDATA[", "").replace("]]>", "").replace("<li>", "&lt;li&gt;")
     .replace("<a ", "&lt;a ").replace("'>云溪县...</a>", "'&gt;云溪县...&lt;/a&gt;")],
    ids=["cdata", "escaped"],
)  # fmt: skip
def test_jpage_records_are_entries(record: str) -> None:
    page = page_at("/col/col99/index.html", "jpage")
    ask = Ask(f"{HOST}/module/web/jpage/dataproxy.jsp?startrecord=1", Role.LIST, "POST", b"x=1")
    listed = read(page, STORE.format(n=1, r=record), ask)
    assert [(e.title, e.url, e.published) for e in listed.entries] == [
        (TITLE, f"{HOST}/art/2024/1/20/art_1_2.html", date(2024, 1, 20))
    ]
    assert listed.promised == 1


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + STORE.format(n=1, r=RECORD), "unsafe_xml"),
        ("<html><body><p>别的内容</p></body></html>", "not_a_list"),
        (STORE.format(n=1, r="<record><![CDATA[nothing]]></record>"), "no_entries"),
    ],
)
def test_jpage_answers_that_are_no_records(body: str, problem: str) -> None:
    page = page_at("/col/col99/index.html", "jpage")
    ask = Ask(f"{HOST}/module/web/jpage/dataproxy.jsp?startrecord=1", Role.LIST, "POST", b"x=1")
    assert read(page, body, ask).problem == problem


def gkmlpt_ask(number: int = 1) -> Ask:
    return Ask(f"{HOST}/gkmlpt/api/all/370?page={number}&sid=20", Role.LIST)


@pytest.mark.parametrize("config", ["SID: '20'", '"SID":"20"', "var SID = 20;"])
def test_gkmlpt_takes_its_number_from_the_platforms_page(config: str) -> None:
    body = f"<html><script>_CONFIG = {{{config}}}</script></html>"
    listed = read(page_at("/gkmlpt/index#370", "gkmlpt", column="370 5"), body)
    assert urls(listed) == ["/gkmlpt/api/all/370?page=1&sid=20", "/gkmlpt/api/all/5?page=1&sid=20"]


def test_gkmlpt_finds_its_column_by_name() -> None:
    tree = '[{"id":12,"pid":1,"name":"政府文件"},{"id":370,"pid":1,"name":"政府信息公开年报"}]'
    body = f"<html><script>_CONFIG = {{SID: '20', TREE: {tree}}}</script></html>"
    assert urls(read(page_at("/gkmlpt/index", "gkmlpt"), body)) == [
        "/gkmlpt/api/all/370?page=1&sid=20"
    ]


@pytest.mark.parametrize(
    "day",
    [
        {"created_at": "2024-01-20 09:00:00"}, {"date": 1705712400}, {"create_time": 1705712400000},
        {"display_publish_time": "2024年1月20日"}, {"first_publish_time": "1705712400"},
    ],
)  # fmt: skip
def test_gkmlpt_articles_are_entries(day: Mapping[str, object]) -> None:
    item = {"title": f"<em>{TITLE}</em>", "url": "/gkmlpt/content/1/5/post_5.html", **day}
    data = json.dumps({"articles": [item, "x", {}], "total": 203})
    page = page_at("/gkmlpt/index", "gkmlpt", column="370", sid="20")
    listed = read(page, data, gkmlpt_ask())
    assert [(e.title, e.published) for e in listed.entries] == [(TITLE, date(2024, 1, 20))]
    assert listed.promised == 203
    assert urls(listed)[0] == "/gkmlpt/api/all/370?page=2&sid=20"
    assert read(page, data, gkmlpt_ask(2)).further == ()


@pytest.mark.parametrize("body", ['{"articles": 3}', "[1, 2]", '{"articles": [{"a": 1}]}'])
def test_gkmlpt_answers_of_another_shape_are_a_problem(body: str) -> None:
    page = page_at("/gkmlpt/index", "gkmlpt", column="370", sid="20")
    assert read(page, body, gkmlpt_ask()).problem in ("not_a_list", "no_entries")


SHAPES = {
    "custom": {"custom": {"count": 45, "infodata": None}},
    "text count": {"custom": {"total": "45", "infolist": None}},
    "flat": {"total": 45, "data": None},
    "deeper": {"status": {"code": 1}, "result": {"custom": {"totalcount": 45, "list": None}}},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_epoint_lists_are_read_in_their_shapes(shape: dict[str, object]) -> None:
    item = {
        "infoid": "6f1c-01",
        "title": TITLE,
        "infodate": "2024-01-20",
        "infourl": "/a.html?id=1",
    }
    body = json.dumps(shape).replace("null", json.dumps([item] * 20))
    page = page_at("/rest/list", "epoint", category="003", detail="/rest/detail")
    (start,) = PATTERNS["epoint"].start(page)
    listed = read(page, body, start)
    assert (len(listed.entries), listed.promised, len(listed.further)) == (20, 45, 2)
    entry = listed.entries[0]
    assert (entry.url, entry.published) == (f"{HOST}/a.html?id=1", date(2024, 1, 20))
    assert entry.ask is not None
    assert (entry.ask.url, entry.ask.method) == (f"{HOST}/rest/detail", "POST")
    assert parse_qs(entry.ask.body.decode())["params"] == ['{"infoGuid":"6f1c-01"}']
    bodies = [json.loads(parse_qs(ask.body.decode())["params"][0]) for ask in listed.further]
    assert [wanted["pageIndex"] for wanted in bodies] == ["1", "2"]


def test_epoint_articles_without_an_address_are_told_apart() -> None:
    items = [{"infoid": f"0000-{n}", "title": TITLE} for n in range(3)]
    page = page_at("/rest/getGovInfoList", "epoint", category="003")
    (start,) = PATTERNS["epoint"].start(page)
    listed = read(page, json.dumps({"data": items}), start)
    assert len({entry.url for entry in listed.entries}) == 3


CODE = "11330100002500000A"


def test_by_code_every_year_is_asked_for() -> None:
    page = page_at("/m/r.jsp", "xxgk_annual", area=CODE, first="2022", last="2024")
    asks = PATTERNS["xxgk_annual"].start(page)
    years = [parse_qs(urlsplit(ask.url).query)["fbtime"] for ask in asks]
    assert years == [["2022"], ["2023"], ["2024"]]


def test_by_code_a_page_is_a_list_or_the_report_or_nothing() -> None:
    page = page_at("/m/r.jsp", "xxgk_annual", area=CODE, first="2023", last="2023")
    (ask,) = PATTERNS["xxgk_annual"].start(page)
    listed = read(page, a_list(ITEM), ask)
    assert [entry.title for entry in listed.entries] == [TITLE]
    itself = f"<h1>{TITLE}</h1><p>发布日期：2024-01-20</p>" + "<p>一、总体情况，内容。</p>" * 60
    (entry,) = read(page, itself, ask).entries
    assert (entry.url, entry.title, entry.published) == (ask.url, TITLE, date(2024, 1, 20))
    assert read(page, "<div>暂无数据</div>", ask) == Listed()


def test_json_is_bounded_in_depth() -> None:
    assert json_of(b'{"a": [1, "[[[[[[[[[[[[[[[["]}') == {"a": [1, "[[[[[[[[[[[[[[[["]}
    assert json_of(b'{"a":' * 40 + b"1" + b"}" * 40) is None
    assert json_of(b"[" * 100_000) is None
    assert json_of(b"<html>") is None
    assert json_of(b'{"a": ') is None
