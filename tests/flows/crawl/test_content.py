"""The hash of the main content: the same at every visit, another for every changed figure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.reading import read
from flows.crawl.content import content_hash
from tests.web import papers
from tests.web.papers import Paper
from tests.web.site import document

PAPER = Paper("云溪县教育局", 2023)


def digest(html: str) -> str:
    data = html.encode()
    return content_hash(read(data, ""), (PAPER.title,), data)


def page(
    count: int = 1, session: str = "a", second: int = 1, menu: str = "要闻", body: str = ""
) -> str:
    before = (
        f"<input type='hidden' name='_csrf' value='{session}'><!-- {session} -->"
        f"<ul><li><a href='/x;jsessionid={session}'>{menu}</a></li></ul>"
        f"<div>当前时间：2026年11月22日 12:00:{second:02} 星期日 在线人数：{count}</div>"
    )
    after = (
        f"<div class='info'>浏览次数：{count} 次</div><p>点击数：[{count}]</p>"
        f"<div>上一篇：{menu}的消息</div><div>您是第{count}位访客</div>"
        f"<script>var t='{session}{second}';</script>"
    )
    text = before + (body or papers.body(PAPER)) + after
    return document(PAPER.title, text, f"<meta name='nonce' content='{session}'>")


SAME = digest(page())


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(0, 10**7),
    session=st.text("0123456789ABCDEFabcdef", min_size=1, max_size=32),
    second=st.integers(0, 59),
    menu=st.sampled_from(["要闻", "关于放假的通知", "某县2022年政府信息公开工作年度报告"]),
)
def test_what_changes_at_each_visit_makes_no_other_content(
    count: int, session: str, second: int, menu: str
) -> None:
    assert digest(page(count, session, second, menu)) == SAME


PRINTED = papers.body(PAPER)
FIGURES = list(re.compile(r"(?<=>)\d+(?=<)").finditer(PRINTED, PRINTED.index("一、")))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(FIGURES) - 1), st.integers(1, 9))
def test_a_changed_figure_makes_another_content(which: int, more: int) -> None:
    figure = FIGURES[which]
    changed = f"{PRINTED[: figure.start()]}{int(figure[0]) + more}{PRINTED[figure.end() :]}"
    assert digest(page(body=changed)) != SAME


@pytest.mark.parametrize(
    "sentence", ["网站访问量20431次，浏览量上升。", "全年浏览次数：300；点击率高。"]
)
def test_a_figure_in_a_sentence_counts(sentence: str) -> None:
    def with_sentence(text: str) -> str:
        return digest(page(body=papers.body(PAPER).replace("</h1>", f"</h1><p>{text}</p>", 1)))

    changed = re.sub(r"\d", "9", sentence)
    assert with_sentence(sentence) != with_sentence(changed)


def test_the_formats_of_a_file_do_not_matter_but_what_it_prints() -> None:
    other = Paper("云溪县教育局", 2023, edition=1)
    for make in (papers.word, papers.portable):
        one, two = make(PAPER), make(other)
        first = content_hash(read(one, ""), (), one)
        assert first == content_hash(read(one, ""), (), one + b" ")
        assert first != content_hash(read(two, ""), (), two)


def test_without_text_the_bytes_count() -> None:
    one, two = (content_hash(read(data, ""), (), data) for data in (b"\x00\x01", b"\x00\x02"))
    assert one != two
