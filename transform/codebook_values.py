"""What the codebook is made of: forms, labels, rows, units, identities, columns and codes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ANY = "*"
"""In a row: one cell for each applicant column. In a pattern: the name of the instance."""


class CodebookError(ValueError):
    """A row of the codebook is wrong; the message names its file and line."""


class CellKey(NamedTuple):
    """One cell of a form: section, dotted row code and applicant type (or None)."""

    section: str
    row: str
    applicant_type: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """A version of the statutory form; the years are its regime, a last resort."""

    form: str
    zh: str
    en: str
    source: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; `kind` is ``narrative`` or ``table``."""

    section: str
    forms: tuple[str, ...]
    kind: str
    ordinal: str
    zh: str
    en: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; `printed` are the words that stand for it in cells.

    `factor` turns a value into `base` (yuan for money; empty elsewhere).
    """

    unit: str
    zh: str
    en: str
    printed: tuple[str, ...]
    factor: Decimal
    base: str


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: of a row, a column, a group of rows or a block of columns.

    `parent` is the code of the label above it; a column that several groups of
    rows share names them all, with spaces between.
    """

    section: str
    axis: str
    code: str
    forms: tuple[str, ...]
    parent: str
    outline: str
    zh: str
    en: str
    variants: tuple[str, ...]
    reference: str

    @property
    def wordings(self) -> tuple[str, ...]:
        """The statutory wording first, then the variants met in reports."""
        return (self.zh, *self.variants)


@dataclass(frozen=True, slots=True)
class Row:
    """A row code: where its labels stand, its unit, and the forms that print it.

    A row in `may_also` may stand in a form that does not ask for it; when it
    does, the rows named in `instead_of` are not expected.
    """

    section: str
    row: str
    forms: tuple[str, ...]
    may_also: tuple[str, ...]
    instead_of: tuple[str, ...]
    row_label: str
    column_label: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Term:
    """One weighted term of an identity."""

    side: str
    cell: CellKey
    weight: Decimal


class Pattern(NamedTuple):
    """A term of an identity before it is applied: `ANY` stands for the instance's name."""

    identity_id: str
    side: str
    row: str
    applicant_type: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Identity:
    """An accounting identity of a form: Σ left terms = Σ right terms."""

    identity_id: str
    forms: tuple[str, ...]
    section: str
    over: str
    severity: str
    zh: str
    en: str
    source: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An identity applied to one column, row or block of a form."""

    identity: Identity
    form: str
    instance: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of the dataset."""

    table: str
    column: str
    type: str
    nullable: bool
    key: bool
    zh: str
    en: str


class Code(NamedTuple):
    """One of the words that a coded column may hold."""

    field: str
    code: str
    zh: str
    en: str
