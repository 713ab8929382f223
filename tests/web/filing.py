"""Sites whose reports are files and pictures behind pages, or pages that never stay the same."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from urllib.parse import quote

from tests.web import papers
from tests.web.papers import Paper
from tests.web.server import Asked, Reply
from tests.web.site import (
    List,
    MadeSite,
    Page,
    Pages,
    Shelf,
    agencies,
    article,
    document,
    every,
    file,
    html,
    number,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "docx": (WORD, papers.word),
    "pdf": ("application/pdf", papers.portable),
    "xlsx": (SHEET, papers.workbook),
    "zip": ("application/zip", papers.packed),
}


def row(paper: Paper, path: str) -> str:
    """An entry of a plain list."""
    day = f"{paper.listed:%Y/%m/%d}"
    return f"<tr><td><a href='{path}'>{paper.title}</a></td><td>{day}</td></tr>"


def table(rows: list[str], below: str = "") -> str:
    """A list as older sites lay it out."""
    return f"<table class='list'>{''.join(rows)}</table>{below}"


class Attachments(MadeSite):
    """Pages that only link to the report: Word, PDF, Excel, archives, and a download address."""

    name, place = "attachments", "墨池县"
    lists = (List("/zwgk/nb/list.html", "paged"),)
    _offices = agencies(place, "人民政府", "教育局", "民政局", "水利局", "统计局")
    shelf = Shelf(
        every(_offices, range(2022, 2024)),
        appear=(Paper("墨池县商务局", 2023),),
        change=(Paper("墨池县教育局", 2023),),
    )

    def kind(self, paper: Paper) -> str:
        """The format of a report's file."""
        return list(KINDS)[number(Paper(paper.agency, paper.year)) % len(KINDS)]

    def lead_to(self, paper: Paper) -> str:
        return f"/zwgk/nb/content_{number(paper)}.html"

    def at(self, paper: Paper) -> tuple[str, ...]:
        if self.kind(paper) == "xlsx":
            return (f"/download?attachId={number(paper)}",)
        return (f"/upload/{paper.year}/{number(paper)}.{self.kind(paper)}",)

    def bytes_of(self, paper: Paper) -> bytes | None:
        return KINDS[self.kind(paper)][1](paper)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {}
        files = {self.at(p)[0].partition("=")[2]: p for p in shown if self.kind(p) == "xlsx"}
        for paper in shown:
            kind, path = self.kind(paper), self.at(paper)[0]
            link = f"<a href='{path}'>{paper.title}.{kind}</a>"
            text = (
                f"<h1>{paper.title}</h1><p>发布时间：{paper.listed}</p><p>附件：{link}</p>"
                "<p><a href='/upload/yjssqgksqb.doc'>政府信息公开申请表.doc</a></p>"
            )
            pages[self.lead_to(paper)] = html(document(paper.title, text))
            if kind != "xlsx":
                pages[path] = file(KINDS[kind][1](paper), KINDS[kind][0])

        def download(asked: Asked) -> Reply:
            paper = files.get(asked.query.get("attachId", ""))
            return self.missing(asked) if paper is None else file(papers.workbook(paper), SHEET)

        pages["/download"] = download
        rows = [row(paper, self.lead_to(paper)) for paper in shown]
        pages["/zwgk/nb/list.html"] = html(document("年度报告", table(rows)))
        return pages


class Viewers(MadeSite):
    """PDF files shown in viewers: a link, a frame, an element of its own, a script."""

    name, place = "viewers", "白鹭县"
    lists = (List("/xxgk/gknb/", "paged"),)
    _offices = agencies(place, "人民政府", "财政局", "司法局", "审计局")
    shelf = Shelf(every(_offices, range(2022, 2024)))

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/files/{number(paper)}.pdf",)

    def lead_to(self, paper: Paper) -> str:
        return f"/xxgk/gknb/{paper.year}/{number(paper)}.shtml"

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {}
        for n, paper in enumerate(shown):
            path = self.at(paper)[0]
            ways = (
                f"<a href='/pdfjs/web/viewer.html?file={quote(path, safe='')}'>点击查看</a>",
                f"<iframe src='/pdfjs/web/viewer.html?file={path}#page=1' width='100%'></iframe>",
                f"<embed src='{path}' type='application/pdf'>",
                f"<div id='v'></div><script>var pdf = '{path}'; embed(pdf,'#v');</script>",
            )
            body = f"<h1>{paper.title}</h1><p>{paper.listed}</p>{ways[n % len(ways)]}"
            pages[self.lead_to(paper)] = html(document(paper.title, body))
            pages[path] = file(papers.portable(paper), "application/octet-stream")
        pages["/pdfjs/web/viewer.html"] = html("<html><title>PDF.js viewer</title></html>")
        rows = [row(paper, self.lead_to(paper)) for paper in shown]
        pages["/xxgk/gknb/"] = html(document("公开年报", table(rows)))
        return pages


class Pictures(MadeSite):
    """A page whose report is nothing but pictures: it is there, and nobody reads it."""

    name, place = "pictures", "碧螺县"
    lists = (List("/nb/index.html", "paged"),)
    pictured = Paper("碧螺县司法局", 2023)
    scans = ("/pic/scan1.png", "/pic/scan2.png")
    shelf = Shelf(every(agencies(place, "人民政府"), range(2022, 2024)))

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/nb/content/{number(paper)}.html",)

    def unread(self) -> tuple[str, ...]:
        return (self.at(self.pictured)[0], *self.scans)

    def pages(self, night: int) -> Pages:
        shown = (*self.shelf.at(night), self.pictured)
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in self.shelf.at(night)}
        scans = "".join(f"<p><img src='{scan}' width='900'></p>" for scan in self.scans)
        text = f"<h1>{self.pictured.title}</h1>{scans}<img src='/images/logo.png'>"
        pages[self.at(self.pictured)[0]] = html(document(self.pictured.title, text))
        for n, scan in enumerate(self.scans):
            pages[scan] = file(_scan(n), "image/png")
        rows = [row(paper, self.at(paper)[0]) for paper in shown]
        pages["/nb/index.html"] = html(document("年报", table(rows)))
        return pages


@cache
def _scan(number: int) -> bytes:
    """A grey picture."""
    width, height = 60, 80 + number

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + bytes([200]) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(kind, data) for kind, data in
        ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )  # fmt: skip


class Sessions(MadeSite):
    """Session ids in every link, counters, times and hidden fields in every page; each report
    under two addresses; no validators.
    """

    name, place = "sessions", "苇荡县"
    lists = (List("/front/list.jsp?channel=12", "paged"),)
    _offices = agencies(place, "人民政府", "教育局", "商务局")
    shelf = Shelf(every(_offices, range(2022, 2024)), change=(Paper("苇荡县商务局", 2023),))

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.visits = 0

    def at(self, paper: Paper) -> tuple[str, ...]:
        n = number(paper)
        return (f"/front/show.jsp?id={n}", f"/front/{paper.year}/{n}.html")

    def bytes_of(self, paper: Paper) -> bytes | None:
        return None

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        by_id = {str(number(paper)): paper for paper in shown}

        def visit() -> tuple[str, str]:
            self.visits += 1
            return f"{zlib.crc32(str(self.visits).encode()):08X}" * 4, str(1000 + self.visits)

        def shown_as(paper: Paper) -> Reply:
            session, count = visit()
            info = f"<div class='info'>发布日期：{paper.listed} 浏览次数：{count}</div>"
            day = f"今天是2026年11月{self.visits % 28 + 1}日"
            around = (
                f"<input type='hidden' name='token' value='{session}'>{info}{{}}"
                f"<div class='foot'>您是第{count}位访客 {day}</div>"
                f"<script>var nonce='{session}';</script>"
            )
            head = f"<!-- {session} --><meta name='csrf-token' content='{session}'>"
            return Reply(article(paper, around, head).encode())

        def show(asked: Asked) -> Reply:
            paper = by_id.get(asked.query.get("id", ""))
            return self.missing(asked) if paper is None else shown_as(paper)

        def listing(_: Asked) -> Reply:
            session, count = visit()
            rows = []
            for paper in shown:
                first, other = self.at(paper)
                script, query = first.split("?")
                rows.append(row(paper, f"{script};jsessionid={session}?{query}"))
                rows.append(row(paper, f"{other}?jsessionid={session}"))
            return Reply(document("年报", table(rows, f"<p>访问量：{count}</p>")).encode())

        pages: Pages = {"/front/list.jsp": listing, "/front/show.jsp": show}
        for paper in shown:
            pages[self.at(paper)[1]] = _of(shown_as, paper)
        return pages

    def answer(self, night: int, asked: Asked) -> Reply:
        """As the server sees it: a session id in the path is none of the path."""
        path = asked.path.partition(";")[0]
        return super().answer(night, replace(asked, path=path))


def _of(shown_as: Callable[[Paper], Reply], paper: Paper) -> Page:
    def page(_: Asked) -> Reply:
        return shown_as(paper)

    return page
