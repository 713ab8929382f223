"""Sites after the publishing systems that government sites use."""

from __future__ import annotations

import json
from collections.abc import Sequence

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
    news,
    number,
)

XML = "text/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
PDF = "application/pdf"


class Trs(MadeSite):
    """Static lists: index.html, index_1.html …, with createPageHTML; titles are cut."""

    name, place = "trs", "云溪县"
    lists = (List("/zwgk/zfxxgknb/index.html", "trs"),)
    _offices = agencies(place, "教育局", "财政局", "民政局", "审计局", "司法局")
    shelf = Shelf(
        every(_offices, range(2021, 2024)),
        appear=(Paper("云溪县水利局", 2023),),
        change=(Paper("云溪县财政局", 2022),),
        vanish=(Paper("云溪县司法局", 2021),),
    )
    size = 6

    def at(self, paper: Paper) -> tuple[str, ...]:
        day = f"{paper.published:%Y%m%d}"
        return (f"/zwgk/zfxxgknb/{day[:6]}/t{day}_{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in shown}
        pages["/zwgk/zfxxgknb/202401/t20240103_99.html"] = html(
            news("关于做好2023年度政府信息公开工作年度报告编制工作的通知", "请各单位按时报送。")
        )
        items = [self._item(paper) for paper in shown]
        items.insert(3, "<li><a href='./202401/t20240103_99.html'>关于做好2023年度政府信息公开工作"
                     "年度报告编制工作的通知</a><span>2024-01-03</span></li>")  # fmt: skip
        count = -(-len(items) // self.size)
        for n in range(count):
            cut = "\n".join(items[n * self.size : (n + 1) * self.size])
            script = f'<script>createPageHTML({count}, {n}, "index", "html");</script>'
            pages["/zwgk/zfxxgknb/index" + (f"_{n}" if n else "") + ".html"] = html(
                document("政府信息公开年报", f'<ul class="list">{cut}</ul>{script}')
            )
        return pages

    def _item(self, paper: Paper) -> str:
        path = "." + self.at(paper)[0].removeprefix("/zwgk/zfxxgknb")
        day = paper.listed.isoformat()
        return (
            f'<li><a target="_blank" title="{paper.title}" href="{path}">'
            f"{paper.title[:12]}...</a><span>{day}</span></li>"
        )


class Jpage(MadeSite):
    """A column page that asks a proxy for records by POST, three pages of twenty at a time."""

    name, place = "jpage", "青禾市"
    lists = (List("/col/col1229214/index.html", "jpage"),)
    _offices = agencies(place, "人民政府", "人民政府办公室", "教育局", "商务局", "统计局")
    shelf = Shelf(every(_offices, range(2022, 2024)), appear=(Paper("青禾市体育局", 2023),))
    fillers = 110

    def at(self, paper: Paper) -> tuple[str, ...]:
        day = paper.published
        return (f"/art/{day.year}/{day.month}/{day.day}/art_1229214_{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in shown}
        records = [self._record(p) for p in shown]
        for n in range(self.fillers):
            records.insert(
                (n * 7) % len(records),
                f"<li><a href='/art/2023/5/{1 + n % 28}/art_1229214_{n}.html'>"
                f"会议动态第{n}期</a><b>2023-05-{1 + n % 28:02}</b></li>",
            )
        unit = "5513876"
        store = _store(records[:20], len(records))
        column = (
            f"<div id='{unit}'><script type='text/xml'>{store}</script>"
            "</div><script>$(function(){$('#5513876').jpage({theme:'none',perPage:20,"
            f"totalRecord:{len(records)},proxyUrl:'/module/web/jpage/dataproxy.jsp',"
            "ajaxParam:{col:1,appid:1,webid:1,path:'/',columnid:1229214,sourceContentType:1,"
            "unitid:'5513876',webname:'青禾市人民政府',permissiontype:0}});});</script>"
        )
        pages["/col/col1229214/index.html"] = html(document("政府信息公开年报", column))

        def proxy(asked: Asked) -> Reply:
            form = asked.form()
            if asked.method != "POST" or form.get("unitid") != unit:
                return Reply(b"", XML, 500)
            first, last = int(form["startrecord"]), int(form["endrecord"])
            last = min(last, first + 3 * int(form["perpage"]) - 1)
            return Reply(_store(records[first - 1 : last], len(records)).encode(), XML)

        pages["/module/web/jpage/dataproxy.jsp"] = proxy
        return pages

    def _record(self, paper: Paper) -> str:
        day = paper.listed.isoformat()
        url = self.base + self.at(paper)[0]
        return f"<li><a href='{url}' title='{paper.title}'>{paper.title}</a><b>{day}</b></li>"


def _store(records: Sequence[str], total: int) -> str:
    inner = "".join(f"<record><![CDATA[\n{record}]]></record>" for record in records)
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><datastore><totalrecord>{total}</totalrecord>"
        f"<recordset>{inner}</recordset></datastore>"
    )


class Gkmlpt(MadeSite):
    """A platform whose lists are JSON, a hundred entries a page, two columns."""

    name, place = "gkmlpt", "澄湖市"
    lists = (List("/gkmlpt/index", "gkmlpt", {"column": "370"}),)
    _offices = agencies(place, "人民政府", "发展和改革局", "公安局", "民政局", "自然资源局")
    shelf = Shelf(every(_offices, range(2023, 2025)), change=(Paper("澄湖市公安局", 2023),))
    fillers = 140

    def at(self, paper: Paper) -> tuple[str, ...]:
        n = number(paper)
        return (f"/gkmlpt/content/1/{n // 1000}/post_{n}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in shown}
        entries = [self._entry(p.title, self.at(p)[0], p.listed.isoformat()) for p in shown]
        entries[4:4] = [
            self._entry(f"行政执法公示第{n}号", f"/gkmlpt/content/1/5/post_{n}.html", "2023-03-03")
            for n in range(self.fillers)
        ]
        config = "<script>window._CONFIG = {SID: '200029', IS_TEST: 0};</script>"
        pages["/gkmlpt/index"] = html(document("政府信息公开平台", config))

        def listing(asked: Asked) -> Reply:
            if asked.query.get("sid") != "200029":
                return Reply(b'{"articles": [], "total": 0}', JSON)
            page = int(asked.query.get("page", "1"))
            cut = entries[(page - 1) * 100 : page * 100]
            return Reply(json.dumps({"articles": cut, "total": len(entries)}).encode(), JSON)

        pages["/gkmlpt/api/all/370"] = listing
        return pages

    def _entry(self, title: str, path: str, day: str) -> dict[str, object]:
        return {"id": 1, "title": title, "url": self.base + path, "created_at": f"{day} 09:00:00"}


class Epoint(MadeSite):
    """Lists and articles by POST; some articles are only a list of PDF files."""

    name, place = "epoint", "栖云县"
    lists = (
        List(
            "/EpointWebBuilder/rest/frontAppCustomAction/getGovInfoList",
            "epoint",
            {
                "category": "003005",
                "detail": "/EpointWebBuilder/rest/frontAppCustomAction/getGovInfoDetail",
            },
        ),
    )
    _offices = agencies(place, "人民政府", "教育局", "林业局", "水利局")
    shelf = Shelf(every(_offices, range(2022, 2024)), appear=(Paper("栖云县审计局", 2023),))

    def guid(self, paper: Paper) -> str:
        """The identifier of an entry."""
        return f"{number(paper):08x}-0000-4000-8000-{number(paper):012x}"

    def _as_file(self, paper: Paper) -> bool:
        return number(paper) % 2 == 0

    def at(self, paper: Paper) -> tuple[str, ...]:
        if self._as_file(paper):
            return (f"/webbuilderfiles/{number(paper)}.pdf",)
        return (f"/showinfo.html?infoGuid={self.guid(paper)}",)

    def lead_to(self, paper: Paper) -> str:
        return f"/showinfo.html?infoGuid={self.guid(paper)}" if self._as_file(paper) else ""

    def bytes_of(self, paper: Paper) -> bytes | None:
        return papers.portable(paper) if self._as_file(paper) else self._detail(paper)

    def _detail(self, paper: Paper) -> bytes:
        said: dict[str, object] = {"title": paper.title, "infodate": str(paper.listed)}
        if self._as_file(paper):
            name = {"attachname": f"{paper.title}.pdf", "attachurl": self.at(paper)[0]}
            said |= {"infotype": "pdf", "pdflist": [name]}
        else:
            said |= {"infotype": "html", "infocontent": papers.body(paper)}
        return json.dumps({"status": {"code": "200"}, "custom": said}).encode()

    def pages(self, night: int) -> Pages:
        shown = {self.guid(p): p for p in self.shelf.at(night)}
        order = list(shown)

        def listing(asked: Asked) -> Reply:
            wanted = json.loads(asked.form().get("params", "{}"))
            if asked.method != "POST" or wanted.get("categorynum") != "003005":
                return Reply(b'{"status": {"code": "500"}}', JSON)
            first = int(wanted["pageIndex"]) * int(wanted["pageSize"])
            data = [
                {
                    "infoid": guid,
                    "title": shown[guid].title,
                    "infodate": shown[guid].listed.isoformat(),
                    "infourl": f"/showinfo.html?infoGuid={guid}",
                }
                for guid in order[first : first + int(wanted["pageSize"])]
            ]
            said = {"custom": {"count": len(order), "infodata": data}}
            return Reply(json.dumps(said).encode(), JSON)

        def detail(asked: Asked) -> Reply:
            wanted = json.loads(asked.form().get("params", "{}"))
            paper = shown.get(wanted.get("infoGuid", ""))
            if asked.method != "POST" or paper is None:
                return Reply(b'{"status": {"code": "500"}}', JSON)
            return Reply(self._detail(paper), JSON)

        shell = '<div id="info_spnContent"></div><script src="/js/webbuilder.js"></script>'
        pages: Pages = {
            "/EpointWebBuilder/rest/frontAppCustomAction/getGovInfoList": listing,
            "/EpointWebBuilder/rest/frontAppCustomAction/getGovInfoDetail": detail,
            "/showinfo.html": html(document("信息公开", shell)),
        }
        for paper in shown.values():
            if self._as_file(paper):
                pages[self.at(paper)[0]] = file(papers.portable(paper), PDF)
        return pages


class ByCode(MadeSite):
    """A module that shows the report of an agency, by its unified credit code, and a year."""

    name, place = "bycode", "鹿鸣县"
    code = "11330100002500000A"
    lists = (
        List(
            "/module/xxgk/xxgkAnnualReport.jsp",
            "xxgk_annual",
            {"area": code, "first": "2020", "last": "2025"},
            agency="鹿鸣县人民政府办公室",
        ),
    )
    shelf = Shelf(every(("鹿鸣县人民政府办公室",), range(2021, 2024)))

    def at(self, paper: Paper) -> tuple[str, ...]:
        query = f"fbtime={paper.year}&area={self.code}"
        return (f"/module/xxgk/xxgkAnnualReport.jsp?{query}",)

    def bytes_of(self, paper: Paper) -> bytes | None:
        return article(paper).encode()

    def pages(self, night: int) -> Pages:
        shown = {paper.year: paper for paper in self.shelf.at(night)}

        def module(asked: Asked) -> Reply:
            wanted = asked.query.get("fbtime", "")
            paper = shown.get(int(wanted)) if wanted.isdigit() else None
            if paper is None or asked.query.get("area") != self.code:
                return html(document("年度报告", "<div class='none'>暂无数据</div>"))
            return html(article(paper))

        page: Page = module
        return {"/module/xxgk/xxgkAnnualReport.jsp": page}
