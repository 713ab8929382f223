"""What an answer is: a report, what leads to one, or one of the named troubles."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest

from flows.crawl.article import read_article
from flows.crawl.model import Answer, Article, Ask, ListPage, Role, Site, State
from flows.crawl.words import reasons
from tests.web import papers
from tests.web.papers import Paper
from tests.web.site import article as page_of
from tests.web.site import document, news

HOST = "https://www.a.gov.cn"
URL = f"{HOST}/gknb/202401/t20240115_12.html"
PAPER = Paper("云溪县教育局", 2023)
TITLE = PAPER.title
SITE = Site("a", "某县", ("www.a.gov.cn",), ())


def read(
    body: str | bytes, title: str = TITLE, status: int = 200, came: str = URL, kind: str = "",
    site: Site = SITE, asked: str = URL,
) -> Article:  # fmt: skip
    data = body.encode() if isinstance(body, str) else body
    headers = {"content-type": kind} if kind else {}
    return read_article(Answer(Ask(asked, Role.ARTICLE), came, status, headers, data), title, site)


def links(article: Article) -> list[str]:
    return [link.url.removeprefix(HOST) for link in article.links]


def bare(inner: str, title: str = TITLE) -> str:
    return document(title, f"<div><h1>{title}</h1>{inner}</div>")


def test_a_page_with_the_tables_is_a_report() -> None:
    found = read(page_of(PAPER), kind="text/html; charset=UTF-8")
    assert (found.state, found.reason, found.title) == (State.REPORT, "statutory_tables", TITLE)
    assert found.published == PAPER.published
    assert (found.charset_declared, found.charset_used) == ("utf-8", "utf-8")
    assert found.links == ()


@pytest.mark.parametrize("paper", [Paper("云溪县教育局", year) for year in (2020, 2024)])
@pytest.mark.parametrize("make", [papers.word, papers.workbook, papers.portable])
def test_files_are_judged_by_what_they_print(make: Callable[[Paper], bytes], paper: Paper) -> None:
    found = read(make(paper), title="附件")
    assert (found.state, found.reason) == (State.REPORT, "statutory_tables")
    assert found.charset_used == ""


def test_gbk_that_calls_itself_gb2312_is_told() -> None:
    body = page_of(PAPER, "<p>朱镕囍</p>{}", charset="gb2312").encode("gbk")
    found = read(body, kind="text/html")
    assert found.state is State.REPORT
    assert (found.charset_declared, found.charset_used) == ("gb2312", "gb18030")


FORM = "<form>账号<input><input type='password'></form>"
TROUBLES = {
    "404": (404, "<h1>404</h1>", URL, State.GONE, "http_gone"),
    "410": (410, "", URL, State.GONE, "http_gone"),
    "403": (403, "Forbidden", URL, State.BLOCKED, "http_blocked"),
    "429": (429, "slow down", URL, State.BLOCKED, "http_blocked"),
    "401": (401, "", URL, State.LOGIN, "http_login"),
    "500": (500, "error", URL, State.UNREACHABLE, "http_server"),
    "302 not followed": (302, "", URL, State.FAILED, "http_other"),
    "202": (202, "<script>$_ts={}</script>", URL, State.BLOCKED, "challenge"),
    "412": (412, "<script src=/x.js></script>", URL, State.BLOCKED, "challenge"),
    "521": (521, "<script>document.cookie='a'</script>", URL, State.BLOCKED, "challenge"),
    "script": (200, "<script>__jsl_clearance</script>", URL, State.BLOCKED, "challenge"),
    "asks for scripts": (
        200, "<p>请开启JavaScript并刷新该页</p>", URL, State.BLOCKED, "challenge",
    ),
    "blocked in words": (
        200, "<p>您的访问被拦截，网站防火墙</p>", URL, State.BLOCKED, "challenge",
    ),
    "login": (200, f"<title>用户登录</title>{FORM}", f"{HOST}/sso/login", State.LOGIN, "login"),
    "home": (200, "<title>某县人民政府</title>欢迎", f"{HOST}/", State.HOME, "home"),
    "home page file": (200, "<p>欢迎</p>", f"{HOST}/index.html", State.HOME, "home"),
    "home by script": (
        200, "<script>window.location.href='/index.html'</script>", URL, State.HOME, "home",
    ),
    "home by markup": (
        200, "<meta http-equiv=refresh content='0; url=/'>", URL, State.HOME, "home",
    ),
    "soft 404": (
        200, "<title>提示</title><p>抱歉，您访问的页面不存在</p>", URL, State.SOFT_404,
        "page_not_found",
    ),
    "deleted": (200, "<p>该信息已被删除</p>", URL, State.SOFT_404, "page_not_found"),
    "empty": (200, "  ", URL, State.FAILED, "empty"),
}  # fmt: skip


@pytest.mark.parametrize("case", TROUBLES.values(), ids=TROUBLES.keys())
def test_troubles_are_named(case: tuple[int, str, str, State, str]) -> None:
    status, body, came, state, reason = case
    found = read(body, status=status, came=came)
    assert (found.state, found.reason) == (state, reason)
    assert found.links == ()
    assert reason in reasons()


def test_a_report_may_speak_of_logins_and_of_404() -> None:
    inner = "<p>用户登录验证码防火墙页面不存在404错误</p><form><input type=password></form>{}"
    assert read(page_of(PAPER, inner)).state is State.REPORT


PDF = "/upload/2024/report.pdf"
WAYS = {
    "link": f"<a href='{PDF}'>附件</a>",
    "relative": "<a href='../../upload/2024/report.pdf'>附件</a>",
    "upper case": "<A HREF='/upload/2024/report.PDF'>附件</A>",
    "viewer": f"<a href='/pdfjs/web/viewer.html?file={PDF}'>查看</a>",
    "viewer, quoted": f"<a href='/pdfjs/web/viewer.html?file={quote(PDF, safe='')}'>查看</a>",
    "viewer, quoted twice": f"<a href='/v/viewer.html?file={quote(quote(PDF, safe=''))}'>查看</a>",
    "frame": f"<iframe src='/pdfjs/web/viewer.html?file={PDF}#page=1'></iframe>",
    "embedded": f"<embed src='{PDF}'>",
    "object": f"<object data='{PDF}'><p>请安装插件</p></object>",
    "script": f"<script>var url = '{PDF}';</script>",
    "opened": f"<a href='javascript:void(0)' onclick=\"openPdf('{PDF}')\">查看</a>",
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_report_in_a_file_is_reached_from_its_page(way: str) -> None:
    found = read(bare(way))
    assert (found.state, found.reason) == (State.REPORT, "in_attachment")
    assert [url.lower() for url in links(found)] == [PDF]
    assert all(link.role is Role.ATTACHMENT for link in found.links)


@pytest.mark.parametrize("ending", ["doc", "docx", "wps", "zip", "xls", "xlsx", "ofd", "rar"])
def test_files_of_all_kinds_are_followed(ending: str) -> None:
    assert links(read(bare(f"<a href='/u/1.{ending}'>x</a>"))) == [f"/u/1.{ending}"]


def test_a_download_is_known_by_its_name_or_its_address() -> None:
    inner = f"<a href='/open/2277.html'>{TITLE}.docx</a><a href='/download?attachId=7'>下载</a>"
    assert links(read(bare(inner))) == ["/open/2277.html", "/download?attachId=7"]


def test_forms_and_guides_beside_a_report_are_not_followed() -> None:
    inner = "<a href='/u/sqb.doc'>政府信息公开申请表</a><a href='/u/gknzn.pdf'>公开指南.pdf</a>"
    found = read(bare(inner))
    assert (found.state, found.links) == (State.NOT_A_REPORT, ())


def test_a_page_whose_title_leaves_it_open_is_no_report_but_its_file_is_asked_for() -> None:
    found = read(bare(f"<a href='{PDF}'>附件</a>", title="2023年度报告"), title="2023年度报告")
    assert (found.state, links(found)) == (State.NOT_A_REPORT, [PDF])


def test_a_notice_that_asks_for_reports_leads_nowhere() -> None:
    title = "关于做好2023年度政府信息公开工作年度报告编制工作的通知"
    found = read(bare("<a href='/u/gs.doc'>附件</a>", title=title), title=title)
    assert (found.state, found.reason, found.links) == (State.NOT_A_REPORT, "request", ())


def test_a_page_of_many_reports_is_an_index() -> None:
    rows = "".join(
        f"<li><a href='/{n}.html'>{office}2023年政府信息公开工作年度报告</a></li>"
        for n, office in enumerate(("教育局", "财政局", "民政局", "水利局", "商务局", "统计局"))
    )
    title = "云溪县2023年政府信息公开工作年度报告"
    found = read(bare(rows + f"<a href='{PDF}'>附件</a>", title=title), title=title)
    assert (found.state, found.reason) == (State.NOT_A_REPORT, "index_page")


def test_pictures_are_the_report_where_there_is_nothing_else() -> None:
    inner = (
        "<img src='/images/logo.png'><img src='/u/1.jpg' width=30><img data-src='/u/a.png'>"
        "<img src='/u/b.jpg' width='100%'>"
    )
    found = read(bare(inner))
    assert (found.state, found.reason) == (State.REPORT, "image_only")
    assert links(found) == ["/u/a.png", "/u/b.jpg"]
    assert read(b"\x89PNG\r\n\x1a\n" + bytes(90)).reason == "image_only"
    assert read(b"\x89PNG\r\n\x1a\n" + bytes(90), title="图片").state is State.NOT_A_REPORT


def test_another_page_is_no_report() -> None:
    found = read(news("云溪县召开会议", "会议内容。" * 60), title="云溪县召开会议")
    assert found.state is State.NOT_A_REPORT


def test_an_archive_is_a_report_when_a_file_in_it_is() -> None:
    assert read(papers.packed(PAPER)).reason == "in_archive"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("../../etc/说明.txt", "没有报告的说明文字。" * 9)
    assert (read(out.getvalue()).state, read(out.getvalue()).reason) == (
        State.NOT_A_REPORT,
        "not_there",
    )


def test_json_may_hold_the_page_or_the_addresses_of_files() -> None:
    said = {"title": TITLE, "infodate": "2024-01-20", "infocontent": papers.body(PAPER)}
    found = read(json.dumps({"custom": said}), title="x")
    assert (found.state, found.reason) == (State.REPORT, "statutory_tables")
    assert found.published == date(2024, 1, 20)
    files = {
        "title": TITLE,
        "infotype": "pdf",
        "pdflist": [{"attachurl": "/f/1.pdf", "n": "a.pdf"}],
    }
    found = read(json.dumps({"custom": files}))
    assert (found.state, found.reason, links(found)) == (
        State.REPORT, "in_attachment", ["/f/1.pdf"],
    )  # fmt: skip


def test_the_shell_of_an_epoint_article_leads_to_its_content() -> None:
    options = {"category": "003", "detail": "/rest/detail"}
    site = Site("a", "某县", SITE.hosts, (ListPage(f"{HOST}/rest/list", "epoint", options),))
    url = f"{HOST}/showinfo.html?infoGuid=6f1c-0001"
    found = read(bare("<div id='c'></div>"), site=site, asked=url, came=url)
    assert [(link.method, link.url) for link in found.links] == [("POST", f"{HOST}/rest/detail")]


@pytest.mark.parametrize(
    "body",
    [
        b"<" * 50_000,
        b"<div>" * 50_000,
        b"\x00\xff" * 500,
        b"%PDF-1.4 broken",
        b"PK\x03\x04 broken",
        b"{" * 5_000,
        b'{"a": "<p>' + b"x" * 100 + b'"}',
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"<a href='http://[::1'>x</a><iframe src='//'></iframe><a href='\\\\x'>",
    ],
)
def test_hostile_bytes_are_read_or_named(body: bytes) -> None:
    found = read(body, title="x")
    assert found.state in State
    assert found.reason in reasons()
