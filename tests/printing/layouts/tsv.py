"""A PDF's tables as TAB-separated lines under markdown headings, torn by page breaks.

Fields follow the grid, but the grid changes: empty fields stand for merged
cells, the head's own width differs from the rows', after a page break the
leftmost column may be gone or the labels shifted to the left margin.
"""

from __future__ import annotations

from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Sheet, Slot, places

TORN_LABEL = "other.no_correction"


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as TAB-separated lines."""
    ink = Ink()
    markdown = rng.random() < 0.6
    torn = rng.random() < 0.4
    for block in sheet.blocks:
        if isinstance(block, Grid):
            if block.name == "requests":
                _requests(ink, block, rng, torn)
            else:
                _plain(ink, block, rng)
            ink.write("\n")
        elif block.kind == "heading" and markdown:
            ink.write(f"{'#' * rng.randint(1, 5)} {block.text}\n\n")
        elif block.kind == "body" and len(block.text) > 20 and rng.random() < 0.3:
            half = len(block.text) // 2
            ink.write(f"{block.text[:half]}\n\n{block.text[half:]}\n\n")
        else:
            ink.write(f"{block.text}\n\n")
    # Empty fields stand for blanks and for merged cells alike.
    unsure = {
        key
        for row in sheet.value_rows()
        if any(ink.spans[key][0] == ink.spans[key][1] for key in row)
        for key in row
    }
    return ink.printed(sheet, optional=frozenset(unsure))


def _one(text: str) -> str:
    return text.replace("\n", "")


def _field(ink: Ink, slot: Slot, starts: bool) -> None:
    if starts:
        ink.write(_one(slot.text), slot.key)


def _plain(ink: Ink, grid: Grid, rng: Random) -> None:
    """A page break may fall between two rows of 二: afterwards rows carry no filling."""
    page = rng.randrange(4, len(grid.rows)) if grid.name == "proactive" else len(grid.rows)
    page = page if rng.random() < 0.5 else len(grid.rows)
    for number, line in enumerate(places(grid)):
        ink.row()
        if number == page:
            ink.write("\n")
        fields = sum(slot.colspan for _, slot, _ in line)
        for position, (_, slot, starts) in enumerate(line):
            ink.write("\t" if position else "")
            _field(ink, slot, starts)
            if number < page or position < len(line) - 1:
                ink.write("\t" * (slot.colspan - 1))
                fields -= slot.colspan
        ink.write("\n")


def _requests(ink: Ink, grid: Grid, rng: Random, torn: bool) -> None:
    lines = places(grid)
    _head(ink, lines, rng)
    rows = range(3, len(lines))
    page = rng.choice([*rows[4:], len(lines)])
    tearing = [n for n in rows if _labels(lines[n])[-2:] == ["other", TORN_LABEL]]
    torn = torn and bool(tearing)
    if torn:
        page = tearing[0]
    shifted = page - rng.choice((0, 0, 1, 2)) if not torn else page
    for number in rows:
        ink.row()
        line = lines[number]
        labels = [(s, starts) for _, s, starts in line if s.role == "label"]
        values = [s for _, s, _ in line if s.role == "value"]
        if torn and number == page:
            _torn_row(ink, labels, values)
            continue
        if number == page and not torn:
            ink.write("\n")
        ends = number >= page
        if shifted <= number < page:
            fields = [_one(s.text) for s, starts in labels if starts]
            _write(ink, fields, values, "\t\t")
            continue
        fields = [_one(s.text) if starts else "" for s, starts in labels]
        outer = len(labels) == 1
        if ends and not outer:
            fields = fields[1:] or fields
        if outer or (len(labels) == 2 and ends):
            fields = [*fields, ""]
        _write(ink, fields, values, "" if ends or len(fields) > 2 or outer else "\t")


def _labels(line: tuple[tuple[int, Slot, bool], ...]) -> list[str]:
    """The codes of the labels that start in a row."""
    return [s.code for _, s, starts in line if s.role == "label" and starts]


def _write(ink: Ink, fields: list[str], values: list[Slot], tail: str) -> None:
    ink.write("\t".join(fields))
    for slot in values:
        ink.write("\t")
        ink.write(_one(slot.text), slot.key)
    ink.write(tail + "\n")


def _torn_row(ink: Ink, labels: list[tuple[Slot, bool]], values: list[Slot]) -> None:
    """The row torn in two by the page: its label in pieces, its total on the second."""
    group, label = (_one(s.text) for s, _ in labels[-2:])
    middle = label.find("、", 3) + 1 or len(label) // 2
    half = group.find("他") + 1
    ink.write(f"{group[:half]}\t{label[:middle]}")
    for slot in values[:-1]:
        ink.write("\t")
        ink.write(_one(slot.text), slot.key)
    ink.write(f"\t\t\n\n{group[half - 1 :]}\t{label[middle:]}" + "\t" * 7)
    ink.write(_one(values[-1].text), values[-1].key)
    ink.write("\n")


def _head(ink: Ink, lines: tuple[tuple[tuple[int, Slot, bool], ...], ...], rng: Random) -> None:
    corner, applicants = lines[0][0][1], lines[0][1][1]
    natural, legal, total = (s for _, s, starts in lines[1] if starts)
    inner = [s for _, s, starts in lines[2] if starts]
    lead = rng.choice(("\t", ""))
    first = f"{lead}{_one(corner.text)}\t" + ("" if lead else "\t")
    ink.write(f"{first}{applicants.text}" + "\t" * 6 + f"{_one(total.text)}\t\n")
    ink.write(f"\t\t{_one(natural.text)}\t{_one(legal.text)}" + "\t" * 6 + "\n")
    ink.write("\t\t\t" + "\t".join(_one(s.text) for s in inner) + "\t\t\n")
