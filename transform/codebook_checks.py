"""Whether the files of the codebook agree with each other and with themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from transform.codebook_files import ROW_AXES, Entry, Files, must
from transform.codebook_values import ANY, Identity, Label, Pattern, Row

T = TypeVar("T")
Spot = tuple[str, str, str]
"""Section, form and code of a label."""


def check_files(files: Files) -> None:
    """Raise a CodebookError at the first row that contradicts another one."""
    _check_unique(files)
    _check_units(files)
    _check_sections(files)
    _check_labels(files)
    _check_rows(files)
    _check_identities(files)
    _check_patterns(files)
    _check_columns(files)


def _check_unique(files: Files) -> None:
    _once(files.forms, lambda form: [form.form])
    _once(files.sections, lambda section: [section.section])
    _once(files.units, lambda unit: [unit.unit])
    _once(files.rows, lambda row: [(row.section, row.row)])
    _once(files.identities, lambda identity: [identity.identity_id])
    _once(files.patterns, lambda pattern: [pattern[:4]])
    _once(files.columns, lambda column: [(column.table, column.column)])
    _once(files.codes, lambda code: [code[:2]])
    _once(files.labels, _label_codes)
    _once(files.labels, _label_wordings)


def _label_codes(label: Label) -> list[Hashable]:
    axis = "row" if label.axis in ROW_AXES else label.axis
    return [(label.section, axis, label.code, form) for form in label.forms]


def _label_wordings(label: Label) -> list[Hashable]:
    """The same words under the same head could not be told apart."""
    above = (label.section, label.axis, label.parent, label.outline)
    return [(*above, form, words) for form in label.forms for words in label.wordings]


def _once(entries: Iterable[Entry[T]], keys: Callable[[T], list[Hashable]]) -> None:
    counts: Counter[Hashable] = Counter()
    for entry in entries:
        for key in keys(entry.value):
            counts[key] += 1
            must(counts[key] == 1, entry, f"{key} stands twice")


def _check_units(files: Files) -> None:
    bases = {entry.value.unit for entry in files.units if entry.value.factor == 1}
    for entry in files.units:
        base = entry.value.base
        must(base in bases or not base, entry, f"base {base!r} is no unit with the factor 1")


def _check_sections(files: Files) -> None:
    forms = {entry.value.form for entry in files.forms}
    printed = {entry.value.section for entry in files.rows}
    for entry in files.sections:
        section = entry.value
        must(set(section.forms) <= forms, entry, f"no such form: {' '.join(section.forms)}")
        must(
            (section.kind == "table") == (section.section in printed), entry,
            "a table has rows in rows.csv, a narrative has none",
        )  # fmt: skip


def _tables(files: Files) -> dict[str, set[str]]:
    sections = (entry.value for entry in files.sections)
    return {s.section: set(s.forms) for s in sections if s.kind == "table"}


def _check_labels(files: Files) -> None:
    tables = _tables(files)
    codes = {
        (entry.value.section, entry.value.code): set(entry.value.forms) for entry in files.labels
    }
    for entry in files.labels:
        label = entry.value
        must(label.section in tables, entry, f"no table section {label.section!r}")
        known = tables[label.section]
        must(set(label.forms) <= known, entry, f"forms {' '.join(label.forms)} are not all there")
        for parent in label.parent.split():
            must((label.section, parent) in codes, entry, f"no parent label {parent!r}")
            must(parent != label.code, entry, "a label is its own parent")
            shared = codes[label.section, parent] & set(label.forms)
            must(bool(shared), entry, f"parent {parent!r} stands on none of its forms")


def _check_rows(files: Files) -> None:
    tables = _tables(files)
    units = {entry.value.unit: entry.value for entry in files.units}
    kinds = _codes(files, "kind")
    rows = {(entry.value.section, entry.value.row) for entry in files.rows}
    beside, above = _label_spots(files, *ROW_AXES), _label_spots(files, "column")
    for entry in files.rows:
        row = entry.value
        must(row.section in tables, entry, f"no table section {row.section!r}")
        forms = (*row.forms, *row.may_also)
        must(bool(forms), entry, "the row stands on no form")
        must(set(forms) <= tables[row.section], entry, f"no such form: {' '.join(forms)}")
        must(len(set(forms)) == len(forms), entry, "a form is named twice")
        must(row.unit in units, entry, f"no unit {row.unit!r}")
        must(row.kind in kinds, entry, f"no kind {row.kind!r} in codes.csv")
        is_money = bool(units[row.unit].base)
        must((row.kind == "money") == is_money, entry, f"{row.kind} in the unit {row.unit}")
        for other in row.instead_of:
            must((row.section, other) in rows, entry, f"no row {other!r} to stand instead of")
            must(other != row.row, entry, "a row stands instead of itself")
        _check_row_labels(entry, beside, above)


def _check_row_labels(entry: Entry[Row], beside: set[Spot], above: set[Spot]) -> None:
    row = entry.value
    for form in (*row.forms, *row.may_also):
        known = (row.section, form, row.row_label) in beside
        must(known, entry, f"no label {row.row_label!r} on {form}")
        if row.column_label == ANY:
            columns = any(spot[:2] == (row.section, form) for spot in above)
            must(columns, entry, f"no columns on {form}")
        elif row.column_label:
            known = (row.section, form, row.column_label) in above
            must(known, entry, f"no column {row.column_label!r} on {form}")


def _label_spots(files: Files, *axes: str) -> set[Spot]:
    labels = [entry.value for entry in files.labels if entry.value.axis in axes]
    return {(label.section, form, label.code) for label in labels for form in label.forms}


def _check_identities(files: Files) -> None:
    tables = _tables(files)
    severities = _codes(files, "severity")
    for entry in files.identities:
        identity = entry.value
        must(identity.section in tables, entry, f"no table section {identity.section!r}")
        known = tables[identity.section]
        must(set(identity.forms) <= known, entry, f"no such form: {' '.join(identity.forms)}")
        severity = identity.severity
        must(severity in severities, entry, f"no severity {severity!r} in codes.csv")


def _check_patterns(files: Files) -> None:
    identities = {entry.value.identity_id: entry.value for entry in files.identities}
    for entry in files.patterns:
        pattern = entry.value
        must(pattern.identity_id in identities, entry, f"no identity {pattern.identity_id!r}")
        identity = identities[pattern.identity_id]
        in_row = ANY in pattern.row
        must(in_row == (identity.over in ("row", "block")), entry,
             f"{pattern.row!r} in an identity over {identity.over}")  # fmt: skip
        in_applicant = ANY in pattern.applicant_type
        must(in_applicant == (identity.over == "applicant_type"), entry,
             f"{pattern.applicant_type!r} in an identity over {identity.over}")  # fmt: skip
        _check_pattern_row(files, entry, identity)


def _check_pattern_row(files: Files, entry: Entry[Pattern], identity: Identity) -> None:
    pattern = entry.value
    rows = [row.value for row in files.rows if row.value.section == identity.section]
    blocks = [
        label.value.code
        for label in files.labels
        if (label.value.section, label.value.axis) == (identity.section, "block")
    ]
    names = {"row": [row.row for row in rows], "block": blocks}.get(identity.over, [ANY])
    columns = {row.row: row.column_label for row in rows}
    for name in names:
        code = pattern.row.replace(ANY, name)
        must(code in columns, entry, f"no row {code!r}")
        by_applicant = columns[code] == ANY
        must(by_applicant == bool(pattern.applicant_type), entry,
             f"row {code!r} and applicant type {pattern.applicant_type!r}")  # fmt: skip


def _check_columns(files: Files) -> None:
    tables = _codes(files, "table")
    printed = {entry.value.table for entry in files.columns}
    for column in files.columns:
        must(column.value.table in tables, column, "codes.csv does not say what the table is")
    for code in files.codes:
        known = code.value.field != "table" or code.value.code in printed
        must(known, code, f"table {code.value.code!r} has no columns in tables.csv")


def _codes(files: Files, field: str) -> set[str]:
    return {entry.value.code for entry in files.codes if entry.value.field == field}
