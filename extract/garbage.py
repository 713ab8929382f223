"""Python's search for circular garbage, held back while many objects are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# In objects made and not yet freed. A report makes fewer, and of what it makes next to nothing
# is garbage: looking for some every 700 objects took a sixth of the time of reading a page.
_SELDOM = 50_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """While it is open, garbage is looked for seldom, and not never: a file may make a lot."""
    usual = gc.get_threshold()
    # A threshold of 0 means never.
    gc.set_threshold(max(_SELDOM, usual[0]) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
