"""The form's own sums over the cells of one row, or of rows together."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product

from transform.codebook import CellKey, Instance, codebook

MOST_COMBINATIONS = 20_000


@cache
def instances(form: str) -> tuple[Instance, ...]:
    """The identity instances of a form, expanded once."""
    return codebook().instances(form)


@dataclass(frozen=True, slots=True)
class RowSums:
    """The identities whose every cell stands in one row.

    `blocks` are the sizes of neighbouring groups of cells whose last is the sum
    of the others; empty when the row's sums are not of that kind.
    """

    identities: str
    blocks: tuple[int, ...]

    def add_up(self, numbers: Sequence[Decimal]) -> bool:
        """Whether the cells of the row fulfil its sums."""
        at = 0
        for size in self.blocks:
            if sum(numbers[at : at + size - 1]) != numbers[at + size - 1]:
                return False
            at += size
        return bool(self.blocks)


NO_SUMS = RowSums("", ())


@lru_cache(maxsize=1024)
def row_sums(keys: tuple[CellKey, ...], form: str) -> RowSums:
    """The sums that the form gives the cells `keys` among themselves."""
    at = {key: n for n, key in enumerate(keys)}
    inside = [i for i in instances(form) if all(t.cell in at for t in i.terms)]
    spans = sorted(sorted(at[t.cell] for t in i.terms) for i in inside)
    plain = all(_is_plain_sum(i, keys) for i in inside)
    if not plain or [n for span in spans for n in span] != list(range(len(keys))):
        return NO_SUMS
    names = " ".join(sorted({i.identity.identity_id for i in inside}))
    return RowSums(names, tuple(len(span) for span in spans))


def _is_plain_sum(instance: Instance, keys: Sequence[CellKey]) -> bool:
    """Whether the last cell of an identity is the unweighted sum of its others."""
    left = [t.cell for t in instance.terms if t.side == "lhs"]
    last = max((t.cell for t in instance.terms), key=keys.index)
    return left == [last] and all(t.weight == 1 for t in instance.terms)


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
    open_keys = {key: (n, at) for n, row in enumerate(rows) for at, key in enumerate(keys[row])}
    telling = [
        instance
        for instance in instances(form)
        if (cells := _present(instance, open_keys, known)) and any(c in open_keys for c in cells)
    ]
    if not telling:
        return None
    balances = [_balance(instance, open_keys, known) for instance in telling]
    fitting = []
    for pick in product(*(open_rows[row] for row in rows)):
        if all(fixed + sum(w * pick[n][at] for n, at, w in free) == 0 for fixed, free in balances):
            fitting.append(pick)
            if len(fitting) > 1:
                return None
    if not fitting:
        return None
    names = " ".join(sorted({instance.identity.identity_id for instance in telling}))
    return Choice(dict(zip(rows, fitting[0], strict=True)), names)


def _present(
    instance: Instance, open_keys: Container[CellKey], known: Mapping[CellKey, Decimal | None]
) -> list[CellKey] | None:
    """The cells of an identity that the document has; None when one cannot be told."""
    cells = [t.cell for t in instance.terms if t.cell in open_keys or t.cell in known]
    unread = [c for c in cells if c not in open_keys and known[c] is None]
    return None if unread else cells


def _balance(
    instance: Instance,
    open_keys: Mapping[CellKey, tuple[int, int]],
    known: Mapping[CellKey, Decimal | None],
) -> tuple[Decimal, list[tuple[int, int, Decimal]]]:
    """Left minus right side: the known part, and the open cells with their weights."""
    fixed, free = Decimal(0), []
    for term in instance.terms:
        weight = term.weight if term.side == "lhs" else -term.weight
        if term.cell in open_keys:
            free.append((*open_keys[term.cell], weight))
        else:
            fixed += (known.get(term.cell) or Decimal(0)) * weight
    return fixed, free
