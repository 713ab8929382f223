"""The form's own sums over the cells of one row, or of rows together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from transform.codebook import CellKey, Instance, codebook

MOST_COMBINATIONS = 20_000


@dataclass(frozen=True, slots=True)
class RowSums:
    """The identities whose every cell stands in one row."""

    identities: str
    adds_up: Callable[[Sequence[int]], bool]


def row_sums(keys: Sequence[CellKey], form: str) -> RowSums | None:
    """The sums that the form gives the cells `keys` among themselves, if any."""
    at = {key: n for n, key in enumerate(keys)}
    inside = [i for i in codebook().instances(form) if all(t.cell in at for t in i.terms)]
    if not inside:
        return None
    weights = [
        [(at[t.cell], t.weight if t.side == "lhs" else -t.weight) for t in i.terms] for i in inside
    ]

    def adds_up(numbers: Sequence[int]) -> bool:
        return all(sum(numbers[n] * weight for n, weight in terms) == 0 for terms in weights)

    return RowSums(" ".join(sorted({i.identity.identity_id for i in inside})), adds_up)


@dataclass(frozen=True, slots=True)
class Choice:
    """The one combination of ways that all sums allow, and the identities that said so."""

    numbers: Mapping[str, tuple[int, ...]]
    identities: str


def choose(
    open_rows: Mapping[str, Sequence[tuple[int, ...]]],
    known: Mapping[CellKey, Decimal | None],
    keys: Mapping[str, Sequence[CellKey]],
    form: str,
) -> Choice | None:
    """The only choice of a way for each open row under which the form's sums hold.

    `known` are the cells already read. A sum with a cell that is neither known
    nor open says nothing; when no sum says anything, or several choices
    remain, there is no choice.
    """
    rows = list(open_rows)
    combinations = 1
    for row in rows:
        combinations *= len(open_rows[row])
    if not rows or combinations > MOST_COMBINATIONS:
        return None
    open_keys = {key for row in rows for key in keys[row]}
    telling = [
        instance
        for instance in codebook().instances(form)
        if (cells := _present(instance, open_keys, known)) and any(c in open_keys for c in cells)
    ]
    if not telling:
        return None
    fitting = []
    for pick in product(*(open_rows[row] for row in rows)):
        values = dict(known)
        for row, numbers in zip(rows, pick, strict=True):
            values.update(zip(keys[row], map(Decimal, numbers), strict=True))
        if all(_holds(instance, values) for instance in telling):
            fitting.append(pick)
    if len(fitting) != 1:
        return None
    names = " ".join(sorted({instance.identity.identity_id for instance in telling}))
    return Choice(dict(zip(rows, fitting[0], strict=True)), names)


def _present(
    instance: Instance, open_keys: set[CellKey], known: Mapping[CellKey, Decimal | None]
) -> list[CellKey] | None:
    """The cells of an identity that the document has; None when one cannot be told."""
    cells = [t.cell for t in instance.terms if t.cell in open_keys or t.cell in known]
    unread = [c for c in cells if c not in open_keys and known[c] is None]
    return None if unread else cells


def _holds(instance: Instance, values: Mapping[CellKey, Decimal | None]) -> bool:
    total = Decimal(0)
    for term in instance.terms:
        value = values.get(term.cell)
        if value is not None:
            total += value * term.weight * (1 if term.side == "lhs" else -1)
    return total == 0
