"""The statutory forms as data: codes, labels, units and identities, loaded and checked.

Everything that knows the forms is generated from here: the label matcher, the
Arrow schemas, the identities, the catalogue's comments and the data dictionary.
The files are in ``forms/``; their legal sources stand in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from transform.codebook_checks import check_files
from transform.codebook_files import ROW_AXES, Entry, fingerprint, must, read_files
from transform.codebook_values import (
    ANY,
    CellKey,
    Code,
    CodebookError,
    Column,
    Form,
    Identity,
    Instance,
    Label,
    Pattern,
    Row,
    Section,
    Term,
    Unit,
)

__all__ = [
    "ANY",
    "FORMS_FOLDER",
    "CellKey",
    "Code",
    "Codebook",
    "CodebookError",
    "Column",
    "Form",
    "Identity",
    "Instance",
    "Label",
    "Pattern",
    "Row",
    "Section",
    "Term",
    "Unit",
    "codebook",
    "load_codebook",
]

T = TypeVar("T")

FORMS_FOLDER = Path(__file__).with_name("forms")
APPLICANTS = "requests"
"""The section whose columns are the applicant types."""


@dataclass(frozen=True)
class Codebook:
    """All forms; see the module's functions for how it is loaded."""

    forms: tuple[Form, ...]
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    identities: tuple[Identity, ...]
    patterns: tuple[Pattern, ...]
    columns: tuple[Column, ...]
    codes: tuple[Code, ...]
    fingerprint: str

    @cached_property
    def applicants(self) -> tuple[str, ...]:
        """The applicant columns of section three, in printed order."""
        return tuple(
            label.code
            for label in self.labels
            if label.section == APPLICANTS and label.axis == "column"
        )

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return {form.form: form for form in self.forms}

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Row]:
        return {(row.section, row.row): row for row in self.rows}

    @cached_property
    def _row_cells(self) -> dict[tuple[str, str], tuple[CellKey, ...]]:
        return {
            (row.section, row.row): tuple(
                CellKey(row.section, row.row, applicant)
                for applicant in (self.applicants if row.column_label == ANY else (None,))
            )
            for row in self.rows
        }

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.unit: unit for unit in self.units}

    @cached_property
    def _labels(self) -> dict[tuple[str, str, str, str | None], Label]:
        found: dict[tuple[str, str, str, str | None], Label] = {}
        for label in self.labels:
            for form in (*label.forms, None):
                found.setdefault((label.section, label.axis, label.code, form), label)
        return found

    @cached_property
    def unit_words(self) -> tuple[str, ...]:
        """The words that stand for units in cells, the longest first."""
        words = {word for unit in self.units for word in unit.printed}
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    def form(self, code: str) -> Form:
        """The form with this code; KeyError when the codebook has none."""
        return self._forms[code]

    def row(self, section: str, row: str) -> Row:
        """The row with this code; KeyError when the codebook has none."""
        return self._rows[section, row]

    def unit(self, code: str) -> Unit:
        """The unit with this code; KeyError when the codebook has none."""
        return self._units[code]

    def label(self, section: str, axis: str, code: str, form: str | None = None) -> Label:
        """The label of a code on an axis; KeyError when the codebook has none."""
        return self._labels[section, axis, code, form]

    def row_cells(self, row: Row) -> tuple[CellKey, ...]:
        """The cells of a row: one, or one for each applicant column."""
        return self._row_cells[row.section, row.row]

    def expected_cells(self, form: str) -> tuple[CellKey, ...]:
        """The cells a complete report on this form prints, in printed order."""
        return tuple(cell for row in self.rows if form in row.forms for cell in self.row_cells(row))

    def row_names(self, row: Row, form: str) -> tuple[str, str]:
        """The Chinese and English name of a row as the form prints it."""
        names = [self.row_label(row, form)]
        if row.column_label and row.column_label != ANY:
            names.append(self.label(row.section, "column", row.column_label, form))
        zh, en = "·".join(n.zh for n in names), ": ".join(n.en for n in names)
        if row.kind == "subtotal":
            return f"{zh}·小计", f"{en}: printed subtotal"
        return zh, en

    def row_label(self, row: Row, form: str) -> Label:
        """The label that stands beside the row's figures."""
        keys = [(row.section, axis, row.row_label, form) for axis in ROW_AXES]
        return next(self._labels[key] for key in keys if key in self._labels)

    def reference(self, row: Row, form: str) -> str:
        """The legal reference of a row, or of the nearest head above it; may be empty."""
        label: Label | None = self.row_label(row, form)
        while label and not label.reference:
            label = self._parent(label, form)
        return label.reference if label else ""

    def _parent(self, label: Label, form: str) -> Label | None:
        keys = [(label.section, axis, label.parent, form) for axis in ROW_AXES]
        return next((self._labels[key] for key in keys if key in self._labels), None)

    def instances(self, form: str) -> tuple[Instance, ...]:
        """Every identity instance of a form, also over rows that `may_also` stand in it."""
        return tuple(
            Instance(identity, form, name, tuple(self._terms(identity, form, name)))
            for identity in self.identities
            if form in identity.forms
            for name in self._instance_names(identity, form)
        )

    def _summed_rows(self, section: str, form: str) -> list[str]:
        return [
            row.row
            for row in self.rows
            if row.section == section
            and form in (*row.forms, *row.may_also)
            and row.kind != "subtotal"
        ]

    def _instance_names(self, identity: Identity, form: str) -> list[str]:
        if identity.over == "form":
            return [form]
        if identity.over == "applicant_type":
            return list(self.applicants)
        if identity.over == "row":
            return self._summed_rows(identity.section, form)
        return [
            label.code
            for label in self.labels
            if (label.section, label.axis) == (identity.section, "block") and form in label.forms
        ]

    def _terms(self, identity: Identity, form: str, name: str) -> Iterator[Term]:
        printed = set(self._summed_rows(identity.section, form))
        for pattern in self.patterns:
            row = pattern.row.replace(ANY, name)
            if pattern.identity_id == identity.identity_id and row in printed:
                applicant = pattern.applicant_type.replace(ANY, name) or None
                yield Term(pattern.side, CellKey(identity.section, row, applicant), pattern.weight)


def load_codebook(folder: Path = FORMS_FOLDER) -> Codebook:
    """The codebook in `folder`, checked.

    Raises:
        CodebookError: a row is malformed or names something that does not exist.
    """
    files = read_files(folder)
    check_files(files)
    book = Codebook(
        forms=_values(files.forms),
        sections=_values(files.sections),
        units=_values(files.units),
        labels=_values(files.labels),
        rows=_values(files.rows),
        identities=_values(files.identities),
        patterns=_values(files.patterns),
        columns=_values(files.columns),
        codes=_values(files.codes),
        fingerprint=fingerprint(folder),
    )
    for entry in files.identities:
        _check_instances(book, entry)
    return book


@cache
def codebook() -> Codebook:
    """The codebook that ships with gouji."""
    return load_codebook()


def _values(entries: tuple[Entry[T], ...]) -> tuple[T, ...]:
    return tuple(entry.value for entry in entries)


def _check_instances(book: Codebook, entry: Entry[Identity]) -> None:
    cells = {cell for row in book.rows for cell in book.row_cells(row)}
    for form in entry.value.forms:
        instances = [i for i in book.instances(form) if i.identity == entry.value]
        must(bool(instances), entry, f"no instance on {form}")
        for instance in instances:
            where = f"{form}, {instance.instance}"
            sides = {term.side for term in instance.terms}
            must(sides == {"lhs", "rhs"}, entry, f"{where}: a side has no terms (terms.csv)")
            for term in instance.terms:
                must(term.cell in cells, entry, f"{where}: no cell {term.cell} (terms.csv)")
