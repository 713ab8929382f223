"""Damage to a file whose format nobody asks for: bits, stretches and numbers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Literal

Change = Callable[[bytes, Random], bytes]

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_ORDERS: tuple[Literal["little"], Literal["big"]] = ("little", "big")


def flip(data: bytes, rng: Random) -> bytes:
    """A few bits the other way."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(data: bytes, rng: Random) -> bytes:
    """The beginning alone, or the end alone."""
    at = rng.randrange(len(data))
    return data[:at] if rng.random() < 0.8 else data[at:]


def drop(data: bytes, rng: Random) -> bytes:
    """A stretch left out."""
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def double(data: bytes, rng: Random) -> bytes:
    """A stretch several times."""
    start, end = _stretch(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 2, 20)) + data[end:]


def move(data: bytes, rng: Random) -> bytes:
    """A stretch somewhere else, over what stood there."""
    start, end = _stretch(data, rng)
    at = rng.randrange(len(data))
    return data[:at] + data[start:end] + data[at + end - start :]


def blank(data: bytes, rng: Random) -> bytes:
    """A stretch of zeros, as a disk leaves it."""
    start, end = _stretch(data, rng)
    return data[:start] + bytes(end - start) + data[end:]


def noise(data: bytes, rng: Random) -> bytes:
    """Random bytes in between."""
    at = rng.randrange(len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 4, 60, 2_000))) + data[at:]


def number(data: bytes, rng: Random) -> bytes:
    """A binary number at an end of what numbers can be: lengths, offsets, counts."""
    size = rng.choice((1, 2, 4, 4, 8))
    at = rng.randrange(len(data))
    value = (rng.choice(_NUMBERS) & (1 << 8 * size) - 1).to_bytes(size, rng.choice(_ORDERS))
    return data[:at] + value + data[at + size :]


BYTES: tuple[Change, ...] = (flip, flip, cut, drop, double, move, blank, noise, number, number)


def _stretch(data: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + rng.choice((1, 4, 64, 512, 4_096, 65_536)))
