"""Lists that are pages, in the ways in which real sites vary them."""

from __future__ import annotations

from datetime import date

import pytest

from flows.crawl.model import Ask, Listed, Role
from flows.crawl.patterns import PATTERNS
from tests.flows.crawl.listing_answers import HOST, ITEM, TITLE, a_list, answer, page_at, read, urls

ROWS = {
    "plain": ITEM,
    "no quotes": f"<li><a id=a href=./202401/t20240115_12.html>{TITLE}</a> 2024-01-20</li>",
    "upper case": f"<LI><A HREF='./202401/t20240115_12.html'>{TITLE}</A>[2024.1.20]</LI>",
    "cut": f"<i>2024年1月20日</i><a title='{TITLE}' href='202401/t20240115_12.html'>云溪...</a>",
    "cut with an ellipsis": f"<li><a href='/zfxxgknb/202401/t20240115_12.html' title='{TITLE}'>"
    "云溪县教育局…</a><em>2024/01/20</em>",
    "date in the link": f"<li><a href='./202401/t20240115_12.html'><b>{TITLE}</b> "
    "<span>2024-01-20</span></a></li>",
    "date before it": f"<li><a href='./202401/t20240115_12.html'>[2024-01-20] {TITLE}</a></li>",
    "table": f"<table><tr><td>1</td><td><a href='./202401/t20240115_12.html'>{TITLE}</a></td>"
    "<td>2024-01-20</td></tr></table>",
    "script": "<li><a href='javascript:void(0)' onclick=\"open('./202401/t20240115_12.html')\">"
    f"{TITLE}</a>2024-01-20</li>",
    "day first": f"<a href='./202401/t20240115_12.html'>{TITLE}</a><b>20</b><i>2024-01</i>",
    "whole address": f"<a href='{HOST}/zfxxgknb/202401/t20240115_12.html'>{TITLE}</a>20240120",
    "picture": f"<li><a href='./202401/t20240115_12.html'><img alt='{TITLE}'></a>2024-01-20</li>",
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
@pytest.mark.parametrize("pattern", ["trs", "paged"])
def test_an_entry_is_read_however_it_is_written(pattern: str, row: str) -> None:
    listed = read(page_at("/zfxxgknb/", pattern), a_list(row))
    (entry,) = listed.entries
    assert entry.url == f"{HOST}/zfxxgknb/202401/t20240115_12.html"
    assert entry.title == TITLE
    assert entry.published == date(2024, 1, 20)


def test_the_date_of_the_address_stands_in_for_one_that_is_not_printed() -> None:
    row = f"<li><a href='./202401/t20240115_12.html'>{TITLE}</a></li>"
    (entry,) = read(page_at("/zfxxgknb/", "trs"), a_list(row)).entries
    assert entry.published == date(2024, 1, 15)


def test_each_entry_has_its_own_date_where_many_stand_in_one_cell() -> None:
    rows = "".join(
        f"<a href='/c/{n}0000.html'>第{n}号公告</a> 2024-01-{n:02}<br>" for n in range(1, 6)
    )
    listed = read(page_at("/l/", "paged"), a_list(f"<td>{rows}</td>"))
    assert [entry.published for entry in listed.entries] == [date(2024, 1, n) for n in range(1, 6)]


CALLS = {
    "createPageHTML(4, 0, \"index\", \"html\");": ["index_1.html", "index_2.html", "index_3.html"],
    "createPageHTML(3,0,'list','shtml')": ["list_1.shtml", "list_2.shtml"],
    "createPageHTML('page_div',3, 0,'index','html',57);": ["index_1.html", "index_2.html"],
    "createPage(2,0,\"index\",\"htm\")": ["index_1.htm"],
    "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}"
    "createPageHTML(2, 1, 'index', 'html')": ["index_1.html"],
    "var countPage = 3 //共多少页\nvar currentPage = 0;": ["index_1.html", "index_2.html"],
    "createPageHTML(1, 0, 'index', 'html')": [],
    "createPageHTML(${PAGE_COUNT}, 0, 'index', 'html')": [],
}  # fmt: skip


@pytest.mark.parametrize(("script", "pages"), CALLS.items())
def test_trs_pages_are_counted_by_their_script(script: str, pages: list[str]) -> None:
    body = a_list(ITEM, f"<script>{script}</script>")
    assert urls(read(page_at("/zfxxgknb/", "trs"), body)) == [f"/zfxxgknb/{page}" for page in pages]


def test_a_script_that_counts_millions_of_pages_is_bounded() -> None:
    body = a_list(ITEM, "<script>createPageHTML(99999, 0, 'index', 'html')</script>")
    assert len(read(page_at("/zfxxgknb/", "trs"), body).further) < 1_001


NEXT = {
    "<a href='?id=9&amp;page=2'>下一页</a>": ["/l/list.asp?id=9&page=2"],
    "<a href='list_2.html'>下页</a>": ["/l/list_2.html"],
    "<a href='list_2.html'>&gt;</a>": ["/l/list_2.html"],
    "<a href='l2.html'>2</a><a href='l3.html'>[3]</a>": ["/l/l2.html", "/l/l3.html"],
    "<a href='javascript:;'>下一页</a><a href='#'>2</a>": [],
    "<a href='javascript:go(\"list_2.html\")'>下一页</a>": ["/l/list_2.html"],
    "<a href='/other/2.html'>2</a>": [],
}  # fmt: skip


@pytest.mark.parametrize(("below", "pages"), NEXT.items())
def test_the_next_pages_of_a_plain_list(below: str, pages: list[str]) -> None:
    listed = read(page_at("/l/list.asp", "paged"), a_list(ITEM, below))
    assert urls(listed) == pages
    assert [entry.title for entry in listed.entries] == [TITLE]


@pytest.mark.parametrize(
    "count", ["共 3 页", "1/3页", "<script>var pageCount = 3;</script>", "totalPage:'3'"]
)
def test_counted_pages_follow_the_form_of_the_sites_file(count: str) -> None:
    page = page_at("/l/list.html", "paged", pages="list_{n}.html", second="2")
    assert urls(read(page, a_list(ITEM, count))) == ["/l/list_2.html", "/l/list_3.html"]


def test_columns_are_followed_where_the_sites_file_says_so() -> None:
    links = (
        "<a href='/bm/nb/'>部门年报</a><a href='//b.gov.cn/'>乡镇年报</a><a href='/news/'>要闻</a>"
    )
    page = page_at("/", "paged", columns="yes")
    assert urls(read(page, a_list(links))) == ["/gknb/", "/bm/nb/"]
    assert urls(read(page_at("/", "paged"), a_list(ITEM + links))) == []


def test_gbk_that_calls_itself_gb2312_is_read() -> None:
    body = a_list(ITEM.replace("教育局", "镕囍喆局")).replace(
        "<body>", "<meta charset=gb2312><body>"
    )
    (entry,) = read(page_at("/zfxxgknb/", "paged"), body.encode("gbk")).entries
    assert "镕囍喆局" in entry.title


CHALLENGE = "<html><script>document.cookie='__jsl_clearance=1'</script></html>"
LOGIN = "<html><title>用户登录</title><form><input type=password name=p></form></html>"
SHELL = "<html><title>年报</title><div id=app></div><script src=/app.js></script></html>"


@pytest.mark.parametrize("pattern", ["trs", "paged", "jpage", "gkmlpt"])
@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (412, CHALLENGE, "challenge"), (521, CHALLENGE, "challenge"), (200, CHALLENGE, "challenge"),
        (200, LOGIN, "login"), (404, "<h1>404</h1>", "http_gone"), (200, "", "empty"),
        (200, "<title>页面不存在</title><p>您访问的页面不存在</p>", "page_not_found"),
        (503, "<h1>busy</h1>", "http_server"),
    ],
)  # fmt: skip
def test_what_is_no_list_has_a_reason(pattern: str, status: int, body: str, problem: str) -> None:
    page = page_at("/zfxxgknb/list.html", pattern)
    listed = PATTERNS[pattern].read(page, answer(page.url, body, status))
    assert listed == Listed(problem=problem)


def test_a_redirect_to_the_home_page_is_no_list() -> None:
    page = page_at("/zfxxgknb/list.html", "trs")
    home = answer(page.url, a_list(ITEM), url=f"{HOST}/")
    assert PATTERNS["trs"].read(page, home).problem == "home"


@pytest.mark.parametrize("pattern", ["trs", "paged"])
def test_a_first_page_without_entries_is_a_problem_unless_it_says_so(pattern: str) -> None:
    page = page_at("/zfxxgknb/", pattern)
    assert read(page, SHELL).problem == "no_entries"
    assert read(page, a_list("<li>暂无数据</li>")) == Listed()
    later = Ask(f"{HOST}/zfxxgknb/index_9.html", Role.LIST)
    assert read(page, SHELL, later) == Listed()


def test_a_page_with_more_links_than_a_list_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.crawl.pages.MOST_LINKS", 20)
    row = "<li><a href='/c/{}0000.html'>公告</a>2024-01-20</li>"
    page = page_at("/l/", "paged")
    assert read(page, "".join(row.format(n) for n in range(20))).problem == ""
    assert read(page, "".join(row.format(n) for n in range(21))).problem == "too_many_links"
