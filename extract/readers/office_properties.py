"""What an office file says of itself: its core and application properties."""

from __future__ import annotations

from extract.limits import Limits
from extract.packages import Package
from extract.refusal import RefusedError

# Under the names of their own vocabularies, so that a title left over from a template
# is never taken for the title that a page gives to its report.
_KEPT = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "app",
}
_PARTS = ("core-properties", "extended-properties")


def properties_of(package: Package, limits: Limits) -> dict[str, str]:
    """The properties by name (``dc:title``, ``app:Company`` …); damaged ones are left out."""
    found: dict[str, str] = {}
    try:
        parts = [name for kind, name in package.related().values() if kind in _PARTS]
        roots = [package.xml(name) for name in parts if name in package]
    except RefusedError:
        return found
    for element in (element for root in roots for element in root):
        space, _, name = str(element.tag)[1:].partition("}")
        text = (element.text or "").strip()[: limits.metadata_characters]
        if text and space in _KEPT and len(found) < limits.metadata_entries:
            found.setdefault(f"{_KEPT[space]}:{name}"[: limits.metadata_characters], text)
    return found
