"""Pages drawn as a scanner sees them, packed as files, and what is read of them."""

from __future__ import annotations

import io
from typing import Any

from extract.document import Document, Table

DPI = 200


def drawn(rows: list[list[str]], turned: float = 0.0, specks: int = 0) -> Any:
    """A page with a ruled table of figures, as a scanner sees it."""
    import cv2
    import numpy as np

    page = np.full((2339, 1654), 250, np.uint8)
    wide, high, left, top = 300, 90, 250, 400
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            x, y = left + c * wide, top + r * high
            cv2.rectangle(page, (x, y), (x + wide, y + high), 40, 2)
            at = (x + 110, y + 58)
            cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 2, cv2.LINE_AA)
    chosen = np.random.default_rng(3)
    for y, x in zip(
        chosen.integers(0, 2339, specks), chosen.integers(0, 1654, specks), strict=True
    ):
        page[y : y + 2, x : x + 2] = 60
    turn = cv2.getRotationMatrix2D((827, 1169), turned, 1.0)
    return cv2.warpAffine(page, turn, (1654, 2339), borderValue=(250.0,))


def tight(rows: list[list[str]]) -> Any:
    """A page with a ruled table whose rows are hardly higher than their figures."""
    import cv2
    import numpy as np

    page = np.full((2339, 1654), 250, np.uint8)
    wide, high, left, top = 150, 32, 250, 400
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            x, y = left + c * wide, top + r * high
            cv2.rectangle(page, (x, y), (x + wide, y + high), 40, 2)
            cv2.putText(page, text, (x + 60, y + 27), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 2)
    return page


def level(rows: list[list[str]], specks: int = 0, ruled: bool = True, painted: int = 250) -> Any:
    """A page with a table that level rulings part, or rows `painted` by turns, or nothing."""
    import cv2
    import numpy as np

    page = np.full((2339, 1654), 250, np.uint8)
    high, left, top = 60, 200, 400
    for r in range(1, len(rows), 2):
        page[top + r * high : top + (r + 1) * high, left : left + 1000] = painted
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            at = (left + (10 if c == 0 else 350 + 120 * c), top + r * high + 42)
            cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 2, cv2.LINE_AA)
    for r in range(len(rows) + 1 if ruled else 0):
        cv2.line(page, (left, top + r * high), (left + 1000, top + r * high), 40, 2)
    chosen = np.random.default_rng(3)
    for y, x in chosen.integers((top, left), (top + 300, left + 1000), (specks, 2)):
        page[y : y + 2, x : x + 2] = 60
    return page


def packed(pages: list[Any], kind: str) -> bytes:
    from PIL import Image

    images = [Image.fromarray(page) for page in pages]
    out = io.BytesIO()
    more: dict[str, Any] = {"dpi": (DPI, DPI)}
    if kind in ("TIFF", "PDF"):
        more |= {"save_all": True, "append_images": images[1:]}
    if kind == "PDF":
        more["resolution"] = DPI
    images[0].save(out, kind, **more)
    return out.getvalue()


def tables(document: Document) -> list[list[list[str]]]:
    found = [block for block in document.blocks if isinstance(block, Table)]
    return [[[cell.text for cell in row] for row in table.rows] for table in found]


def touching(rows: list[list[str]], strokes: int = 1) -> Any:
    """A page with a ruled table whose figures touch the blurred rulings at their left."""
    import cv2
    import numpy as np

    page = np.full((2339, 1654), 250, np.uint8)
    wide, high, left, top = 150, 60, 250, 400
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            x, y = left + c * wide, top + r * high
            for n in range(strokes):
                cv2.rectangle(
                    page, (x + 5 * n, y + 5 * n), (x + 5 * n + wide, y + 5 * n + high), 40, 2
                )
            at = (x + 5 * strokes, y + 5 * strokes + 40)
            cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 2, cv2.LINE_AA)
    return cv2.GaussianBlur(page, (0, 0), 0.9)
