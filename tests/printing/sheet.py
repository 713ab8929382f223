"""A report laid out as titles, paragraphs and tables, before any layout prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.printing.report import UNDECIDABLE, PrintedReport, Truth
from tests.printing.values import OUTCOMES, REMEDY_BLOCKS, printed_keys
from transform.codebook import CellKey, Label, codebook

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
GROUPS = ("refused", "unable", "unprocessed", "other")
RULE = "——"


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a table: `role` is clause, head, corner, label, unit or value.

    A value has the cell it prints, and what it says (`value`, `status`); its
    `code` is empty, ``unsure`` (may be left alone) or ``lost`` (nobody can say
    which cell it is). A label or head has its code in the codebook.
    """

    text: str
    role: str
    colspan: int = 1
    rowspan: int = 1
    key: CellKey | None = None
    value: Decimal | None = None
    status: str = ""
    code: str = ""


Row = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of running text; `kind` is meta, title, intro, heading, body or sign."""

    text: str
    kind: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `name` is proactive, requests, remedies or f2014; `width` its grid columns."""

    name: str
    width: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be printed, in order."""

    report: PrintedReport
    blocks: tuple[Text | Grid, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables alone."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    def slots(self) -> Iterator[Slot]:
        """Every cell of every table."""
        for grid in self.grids:
            for row in grid.rows:
                yield from row

    def truth(self) -> Truth:
        """What the tables say, as long as the layout loses nothing."""
        return {
            slot.key: UNDECIDABLE if slot.code == "lost" else (slot.value, slot.status)
            for slot in self.slots()
            if slot.key
        }

    def unsure(self) -> frozenset[CellKey]:
        """The cells that a reader may leave alone though they are printed."""
        return frozenset(slot.key for slot in self.slots() if slot.key and slot.code == "unsure")

    def value_rows(self) -> tuple[tuple[CellKey, ...], ...]:
        """The cells that stand together in one row."""
        rows = [
            tuple(slot.key for slot in row if slot.key) for grid in self.grids for row in grid.rows
        ]
        return tuple(row for row in rows if row)

    def map_slots(self, change: Callable[[Slot], Slot]) -> Sheet:
        """The same sheet with every table cell changed."""

        def block(b: Text | Grid) -> Text | Grid:
            if isinstance(b, Text):
                return b
            return replace(b, rows=tuple(tuple(change(slot) for slot in row) for row in b.rows))

        return replace(self, blocks=tuple(block(b) for b in self.blocks))

    def map_texts(self, change: Callable[[Text], Text]) -> Sheet:
        """The same sheet with every line of running text changed."""
        return replace(
            self,
            blocks=tuple(change(b) if isinstance(b, Text) else b for b in self.blocks),
        )


def plain(value: Decimal) -> str:
    """A number without exponent and without needless zeros."""
    return format(value.normalize(), "f") if value else "0"


def sheet_of(report: PrintedReport) -> Sheet:
    """The report laid out on its form, without any oddity."""
    blocks: list[Text | Grid] = [Text(report.title, "title")]
    if report.published_on:
        blocks.append(Text(f"发布日期：{report.published_on.isoformat()}", "meta"))
    blocks += _paragraphs(report, "intro", "intro")
    if report.form == "f2014":
        blocks += _paragraphs(report, "s1_overview", "body")
        blocks.append(Text("政府信息公开情况统计表", "heading", "f2014"))
        blocks.append(_statistics(report))
    else:
        for section in (s for s in codebook().sections if report.form in s.forms):
            blocks.append(Text(f"{section.ordinal}、{section.zh}", "heading", section.section))
            if section.kind == "table":
                blocks.append(TABLES[section.section](report))
            blocks += _paragraphs(report, section.section, "body")
    if report.issuer:
        blocks.append(Text(report.issuer, "sign"))
    if report.signed_on:
        day = report.signed_on
        blocks.append(Text(f"{day.year}年{day.month}月{day.day}日", "sign"))
    return Sheet(report, tuple(blocks))


def _paragraphs(report: PrintedReport, section: str, kind: str) -> list[Text]:
    return [Text(paragraph, kind, section) for paragraph in report.narrative.get(section, ())]


def _label(section: str, axis: str, code: str, form: str) -> Label:
    return codebook().label(section, axis, code, form)


def _value(cells: Mapping[CellKey, Decimal | None], key: CellKey, colspan: int = 1) -> Slot:
    value = cells[key]
    text, status = ("", "blank") if value is None else (plain(value), "reported")
    return Slot(text, "value", colspan, 1, key, value, status)


# The statutory item, the codes of its value columns, its rows and the columns each cell
# spans; the 2019 form places its double column differently in heads and in rows.
CLAUSES: dict[str, tuple[tuple[str, str, str, tuple[int, ...], tuple[int, ...]], ...]] = {
    "f2021": (
        ("clause_1", "issued repealed in_force", "rules normative_documents", (1, 1, 1), (1, 1, 1)),
        ("clause_5", "decisions", "licences", (3,), (3,)),
        ("clause_6", "decisions", "penalties coercion", (3,), (3,)),
        ("clause_8", "amount", "fees", (3,), (3,)),
    ),
    "f2019": (
        (
            "clause_1",
            "made newly_disclosed total_disclosed",
            "rules normative_documents",
            (1, 2, 1),
            (1, 2, 1),
        ),
        (
            "clause_5",
            "items_prev_year items_change decisions",
            "licences other_services",
            (1, 2, 1),
            (2, 1, 1),
        ),
        (
            "clause_6",
            "items_prev_year items_change decisions",
            "penalties coercion",
            (1, 2, 1),
            (2, 1, 1),
        ),
        ("clause_8", "items_prev_year items_change", "fees", (2, 2), (2, 2)),
        ("clause_9", "projects amount", "procurement", (2, 2), (2, 2)),
    ),
}
NORMATIVE_2019 = "规范性文件"
FEE_HEAD = "（单位：万元）"


def _proactive(report: PrintedReport) -> Grid:
    form = report.form
    rows: list[Row] = []
    width = 5 if form == "f2019" else 4
    for clause, columns, codes, head_spans, spans in CLAUSES[form]:
        zh = _label("proactive", "block", clause, form).zh
        rows.append((Slot(zh, "clause", width, code=clause),))
        heads = [Slot("信息内容", "head")]
        for column, span in zip(columns.split(), head_spans, strict=True):
            text = _column(clause, column, form)
            heads.append(Slot(text, "head", span, code=column))
        rows.append(tuple(heads))
        for code in codes.split():
            label = _label("proactive", "row", code, form).zh
            if form == "f2019" and code == "normative_documents":
                label = NORMATIVE_2019
            row = [Slot(label, "label", code=code)]
            for column, span in zip(columns.split(), spans, strict=True):
                key = CellKey("proactive", f"{code}.{column}", None)
                row.append(_value(report.cells, key, span))
            rows.append(tuple(row))
    return Grid("proactive", width, tuple(rows))


def _column(clause: str, code: str, form: str) -> str:
    for label in codebook().labels:
        if (label.section, label.axis, label.code) == ("proactive", "column", code) and (
            form in label.forms and clause in label.parent.split()
        ):
            return label.zh + (FEE_HEAD if (form, code) == ("f2021", "amount") else "")
    raise KeyError(f"{clause}/{code}")


def _requests(report: PrintedReport) -> Grid:
    form, book = report.form, codebook()
    leaves = list(
        dict.fromkeys(k.row for k in printed_keys(report.variant) if k.section == "requests")
    )
    heads = {c: _label("requests", "column", c, form).zh for c in book.applicants}
    rows: list[Row] = [
        (Slot(CORNER, "corner", 3, 3), Slot("申请人情况", "head", 7)),
        (
            Slot(heads["natural_person"], "head", 1, 2, code="natural_person"),
            Slot("法人或其他组织", "head", 5),
            Slot(heads["total"], "head", 1, 2, code="total"),
        ),
        tuple(Slot(heads[c], "head", code=c) for c in book.applicants[1:-1]),
    ]
    results = [row for row in leaves if row not in ("new_received", "carried_over_in")][:-1]
    seen: set[str] = set()
    for row in leaves:
        lead: list[Slot] = []
        if row in results and "results" not in seen:
            seen.add("results")
            lead.append(_group("results", len(results), form))
        group = row.partition(".")[0]
        outer = row not in results
        grouped = group in GROUPS and row != "other.unsplit"
        if grouped and group not in seen:
            seen.add(group)
            size = sum(1 for leaf in results if leaf.startswith(group + "."))
            lead.append(_group(group, size, form))
        lead.append(_row_label(row, 3 if outer else 1 if grouped else 2, form))
        values = [_value(report.cells, CellKey("requests", row, a)) for a in book.applicants]
        rows.append((*lead, *values))
    return Grid("requests", 10, tuple(rows))


def _group(code: str, rowspan: int, form: str) -> Slot:
    label = _label("requests", "group", code, form)
    return Slot(label.outline + label.zh, "label", 1, rowspan, code=code)


def _row_label(row: str, colspan: int, form: str) -> Slot:
    label = _label("requests", "row", row, form)
    text = label.outline + (label.variants[0] if row == "partially_granted" else label.zh)
    return Slot(text, "label", colspan, code=row)


def _remedies(report: PrintedReport) -> Grid:
    form = report.form
    outcomes = (*OUTCOMES, "total")
    heads = [_label("remedies", "column", o, form).zh for o in outcomes]
    blocks = [_label("remedies", "block", b, form).zh for b in REMEDY_BLOCKS]
    inner = tuple(Slot(h, "head", code=o) for h, o in zip(heads, outcomes, strict=True))
    keys = [CellKey("remedies", f"{b}.{o}", None) for b in REMEDY_BLOCKS for o in outcomes]
    rows = (
        (Slot(blocks[0], "head", 5), Slot("行政诉讼", "head", 10)),
        (
            *(replace(slot, rowspan=2) for slot in inner),
            Slot(blocks[1], "head", 5),
            Slot(blocks[2], "head", 5),
        ),
        (*inner, *inner),
        tuple(_value(report.cells, key) for key in keys),
    )
    return Grid("remedies", 15, rows)


def _statistics(report: PrintedReport) -> Grid:
    book = codebook()
    rows: list[Row] = [(Slot("统计指标", "head"), Slot("单位", "head"), Slot("统计数", "head"))]
    for section in (s for s in book.sections if "f2014" in s.forms):
        labels = [label for label in book.labels if label.section == section.section]
        if not labels[0].outline.startswith(section.ordinal):
            title = f"{section.ordinal}、{section.zh}"
            rows.append((Slot(title, "clause"), Slot(RULE, "unit"), Slot(RULE, "rule")))
        for label in labels:
            name = Slot(label.outline + label.zh, "label", code=label.code)
            if label.axis == "group":
                rows.append((name, Slot(RULE, "unit"), Slot(RULE, "rule")))
                continue
            unit = book.unit(book.row(section.section, label.code).unit).zh
            key = CellKey(section.section, label.code, None)
            rows.append((name, Slot(unit, "unit"), _value(report.cells, key)))
    return Grid("f2014", 3, tuple(rows))


TABLES: dict[str, Callable[[PrintedReport], Grid]] = {
    "proactive": _proactive,
    "requests": _requests,
    "remedies": _remedies,
}


def places(grid: Grid) -> tuple[tuple[tuple[int, Slot, bool], ...], ...]:
    """Each row as a word processor holds it: (grid column, cell, whether it starts here).

    A cell that spans rows stands in every one of its rows, and starts in the first.
    """
    held: dict[int, tuple[Slot, int]] = {}
    found = []
    for row in grid.rows:
        line: list[tuple[int, Slot, bool]] = []
        column, slots = 0, iter(row)
        while column < grid.width:
            if column in held:
                slot, left = held[column]
                line.append((column, slot, False))
                if left > 1:
                    held[column] = (slot, left - 1)
                else:
                    del held[column]
            else:
                following = next(slots, None)
                if following is None:
                    break
                slot = following
                line.append((column, slot, True))
                if slot.rowspan > 1:
                    held[column] = (slot, slot.rowspan - 1)
            column += slot.colspan
        found.append(tuple(line))
    return tuple(found)
