"""What browsers print of the source of a line, and whether they show an element."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.readers.html_elements import LEAKED

SPACES = " \t\n\r\f"
"""White space of the source; other blanks are printed."""
_SPACE = re.compile(rf"[{SPACES}]+")
_LEAKED = re.compile(rf"(?:\s*(?:{'|'.join(map(re.escape, sorted(LEAKED)))}))+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)

Attributes = Mapping[str, str]


def collapsed(source: str) -> str:
    """Source with one space for all white space that stands together."""
    # No other white space than the space itself is printable.
    plain = source.isprintable() and "  " not in source
    return source if plain else _SPACE.sub(" ", source)


def printed(source: str) -> str:
    """A line of source as it is printed: white space is one space, and none at its ends."""
    if source.isalnum():
        return source
    text = collapsed(source.strip(SPACES))
    return "" if text.endswith((">", "-")) and _LEAKED.fullmatch(text) else text


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element's own attributes keep it from being shown."""
    style = attributes.get("style")
    if style and "display" in style.lower() and _HIDDEN.search(style):
        return True
    return "hidden" in attributes
