"""Oddities inside the tables: labels, heads, rows, columns and values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.printing.sheet import Grid, Row, Sheet, Slot, Text, places, plain
from transform.codebook import CellKey, codebook

SHORT = {
    "partially_granted": "（二）部分公开",
    "other": "（六）其他",
    "other.unsplit": "（六）其他",
    "other.no_correction": "1.逾期不补正",
    "other.fee_unpaid": "2.逾期不缴费",
}
TYPOS = {
    "refused.other_law": "2.其他法律行政止公开",
    "refused.internal_affairs": "5.属于三类内容事务信息",
    "partially_granted": "（二）部分公开（区分处理的，只计这一情况，不计其他情形）",
}
CUT = {
    "in_force": "现行有效件",
    "issued": "本年发件",
    "made": "本年新",
    "newly_disclosed": "本年新",
}
WORDY = {
    "issued": "本年({year})制发件数",
    "in_force": "现行有效件数 (历史累计)",
    "items_prev_year": "上一年项目数量 (指{last}年事项数)",
    "items_change": "本年增/减 (指{year}年增加或减少的事项数，减用负值表示，如 -8)",
    "rules": "规章（设区的市、自治州人民政府填写）",
    "other_services": "其他对外管理服务事项（含行政处罚、行政强制、行政检查等以外的公共服务）",
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DASHES = ("/", "-", "—", "无", "－")


def _labels(
    sheet: Sheet, words: dict[str, str], roles: tuple[str, ...] = ("label", "head")
) -> Sheet:
    def slot(s: Slot) -> Slot:
        return replace(s, text=words[s.code]) if s.role in roles and s.code in words else s

    return sheet.map_slots(slot)


def _values(sheet: Sheet, change: Callable[[Slot], Slot]) -> Sheet:
    return sheet.map_slots(lambda s: change(s) if s.role == "value" else s)


def _change_grid(sheet: Sheet, name: str, change: Callable[[Grid], tuple[Grid, ...]]) -> Sheet:
    blocks: list[Text | Grid] = []
    for block in sheet.blocks:
        same = isinstance(block, Grid) and block.name == name
        blocks.extend(change(block) if same and isinstance(block, Grid) else (block,))
    return replace(sheet, blocks=tuple(blocks))


def _unsure(sheet: Sheet, keys: set[CellKey]) -> Sheet:
    """Mark cells that a reader may leave alone though they are printed."""
    return _values(sheet, lambda s: replace(s, code="unsure") if s.key in keys else s)


def label_variants(sheet: Sheet, rng: Random) -> Sheet:
    """Labels in other wordings of the codebook."""
    book, form = codebook(), sheet.report.form
    found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for label in book.labels:
        if form in label.forms and label.variants:
            found[label.section, label.code] = (label.outline, label.variants)

    def grid(g: Grid) -> tuple[Grid, ...]:
        return (replace(g, rows=tuple(tuple(slot(g, s) for s in row) for row in g.rows)),)

    def slot(g: Grid, s: Slot) -> Slot:
        if s.role not in ("label", "head") or rng.random() < 0.4:
            return s
        sections = [g.name] if g.name != "f2014" else [x.section for x in book.sections]
        for section in sections:
            if (section, s.code) in found:
                outline, variants = found[section, s.code]
                outline = outline if s.role == "label" else ""
                tail = "（单位：万元）" if "万元" in s.text else ""
                return replace(s, text=outline + rng.choice(variants) + tail)
        return s

    for name in ("proactive", "requests", "remedies", "f2014"):
        sheet = _change_grid(sheet, name, grid)
    return sheet


def short_labels(sheet: Sheet, rng: Random) -> Sheet:
    """The long labels cut short."""
    return _labels(sheet, SHORT)


def typos(sheet: Sheet, rng: Random) -> Sheet:
    """Typing errors met in published reports."""
    return _labels(sheet, TYPOS)


def numbering(sheet: Sheet, rng: Random) -> Sheet:
    """The numbers before labels in another style, or left out."""
    style = rng.choice(("、", "．", ". ", "none", "mixed"))

    def slot(s: Slot) -> Slot:
        if s.role != "label":
            return s
        mark = rng.choice(("、", "．", ".")) if style == "mixed" else style
        if mark == "none":
            safe = s.code not in ("other", "other.other", "other.unsplit", "handled_total")
            return replace(s, text=re.sub(r"^\d\.", "", s.text)) if safe else s
        return replace(s, text=re.sub(r"^(\d)\.", rf"\g<1>{mark}", s.text))

    return sheet.map_slots(slot)


def cut_heads(sheet: Sheet, rng: Random) -> Sheet:
    """Column heads that lost their ends."""
    return _labels(sheet, CUT, ("head",))


def broken_heads(sheet: Sheet, rng: Random) -> Sheet:
    """Narrow heads on two lines in their cell."""

    def slot(s: Slot) -> Slot:
        if s.role != "head" or not 4 <= len(s.text) <= 7 or not s.code:
            return s
        return replace(s, text=f"{s.text[:-2]}\n{s.text[-2:]}" if len(s.text) == 4 else
                       f"{s.text[:3]}\n{s.text[3:]}")  # fmt: skip

    return sheet.map_slots(slot)


def wordy_heads(sheet: Sheet, rng: Random) -> Sheet:
    """Heads and labels with explanations that hold numbers and other rows' names."""
    year = sheet.report.year
    words = {code: text.format(year=year, last=year - 1) for code, text in WORDY.items()}
    return _labels(sheet, words)


def one_character_a_line(sheet: Sheet, rng: Random) -> Sheet:
    """三、本年度办理结果 broken into one character a line."""
    return _labels(sheet, {"results": "\n".join("三、本年度办理结果")})


def stray_digit(sheet: Sheet, rng: Random) -> Sheet:
    """A digit that slipped before a label."""
    return _labels(sheet, {"carried_over_in": "0二、上年结转政府信息公开申请数量"})


def extra_row(sheet: Sheet, rng: Random) -> Sheet:
    """A row of figures that the form does not have, among the documents of item (一)."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        rows = list(g.rows)
        after = next(n for n, row in enumerate(rows) if row[0].code == "normative_documents")
        figures = (replace(s, text=str(rng.randint(1, 99)), role="extra", key=None)
                   for s in rows[after][1:])  # fmt: skip
        rows.insert(after + 1, (Slot("其他主动公开文件", "label"), *figures))
        return (replace(g, rows=tuple(rows)),)

    return _change_grid(sheet, "proactive", grid)


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

    return _change_grid(sheet, "proactive", grid)


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

    moved = _change_grid(sheet, "requests", grid)
    return _unsure(moved, {s.key for s in moved.slots() if s.key and s.key.section == "requests"})


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

    moved = _change_grid(sheet, "requests", grid)
    before = next(g for g in sheet.grids if g.name == "requests").rows
    after = next(g for g in moved.grids if g.name == "requests").rows
    keys = {s.key for x, y in zip(before, after, strict=True) if x != y for s in x if s.key}
    return _unsure(moved, keys)


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

    return _change_grid(sheet, "requests", grid)


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

    return _change_grid(sheet, "requests", grid)


def repeated_heads(sheet: Sheet, rng: Random) -> Sheet:
    """三 goes on after a page: its head is printed again, and the groups it is in the middle of."""

    def grid(g: Grid) -> tuple[Grid, ...]:
        lines = places(g)
        at = rng.randrange(6, len(lines) - 2)
        first, second = list(g.rows[:at]), list(g.rows[at:])
        spanning = [s for _, s, starts in lines[at] if not starts]
        for slot in spanning:
            begun = next(n for n, row in enumerate(first) if slot in row)
            above, below = at - begun, slot.rowspan - (at - begun)
            first[begun] = tuple(
                replace(s, rowspan=above) if s is slot else s for s in first[begun]
            )
            again = replace(slot, rowspan=below)
            second[0] = (*(s for s in second[0] if s.code == "results"), again,
                         *(s for s in second[0] if s.code != "results"))  # fmt: skip
        ordered = sorted(second[0], key=lambda s: (s.role == "value", _depth(s)))
        head: tuple[Row, ...] = g.rows[:3]
        return (
            replace(g, rows=tuple(first)),
            replace(g, rows=(*head, tuple(ordered), *second[1:])),
        )

    return _change_grid(sheet, "requests", grid)


def _depth(slot: Slot) -> int:
    if slot.role == "value":
        return 3
    return 0 if slot.code == "results" else 1 if slot.rowspan > 1 or slot.code in GROUPS else 2


GROUPS = ("refused", "unable", "unprocessed", "other")


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

    changed = _change_grid(sheet, "requests", grid)
    extra = {s.key for s in changed.slots() if s.key and s.key.row.startswith("printed_subtotal")}
    return _unsure(changed, extra)


def full_width_digits(sheet: Sheet, rng: Random) -> Sheet:
    """Figures in full-width digits."""
    return _values(sheet, lambda s: replace(s, text=s.text.translate(FULL_WIDTH)))


def _blank(slot: Slot) -> Slot:
    return replace(slot, text="", value=None, status="blank")


def blanks(sheet: Sheet, rng: Random) -> Sheet:
    """Zeros left blank: all but the ends of the row, or here and there."""
    share = rng.choice((1.0, 0.5, 0.1))
    return _values(sheet, lambda s: _blank(s) if s.value == 0 and rng.random() < share else s)


def blank_totals(sheet: Sheet, rng: Random) -> Sheet:
    """The total of each row of results left blank."""
    kept = ("new_received", "carried_over_in", "handled_total", "carried_over_out")

    def change(s: Slot) -> Slot:
        detail = s.key and s.key.applicant_type == "total" and s.key.row not in kept
        return _blank(s) if detail else s

    return _values(sheet, change)


def all_blank(sheet: Sheet, rng: Random) -> Sheet:
    """A form that nobody filled in."""
    return _values(sheet, _blank)


def dashes(sheet: Sheet, rng: Random) -> Sheet:
    """Zeros printed as a dash, a slash or 无."""
    mark = rng.choice(DASHES)

    def change(s: Slot) -> Slot:
        if s.value != 0 or rng.random() < 0.5:
            return s
        return replace(s, text=mark, value=None, status="dash")

    return _values(sheet, change)


def thousands(sheet: Sheet, rng: Random) -> Sheet:
    """Large figures with marks between the thousands."""

    def change(s: Slot) -> Slot:
        if s.value is None or abs(s.value) < 1000:
            return s
        return replace(s, text=format(s.value.normalize(), ",f"))

    return _values(sheet, change)


def units(sheet: Sheet, rng: Random) -> Sheet:
    """Figures with their unit in the cell; amounts of money in yuan or in 10 000 yuan."""
    book = codebook()

    def change(s: Slot) -> Slot:
        if s.key is None or s.value is None or rng.random() < 0.3:
            return s
        row = book.row(s.key.section, s.key.row)
        if row.unit == "cny":
            if rng.random() < 0.5 and s.value:
                return replace(s, text=f"{plain(s.value / 10000)}万元")
            return replace(s, text=s.text + "元")
        if row.unit == "10k_cny":
            return replace(s, text=s.text + rng.choice(("万元", "万")))
        return replace(s, text=s.text + book.unit(row.unit).zh)

    return _values(sheet, change)


def signs(sheet: Sheet, rng: Random) -> Sheet:
    """Changes with a plus sign, or with 增 and 减."""
    words = rng.choice((("+", "-"), ("增", "减"), ("增加", "减少"), ("+", "－")))

    def change(s: Slot) -> Slot:
        if s.key is None or not s.key.row.endswith("items_change") or not s.value:
            return s
        return replace(s, text=words[s.value < 0] + plain(abs(s.value)))

    return _values(sheet, change)


def wrong_total(sheet: Sheet, rng: Random) -> Sheet:
    """A published total that is off: to be read as published."""
    keys = [s.key for s in sheet.slots() if s.key and s.key.applicant_type == "total"]
    wrong = rng.choice(keys)

    def change(s: Slot) -> Slot:
        if s.key != wrong or s.value is None:
            return s
        value = s.value + rng.choice((1, 2, 10))
        return replace(s, text=plain(value), value=value)

    return _values(sheet, change)
