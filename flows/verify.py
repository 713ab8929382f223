"""How closely files are read: ``usual``, or ``deep``, which holds PDF text against its pictures."""

from __future__ import annotations

from pathlib import Path

from extract.ocr import installed
from flows.failure import USAGE, Failure

USUAL, DEEP = "usual", "deep"
VERIFY = (USUAL, DEEP)
_SECTION, _NAME = "reading", "verify"


def is_deep(given: str | None, path: Path | None) -> bool:
    """Whether a second look is asked for: by what is given, else by the file of settings.

    Raises:
        Failure: it is asked for by a name that there is not.
    """
    chosen = given
    if chosen is None and path is not None:
        from flows.options import fitting, section

        chosen = fitting(section(path, _SECTION), {_NAME: USUAL}, path).get(_NAME)
    if chosen not in (None, *VERIFY):
        there = ", ".join(VERIFY)
        raise Failure(
            f"{_NAME} = {chosen!r}: it must be one of {there}", f"{_NAME} 应为 {there} 之一", USAGE
        )
    return chosen == DEEP


def must_be_possible(deep: bool) -> None:
    """See that what a second look needs is there.

    Raises:
        Failure: the extra ``ocr`` is not installed.
    """
    if deep and not installed():
        raise Failure(
            "--verify deep recognises the pictures of PDF pages, which needs the extra ocr:"
            " pip install 'gouji[ocr]'",
            "--verify deep 须识别 PDF 页面图像，请安装扩展：pip install 'gouji[ocr]'",
            USAGE,
        )
