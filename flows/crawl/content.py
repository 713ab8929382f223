"""The main content of a document as one hash, the same at every visit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from extract.document import Block, Document, Paragraph, Table
from flows.crawl.words import pattern, setting
from transform.text import squash

_LEAST = 40
_LAST_LINES = 60


def content_hash(document: Document, titles: tuple[str, ...], body: bytes) -> str:
    """The SHA-256 of what a document prints, without its menus and what changes at each visit.

    It begins at the first of `titles` that is found, and ends behind the last table
    where the foot of the page begins. Lines that are no sentences lose counters,
    times and session ids. Without text it is that of the bytes.
    """
    blocks = _main(document.blocks, titles)
    text = "\n".join(line for block in blocks for line in _lines(block))
    data = text.encode("utf-8", "replace") if len(text) >= _LEAST else body
    return hashlib.sha256(data).hexdigest()


def _main(blocks: tuple[Block, ...], titles: tuple[str, ...]) -> tuple[Block, ...]:
    wanted = [squash(title) for title in titles if len(squash(title)) >= 6]
    first = next(
        (
            n
            for n, block in enumerate(blocks)
            if isinstance(block, Paragraph) and any(title in squash(block.text) for title in wanted)
        ),
        0,
    )
    last_table = max(
        (n for n, block in enumerate(blocks) if isinstance(block, Table)), default=first
    )
    end = len(blocks)
    for n in range(max(first, last_table) + 1, len(blocks)):
        block = blocks[n]
        if isinstance(block, Paragraph) and _is_foot(block.text):
            end = n
            break
    return blocks[first:end]


def _is_foot(text: str) -> bool:
    line = squash(text)
    return len(line) <= setting("content", "short") and bool(
        pattern("content", "end").search(line.lower())
    )


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        for row in block.rows:
            yield "\t".join(squash(cell.text) for cell in row)
        return
    for raw in block.text.splitlines():
        line = squash(raw)
        if len(line) <= setting("content", "short") and not re.search(r"[。;]", line):
            line = pattern("content", "volatile").sub("", line)
        if line:
            yield line
