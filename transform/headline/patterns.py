"""The wordings of ``patterns.toml``, compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PATTERNS_FILE = Path(__file__).with_name("patterns.toml")


@cache
def patterns() -> dict[str, Any]:
    """The wordings as they stand in the file."""
    return tomllib.loads(PATTERNS_FILE.read_text(encoding="utf-8"))


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """One compiled pattern; TOKEN (and TOKEN2, TOKEN3) in it stand for a year."""
    text: str = patterns()[section][key]
    token: str = patterns()["year"]["token"]
    for number in "32":
        text = text.replace(f"TOKEN{number}", token.replace("<year>", f"<year{number}>"))
    return re.compile(text.replace("TOKEN", token))


@cache
def any_of(section: str, key: str) -> re.Pattern[str]:
    """A list of patterns as one."""
    return re.compile("|".join(f"(?:{text})" for text in patterns()[section][key]))
