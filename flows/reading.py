"""Reading what is new: batches of files through a pool of processes, into the store."""

from __future__ import annotations

import multiprocessing
import sys
import types
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from flows.failure import Failure
from flows.progress import Progress
from flows.raw import Listing, Source
from flows.settings import Settings
from flows.store import Store
from flows.worker import CURRENT_FILE, Batch, read_batch, start

MOST_FALSE_STARTS = 3
KILLED = "reader_died"


def read_new(settings: Settings, store: Store, listing: Listing, progress: Progress) -> Listing:
    """Read what the store does not hold; the listing, with what vanished meanwhile marked.

    A document that kills the process that reads it is found, tried once more
    alone, and refused with that reason; nothing else is lost with it.
    """
    known = store.known()
    new: dict[str, Source] = {}
    for source in listing.sources:
        if source.sha256 and source.sha256 not in known:
            new.setdefault(source.sha256, source)
    if not new:
        return listing
    progress.begin("reading", "读取", len(new))
    reader = _Reader(settings, store, progress)
    reader.queue.extend(_batches(new.values(), settings))
    with _light_main():
        while reader.queue or reader.suspects:
            reader.run()
    progress.end()
    return listing.failed(reader.failed)


class _Reader:
    """The files still to be read, and those that may have killed a process."""

    def __init__(self, settings: Settings, store: Store, progress: Progress) -> None:
        self.settings, self.store, self.progress = settings, store, progress
        self.queue: deque[tuple[Source, ...]] = deque()
        self.suspects: deque[Source] = deque()
        self.failed: dict[str, str] = {}
        self.false_starts = 0

    def run(self) -> None:
        """Work with one pool until all is done or the pool is broken."""
        alone = bool(self.suspects)
        workers = 1 if alone else min(self.settings.workers, len(self.queue))
        running: dict[Future[dict[str, str]], Batch] = {}
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, initializer=start) as pool:
            while True:
                while len(running) < workers and (batch := self._next(alone)):
                    running[pool.submit(read_batch, batch)] = batch
                if not running:
                    return
                try:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        self._finish(running[future], future.result())
                        del running[future]
                except BrokenProcessPool:
                    self._suspect(running.values(), alone)
                    return
                except BaseException:
                    # Leaving would wait for batches whose results nobody takes.
                    for process in multiprocessing.active_children():
                        process.kill()
                    raise

    def _next(self, alone: bool) -> Batch | None:
        if alone:
            return self._batch((self.suspects.popleft(),)) if self.suspects else None
        return self._batch(self.queue.popleft()) if self.queue else None

    def _batch(self, sources: tuple[Source, ...], refused: str = "") -> Batch:
        part = self.store.new_part(source.sha256 for source in sources)
        settings = self.settings
        return Batch(settings.raw, part, sources, settings.limits, refused, settings.deep)

    def _finish(self, batch: Batch, failed: dict[str, str]) -> None:
        self.false_starts = 0
        self.store.add(batch.part)
        self.failed.update(failed)
        self.progress.advance(len(batch.sources))

    def _suspect(self, broken: Iterable[Batch], alone: bool) -> None:
        """Set aside what the processes were at when one of them died."""
        self.false_starts += 1
        if self.false_starts > MOST_FALSE_STARTS:
            raise Failure("the reading processes cannot be started", "读取进程无法启动")
        for batch in broken:
            number = _current(batch)
            if number is None:
                self.queue.append(batch.sources)
                continue
            self.false_starts = 0
            killer = batch.sources[number]
            if alone:
                refusal = self._batch((killer,), KILLED)
                self._finish(refusal, read_batch(refusal))
                continue
            self.suspects.append(killer)
            if rest := batch.sources[:number] + batch.sources[number + 1 :]:
                self.queue.append(rest)


def _batches(sources: Iterable[Source], settings: Settings) -> Iterator[tuple[Source, ...]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        full = len(batch) >= settings.batch_files or size + source.size > settings.batch_bytes
        if batch and full:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(source)
        size += source.size
    if batch:
        yield tuple(batch)


def _current(batch: Batch) -> int | None:
    """Which of its files a dead worker was at; None when it had not begun or had ended."""
    try:
        return int((batch.part / CURRENT_FILE).read_bytes().split(b"\n")[0])
    except (OSError, ValueError):
        return None


@contextmanager
def _light_main() -> Iterator[None]:
    """Keep new processes from importing the program that started this one.

    A spawned process imports its parent's main module; under a Prefect worker
    that is Prefect itself, which no reader needs.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
