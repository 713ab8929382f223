"""Oddities of values: blanks, dashes, other digits, marks, units, signs and wrong sums."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.printing.changes import change_values
from tests.printing.sheet import Sheet, Slot, plain
from transform.codebook import codebook

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DASHES = ("/", "-", "—", "无", "－")


def full_width_digits(sheet: Sheet, rng: Random) -> Sheet:
    """Figures in full-width digits."""
    return change_values(sheet, lambda s: replace(s, text=s.text.translate(FULL_WIDTH)))


def _blank(slot: Slot) -> Slot:
    return replace(slot, text="", value=None, status="blank")


def blanks(sheet: Sheet, rng: Random) -> Sheet:
    """Zeros left blank: all but the ends of the row, or here and there."""
    share = rng.choice((1.0, 0.5, 0.1))
    return change_values(sheet, lambda s: _blank(s) if s.value == 0 and rng.random() < share else s)


def blank_totals(sheet: Sheet, rng: Random) -> Sheet:
    """The total of each row of results left blank."""
    kept = ("new_received", "carried_over_in", "handled_total", "carried_over_out")

    def change(s: Slot) -> Slot:
        detail = s.key and s.key.applicant_type == "total" and s.key.row not in kept
        return _blank(s) if detail else s

    return change_values(sheet, change)


def all_blank(sheet: Sheet, rng: Random) -> Sheet:
    """A form that nobody filled in."""
    return change_values(sheet, _blank)


def dashes(sheet: Sheet, rng: Random) -> Sheet:
    """Zeros printed as a dash, a slash or 无."""
    mark = rng.choice(DASHES)

    def change(s: Slot) -> Slot:
        if s.value != 0 or rng.random() < 0.5:
            return s
        return replace(s, text=mark, value=None, status="dash")

    return change_values(sheet, change)


def zero_words(sheet: Sheet, rng: Random) -> Sheet:
    """Zeros written as a word, as a circle, or as spreadsheets write what is no whole number."""
    word = rng.choice(("零", "〇", "○", "0.0", "0.00"))
    return change_values(sheet, lambda s: replace(s, text=word) if s.value == 0 else s)


def whole_decimals(sheet: Sheet, rng: Random) -> Sheet:
    """Counts with a decimal point, as spreadsheets export them."""

    def change(s: Slot) -> Slot:
        whole = s.value is not None and s.value == s.value.to_integral_value()
        return replace(s, text=f"{plain(s.value)}.0") if whole and s.value is not None else s

    return change_values(sheet, change)


def notes(sheet: Sheet, rng: Random) -> Sheet:
    """Here and there a remark in brackets after the figure."""
    words = ("（注）", "（含上年）", "（见说明）")

    def change(s: Slot) -> Slot:
        remark = s.value and rng.random() < 0.3
        return replace(s, text=s.text + rng.choice(words)) if remark else s

    return change_values(sheet, change)


def thousands(sheet: Sheet, rng: Random) -> Sheet:
    """Large figures with marks between the thousands."""

    def change(s: Slot) -> Slot:
        if s.value is None or abs(s.value) < 1000:
            return s
        return replace(s, text=format(s.value.normalize(), ",f"))

    return change_values(sheet, change)


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

    return change_values(sheet, change)


def signs(sheet: Sheet, rng: Random) -> Sheet:
    """Changes with a plus sign, or with 增 and 减."""
    words = rng.choice((("+", "-"), ("增", "减"), ("增加", "减少"), ("+", "－")))

    def change(s: Slot) -> Slot:
        if s.key is None or not s.key.row.endswith("items_change") or not s.value:
            return s
        return replace(s, text=words[s.value < 0] + plain(abs(s.value)))

    return change_values(sheet, change)


def wrong_total(sheet: Sheet, rng: Random) -> Sheet:
    """A published total that is off: to be read as published."""
    keys = [s.key for s in sheet.slots() if s.key and s.key.applicant_type == "total"]
    # Another oddity may have left no total.
    wrong = rng.choice(keys) if keys else None

    def change(s: Slot) -> Slot:
        if s.key is None or s.key != wrong or s.value is None:
            return s
        value = s.value + rng.choice((1, 2, 10))
        return replace(s, text=plain(value), value=value)

    return change_values(sheet, change)
