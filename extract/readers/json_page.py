"""A page inside a JSON answer, as sites give it to the script that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from types import MappingProxyType
from typing import Any

from extract.document import Document
from extract.limits import DEFAULT_LIMITS, Limits
from extract.readers.html import read_html
from extract.readers.text import read_text

READER = "json"
MEDIA_TYPE = "application/json"

_MARKUP = re.compile(r"<(?:p|div|table|span|br)\b", re.I)
_DEEPEST = 8
_MOST_VALUES = 500


def read_json(text: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The longest text in the answer that is markup, read as a page; else the text as it stands.

    Short texts beside the markup are what the page says of itself, by their own names.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return read_text(text, limits)
    found = max(_pages(data, {}, 0), key=lambda page: len(page[0]), default=None)
    if found is None:
        return read_text(text, limits)
    markup, beside = found
    document = read_html(markup, limits)
    known = dict(list((beside | dict(document.metadata)).items())[: limits.metadata_entries])
    reader = READER if document.reader else ""
    return replace(document, reader=reader, media_type=MEDIA_TYPE, metadata=MappingProxyType(known))


def _pages(data: Any, beside: dict[str, str], depth: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text that is markup, with the short texts that stand beside it."""
    if isinstance(data, str):
        if _MARKUP.search(data):
            yield data, beside
    elif depth < _DEEPEST and isinstance(data, dict):
        short = {
            str(key)[:100]: value
            for key, value in islice(data.items(), _MOST_VALUES)
            if isinstance(value, str) and 0 < len(value) <= 200
        }
        for value in islice(data.values(), _MOST_VALUES):
            yield from _pages(value, short, depth + 1)
    elif depth < _DEEPEST and isinstance(data, list):
        for value in islice(data, _MOST_VALUES):
            yield from _pages(value, beside, depth + 1)
