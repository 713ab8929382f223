"""An OFD document: words at their places on pages, tables drawn by rulings."""

from __future__ import annotations

from html import escape
from random import Random

from tests.printing.docx import zipped
from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Sheet, Slot, Text, places

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
BREAK = "\f"
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0
SIZE = 3.5
LINE = 5.0


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as the contents of pages, one after the other; `package` cuts them apart."""
    page = _Page(Ink(), rng.random() < 0.5)
    for block in sheet.blocks:
        if isinstance(block, Text):
            page.text(block)
        else:
            page.grid(block)
    page.close()
    return page.ink.printed(sheet, media="ofd")


def package(printed: Printed) -> bytes:
    """The OFD file with these pages."""
    pages = printed.text.split(BREAK)
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    return zipped(parts | {f"Doc_0/Pages/Page_{n}/Content.xml": t for n, t in enumerate(pages)})


class _Page:
    """A page under way; `stroked` draws rulings as lines, else as thin filled areas."""

    def __init__(self, ink: Ink, stroked: bool) -> None:
        self.ink = ink
        self._stroked = stroked
        self._open()

    def _open(self) -> None:
        self._y = MARGIN
        self.ink.write(f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="1">')

    def close(self) -> None:
        self.ink.write("</ofd:Layer></ofd:Content></ofd:Page>")

    def _make_room(self, height: float) -> None:
        if self._y + height > HEIGHT - MARGIN:
            self.close()
            self.ink.write(BREAK)
            self._open()

    def text(self, block: Text) -> None:
        across = int((WIDTH - 2 * MARGIN) / SIZE)
        text = block.text if block.kind == "title" else f"\u3000\u3000{block.text}"
        for start in range(0, len(text), across):
            self._make_room(LINE)
            self._words(MARGIN, self._y, text[start : start + across])
            self._y += LINE

    def grid(self, grid: Grid) -> None:
        step = (WIDTH - 2 * MARGIN) / grid.width
        for line in places(grid):
            lines = [_wrapped(slot, step) for _, slot, starts in line if starts]
            height = 2 + LINE * max((len(x) for x in lines), default=1)
            self._make_room(height)
            self.ink.row()
            for column, slot, starts in line:
                left = MARGIN + column * step
                right = left + slot.colspan * step
                if starts:
                    self._rule(left, self._y, right, self._y)
                    self._cell(left, slot, step)
                self._rule(left, self._y, left, self._y + height)
                self._rule(right, self._y, right, self._y + height)
            self._y += height
            self._rule_below(line, step)
        self._y += LINE

    def _rule_below(self, line: tuple[tuple[int, Slot, bool], ...], step: float) -> None:
        """The bottom of a row under the cells that end in it, so that every page closes its own."""
        for column, slot, starts in line:
            if starts and slot.rowspan == 1:
                left = MARGIN + column * step
                self._rule(left, self._y, left + slot.colspan * step, self._y)

    def _cell(self, left: float, slot: Slot, step: float) -> None:
        if not slot.text:
            self.ink.write("", slot.key)
        for n, text in enumerate(_wrapped(slot, step)):
            self._words(left + 1, self._y + 1 + n * LINE, text, slot if n == 0 else None)

    def _words(self, x: float, y: float, text: str, slot: Slot | None = None) -> None:
        steps = " ".join(f"{SIZE if ord(c) > 0x2E7F else SIZE / 2:g}" for c in text[:-1])
        if len(text) > 2 and len(set(steps.split())) == 1:
            steps = f"g {len(text) - 1} {steps.split()[0]}"
        self.ink.write(
            f'<ofd:TextObject ID="2" Boundary="{x:g} {y:g} {WIDTH} {LINE}" Font="3" Size="{SIZE}">'
            f'<ofd:TextCode X="0" Y="{SIZE:g}" DeltaX="{steps}">'
        )
        self.ink.write(escape(text), slot.key if slot else None)
        self.ink.write("</ofd:TextCode></ofd:TextObject>")

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self._stroked:
            path, kind = f"M 0 0 L {x1 - x0:g} {y1 - y0:g}", 'Stroke="true"'
        else:
            wide, high = max(0.2, x1 - x0), max(0.2, y1 - y0)
            path = f"M 0 0 L {wide:g} 0 L {wide:g} {high:g} L 0 {high:g} C"
            kind = 'Stroke="false" Fill="true"'
        self.ink.write(
            f'<ofd:PathObject ID="4" Boundary="{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}" {kind}>'
            f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _wrapped(slot: Slot, width: float) -> list[str]:
    """The lines of a cell: as many characters on each as its width holds."""
    room = slot.colspan * width - 2
    lines = []
    for text in slot.text.split("\n"):
        line = ""
        for character in text:
            if line and _width(line + character) > room:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines if slot.text else []


def _width(text: str) -> float:
    return sum(SIZE if ord(c) > 0x2E7F else SIZE / 2 for c in text)
