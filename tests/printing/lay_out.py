"""Laying a report out on its form: headings, paragraphs and tables as the form prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from tests.printing.report import PrintedReport
from tests.printing.sheet import Grid, Row, Sheet, Slot, Text, plain
from tests.printing.values import OUTCOMES, REMEDY_BLOCKS, printed_keys
from transform.codebook import CellKey, Label, codebook

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
GROUPS = ("refused", "unable", "unprocessed", "other")
RULE = "——"


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
        for section in (s for s in codebook().sections if report.form in s.forms and s.ordinal):
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
