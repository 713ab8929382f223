"""Pictures of pages with a box at every place a value was read from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from extract.pictures import Picture
from flows.evidence.value import Exhibit, Spot, page_name, value_anchor
from flows.evidence.words import both

_PAPER = 0.25
"""Share of a page, in percent, below which a box could not be seen."""


def sheets(pictures: Sequence[Picture], spots: Sequence[Spot]) -> Exhibit:
    """Every page of which there is a picture, with its boxes."""
    parts, styles = [], []
    targets: dict[int, str] = {}
    for picture in pictures:
        if not picture.png:
            continue
        boxes = []
        for spot in spots:
            rule = _rule(spot, picture)
            if rule:
                styles.append(rule)
                boxes.append(
                    f'<a class="at" id="{spot.anchor}" href="#{value_anchor(spot.cells[0])}"'
                    f' aria-label="{spot.place.describe()}"></a>'
                )
                targets |= dict.fromkeys(spot.cells, spot.anchor)
        image = b64encode(picture.png).decode("ascii")
        caption = both(f"第{picture.page}页", f"page {picture.page}")
        parts.append(
            f'<figure id="{page_name(picture.page)}"><figcaption>{caption}</figcaption>'
            f'<div class="sheet"><img alt="" src="data:image/png;base64,{image}">'
            f"{''.join(boxes)}</div></figure>\n"
        )
    shown = frozenset(page_name(picture.page) for picture in pictures if picture.png)
    return Exhibit("".join(parts), targets, shown, "\n".join(styles))


def _rule(spot: Spot, picture: Picture) -> str:
    """Where the box of a spot lies on the picture of its page, in percent; "" if not on it."""
    place = spot.place
    if place.page != picture.page or place.box is None:
        return ""
    left, right = (_percent(edge, picture.width) for edge in (place.box[0], place.box[2]))
    top, bottom = (_percent(edge, picture.height) for edge in (place.box[1], place.box[3]))
    if right - left < _PAPER or bottom - top < _PAPER:
        return ""
    return (
        f"#{spot.anchor}{{left:{left:.2f}%;top:{top:.2f}%;"
        f"width:{right - left:.2f}%;height:{bottom - top:.2f}%}}"
    )


def _percent(edge: float, length: float) -> float:
    return min(100.0, max(0.0, 100 * edge / length))
