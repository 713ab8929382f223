"""Realistic, consistent figures for a form: seeded generators and hypothesis strategies.

Most agencies print mostly zeros; a few print large numbers. The generators keep
every hard identity of the form, so that a broken one is always planted on purpose.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from transform.codebook import CellKey, codebook

Cells = dict[CellKey, Decimal | None]

SCALES = ("zero", "town", "bureau", "county", "city")
# How many requests, decisions and amounts an agency of this scale handles, roughly.
SIZE = {"zero": 0, "town": 3, "bureau": 15, "county": 60, "city": 3000}
# f2021_unsplit: （六）其他处理 is one row; f2019_split: it has the three children.
VARIANTS = ("f2014", "f2019", "f2021", "f2021_unsplit", "f2019_split")
UNSPLIT = "other.unsplit"
CHILDREN = ("other.no_correction", "other.fee_unpaid", "other.other")
CARRIED = ("new_received", "carried_over_in", "handled_total", "carried_over_out")
REMEDY_BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOMES = ("upheld", "corrected", "other", "pending")


def form_of(variant: str) -> str:
    """The form a variant is printed on."""
    return variant.split("_")[0]


def printed_keys(variant: str) -> tuple[CellKey, ...]:
    """The cells a complete report in this variant prints, in printed order."""
    book, form = codebook(), form_of(variant)
    keys: list[CellKey] = []
    for row in book.rows:
        wanted = form in row.forms
        if variant in ("f2021_unsplit", "f2019_split") and row.section == "requests":
            if row.row == UNSPLIT:
                wanted = variant == "f2021_unsplit"
            elif row.row in CHILDREN:
                wanted = variant == "f2019_split"
        if wanted:
            keys.extend(book.row_cells(row))
    return tuple(keys)


def heavy(rng: Random, size: int) -> int:
    """A count with a heavy tail around `size`; often zero."""
    if size <= 0 or rng.random() < 0.35:
        return 0
    return int(size * math.exp(1.2 * max(-4.0, min(4.0, rng.gauss(0, 1)))))


def random_cells(
    rng: Random,
    variant: str,
    scale: str | None = None,
    carried_in: Mapping[str, int] | None = None,
) -> Cells:
    """Consistent figures for a report; `carried_in` fixes the carry-over by applicant type."""
    scale = scale or rng.choice(SCALES)
    size = SIZE[scale]
    if variant == "f2014":
        return _f2014(rng, size)
    cells: Cells = {}
    keys = printed_keys(variant)
    for key in keys:
        if key.section == "proactive":
            cells[key] = _proactive(rng, key.row, size)
    rows = [k.row for k in keys if k.section == "requests" and k.applicant_type == "total"]
    cells.update(_requests(rng, rows, size, carried_in))
    for block in REMEDY_BLOCKS:
        counts = [heavy(rng, size // 12) if rng.random() < 0.5 else 0 for _ in OUTCOMES]
        for outcome, count in zip((*OUTCOMES, "total"), (*counts, sum(counts)), strict=True):
            cells[CellKey("remedies", f"{block}.{outcome}", None)] = Decimal(count)
    return {key: cells[key] for key in keys}


def _proactive(rng: Random, row: str, size: int) -> Decimal:
    kind = codebook().row("proactive", row).kind
    if row.startswith("rules."):
        return Decimal(heavy(rng, 2) if size > 1000 else 0)
    if kind == "signed":
        return Decimal(rng.choice((0, 0, 1, -1)) * heavy(rng, max(1, size // 2)))
    if row == "procurement.amount":
        return Decimal(heavy(rng, size * 40_000))
    if kind == "money":
        return Decimal(heavy(rng, size * 2_000_000)) / 10 ** rng.choice((2, 3, 4, 6))
    factor = 150 if row.endswith("decisions") and size > 10 else 1
    return Decimal(heavy(rng, size * factor))


def _requests(
    rng: Random, rows: Iterable[str], size: int, carried_in: Mapping[str, int] | None
) -> Cells:
    book = codebook()
    outcomes = [row for row in rows if row not in CARRIED]
    counts: dict[tuple[str, str], int] = {}
    for applicant in book.applicants[:-1]:
        share = {"natural_person": 1.0, "business": 0.1}.get(applicant, 0.01)
        weight = {row: rng.random() ** 6 for row in outcomes}
        for row in outcomes:
            expected = size * share * weight[row]
            count = heavy(rng, math.ceil(expected)) if rng.random() < expected else 0
            counts[row, applicant] = count
        handled = sum(counts[row, applicant] for row in outcomes)
        backlog = round(size * share / 12)
        out = heavy(rng, backlog) if rng.random() < 0.5 else 0
        if carried_in is None:
            brought = min(heavy(rng, backlog), handled + out)
        else:
            brought = carried_in.get(applicant, 0)
            out += max(0, brought - handled - out)
        counts["handled_total", applicant] = handled
        counts["carried_over_out", applicant] = out
        counts["carried_over_in", applicant] = brought
        counts["new_received", applicant] = handled + out - brought
    cells: Cells = {}
    for row in rows:
        figures = [counts[row, applicant] for applicant in book.applicants[:-1]]
        for applicant, figure in zip(book.applicants, (*figures, sum(figures)), strict=True):
            cells[CellKey("requests", row, applicant)] = Decimal(figure)
    return cells


def _f2014(rng: Random, size: int) -> Cells:
    book = codebook()
    figures: dict[str, Decimal] = {}
    for row in book.rows:
        if "f2014" in row.forms:
            amount = Decimal(heavy(rng, size * 100)) / 100 if row.kind == "money" else None
            small = row.section in ("organisation", "meetings", "complaints")
            count = heavy(rng, max(1, size // 10) if small else size)
            figures[row.row] = Decimal(count) if amount is None else amount
    # Refusals come before the replies they are a part of.
    order = {"F14_REFUSED": 0, "F14_REPLIED": 1}
    for instance in sorted(
        book.instances("f2014"), key=lambda i: order.get(i.identity.identity_id, 2)
    ):
        left = next(t.cell.row for t in instance.terms if t.side == "lhs")
        figures[left] = sum(
            (figures[t.cell.row] for t in instance.terms if t.side == "rhs"), Decimal()
        )
    sections = {row.row: row.section for row in book.rows if "f2014" in row.forms}
    return {CellKey(section, row, None): figures[row] for row, section in sections.items()}


def residuals(cells: Mapping[CellKey, Decimal | None], form: str) -> dict[str, Decimal]:
    """Left minus right side of every identity instance, blank as zero, by id and instance."""
    found = {}
    for instance in codebook().instances(form):
        total = Decimal()
        for term in instance.terms:
            value = cells.get(term.cell) or Decimal()
            total += (1 if term.side == "lhs" else -1) * term.weight * value
        found[f"{instance.identity.identity_id}[{instance.instance}]"] = total
    return found


def mutate(cells: Cells, key: CellKey, delta: int | Decimal) -> Cells:
    """The same figures with one of them changed by `delta`."""
    return {**cells, key: (cells[key] or Decimal()) + delta}


def with_blank_zeros(cells: Cells, rng: Random, share: float = 0.5) -> Cells:
    """The same figures with some zeros left blank, as agencies do."""
    return {
        key: None if value == 0 and rng.random() < share else value for key, value in cells.items()
    }


def cells_strategy(variant: str) -> st.SearchStrategy[Cells]:
    """Consistent figures as hypothesis draws (and shrinks) them."""
    return st.builds(
        random_cells,
        st.randoms(use_true_random=False),
        st.just(variant),
        st.sampled_from(SCALES),
    )
