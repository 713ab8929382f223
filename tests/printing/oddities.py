"""What real documents do to labels, values and pages: one small change each, by name.

An oddity changes the sheet before it is printed, or the printed text. `layouts`
and `forms` say where it occurs; None is everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.printing import label_oddities as labels
from tests.printing import page_oddities as pages
from tests.printing import row_oddities as rows
from tests.printing import table_oddities as tables
from tests.printing import text_oddities as texts
from tests.printing import value_oddities as values
from tests.printing.ink import Printed
from tests.printing.sheet import Sheet

TEXTUAL = frozenset(
    (
        "tab",
        "pipe_lines",
        "lead_pipe",
        "closer_pipe",
        "pipe_rows",
        "tsv",
        "vertical",
        "leading",
        "aligned",
    )
)
GRIDS = frozenset(("html", "tab", "pipe_lines", "pipe_rows"))
# Bars on lines of their own end a row that is shorter than the table.
CELLS = GRIDS | {"lead_pipe", "closer_pipe"}
PAGES = frozenset(("html",))
# Where figures come first, a blank that vanishes leaves what looks like the usual order.
# Elsewhere bars or spaces fill the row up, and a lost cell looks like a blank at its end.
SHOWS_LOSS = frozenset(("html", "tab", "vertical"))
HAS_CELLS = TEXTUAL | {"html"}
ORDERED = HAS_CELLS | {"glued_rows", "glued_all", "deduped"}


@dataclass(frozen=True, slots=True)
class Oddity:
    """A named change to a sheet or to its printed text."""

    name: str
    sheet: Callable[[Sheet, Random], Sheet] | None = None
    printed: Callable[[Printed, Random], Printed] | None = None
    layouts: frozenset[str] | None = None
    forms: frozenset[str] | None = None

    def fits(self, layout: str, form: str) -> bool:
        """Whether documents in this layout and form show it."""
        return (self.layouts is None or layout in self.layouts) and (
            self.forms is None or form in self.forms
        )


NEW = frozenset({"f2019", "f2021"})
F2019 = frozenset({"f2019"})
F2014 = frozenset({"f2014"})

ODDITIES: dict[str, Oddity] = {
    oddity.name: oddity
    for oddity in (
        Oddity("plain"),
        Oddity("half_width", texts.half_width),
        Oddity("inner_spaces", texts.inner_spaces),
        Oddity("nbsp_padding", texts.nbsp_padding, layouts=HAS_CELLS),
        Oddity("traditional", texts.traditional, forms=NEW),
        Oddity("pinyin", texts.pinyin, forms=NEW),
        Oddity("heading_variants", texts.heading_variants, forms=NEW),
        Oddity("bookmark", texts.bookmark),
        Oddity("metadata", texts.metadata),
        Oddity("no_headings", texts.no_headings),
        Oddity("talkative", texts.talkative),
        Oddity("label_variants", labels.label_variants),
        Oddity("short_labels", labels.short_labels, forms=NEW),
        Oddity("typos", labels.typos, forms=NEW),
        Oddity("numbering", labels.numbering, layouts=ORDERED),
        Oddity("cut_heads", labels.cut_heads, forms=NEW),
        Oddity("broken_heads", labels.broken_heads, forms=NEW),
        Oddity("wordy_heads", labels.wordy_heads, layouts=HAS_CELLS, forms=NEW),
        Oddity("one_character_a_line", labels.one_character_a_line,
               layouts=frozenset({"tab", "html"}), forms=NEW),
        Oddity("stray_digit", labels.stray_digit, layouts=HAS_CELLS, forms=NEW),
        Oddity("extra_row", rows.extra_row, layouts=HAS_CELLS, forms=NEW),
        Oddity("title_row", rows.title_row, forms=NEW),
        Oddity("no_corner", rows.no_corner, forms=NEW),
        Oddity("moved_columns", rows.moved_columns, layouts=GRIDS, forms=NEW),
        Oddity("moved_rows", rows.moved_rows, layouts=HAS_CELLS, forms=NEW),
        Oddity("lost_cell", rows.lost_cell, layouts=SHOWS_LOSS, forms=NEW),
        Oddity("lost_row", rows.lost_row, layouts=ORDERED, forms=NEW),
        Oddity("repeated_heads", rows.repeated_heads, layouts=HAS_CELLS, forms=NEW),
        Oddity("headless_rest", rows.headless_rest, layouts=CELLS - {"pipe_lines"}, forms=NEW),
        Oddity("invented_heads", rows.invented_heads, layouts=CELLS - {"pipe_lines"}, forms=NEW),
        Oddity("subtotals", rows.subtotals, layouts=HAS_CELLS, forms=NEW),
        Oddity("subtotal_column", tables.subtotal_column, layouts=CELLS, forms=NEW),
        Oddity("column_numbers", tables.column_numbers, layouts=CELLS, forms=NEW),
        Oddity("code_column", tables.code_column, layouts=CELLS, forms=F2014),
        Oddity("cumulative", tables.cumulative, layouts=CELLS, forms=F2014),
        Oddity("head_boxes", tables.head_boxes, layouts=GRIDS, forms=NEW),
        Oddity("odd_grid", tables.odd_grid, layouts=CELLS, forms=NEW),
        Oddity("marks_in_table", tables.marks_in_table, layouts=CELLS),
        Oddity("merged_values", tables.merged_values, layouts=PAGES, forms=NEW),
        Oddity("stacked_remedies", tables.stacked_remedies, layouts=GRIDS, forms=NEW),
        Oddity("lost_table", tables.lost_table, forms=NEW),
        Oddity("second_report", tables.second_report, layouts=CELLS),
        Oddity("upright_labels", tables.upright_labels, layouts=frozenset({"tab", "html"}),
               forms=NEW),
        Oddity("full_width_digits", values.full_width_digits),
        Oddity("blanks", values.blanks, layouts=HAS_CELLS - {"leading"}),
        Oddity("blank_totals", values.blank_totals, layouts=HAS_CELLS - {"leading"},
               forms=NEW),
        Oddity("all_blank", values.all_blank, layouts=HAS_CELLS),
        Oddity("dashes", values.dashes, layouts=HAS_CELLS),
        Oddity("zero_words", values.zero_words, layouts=HAS_CELLS),
        Oddity("whole_decimals", values.whole_decimals, layouts=HAS_CELLS),
        Oddity("notes", values.notes, layouts=HAS_CELLS),
        Oddity("thousands", values.thousands, layouts=HAS_CELLS),
        Oddity("units", values.units, layouts=HAS_CELLS),
        Oddity("signs", values.signs, layouts=HAS_CELLS, forms=F2019),
        Oddity("wrong_total", values.wrong_total, layouts=HAS_CELLS, forms=NEW),
        Oddity("page_marks", printed=pages.page_marks, layouts=TEXTUAL),
        Oddity("truncated", printed=pages.truncated),
    )
}  # fmt: skip


def names_for(layout: str, form: str) -> tuple[str, ...]:
    """The oddities that documents in this layout and form show."""
    return tuple(name for name, oddity in ODDITIES.items() if oddity.fits(layout, form))
