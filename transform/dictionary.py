"""The data dictionary in English and Chinese, written from the codebook.

``python -m transform.dictionary`` writes both files into ``docs/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from extract.issues import issue_kinds
from transform.codebook import ANY, Codebook, Identity, Row, codebook

DOCS_FOLDER = Path(__file__).parents[1] / "docs"
FILES = {"en": "dictionary.md", "zh": "dictionary.zh.md"}

WORDS = {
    "title": ("gouji: the data dictionary", "勾稽：数据字典"),
    "made": (
        "Written from `transform/forms/` by `make docs`; do not edit. [中文](dictionary.zh.md)",
        "由 `make docs` 根据 `transform/forms/` 生成，请勿手工修改。[English](dictionary.md)",
    ),
    "tables": ("Tables", "数据表"),
    "column": ("column", "列"),
    "type": ("type", "类型"),
    "null": ("may be null", "可为空"),
    "key": ("key", "主键"),
    "meaning": ("meaning", "含义"),
    "codes": ("Codes", "代码"),
    "code": ("code", "代码"),
    "issues": ("Kinds of issues", "未用原因"),
    "units": ("Units", "单位"),
    "base": ("in its base unit", "折合基本单位"),
    "forms": ("Forms", "表式"),
    "form": ("form", "表式"),
    "on_forms": ("forms", "表式"),
    "source": ("source", "依据"),
    "years": ("years", "适用年度"),
    "sections": ("Sections", "报告部分"),
    "number": ("printed number", "序号"),
    "applicants": ("Applicant types", "申请人类型"),
    "rows": ("Rows", "行"),
    "row": ("row", "行代码"),
    "unit": ("unit", "单位"),
    "kind": ("kind", "数值种类"),
    "may_also": ("may also stand in", "亦可见于"),
    "reference": ("reference", "依据"),
    "identities": ("Identities", "勾稽关系"),
    "formula": ("formula", "算式"),
    "over": ("for each", "适用于"),
    "severity": ("severity", "严重程度"),
    "over.form": ("form", "全表"),
    "over.applicant_type": ("applicant type", "每类申请人"),
    "over.row": ("row", "每一行"),
    "over.block": ("block of columns", "每一栏组"),
    "yes": ("yes", "是"),
}


def dictionary(book: Codebook, language: str) -> str:
    """The dictionary of `book` as Markdown; `language` is ``en`` or ``zh``."""
    writer = _Writer(book, language)
    return "\n".join(
        [
            f"# {writer.word('title')}\n",
            f"{writer.word('made')}\n",
            *writer.tables(),
            *writer.forms(),
            *writer.sections(),
            *writer.applicants(),
            *writer.rows(),
            *writer.identities(),
            *writer.units(),
            *writer.codes(),
            *writer.issues(),
        ]
    )


class _Writer:
    """Each method writes one chapter, in one language."""

    def __init__(self, book: Codebook, language: str) -> None:
        self.book = book
        self.zh = language == "zh"

    def word(self, name: str) -> str:
        return self.pick(*reversed(WORDS[name]))

    def pick(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def heads(self, *names: str) -> list[str]:
        return [self.word(name) for name in names]

    def tables(self) -> Iterable[str]:
        yield f"## {self.word('tables')}\n"
        heads = self.heads("column", "type", "null", "key", "meaning")
        for table in (code for code in self.book.codes if code.field == "table"):
            yield f"### {table.code}\n"
            yield f"{self.pick(table.zh, table.en)}\n"
            yield _table(
                heads,
                (
                    (
                        f"`{c.column}`", c.type, self._mark(c.nullable), self._mark(c.key),
                        self.pick(c.zh, c.en),
                    )
                    for c in self.book.columns
                    if c.table == table.code
                ),
            )  # fmt: skip

    def forms(self) -> Iterable[str]:
        yield f"## {self.word('forms')}\n"
        yield _table(
            [*self.heads("form"), "中文", "English", *self.heads("source", "years")],
            (
                (f"`{f.form}`", f.zh, f.en, f.source, _years(f.first_year, f.last_year))
                for f in self.book.forms
            ),
        )

    def sections(self) -> Iterable[str]:
        yield f"## {self.word('sections')}\n"
        yield _table(
            [*self.heads("code", "number"), "中文", "English", *self.heads("on_forms")],
            (
                (f"`{s.section}`", s.ordinal, s.zh, s.en, " ".join(s.forms))
                for s in self.book.sections
            ),
        )

    def applicants(self) -> Iterable[str]:
        yield f"## {self.word('applicants')}\n"
        labels = [self.book.label("requests", "column", code) for code in self.book.applicants]
        yield _table(
            [*self.heads("code"), "中文", "English"],
            ((f"`{label.code}`", label.zh, label.en) for label in labels),
        )

    def rows(self) -> Iterable[str]:
        yield f"## {self.word('rows')}\n"
        heads = self.heads("row"), self.heads("unit", "kind", "on_forms", "may_also", "reference")
        for section in self.book.sections:
            rows = [row for row in self.book.rows if row.section == section.section]
            if rows:
                yield f"### `{section.section}` {self.pick(section.zh, section.en)}\n"
                yield _table([*heads[0], "中文", "English", *heads[1]], map(self._row, rows))

    def _row(self, row: Row) -> Sequence[str]:
        forms = (*row.forms, *row.may_also)
        names = [self.book.row_names(row, form) for form in forms]
        unit = self.book.unit(row.unit)
        return (
            f"`{row.row}`", _each(zh for zh, _ in names), _each(en for _, en in names),
            f"`{row.unit}` {self.pick(unit.zh, unit.en)}", row.kind, " ".join(row.forms),
            " ".join(row.may_also), self.book.reference(row, forms[0]),
        )  # fmt: skip

    def identities(self) -> Iterable[str]:
        yield f"## {self.word('identities')}\n"
        for identity in self.book.identities:
            yield f"### {identity.identity_id}\n"
            yield f"{self.pick(identity.zh, identity.en)}\n"
            yield f"```\n{self._formula(identity)}\n```\n"
            facts = {
                "on_forms": " ".join(identity.forms),
                "over": self.word(f"over.{identity.over}"),
                "severity": identity.severity,
                "source": identity.source,
            }
            yield "".join(f"- {self.word(name)}: {text}\n" for name, text in facts.items())

    def _formula(self, identity: Identity) -> str:
        sides: dict[str, list[str]] = {"lhs": [], "rhs": []}
        for pattern in self.book.patterns:
            if pattern.identity_id == identity.identity_id:
                applicant = pattern.applicant_type.replace(ANY, "")
                weight = "" if pattern.weight == 1 else f"{pattern.weight} "
                column = f"[{applicant}]" if applicant else ""
                sides[pattern.side].append(f"{weight}{pattern.row}{column}")
        return "\n  = ".join("\n    + ".join(terms) for terms in sides.values())

    def units(self) -> Iterable[str]:
        yield f"## {self.word('units')}\n"
        yield _table(
            [*self.heads("unit"), "中文", "English", *self.heads("base")],
            (
                (f"`{u.unit}`", u.zh, u.en, f"{u.factor} `{u.base}`" if u.base else "")
                for u in self.book.units
            ),
        )

    def codes(self) -> Iterable[str]:
        yield f"## {self.word('codes')}\n"
        fields = dict.fromkeys(code.field for code in self.book.codes if code.field != "table")
        for field in fields:
            yield f"### {field}\n"
            found = (code for code in self.book.codes if code.field == field)
            yield _table(
                self.heads("code", "meaning"),
                ((f"`{code.code}`", self.pick(code.zh, code.en)) for code in found),
            )

    def issues(self) -> Iterable[str]:
        yield f"## {self.word('issues')}\n"
        yield _table(
            self.heads("code", "meaning"),
            ((f"`{kind}`", self.pick(zh, en)) for kind, (zh, en) in issue_kinds().items()),
        )

    def _mark(self, holds: bool) -> str:
        return self.word("yes") if holds else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _each(names: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(names))


def _years(first: int, last: int) -> str:
    return f"{first}–{'' if last == 9999 else last}"


def main() -> None:
    """Write both dictionaries into the documentation folder."""
    for language, name in FILES.items():
        text = dictionary(codebook(), language)
        (DOCS_FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
