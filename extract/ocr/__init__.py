"""Pages that are pictures, read cell by cell; needs the extra ``ocr``."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec


@cache
def installed() -> bool:
    """Whether what recognises characters is there, told without loading it."""
    return all(find_spec(name) is not None for name in ("cv2", "onnxruntime", "rapidocr"))
