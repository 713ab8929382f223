"""How a reader gives a file up: from wherever it is, with the issue that says why."""

from __future__ import annotations

from extract.issues import Issue


class RefusedError(Exception):
    """What a file does makes it unreadable; `issue` is the reason it is refused with."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.issue = Issue(kind, detail=detail)
