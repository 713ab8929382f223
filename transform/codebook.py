"""The statutory forms as data: codes, labels, units and identities, loaded and checked.

Everything that knows the forms is generated from here: the label matcher, the
Arrow schemas, the identities, the catalogue's comments and the data dictionary.
The files are in ``forms/``; their legal sources stand in them.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

FORMS_FOLDER = Path(__file__).with_name("forms")
ANY = "*"
T = TypeVar("T")


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
    """A printed label: of a row, a column, a group of rows or a block of columns."""

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


@dataclass(frozen=True)
class Codebook:
    """All forms; see the module's functions for how it is loaded."""

    forms: tuple[Form, ...]
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    identities: tuple[Identity, ...]
    patterns: tuple[tuple[str, str, str, str, Decimal], ...]
    columns: tuple[Column, ...]
    codes: tuple[tuple[str, str, str, str], ...]
    fingerprint: str

    @cached_property
    def applicants(self) -> tuple[str, ...]:
        """The applicant columns of section three, in printed order."""
        return tuple(
            label.code
            for label in self.labels
            if label.section == "requests" and label.axis == "column"
        )

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Row]:
        return {(row.section, row.row): row for row in self.rows}

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.unit: unit for unit in self.units}

    def form(self, code: str) -> Form:
        """The form with this code."""
        return next(form for form in self.forms if form.form == code)

    def row(self, section: str, row: str) -> Row:
        """The row with this code; KeyError when the codebook has none."""
        return self._rows[section, row]

    def unit(self, code: str) -> Unit:
        """The unit with this code; KeyError when the codebook has none."""
        return self._units[code]

    def label(self, section: str, axis: str, code: str, form: str | None = None) -> Label:
        """The label of a code on an axis; KeyError when the codebook has none."""
        for label in self.labels:
            if (label.section, label.axis, label.code) == (section, axis, code) and (
                form is None or form in label.forms
            ):
                return label
        raise KeyError(f"{section}/{axis}/{code}")

    def row_cells(self, row: Row) -> tuple[CellKey, ...]:
        """The cells of a row: one, or one for each applicant column."""
        if row.column_label == ANY:
            return tuple(CellKey(row.section, row.row, a) for a in self.applicants)
        return (CellKey(row.section, row.row, None),)

    def expected_cells(self, form: str) -> tuple[CellKey, ...]:
        """The cells a complete report on this form prints, in printed order."""
        return tuple(
            cell for row in self.rows if form in row.forms for cell in self.row_cells(row)
        )

    def row_names(self, row: Row, form: str) -> tuple[str, str]:
        """The Chinese and English name of a row as the form prints it."""
        axis = "block" if row.section == "remedies" else "row"
        if row.kind == "subtotal":
            axis = "group"
        names = [self.label(row.section, axis, row.row_label, form)]
        if row.column_label and row.column_label != ANY:
            names.append(self.label(row.section, "column", row.column_label, form))
        zh, en = "·".join(n.zh for n in names), ": ".join(n.en for n in names)
        if row.kind == "subtotal":
            return f"{zh}·小计", f"{en}: printed subtotal"
        return zh, en

    def instances(self, form: str) -> tuple[Instance, ...]:
        """Every identity instance of a form, also over rows that `may_also` stand in it."""
        rows = [r for r in self.rows if form in (*r.forms, *r.may_also) and r.kind != "subtotal"]
        found: list[Instance] = []
        for identity in self.identities:
            if form in identity.forms:
                found.extend(self._expand(identity, form, rows))
        return tuple(found)

    def _expand(self, identity: Identity, form: str, rows: list[Row]) -> Iterator[Instance]:
        names = {
            "form": [form],
            "applicant_type": list(self.applicants),
            "row": [r.row for r in rows if r.section == identity.section],
            "block": [
                label.code
                for label in self.labels
                if label.section == identity.section and label.axis == "block"
            ],
        }[identity.over]
        known = {r.row for r in rows}
        for name in names:
            terms = []
            for identity_id, side, row, applicant, weight in self.patterns:
                if identity_id == identity.identity_id:
                    row_code = row.replace(ANY, name)
                    applicant_type = (name if applicant == ANY else applicant) or None
                    if row_code in known:
                        cell = CellKey(identity.section, row_code, applicant_type)
                        terms.append(Term(side, cell, weight))
            yield Instance(identity, form, name, tuple(terms))


def load_codebook(folder: Path = FORMS_FOLDER) -> Codebook:
    """The codebook in `folder`, checked.

    Raises:
        CodebookError: a row is malformed or names something that does not exist.
    """
    book = Codebook(
        forms=_read(folder / "forms.csv", _form),
        sections=_read(folder / "sections.csv", _section),
        units=_read(folder / "units.csv", _unit),
        labels=_read(folder / "labels.csv", _label),
        rows=_read(folder / "rows.csv", _row),
        identities=_read(folder / "identities.csv", _identity),
        patterns=_read(folder / "terms.csv", _term),
        columns=_read(folder / "tables.csv", _column),
        codes=_read(folder / "codes.csv", _code),
        fingerprint=_fingerprint(folder),
    )
    _check(book)
    return book


@cache
def codebook() -> Codebook:
    """The codebook that ships with gouji."""
    return load_codebook()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _variants(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _form(r: dict[str, str]) -> Form:
    return Form(
        r["form"], r["zh"], r["en"], r["source"], int(r["first_year"]), int(r["last_year"])
    )


def _section(r: dict[str, str]) -> Section:
    return Section(
        r["section"], _words(r["forms"]), _one_of(r["kind"], "narrative", "table"),
        r["ordinal"], r["zh"], r["en"], _variants(r["variants"]),
    )  # fmt: skip


def _unit(r: dict[str, str]) -> Unit:
    return Unit(
        r["unit"], r["zh"], r["en"], _variants(r["printed"]), Decimal(r["factor"]), r["base"]
    )


def _label(r: dict[str, str]) -> Label:
    return Label(
        r["section"], _one_of(r["axis"], "row", "column", "group", "block"), r["code"],
        _words(r["forms"]), r["parent"], r["outline"], r["zh"], r["en"],
        _variants(r["variants"]), r["reference"],
    )  # fmt: skip


def _row(r: dict[str, str]) -> Row:
    return Row(
        r["section"], r["row"], _words(r["forms"]), _words(r["may_also"]),
        _words(r["instead_of"]), r["row_label"], r["column_label"], r["unit"],
        _one_of(r["kind"], "count", "signed", "money", "subtotal"),
    )  # fmt: skip


def _identity(r: dict[str, str]) -> Identity:
    return Identity(
        r["identity_id"], _words(r["forms"]), r["section"],
        _one_of(r["over"], "form", "applicant_type", "row", "block"),
        _one_of(r["severity"], "hard", "soft", "info"), r["zh"], r["en"], r["source"],
    )  # fmt: skip


def _term(r: dict[str, str]) -> tuple[str, str, str, str, Decimal]:
    side = _one_of(r["side"], "lhs", "rhs")
    return r["identity_id"], side, r["row"], r["applicant_type"], Decimal(r["weight"])


def _column(r: dict[str, str]) -> Column:
    nullable = _one_of(r["nullable"], "yes", "no") == "yes"
    return Column(
        r["table"], r["column"], r["type"], nullable, r["key"] == "yes", r["zh"], r["en"]
    )


def _code(r: dict[str, str]) -> tuple[str, str, str, str]:
    return r["field"], r["code"], r["zh"], r["en"]


def _one_of(value: str, *allowed: str) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
    return value


def _read(path: Path, parse: Callable[[dict[str, str]], T]) -> tuple[T, ...]:
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        try:
            for record in reader:
                if None in record or None in record.values():
                    raise ValueError("another number of fields than the head of the file")
                found.append(parse(record))
        except (ValueError, KeyError, ArithmeticError, csv.Error) as error:
            raise CodebookError(f"{path.name} line {reader.line_num}: {error}") from error
    return tuple(found)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _check(book: Codebook) -> None:
    forms = {form.form for form in book.forms}
    units = {unit.unit for unit in book.units}
    sections = {section.section for section in book.sections}
    axes = {(label.section, label.code) for label in book.labels}
    rows = {(row.section, row.row) for row in book.rows}
    for row in book.rows:
        where = f"rows.csv: row {row.section}/{row.row}"
        _must(row.section in sections, f"{where}: no such section")
        _must(row.unit in units, f"{where}: no unit {row.unit!r}")
        _must(set(row.forms) | set(row.may_also) <= forms, f"{where}: no such form")
        _must((row.section, row.row_label) in axes, f"{where}: no label {row.row_label!r}")
        if row.column_label not in ("", ANY):
            known = (row.section, row.column_label) in axes
            _must(known, f"{where}: no label {row.column_label!r}")
        for other in row.instead_of:
            _must((row.section, other) in rows, f"{where}: no row {other!r} to stand instead of")
    _must(len(rows) == len(book.rows), "rows.csv: a row stands twice")
    known_ids = {identity.identity_id for identity in book.identities}
    sections_of = {identity.identity_id: identity.section for identity in book.identities}
    for identity_id, _, row_code, _, _ in book.patterns:
        _must(identity_id in known_ids, f"terms.csv: no identity {identity_id!r}")
        if ANY not in row_code:
            known = (sections_of[identity_id], row_code) in rows
            _must(known, f"terms.csv: {identity_id} names no row {row_code!r}")


def _must(holds: bool, message: str) -> None:
    if not holds:
        raise CodebookError(message)
