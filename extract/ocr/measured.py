"""What was measured of recognition, and what follows from it: ``measured.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FILE = Path(__file__).with_name("measured.toml")
_DIGITS = frozenset("0123456789")


@cache
def _measured() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def alike() -> dict[str, str]:
    """For each character that looks like one of a figure, the character that figures have."""
    return {c: group[0] for group in _measured()["characters"]["alike"] for c in group}


@cache
def alike_zero_word() -> str:
    """The letter that stands for zero, and those that look like it."""
    return str(_measured()["characters"]["alike_zero_word"])


def least_sure(text: str) -> float:
    """How sure a character outside the cells of a table must be."""
    characters = _measured()["characters"]
    return float(characters["least_sure_digit" if text in _DIGITS else "least_sure"])


def least_sure_figure() -> float:
    """How sure the characters of a figure must be for the figure to be taken."""
    return float(_measured()["figures"]["least_sure"])


def least_sure_value(text: str) -> float:
    """How sure the characters of a cell must be for its value to be taken.

    A word that stands for zero looks like no figure, and like no other such word.
    """
    is_word = text.strip() and as_figure(text) is None and not any(c.isdigit() for c in text)
    return least_sure(text) if is_word else least_sure_figure()


class Slash(NamedTuple):
    """How far a slash and a one lean, as sideways by height, and how straight a slash is."""

    least_lean: float
    least_straight: float
    most_lean_of_one: float


@cache
def slash() -> Slash:
    """What tells a slash from a one."""
    return Slash(**_measured()["slash"])


def as_figure(text: str) -> str | None:
    """The figure or dash that a text is, None where it is no figure.

    A character that no figure has is taken for the one that looks like it.
    """
    plain = "".join(alike().get(c, c) for c in text if not c.isspace())
    return plain if plain and all(c in "0123456789.,-/" for c in plain) else None
