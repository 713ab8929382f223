"""Layouts: how tools and sites leave a report's tables, one function each."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.printing.ink import Printed
from tests.printing.layouts import (
    aligned,
    deduped,
    glued,
    html,
    leading,
    pdftorn,
    pipes,
    tab,
    tsv,
    vertical,
)
from tests.printing.sheet import Sheet

LAYOUTS: dict[str, Callable[[Sheet, Random], Printed]] = {
    "html": html.print_sheet,
    "tab": tab.print_sheet,
    "pipe_lines": pipes.pipe_lines,
    "lead_pipe": pipes.lead_pipe,
    "closer_pipe": pipes.closer_pipe,
    "pipe_rows": pipes.pipe_rows,
    "tsv": tsv.print_sheet,
    "vertical": vertical.print_sheet,
    "leading": leading.print_sheet,
    "aligned": aligned.print_sheet,
    "pdftorn": pdftorn.print_sheet,
    "glued_rows": glued.glued_rows,
    "glued_all": glued.glued_all,
    "deduped": deduped.print_sheet,
}

# The table of 2014 repeats labels, and has no seven figures to a row.
NOT_F2014 = frozenset(("pdftorn", "deduped"))
