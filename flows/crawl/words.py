"""The wordings of ``words.toml`` and the reasons of ``reasons.csv``."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent


@cache
def _words() -> Mapping[str, Any]:
    return MappingProxyType(tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8")))


def setting(*keys: str) -> Any:
    """What stands under these keys."""
    found: Any = _words()
    for key in keys:
        found = found[key]
    return found


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """The pattern under these keys; a list of patterns is one in which any is found."""
    found = setting(*keys)
    text = "|".join(f"(?:{one})" for one in found) if isinstance(found, list) else found
    return re.compile(text)


@cache
def reasons() -> Mapping[str, tuple[str, str]]:
    """Each reason's code with its words in Chinese and English."""
    with (HERE / "reasons.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (row["zh"], row["en"]) for row in csv.DictReader(lines)}


def in_words(code: str) -> str:
    """A reason in Chinese and English; a code of another table as it is."""
    zh, en = reasons().get(code, ("", ""))
    return f"{zh} / {en}" if zh else code
