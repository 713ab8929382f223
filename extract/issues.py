"""What was left over or refused while reading, as a value with a named reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.place import Place

KINDS_FILE = Path(__file__).with_name("issue_kinds.csv")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in a document that was not used, with its place and its reason.

    Raises:
        ValueError: `kind` is not in ``issue_kinds.csv``.
    """

    kind: str
    text: str = ""
    place: Place | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        if self.kind not in issue_kinds():
            raise ValueError(f"unknown issue kind {self.kind!r}: add it to {KINDS_FILE.name}")

    @property
    def reason(self) -> str:
        """The reason in Chinese and English, with the detail where there is one."""
        zh, en = issue_kinds()[self.kind]
        sentence = f"{zh} / {en}"
        return f"{sentence} ({self.detail})" if self.detail else sentence


@cache
def issue_kinds() -> dict[str, tuple[str, str]]:
    """Every kind of issue with its reason in Chinese and English."""
    with KINDS_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["kind"]: (row["zh"], row["en"]) for row in csv.DictReader(lines)}
