"""Oddities of rows and columns: added, moved, lost, torn apart by a page, or summed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.printing.changes import change_grid, unsure
from tests.printing.sheet import Grid, Row, Sheet, Slot, places, plain
from transform.codebook import CellKey

GROUPS = ("refused", "unable", "unprocessed", "other")


def extra_row(sheet: Sheet, rng: Random) -> Sheet:
    """A row of figures that the form does not have, among the documents of item (一)."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows = list(g.rows)
        after = next(n for n, row in enumerate(rows) if row[0].code == "normative_documents")
        figures = (replace(s, text=str(rng.randint(1, 99)), role="extra", key=None)
                   for s in rows[after][1:])  # fmt: skip
        rows.insert(after + 1, (Slot("其他主动公开文件", "label"), *figures))
        return (replace(g, rows=tuple(rows)),)

    return change_grid(sheet, "proactive", grid)


def title_row(sheet: Sheet, rng: Random) -> Sheet:
    """The section's title and the statute's name as rows inside the table."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        title = (Slot("主动公开政府信息情况", "title", g.width),)
        rows = [
            (replace(row[0], text="中华人民共和国政府信息公开条例 " + row[0].text),)
            if row[0].role == "clause"
            else row
            for row in g.rows
        ]
        return (replace(g, rows=(title, *rows)),)

    return change_grid(sheet, "proactive", grid)


def no_corner(sheet: Sheet, rng: Random) -> Sheet:
    """The sentence in the corner of 三 is not printed."""
    return sheet.map_slots(lambda s: replace(s, text="") if s.role == "corner" else s)


def moved_columns(sheet: Sheet, rng: Random) -> Sheet:
    """Two applicant columns change places, heads and figures alike: the heads tell."""
    first, second = rng.sample(range(1, 6), 2)

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows = []
        for n, row in enumerate(g.rows):
            cells = list(row)
            if n == 2:
                a, b = first - 1, second - 1
            elif n > 2:
                start = next(i for i, s in enumerate(row) if s.role == "value")
                a, b = start + first, start + second
            else:
                rows.append(row)
                continue
            cells[a], cells[b] = cells[b], cells[a]
            rows.append(tuple(cells))
        return (replace(g, rows=tuple(rows)),)

    moved = change_grid(sheet, "requests", grid)
    return unsure(moved, {s.key for s in moved.slots() if s.key and s.key.section == "requests"})


def moved_rows(sheet: Sheet, rng: Random) -> Sheet:
    """Two rows of a group change places: the labels tell."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows = list(g.rows)
        group = rng.choice(("refused.", "unprocessed."))
        inner = [n for n, row in enumerate(rows) if row[0].code.startswith(group)]
        a = rng.choice(inner[:-1])
        b = a + 1
        rows[a], rows[b] = rows[b], rows[a]
        return (replace(g, rows=tuple(rows)),)

    moved = change_grid(sheet, "requests", grid)
    before = next(g for g in sheet.grids if g.name == "requests").rows
    after = next(g for g in moved.grids if g.name == "requests").rows
    keys = {s.key for x, y in zip(before, after, strict=True) if x != y for s in x if s.key}
    return unsure(moved, keys)


def lost_cell(sheet: Sheet, rng: Random) -> Sheet:
    """A cell is gone from a row, with its place: nobody knows which one."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows = list(g.rows)
        at = rng.randrange(3, len(rows))
        values = [n for n, s in enumerate(rows[at]) if s.role == "value"]
        gone = rng.choice(values)
        rows[at] = tuple(
            replace(s, code="lost") if s.role == "value" else s
            for n, s in enumerate(rows[at])
            if n != gone
        )
        return (replace(g, rows=tuple(rows)),)

    return change_grid(sheet, "requests", grid)


def lost_row(sheet: Sheet, rng: Random) -> Sheet:
    """A row is missing altogether."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows = list(g.rows)
        gone = rng.choice([n for n, r in enumerate(rows) if r[0].code.startswith("refused.")])
        del rows[gone]
        shorter = {"results", "refused"}
        fixed = [
            tuple(replace(s, rowspan=s.rowspan - 1) if s.code in shorter else s for s in row)
            for row in rows
        ]
        return (replace(g, rows=tuple(fixed)),)

    return change_grid(sheet, "requests", grid)


INVENTED = tuple(f"数据{n}" for n in range(1, 8))
WRONG = ("本年新收件数", "上年结转件数", "予以公开", "部分公开", "不予公开", "无法提供", "总计")


def repeated_heads(sheet: Sheet, rng: Random) -> Sheet:
    """三 goes on after a page: its head is printed again, and the groups it is in the middle of."""
    return change_grid(sheet, "requests", lambda g: _two_pieces(g, rng, g.rows[:3]))


def headless_rest(sheet: Sheet, rng: Random) -> Sheet:
    """三 goes on in a table of its own that has no head."""
    return change_grid(sheet, "requests", lambda g: _two_pieces(g, rng, ()))


def invented_heads(sheet: Sheet, rng: Random) -> Sheet:
    """三 goes on below heads that a converter made up: they cannot be trusted over position."""
    words = rng.choice((INVENTED, WRONG))
    head: Row = (Slot("项目", "head", 3), *(Slot(word, "head") for word in words))
    parted = change_grid(sheet, "requests", lambda g: _two_pieces(g, rng, (head,)))
    return unsure(parted, {s.key for s in parted.slots() if s.key and s.key.section == "requests"})


def _two_pieces(g: Grid, rng: Random, head: tuple[Row, ...]) -> tuple[Grid, ...]:
    """A table cut in two between any rows; the labels that the cut goes through stand in both."""
    lines = places(g)
    at = rng.randrange(6, len(lines) - 2)
    first, second = list(g.rows[:at]), list(g.rows[at:])
    spanning = [s for _, s, starts in lines[at] if not starts]
    for slot in spanning:
        begun = next(n for n, row in enumerate(first) if slot in row)
        above, below = at - begun, slot.rowspan - (at - begun)
        first[begun] = tuple(replace(s, rowspan=above) if s is slot else s for s in first[begun])
        again = replace(slot, rowspan=below)
        second[0] = (*(s for s in second[0] if s.code == "results"), again,
                     *(s for s in second[0] if s.code != "results"))  # fmt: skip
    ordered = sorted(second[0], key=lambda s: (s.role == "value", _depth(s)))
    rest: tuple[Row, ...] = (*head, tuple(ordered), *second[1:])
    return replace(g, rows=tuple(first)), replace(g, rows=rest)


def _depth(slot: Slot) -> int:
    if slot.role == "value":
        return 3
    return 0 if slot.code == "results" else 1 if slot.rowspan > 1 or slot.code in GROUPS else 2


def subtotals(sheet: Sheet, rng: Random) -> Sheet:
    """Each group's own row with its sum, before its items; no group cell beside them."""
    sums: dict[str, dict[str | None, Decimal]] = {}
    for slot in sheet.slots():
        if slot.key and slot.key.section == "requests" and "." in slot.key.row:
            group = sums.setdefault(slot.key.row.partition(".")[0], {})
            applicant = slot.key.applicant_type
            group[applicant] = group.get(applicant, Decimal()) + (slot.value or 0)

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows: list[Row] = []
        for row in g.rows:
            group = next((s for s in row if s.code in GROUPS and s.rowspan > 1), None)
            if group is not None:
                lead = tuple(s for s in row if s.code == "results")
                figures = tuple(
                    Slot(plain(value), "value", 1, 1,
                         CellKey("requests", f"printed_subtotal.{group.code}", applicant),
                         value, "reported")
                    for applicant, value in sums[group.code].items()
                )  # fmt: skip
                rows.append((*lead, replace(group, rowspan=1, colspan=2), *figures))
                row = tuple(s for s in row if s is not group and s.code != "results")
            if row[0].code.partition(".")[0] in GROUPS and row[0].code != "other.unsplit":
                row = (replace(row[0], colspan=2), *row[1:])
            rows.append(row)
        added = len(rows) - len(g.rows)
        fixed = [
            tuple(replace(s, rowspan=s.rowspan + added) if s.code == "results" else s for s in r)
            for r in rows
        ]
        return (replace(g, rows=tuple(fixed)),)

    changed = change_grid(sheet, "requests", grid)
    extra = {s.key for s in changed.slots() if s.key and s.key.row.startswith("printed_subtotal")}
    return unsure(changed, extra)
