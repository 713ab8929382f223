"""A bound on what one document may cost the process that reads it in memory."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Private memory that can be written: libraries reserve far more addresses than
# they use, so that a bound on addresses would stop them at a third of the memory.
_KIND = resource.RLIMIT_DATA
_USED = Path("/proc/self/statm")
_DATA_FIELD = 5


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Let this process take at most `size` bytes more than it has now.

    What asks for more gets a `MemoryError`; a library that cannot do without
    ends the process. Only the soft bound is set, so a child may lift it.
    """
    before, most = resource.getrlimit(_KIND)
    bounds = [_used() + size, *(n for n in (before, most) if n != resource.RLIM_INFINITY)]
    resource.setrlimit(_KIND, (min(bounds), most))
    try:
        yield
    finally:
        resource.setrlimit(_KIND, (before, most))


def _used() -> int:
    """Bytes of data and stack, as the kernel counts them for the bound (proc(5), statm)."""
    pages = int(_USED.read_text(encoding="ascii").split()[_DATA_FIELD])
    return pages * resource.getpagesize()
