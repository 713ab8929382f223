"""Answers of lists as tests give them to the patterns."""

from __future__ import annotations

from flows.crawl.model import Answer, Ask, Listed, ListPage, Role
from flows.crawl.patterns import PATTERNS

HOST = "https://www.a.gov.cn"
TITLE = "云溪县教育局2023年政府信息公开工作年度报告"


def page_at(path: str, pattern: str, **options: str) -> ListPage:
    return ListPage(HOST + path, pattern, options)


def answer(
    asked: Ask | str, body: str | bytes, status: int = 200, url: str = "", **headers: str
) -> Answer:
    ask = Ask(asked, Role.LIST) if isinstance(asked, str) else asked
    data = body.encode() if isinstance(body, str) else body
    return Answer(ask, url or ask.url, status, headers, data)


def read(page: ListPage, body: str | bytes, asked: Ask | None = None) -> Listed:
    return PATTERNS[page.pattern].read(page, answer(asked or Ask(page.url, Role.LIST), body))


def urls(listed: Listed) -> list[str]:
    return [ask.url.removeprefix(HOST) for ask in listed.further]


def a_list(items: str, more: str = "") -> str:
    menu = "<a href='/'>首页</a><a href='/zwgk/'>公开</a><a href='/gknb/'>政府信息公开年报</a>"
    return f"<html><body><div>{menu}</div><ul>{items}</ul>{more}</body></html>"


ITEM = f"<li><a href='./202401/t20240115_12.html'>{TITLE}</a><span>2024-01-20</span></li>"
