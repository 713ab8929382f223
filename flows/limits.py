"""The limits for a file that a user may set: their names, and the file that sets them.

``gouji.toml`` holds them in its section ``[limits]``; what it does not name
keeps its default. ``python -m flows.limits`` writes the table of all of them
into ``docs/deployment.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from extract.limits import DEFAULT_LIMITS, Limits
from flows.options import fitting, section

SECTION = "limits"
DOCUMENT = Path(__file__).parents[1] / "docs" / "deployment.md"
MEANINGS_FILE = Path(__file__).with_name("limits.csv")


def load_limits(path: Path) -> Limits:
    """The limits that a settings file sets.

    Raises:
        Failure: it cannot be read, or something in it is not a setting.
    """
    return limits_from(section(path, SECTION), path)


def limits_from(given: Mapping[str, Any], origin: Path | str = SECTION) -> Limits:
    """The default limits with those given in their place; `origin` is where they come from.

    Raises:
        Failure: a name that is no limit, or a value of the wrong type.
    """
    usual = {field.name: getattr(DEFAULT_LIMITS, field.name) for field in fields(Limits)}
    return replace(DEFAULT_LIMITS, **fitting(given, usual, origin))


def meanings() -> Iterator[tuple[str, int | float, str, str]]:
    """Every limit with its default and what it means, in Chinese and English."""
    with MEANINGS_FILE.open(encoding="utf-8", newline="") as lines:
        said = {row["limit"]: (row["zh"], row["en"]) for row in csv.DictReader(lines)}
    for field in fields(Limits):
        yield field.name, getattr(DEFAULT_LIMITS, field.name), *said.pop(field.name)
    assert not said, f"{MEANINGS_FILE.name} explains what is no limit: {', '.join(said)}"


def table() -> Iterator[str]:
    """The lines of the table of all limits."""
    yield "| limit / 限度 | default / 默认值 | what it bounds / 含义 |"
    yield "|---|---:|---|"
    for name, default, zh, en in meanings():
        number = f"{default:_}" if isinstance(default, int) else f"{default:g}"
        yield f"| `{name}` | {number} | {en} / {zh} |"


def _write_table() -> None:
    """Put the table as it is now in the place of the one that stands in the document."""
    lines = DOCUMENT.read_text(encoding="utf-8").split("\n")
    new = list(table())
    start = lines.index(new[0])
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    DOCUMENT.write_text("\n".join([*lines[:start], *new, *lines[end:]]), encoding="utf-8")


if __name__ == "__main__":
    _write_table()
