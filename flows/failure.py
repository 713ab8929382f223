"""Errors that a user can do something about, in English and Chinese."""

from __future__ import annotations

import errno

USAGE, NOT_DONE = 2, 1


class Failure(Exception):  # noqa: N818 - not always a fault
    """Work that could not be done; `status` is the exit status of the command.

    Status 2: wrong usage or missing input. Status 1: the work was not done.
    `detail` is what helps on, on lines of its own.
    """

    def __init__(self, en: str, zh: str, status: int = NOT_DONE, detail: str = "") -> None:
        super().__init__(en, zh, status, detail)
        self.en, self.zh, self.status, self.detail = en, zh, status, detail

    def __str__(self) -> str:
        line = f"{self.en} / {self.zh}"
        return f"{line}\n{self.detail}" if self.detail else line


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, says that no space is left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        # DuckDB and Arrow name the system's reason only in their message.
        if "No space left on device" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
