"""Processes that read pages: what a hostile page does there, it does to itself alone.

A page that makes a parser hang, swell or crash would otherwise end the crawl, that night and
every night after.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from flows.crawl.ending import end_with_parent
from flows.crawl.job import Parts, own_parts
from flows.crawl.model import Answer, Article, Listed, ListPage, Site, State
from flows.memory import bounded


class Readers:
    """Some processes, each of which reads one page at a time.

    `parts` are what they read with, the project's own unless given. What takes longer than
    `seconds`, or more than `memory` bytes, has failed.
    """

    def __init__(self, parts: Parts | None, count: int, seconds: float, memory: int) -> None:
        self._all = [_Reader(parts, seconds, memory) for _ in range(count)]
        self._free: asyncio.Queue[_Reader] = asyncio.Queue()
        for reader in self._all:
            self._free.put_nowait(reader)

    async def read_list(self, page: ListPage, answer: Answer) -> Listed:
        """What an answer of a list holds; a problem where it cannot be read."""
        async with self._one() as reader:
            found = await asyncio.to_thread(reader.ask, "list", page, answer)
        return found if isinstance(found, Listed) else Listed(problem=str(found))

    async def read_article(self, answer: Answer, title: str, site: Site) -> Article:
        """What an answer is; failed where it cannot be read."""
        async with self._one() as reader:
            found = await asyncio.to_thread(reader.ask, "article", answer, title, site)
        return found if isinstance(found, Article) else Article(State.FAILED, str(found))

    def close(self) -> None:
        """End the processes."""
        for reader in self._all:
            reader.end()

    @asynccontextmanager
    async def _one(self) -> AsyncIterator[_Reader]:
        reader = await self._free.get()
        try:
            yield reader
        finally:
            self._free.put_nowait(reader)


class _Reader:
    """A process, started when it is first needed and again after it was ended."""

    def __init__(self, parts: Parts | None, seconds: float, memory: int) -> None:
        self._parts, self._seconds, self._memory = parts, seconds, memory
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def ask(self, *what: Any) -> Any:
        """What the process makes of it, or in a short code why it makes nothing of it."""
        try:
            pipe = self._pipe or self._start()
            pipe.send(what)
            if pipe.poll(self._seconds):
                return pipe.recv()
            self.end()
            return "reader_too_slow"
        except (EOFError, OSError):
            self.end()
            return "reader_crashed"

    def end(self) -> None:
        """Have the process gone."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, self._parts, self._memory)
        process = context.Process(target=_main, args=arguments, name="gouji-read")
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        # It says so when it has imported what it needs: that is no page's time.
        ours.recv()
        return ours


def _main(pipe: Connection, parts: Parts | None, memory: int) -> None:
    end_with_parent()
    own = parts or own_parts()
    pipe.send(True)
    with suppress(EOFError, OSError):
        while True:
            kind, *rest = pipe.recv()
            pipe.send(_read(own, kind, rest, memory))


def _read(parts: Parts, kind: str, rest: list[Any], memory: int) -> Any:
    try:
        with bounded(memory):
            if kind == "list":
                page, answer = rest
                return parts.patterns[page.pattern].read(page, answer)
            return parts.read_article(*rest)
    except Exception as error:  # a fault of ours must cost one page, and be seen
        return f"reader_{type(error).__name__}"
