"""Takes out of a Word document's tree what is not printed, before anything is read from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.markup import Element
from extract.readers import docx_names as names
from extract.readers.docx_styles import Style

_NOT_PRINTED = (
    *(names.ALTERNATIVES, names.DELETED, names.MOVED_AWAY, names.CELL_DELETED),
    *(names.VANISH, names.ROW_HIDDEN, names.RUBY),
)
# Characters told of a hidden text: what hides it may be hidden as well, and holds it again.
LONGEST_HIDDEN = 4_000
_SET_APART = (names.TEXT_BOX, names.OBJECT, names.ALIEN)
_ANY = (*_NOT_PRINTED, *_SET_APART, *names.PICTURES)


@dataclass(slots=True)
class Trimmed:
    """What was found while trimming.

    `boxes` are the text boxes by the paragraph they hang on, `joined` the
    paragraphs whose end is deleted or hidden, so that the next one goes on in them.
    `hidden` is the text that tables hide; `objects` are embedded ones by kind.
    """

    boxes: dict[Element, list[Element]] = field(default_factory=dict)
    joined: set[Element] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    pictures: int = 0


def trim(root: Element, styles: dict[str, Style]) -> Trimmed:
    """Removes deleted and hidden text, and all but one of alternatives; sets text boxes apart."""
    found = Trimmed()
    hidden_styles = {style_id for style_id, style in styles.items() if style.hidden}
    if not hidden_styles and next(root.iter(*_ANY), None) is None:
        return found
    for element in list(root.iter(*_NOT_PRINTED)):
        _trim_one(element, found)
    if hidden_styles:
        for tag in (names.W + "rStyle", names.W + "pStyle"):
            for element in list(root.iter(tag)):
                if names.value(element) in hidden_styles:
                    _hide(_owner(element), found)
    found.pictures = sum(1 for _ in root.iter(*names.PICTURES))
    for element in list(root.iter(*_SET_APART)):
        _set_apart(element, found)
    return found


def _trim_one(element: Element, found: Trimmed) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tag = element.tag
    if tag == names.ALTERNATIVES:
        for other in _alternatives(element)[1:]:
            element.remove(other)
    elif tag == names.VANISH:
        owner = parent.getparent()
        if owner is None or parent.tag != names.RUN_PROPERTIES or not names.is_on(element):
            return
        if owner.tag == names.RUN:
            _hide(owner, found)
        else:
            _join(parent, found)
    elif tag in (names.ROW_HIDDEN, names.CELL_DELETED):
        row_is_shown = tag == names.ROW_HIDDEN and not names.is_on(element)
        if parent.tag in (names.ROW_PROPERTIES, names.CELL_PROPERTIES) and not row_is_shown:
            _hide(parent.getparent(), found, tell=tag == names.ROW_HIDDEN)
    elif parent.tag == names.ROW_PROPERTIES:
        _hide(parent.getparent(), found, tell=False)
    elif parent.tag == names.RUN_PROPERTIES:
        _join(parent, found)
    else:
        _hide(element, found, tell=False)


def _alternatives(element: Element) -> list[Element]:
    """The branch that Word shows first: the first choice, else the fallback (ECMA-376-3, 7.5)."""
    branches = list(element)
    return sorted(branches, key=lambda branch: branch.tag != names.CHOICE)


def _join(properties: Element, found: Trimmed) -> None:
    owner = properties.getparent()
    if owner is not None and owner.tag == names.PARAGRAPH_PROPERTIES:
        paragraph = owner.getparent()
        if paragraph is not None:
            found.joined.add(paragraph)


def _owner(element: Element) -> Element | None:
    """The run or paragraph that a style's name is set on."""
    properties = element.getparent()
    return None if properties is None else properties.getparent()


def _hide(element: Element | None, found: Trimmed, tell: bool = True) -> None:
    """Removes an element; what a table hides is told, what was deleted is not."""
    if element is None or (parent := element.getparent()) is None:
        return
    if tell and next(element.iterancestors(names.TABLE), None) is not None:
        text = "".join(element.itertext(names.TEXT)).strip()
        if text:
            found.hidden.append(text[:LONGEST_HIDDEN])
    parent.remove(element)


def _set_apart(element: Element, found: Trimmed) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tag == names.TEXT_BOX:
        paragraph = next(element.iterancestors(names.PARAGRAPH), None)
        if paragraph is not None:
            found.boxes.setdefault(paragraph, []).append(element)
    else:
        found.objects.append(_object_kind(element))
    parent.remove(element)


def _object_kind(element: Element) -> str:
    kinds = (child.get("ProgID") for child in element)
    return str(next((kind for kind in kinds if kind), element.tag.rpartition("}")[2]))
