"""Sites on which something is wrong: challenges, faults of servers, robots, slow answers."""

from __future__ import annotations

from dataclasses import replace

from tests.web.filing import row, table
from tests.web.papers import Paper
from tests.web.server import Asked, Reply
from tests.web.site import (
    List,
    MadeSite,
    Pages,
    Shelf,
    agencies,
    article,
    document,
    every,
    html,
    number,
)


class Faults(MadeSite):
    """Entries that lead to everything but reports, and two that are reports."""

    name, place = "faults", "望川县"
    lists = (List("/nb/list.html", "paged"),)
    shelf = Shelf(every(agencies(place, "人民政府", "教育局"), range(2023, 2024)))
    wrong = (
        "redirect_loop", "soft_404", "home", "gone", "removed", "login", "forbidden", "script_home",
        "challenge_202", "challenge_521", "server_error",
    )  # fmt: skip

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/nb/{paper.year}/{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in shown}
        papers = [Paper(f"望川县第{n}中心", 2023) for n in range(len(self.wrong))]
        rows = [row(p, self.at(p)[0]) for p in shown]
        for name, paper in zip(self.wrong, papers, strict=True):
            path = f"/nb/{name}/20240115/{number(paper)}.html"
            pages[path] = self._wrong(name, path)
            rows.append(row(paper, path))
        pages["/nb/turn.html"] = Reply(status=302, headers={"Location": "/nb/back.html"})
        pages["/nb/back.html"] = Reply(status=302, headers={"Location": "/nb/turn.html"})
        pages["/"] = html(document("望川县人民政府", "<p>欢迎访问</p>" * 80))
        form = "<form>用户名<input name=u>密码<input type='password' name=p></form>"
        pages["/sso/login.html"] = html(document("用户登录", form))
        pages["/nb/list.html"] = html(document("公开年报", table(rows)))
        return pages

    def _wrong(self, name: str, path: str) -> Reply:
        script = "<html><head><script>document.cookie='__jsl_clearance=1';</script></head></html>"
        return {
            "redirect_loop": Reply(status=302, headers={"Location": "/nb/turn.html"}),
            "soft_404": html(document("页面不存在", "<p>您访问的页面不存在或已被删除</p>")),
            "home": Reply(status=302, headers={"Location": "/"}),
            "gone": html("<h1>404</h1>", status=404),
            "removed": html("<h1>410</h1>", status=410),
            "login": Reply(status=302, headers={"Location": "/sso/login.html"}),
            "forbidden": html("<h1>403 Forbidden</h1>", status=403),
            "script_home": html("<html><script>window.location.href='/';</script></html>"),
            "challenge_202": html(script, status=202),
            "challenge_521": html(script, status=521),
            "server_error": html("<h1>500</h1>", status=500),
        }[name]


class Challenged(MadeSite):
    """A site that answers everything with a script to be run."""

    name, place = "challenged", "石浦县"
    lists = (List("/zwgk/nb/index.html", "trs"),)

    def pages(self, night: int) -> Pages:
        return {"/robots.txt": html("User-agent: *\nAllow: /\n", kind="text/plain")}

    def missing(self, asked: Asked) -> Reply:
        text = "<html><head><meta charset='utf-8'><script>$_ts=window['$_ts'];$_ts={};</script>"
        return html(
            text + "<script src='/d8f3.js'></script></head><body></body></html>", status=412
        )


class Slow(MadeSite):
    """Answers that come in pieces, one that is reset at first, one that never comes."""

    name, place = "slow", "渔梁县"
    lists = (List("/nb/list.html", "paged"),)
    _offices = agencies(place, "人民政府", "教育局", "民政局")
    shelf = Shelf(every(_offices, range(2023, 2024)))

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/nb/{paper.year}/{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        pages: Pages = {}
        for paper in shown:
            pages[self.at(paper)[0]] = html(article(paper), fate="drip")
        reset = html(article(shown[1]))
        pages[self.at(shown[1])[0]] = lambda asked: (
            replace(reset, fate="reset") if asked.count == 0 else reset
        )
        never = Paper("渔梁县水利局", 2023)
        pages[self.at(never)[0]] = Reply(fate="hang")
        rows = [row(p, self.at(p)[0]) for p in (*shown, never)]
        pages["/nb/list.html"] = html(document("公开年报", table(rows)), fate="drip")
        return pages

    def bytes_of(self, paper: Paper) -> bytes | None:
        return article(paper).encode()


class RobotsAll(MadeSite):
    """A site whose robots.txt forbids everything."""

    name, place = "robots_all", "柳塘县"
    lists = (List("/nb/list.html", "paged"),)
    never = ("/nb", "/zwgk")

    def pages(self, night: int) -> Pages:
        paper = Paper("柳塘县人民政府", 2023)
        return {
            "/robots.txt": html("User-agent: *\nDisallow: /\n", kind="text/plain"),
            "/nb/list.html": html(document("公开年报", table([row(paper, "/nb/2023/1.html")]))),
            "/nb/2023/1.html": html(article(paper)),
        }


class RobotsSome(MadeSite):
    """A site whose robots.txt forbids one folder, in which reports stand too."""

    name, place = "robots_some", "桃溪县"
    lists = (List("/nb/list.html", "paged"),)
    never = ("/nb/private/",)
    shelf = Shelf(every(agencies(place, "人民政府", "教育局"), range(2023, 2024)))

    def at(self, paper: Paper) -> tuple[str, ...]:
        return (f"/nb/{paper.year}/{number(paper)}.html",)

    def pages(self, night: int) -> Pages:
        shown = self.shelf.at(night)
        hidden = every(
            agencies(self.place, "公安局", "民政局", "司法局", "水利局"), range(2023, 2024)
        )
        pages: Pages = {self.at(p)[0]: html(article(p)) for p in shown}
        rows = [row(p, self.at(p)[0]) for p in shown]
        for paper in hidden:
            path = f"/nb/private/{number(paper)}.html"
            pages[path] = html(article(paper))
            rows.append(row(paper, path))
        rules = "User-agent: *\nDisallow: /nb/private/\n"
        pages["/robots.txt"] = html(rules, kind="text/plain")
        pages["/nb/list.html"] = html(document("公开年报", table(rows)))
        return pages
