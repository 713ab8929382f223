"""What follows from each state: whether it settles an address, and when it is asked again."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from flows.crawl.model import State

STATES_FILE = Path(__file__).with_name("states.csv")
_SPREAD = 0.2
"""Addresses first seen in one night are asked again within so much of the interval around it."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """`settled`: nothing is missing. `days` after which it is asked again; 0 is every time."""

    settled: bool
    days: float
    zh: str
    en: str


@cache
def consequences() -> dict[State, Consequence]:
    """The table ``states.csv``; it has every state."""
    with STATES_FILE.open(encoding="utf-8", newline="") as lines:
        found = {
            State(row["state"]): Consequence(
                row["settled"] == "yes", float(row["days"]), row["zh"], row["en"]
            )
            for row in csv.DictReader(lines)
        }
    assert found.keys() == set(State), f"{STATES_FILE.name} lacks a state"
    return found


def is_due(url: str, state: str, asked: datetime, now: datetime) -> bool:
    """Whether an address in a state, last asked for then, is to be asked for again.

    The days of the state, up to a fifth more or less, by the address alone: the
    pages of one night do not all come back in another.
    """
    days = consequences()[State(state)].days
    share = int.from_bytes(hashlib.sha256(url.encode()).digest()[:4], "big") / 2**32
    return now - asked >= timedelta(days=days * (1 - _SPREAD + 2 * _SPREAD * share))
