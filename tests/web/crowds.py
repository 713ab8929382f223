"""Sites with much that is no report: long lists, look-alikes, and pages in GBK."""

from __future__ import annotations

from tests.web.papers import Paper
from tests.web.server import Asked, Reply
from tests.web.site import (
    LATER,
    List,
    MadeSite,
    Pages,
    Shelf,
    agencies,
    article,
    document,
    every,
    html,
    news,
    number,
)

GB = "text/html; charset=gb2312"
ALIKE = (
    "{p}教育局2023年政务公开工作总结",
    "{p}第一中学2022-2023学年信息公开年度报告",
    "{p}职业技术学院2023年信息公开年报",
    "{p}人民医院2023年信息公开年度报告",
    "中共{p}委员会2023年党务公开工作报告",
    "{p}2023年法治政府建设年度报告",
    "{p}人民政府网站工作年度报表（2023年）",
    "一图读懂{p}2023年政府信息公开工作年度报告",
    "【图解】{p}财政局2023年政府信息公开工作年度报告",
    "《{p}2023年政府信息公开工作年度报告》解读",
    "关于做好2023年度政府信息公开工作年度报告编制和发布工作的通知",
    "政府信息公开工作年度报告格式",
    "{p}2023年上半年政府信息公开工作报告",
    "{p}政府信息公开指南",
    "{p}2023年预算信息公开情况报告",
    "{p}自来水公司2023年公共企事业单位信息公开年度报告",
)
"""Titles of what only looks like a report, with {p} for the place."""


class LookAlikes(MadeSite):
    """Every look-alike with a page that says little of use, among two reports.

    Some titles leave it open what they are: only their pages tell.
    """

    name, place = "alike", "星沙县"
    lists = (List("/zfxxgk/nb.html", "paged"),)
    shelf = Shelf(every(agencies(place, "人民政府", "财政局"), range(2023, 2024)))
    open_titles = ("2023年度报告", "星沙县政府信息公开年度报告", "星沙县2023年信息公开报告情况说明")

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/zfxxgk/{paper.year}/{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in self.shelf.at(night)}
        items = [f"<li><a href='{self.at(p)[0]}'>{p.title}</a> {p.listed}</li>"
                 for p in self.shelf.at(night)]  # fmt: skip
        for n, title in enumerate((*ALIKE, *self.open_titles)):
            called = title.format(p=self.place)
            path = f"/zfxxgk/2024/{5000 + n}.html"
            pages[path] = html(news(called, f"这是第{n}篇说明文字，内容与统计表无关。" * 30))
            items.insert(n % len(items), f"<li><a href='{path}'>{called}</a> 2024-01-20</li>")
        pages["/zfxxgk/nb.html"] = html(document("公开年报", f"<ul>{''.join(items)}</ul>"))
        return pages


class Gbk(MadeSite):
    """GBK pages that call themselves gb2312, paged by 下一页; letters that only GBK has."""

    name, place = "gbk", "鹿港县"
    lists = (List("/list.asp?id=9", "paged"),)
    _offices = agencies(place, "人民政府", "教育局", "文化局", "镕城镇人民政府")
    shelf = Shelf(every(_offices, range(2022, 2024)), vanish=(Paper("鹿港县文化局", 2022),))
    size = 3

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/content/{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {
            self.at(p)[0]: _gb(article(p, "<p>朱镕 囍 喆</p>{}", charset="gb2312")) for p in shown
        }
        count = -(-len(shown) // self.size)

        def listing(asked: Asked) -> Reply:
            at = int(asked.query.get("page", "1"))
            cut = shown[(at - 1) * self.size : at * self.size]
            rows = "".join(
                f"<tr><td>·<a href=content/{number(p)}.html TITLE='{p.title}'>"
                f"{p.title[:10]}…</a></td><td>[{p.listed.year}年{p.listed.month}月"
                f"{p.listed.day}日]</td></tr>"
                for p in cut
            )
            after = f"<a href='?id=9&page={at + 1}'>下一页</a>" if at < count else "下一页"
            return _gb(document("信息公开年报", f"<table>{rows}</table>{after}", charset="gb2312"))

        pages["/list.asp"] = listing
        return pages


def _gb(text: str) -> Reply:
    return html(text, "gbk", kind=GB)


class Crowd(MadeSite):
    """A list of five thousand entries in fifty pages; eight of them are reports."""

    name, place = "crowd", "银杏市"
    lists = (List("/zwgk/tzgg/list.html", "paged", {"pages": "list_{n}.html", "second": "2"}),)
    _offices = agencies(place, "人民政府", "教育局", "财政局", "民政局")
    shelf = Shelf(every(_offices, range(2022, 2024)), appear=(Paper("银杏市气象局", 2023),))
    total, size = 5_000, 100

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/zwgk/tzgg/{paper.year}/{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in shown}
        other = (
            f"<li><a href='2024/{n}.html'>银杏市关于第{n}号事项的公告</a><i>2024-{1 + n % 12:02}-"
            f"{1 + n % 28:02}</i></li>"
            for n in range(1_000, 1_000 + self.total - len(shown))
        )
        items = list(other)
        for n, paper in enumerate(shown):
            path = self.at(paper)[0].removeprefix("/zwgk/tzgg/")
            line = f"<li><a href='{path}'>{paper.title}</a><i>{paper.listed}</i></li>"
            items.insert((n * 577) % len(items), line)
        count = self.total // self.size
        for n in range(count):
            cut = "".join(items[n * self.size : (n + 1) * self.size])
            name = f"list_{n + 1}.html" if n else "list.html"
            script = f"<script>var pageCount = {count}; var current = {n};</script>"
            pages[f"/zwgk/tzgg/{name}"] = html(document("通知公告", f"<ul>{cut}</ul>{script}"))
        return pages


class Reshaped(MadeSite):
    """A list that from the third night on is an empty shell which a script fills."""

    name, place = "reshaped", "枫林县"
    lists = (List("/gknb/index.html", "trs"),)
    shelf = Shelf(every(agencies(place, "人民政府", "财政局"), range(2022, 2024)))

    def at(self, paper: Paper) -> tuple[str, ...]:
        day = f"{paper.published:%Y%m%d}"
        return (f"/gknb/{day[:6]}/t{day}_{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in shown}
        items = "".join(
            f"<li><a href='{self.base}{self.at(p)[0]}'>{p.title}</a>{p.listed}</li>" for p in shown
        )
        shell = "<div id='app'></div><script src='/static/js/app.4f2a.js'></script>"
        listing = document("公开年报", f"<ul>{items}</ul>") if night < LATER else shell
        pages["/gknb/index.html"] = html(listing)
        return pages
