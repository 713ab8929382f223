"""Which rulings or places of a grid hang together: disjoint sets."""

from __future__ import annotations


class Areas:
    """Which of several things hang together, each known by a number below their count."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def of(self, n: int) -> int:
        """The area of a thing."""
        parents = self._parents
        while parents[n] != n:
            parents[n] = parents[parents[n]]
            n = parents[n]
        return n

    def join(self, a: int, b: int) -> None:
        """Make the areas of two things one."""
        self._parents[self.of(a)] = self.of(b)
