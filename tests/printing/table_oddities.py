"""Oddities of whole tables: lost, doubled, stacked, with columns and rows of their own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.printing.changes import change_grid, unsure
from tests.printing.lay_out import sheet_of
from tests.printing.page_oddities import MARKS
from tests.printing.sheet import Grid, Row, Sheet, Slot, plain
from tests.printing.values import random_cells


def lost_table(sheet: Sheet, rng: Random) -> Sheet:
    """A table that was a picture: only its heading is left.

    Where the variant mixes the forms, 二 stays: nothing else tells which form it is.
    """
    mixed = sheet.report.variant != sheet.report.form
    gone = rng.choice(sheet.grids[1:] if mixed else sheet.grids)
    return replace(sheet, blocks=tuple(b for b in sheet.blocks if b is not gone))


def second_report(sheet: Sheet, rng: Random) -> Sheet:
    """Another agency's report after the first: where the two differ, nobody knows whose it is."""
    cells = random_cells(rng, sheet.report.variant)
    other = sheet_of(replace(sheet.report, agency="云溪县水利局", cells=cells))
    figures = other.truth()
    differing = {key for key, fact in sheet.truth().items() if figures.get(key) != fact}

    def doubt(s: Slot) -> Slot:
        return replace(s, code="lost" if s.key in differing else "unsure") if s.key else s

    first = sheet.map_slots(doubt)
    second = other.map_slots(lambda s: replace(s, key=None))
    kinds = ("title", "heading")
    rest = tuple(b for b in second.blocks if isinstance(b, Grid) or b.kind in kinds)
    return replace(first, blocks=(*first.blocks, *rest))


def stacked_remedies(sheet: Sheet, rng: Random) -> Sheet:
    """四 with a row for each block instead of three blocks in one row."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        blocks, heads, values = [g.rows[0][0], *g.rows[1][5:]], g.rows[1][:5], g.rows[-1]
        rows: list[Row] = [(Slot("", "head"), *(replace(h, rowspan=1) for h in heads))]
        for n, block in enumerate(blocks):
            label = replace(block, role="label", colspan=1)
            rows.append((label, *values[5 * n : 5 * n + 5]))
        return (Grid(g.name, 6, tuple(rows)),)

    return change_grid(sheet, "remedies", grid)


def merged_values(sheet: Sheet, rng: Random) -> Sheet:
    """Rows without a case have one cell for all columns, with one 0 or 无 in it."""
    mark = rng.choice(("0", "无", "/"))

    def row(cells: Row) -> Row:
        values = [s for s in cells if s.role == "value"]
        if len(values) != 7 or any(s.value for s in values) or rng.random() < 0.5:
            return cells
        labels = tuple(s for s in cells if s.role == "label")
        return (*labels, Slot(mark, "merged", 7))

    return change_grid(
        sheet, "requests", lambda g: (replace(g, rows=tuple(row(r) for r in g.rows)),)
    )


def cumulative(sheet: Sheet, rng: Random) -> Sheet:
    """The statistics of 2014 with a second column of figures: all years together."""
    heads = rng.choice((("本年度", "历年累计"), ("本期实际", "本年累计"), ("上年", "本年")))
    swapped = heads[0] == "上年"

    def row(n: int, cells: Row) -> Row:
        last = cells[-1]
        if n == 0:
            return (*cells[:-1], *(Slot(text, "head") for text in heads))
        if last.role != "value":
            return (*cells, last)
        more = plain((last.value or Decimal()) + rng.randrange(50))
        extra = Slot(more, "extra")
        return (*cells[:-1], extra, last) if swapped else (*cells, extra)

    def grid(g: Grid) -> tuple[Grid, ...]:
        return (Grid(g.name, g.width + 1, tuple(row(n, r) for n, r in enumerate(g.rows))),)

    changed = change_grid(sheet, "f2014", grid)
    return unsure(changed, {s.key for s in changed.slots() if s.key})


def code_column(sheet: Sheet, rng: Random) -> Sheet:
    """The statistics of 2014 with a column of codes beside the labels."""
    numbers = iter(range(1, 1000))
    style = rng.choice(("{:02d}", "{}"))

    def row(n: int, cells: Row) -> Row:
        if n == 0:
            return (cells[0], Slot("代码", "head"), *cells[1:])
        text = style.format(next(numbers)) if cells[-1].role == "value" else ""
        return (cells[0], Slot(text, "code"), *cells[1:])

    def grid(g: Grid) -> tuple[Grid, ...]:
        return (Grid(g.name, g.width + 1, tuple(row(n, r) for n, r in enumerate(g.rows))),)

    return change_grid(sheet, "f2014", grid)


def head_boxes(sheet: Sheet, rng: Random) -> Sheet:
    """Empty boxes above the heads of 四, and an empty row above those of 三."""

    def four(g: Grid) -> tuple[Grid, ...]:
        return (replace(g, rows=((Slot("", "head", 5), Slot("", "head", 10)), *g.rows)),)

    def three(g: Grid) -> tuple[Grid, ...]:
        return (replace(g, rows=((Slot("", "head", 10),), *g.rows)),)

    changed = change_grid(sheet, "remedies", four)
    return change_grid(changed, "requests", three) if rng.random() < 0.5 else changed


def odd_grid(sheet: Sheet, rng: Random) -> Sheet:
    """二 on a grid with more columns than it has figures, heads and figures spanning others."""
    more = rng.choice((1, 2))

    def row(cells: Row) -> Row:
        wide = list(cells)
        for _ in range(more):
            at = rng.randrange(len(wide))
            wide[at] = replace(wide[at], colspan=wide[at].colspan + 1)
        return tuple(wide)

    def grid(g: Grid) -> tuple[Grid, ...]:
        return (Grid(g.name, g.width + more, tuple(row(r) for r in g.rows)),)

    return change_grid(sheet, "proactive", grid)


def marks_in_table(sheet: Sheet, rng: Random) -> Sheet:
    """Page numbers and running heads that a converter left as rows of the table."""
    words = (*MARKS, "12", sheet.report.title, f"{sheet.report.agency} 第 2 页 共 5 页")

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows: list[Row] = []
        for n, row in enumerate(g.rows):
            begins = g.name != "requests" or row[0].code in ("carried_over_in", "carried_over_out")
            if n > 3 and begins and rng.random() < 0.3:
                rows.append((Slot(rng.choice(words), "mark", g.width),))
            rows.append(row)
        return (replace(g, rows=tuple(rows)),)

    for name in ("proactive", "requests", "f2014"):
        sheet = change_grid(sheet, name, grid)
    return sheet


def column_numbers(sheet: Sheet, rng: Random) -> Sheet:
    """A row with the numbers of the columns below the heads."""
    word = rng.choice(("栏次", "", "序号"))

    def three(g: Grid) -> tuple[Grid, ...]:
        numbers = (Slot(str(n), "extra") for n in range(1, 8))
        row = (Slot(word, "head", 3), *numbers)
        return (replace(g, rows=(*g.rows[:3], row, *g.rows[3:])),)

    def four(g: Grid) -> tuple[Grid, ...]:
        row = tuple(Slot(str(n), "extra") for n in range(1, 16))
        return (replace(g, rows=(*g.rows[:-1], row, g.rows[-1])),)

    changed = change_grid(sheet, "requests", three)
    if rng.random() < 0.7:
        return changed
    changed = change_grid(changed, "remedies", four)
    return unsure(
        changed, {s.key for s in changed.slots() if s.key and s.key.section == "remedies"}
    )


def subtotal_column(sheet: Sheet, rng: Random) -> Sheet:
    """A column with the sum of the five kinds of organisation."""
    text = rng.choice(("小计", "小 计"))

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows: list[Row] = []
        for n, row in enumerate(g.rows):
            if n == 0:
                rows.append((row[0], replace(row[1], colspan=8)))
            elif n == 1:
                rows.append((row[0], replace(row[1], colspan=6), row[2]))
            elif n == 2:
                rows.append((*row, Slot(text, "head")))
            else:
                five = sum((s.value or 0 for s in row[-6:-1]), 0)
                rows.append((*row[:-1], Slot(str(five), "extra"), row[-1]))
        return (Grid(g.name, g.width + 1, tuple(rows)),)

    return change_grid(sheet, "requests", grid)


def upright_labels(sheet: Sheet, rng: Random) -> Sheet:
    """The labels of groups one character a line, as their narrow cells make them."""
    return sheet.map_slots(
        lambda s: replace(s, text="\n".join(s.text)) if s.role == "label" and s.rowspan > 1 else s
    )
