"""The files of the codebook, read row by row; whether they agree is checked apart.

Every fault is a `CodebookError` that names its file and line.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

from transform.codebook_values import (
    Code,
    CodebookError,
    Column,
    Form,
    Identity,
    Label,
    Pattern,
    Row,
    Section,
    Unit,
)

T = TypeVar("T")
Record = dict[str, str]
ROW_AXES = ("row", "group", "block")
"""The axes of labels that stand beside figures; a code is on one of them only."""
COLUMN_TYPES = (
    "string", "bool", "int16", "int32", "int64", "float", "decimal(20,6)", "date", "timestamp",
    "list<string>", "list<float>",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A value of the codebook with the file and the line it stands on."""

    file: str
    line: int
    value: T


@dataclass(frozen=True, slots=True)
class Files:
    """All rows of all files, in the files' order."""

    forms: tuple[Entry[Form], ...]
    sections: tuple[Entry[Section], ...]
    units: tuple[Entry[Unit], ...]
    labels: tuple[Entry[Label], ...]
    rows: tuple[Entry[Row], ...]
    identities: tuple[Entry[Identity], ...]
    patterns: tuple[Entry[Pattern], ...]
    columns: tuple[Entry[Column], ...]
    codes: tuple[Entry[Code], ...]


def read_files(folder: Path) -> Files:
    """The rows of every file in `folder`, each parsed by itself.

    Raises:
        CodebookError: a file is missing, or a row of it is malformed.
    """
    return Files(
        forms=_read(folder / "forms.csv", _form),
        sections=_read(folder / "sections.csv", _section),
        units=_read(folder / "units.csv", _unit),
        labels=_read(folder / "labels.csv", _label),
        rows=_read(folder / "rows.csv", _row),
        identities=_read(folder / "identities.csv", _identity),
        patterns=_read(folder / "terms.csv", _pattern),
        columns=_read(folder / "tables.csv", _column),
        codes=_read(folder / "codes.csv", _code),
    )


def fingerprint(folder: Path) -> str:
    """A digest of every byte of the codebook."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def must(holds: bool, entry: Entry[T], message: str) -> None:
    """Raise a CodebookError that names the entry's file and line unless `holds`."""
    if not holds:
        raise CodebookError(f"{entry.file} line {entry.line}: {message}")


def _read(path: Path, parse: Callable[[Record], T]) -> tuple[Entry[T], ...]:
    if not path.is_file():
        raise CodebookError(f"{path.name}: the file is missing")
    found: list[Entry[T]] = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        try:
            for record in reader:
                if None in record or None in record.values():
                    raise ValueError("another number of fields than the head of the file")
                for value in record.values():
                    if value != value.strip():
                        raise ValueError(f"blanks around {value.strip()!r}")
                found.append(Entry(path.name, reader.line_num, parse(record)))
        except KeyError as error:
            raise CodebookError(f"{path.name} line 1: no column {error}") from error
        except (ValueError, ArithmeticError, csv.Error) as error:
            raise CodebookError(f"{path.name} line {reader.line_num}: {error}") from error
    return tuple(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _variants(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _filled(r: Record, column: str) -> str:
    if not r[column]:
        raise ValueError(f"{column} is empty")
    return r[column]


def _one_of(r: Record, column: str, *allowed: str) -> str:
    if r[column] not in allowed:
        raise ValueError(f"{column} {r[column]!r} is not one of {', '.join(allowed)}")
    return r[column]


def _number(r: Record, column: str) -> Decimal:
    try:
        number = Decimal(r[column])
    except ArithmeticError as error:
        raise ValueError(f"{column} {r[column]!r} is not a number") from error
    if not number.is_finite() or not number:
        raise ValueError(f"{column} {r[column]!r} is not a number other than zero")
    return number


def _names(r: Record) -> tuple[str, str]:
    return _filled(r, "zh"), _filled(r, "en")


def _form(r: Record) -> Form:
    first, last = int(r["first_year"]), int(r["last_year"])
    if first > last:
        raise ValueError(f"the years run from {first} back to {last}")
    return Form(_filled(r, "form"), *_names(r), _filled(r, "source"), first, last)


def _section(r: Record) -> Section:
    return Section(
        _filled(r, "section"), _words(_filled(r, "forms")),
        _one_of(r, "kind", "narrative", "table"), r["ordinal"], *_names(r),
        _variants(r["variants"]),
    )  # fmt: skip


def _unit(r: Record) -> Unit:
    printed = _variants(_filled(r, "printed"))
    return Unit(_filled(r, "unit"), *_names(r), printed, _number(r, "factor"), r["base"])


def _label(r: Record) -> Label:
    return Label(
        r["section"], _one_of(r, "axis", "column", *ROW_AXES), _filled(r, "code"),
        _words(_filled(r, "forms")), r["parent"], r["outline"], *_names(r),
        _variants(r["variants"]), r["reference"],
    )  # fmt: skip


def _row(r: Record) -> Row:
    return Row(
        r["section"], _filled(r, "row"), _words(r["forms"]), _words(r["may_also"]),
        _words(r["instead_of"]), r["row_label"], r["column_label"], r["unit"], r["kind"],
    )  # fmt: skip


def _identity(r: Record) -> Identity:
    return Identity(
        _filled(r, "identity_id"), _words(_filled(r, "forms")), r["section"],
        _one_of(r, "over", "form", "applicant_type", "row", "block"), r["severity"],
        *_names(r), _filled(r, "source"),
    )  # fmt: skip


def _pattern(r: Record) -> Pattern:
    side = _one_of(r, "side", "lhs", "rhs")
    return Pattern(
        r["identity_id"], side, _filled(r, "row"), r["applicant_type"], _number(r, "weight")
    )


def _column(r: Record) -> Column:
    return Column(
        _filled(r, "table"), _filled(r, "column"), _one_of(r, "type", *COLUMN_TYPES),
        _one_of(r, "nullable", "yes", "no") == "yes", _one_of(r, "key", "yes", "") == "yes",
        *_names(r),
    )  # fmt: skip


def _code(r: Record) -> Code:
    return Code(_filled(r, "field"), _filled(r, "code"), *_names(r))
