"""A page that hurts its reader hurts nothing else."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from flows.crawl.job import Parts
from flows.crawl.model import Answer, Article, Ask, ListPage, Role, Site, State
from flows.crawl.readers import Readers
from tests.flows.crawl.parts import Links

SITE = Site("a", "a", (), ())


def read_article(answer: Answer, entry_title: str, site: Site) -> Article:
    if entry_title == "hang":
        time.sleep(600)
    if entry_title == "crash":
        os._exit(9)
    if entry_title == "swell":
        bytearray(2**34)
    if entry_title == "fail":
        raise KeyError("of ours")
    return Article(State.REPORT, "read", title=entry_title)


def answer(body: bytes = b"") -> Answer:
    return Answer(Ask("http://a/", Role.ARTICLE), "http://a/", 200, {}, body)


def started() -> Readers:
    return Readers(Parts({"links": Links()}, read_article), count=1, seconds=5.0, memory=2**28)


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("hang", "reader_too_slow"),
        ("crash", "reader_crashed"),
        ("swell", "reader_MemoryError"),
        ("fail", "reader_KeyError"),
    ],
)
def test_a_page_that_hurts_its_reader_has_failed_and_the_next_is_read(
    title: str, reason: str
) -> None:
    async def both() -> list[Article]:
        readers = started()
        try:
            return [await readers.read_article(answer(), name, SITE) for name in (title, "good")]
        finally:
            readers.close()

    failed, good = asyncio.run(both())
    assert (failed.state, failed.reason) == (State.FAILED, reason)
    assert (good.state, good.title) == (State.REPORT, "good")


def test_a_list_of_an_unknown_shape_has_a_problem() -> None:
    async def read() -> tuple[int, str, str]:
        readers, page = started(), ListPage("http://a/l", "links")
        good = await readers.read_list(page, answer(b"<a href='/1'>x</a>"))
        bad = await readers.read_list(page, answer(b"broken"))
        none = await readers.read_list(ListPage("http://a/l", "none"), answer())
        readers.close()
        return len(good.entries), bad.problem, none.problem

    assert asyncio.run(read()) == (1, "shape", "reader_KeyError")
