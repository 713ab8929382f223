"""What an HTML page says of itself outside its text, and what it points to."""

from __future__ import annotations

import re
from urllib.parse import unquote

from extract.limits import Limits
from extract.readers.html_elements import DOCUMENTS, META_NAMES
from extract.readers.html_printed import Attributes, collapsed

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LENGTH = re.compile(r"\s*(\d{1,5})")
_SMALL = 200
"""Pictures that are said to be smaller, in pixels, are icons."""
_LONGEST_NAME = 120


class Said:
    """Metadata by the page's own names; the first of a name counts.

    ``attachments`` holds the names of the documents that the page links to, a
    line each, and ``images`` the number of its larger pictures.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._found: dict[str, str] = {}
        self._attachments: dict[str, None] = {}
        self._images = 0

    @property
    def metadata(self) -> dict[str, str]:
        """All of it, within the limits."""
        found = dict(self._found)
        if self._attachments:
            found["attachments"] = "\n".join(self._attachments)
        if self._images:
            found["images"] = str(self._images)
        return found

    def keep(self, name: str, text: str) -> None:
        """A name with what the page says under it."""
        longest = self._limits.metadata_characters
        name = collapsed(name[:longest]).strip()
        text = collapsed(text).strip()[:longest]
        if name and text and len(self._found) < self._limits.metadata_entries:
            self._found.setdefault(name, text)

    def meta(self, attributes: Attributes) -> None:
        """A meta tag."""
        name = next((attributes[n] for n in META_NAMES if attributes.get(n)), "")
        self.keep(name, attributes.get("content", ""))

    def link(self, address: str) -> None:
        """A link, an embedded object or a frame: kept where it names a document."""
        path = address.strip()[:2_000].partition("#")[0].partition("?")[0]
        if not path.lower().endswith(DOCUMENTS):
            return
        name = _CONTROLS.sub("", unquote(path.replace("\\", "/").rpartition("/")[2]))
        size = sum(len(kept) + 1 for kept in self._attachments) + _LONGEST_NAME
        if size <= self._limits.metadata_characters:
            self._attachments.setdefault(name[:_LONGEST_NAME])

    def image(self, attributes: Attributes) -> None:
        """A picture; one that says that it is small does not count."""
        sizes = (_LENGTH.match(attributes.get(side, "")) for side in ("width", "height"))
        if attributes.get("src") and all(s is None or int(s[1]) >= _SMALL for s in sizes):
            self._images += 1
