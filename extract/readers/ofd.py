"""OFD documents (GB/T 33190-2016) as Documents: lines of text, and tables where rulings draw them.

Pages are put together as those of PDF files are: only the file format is another.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Document, Issue, Place
from extract.limits import DEFAULT_LIMITS, Limits
from extract.markup import Element
from extract.packages import Package
from extract.page.content import PageContent, page_content
from extract.page.flow import blocks
from extract.page.grid import TooManyRulingsError
from extract.page.ink import Ink
from extract.readers.ofd_page import numbers, page_ink
from extract.refusal import RefusedError

READER = "ofd"
MEDIA_TYPE = "application/ofd"

_ROOT = "OFD.xml"


def read_ofd(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The pages in order: text as paragraphs, ruled tables as tables, with page and box.

    Not used: text that nobody sees (``hidden_text``) or that lies askew
    (``slanted_text``). A page that is only a picture is named (``scanned_page``).

    Raises:
        RefusedError: the file is protected, damaged, hostile or too large.
    """
    pages: list[PageContent] = []
    issues: list[Issue] = []
    parts = 0
    for number, ink in enumerate(_inks(Package(data, limits), limits), 1):
        try:
            page = page_content(number, ink)
        except TooManyRulingsError as error:
            raise RefusedError("too_large", f"rulings, page {number}") from error
        parts += page.parts
        if parts > limits.parts:
            raise RefusedError("too_large", f"parts > {limits.parts}")
        issues.extend(_judge(page))
        pages.append(page)
    found = blocks(pages)
    if not found and not issues:
        issues.append(Issue("no_text"))
    return Document(READER, MEDIA_TYPE, found, issues=tuple(issues))


def _judge(page: PageContent) -> Iterator[Issue]:
    place, ink = Place(page=page.number), page.ink
    if ink.hidden:
        yield Issue("hidden_text", place=place, detail=f"{ink.hidden} characters")
    if ink.slanted:
        yield Issue("slanted_text", place=place, detail=f"{ink.slanted} characters")
    if not page.characters and (ink.drawing.picture_area or ink.drawing.curves):
        yield Issue("scanned_page", place=place)


@dataclass(frozen=True, slots=True)
class _Body:
    """One document of the file: its folder, the box of its pages, its templates by id."""

    folder: str
    root: Element
    size: list[float]
    templates: dict[str, str]


def _inks(package: Package, limits: Limits) -> Iterator[Ink]:
    count = 0
    for root in package.xml(_ROOT).iter("{*}DocRoot"):
        body = _body(package, _path("", root.text))
        for page in body.root.iterfind("{*}Pages/{*}Page"):
            count += 1
            if count > limits.pages:
                raise RefusedError("too_large", f"pages > {limits.pages}")
            yield _ink(package, body, page, limits)


def _body(package: Package, name: str) -> _Body:
    root = package.xml(name)
    folder = posixpath.dirname(name)
    templates = {
        t.get("ID", ""): _path(folder, t.get("BaseLoc"))
        for t in root.iterfind("{*}CommonData/{*}TemplatePage")
    }
    return _Body(folder, root, _size(root.find("{*}CommonData/{*}PageArea")), templates)


def _ink(package: Package, body: _Body, page: Element, limits: Limits) -> Ink:
    content = package.xml(_path(body.folder, page.get("BaseLoc")))
    used = [body.templates.get(t.get("TemplateID", "")) for t in content.iterfind("{*}Template")]
    roots = [package.xml(name) for name in used if name and name in package]
    size = _size(content.find("{*}Area")) or body.size
    return page_ink([*roots, content], size, limits)


def _size(area: Element | None) -> list[float]:
    box = None if area is None else area.find("{*}PhysicalBox")
    return [] if box is None else numbers(box.text)


def _path(folder: str, name: str | None) -> str:
    """The name of an entry from where it is named; ``/`` at its start is the archive's root."""
    written = (name or "").strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, written)).lstrip("/")
