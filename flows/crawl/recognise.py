"""Whether a title, or a document, is that of a yearly report on government information.

A title decides what is worth asking for, and rather asks too often; what the document
itself prints decides what is accepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.document import Document, Paragraph, Table
from flows.crawl.words import pattern, setting
from transform.interpret import interpret
from transform.report import Report
from transform.text import squash

_LONGEST = 300
# How sure a title is, from one that names a report to one that names something else.
_PROMISING = ("named", "dated", "open", "cut", "column")
_SURE = ("named", "dated")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code of ``reasons.csv``, and whether it speaks for a report."""

    code: str
    promising: bool

    @property
    def sure(self) -> bool:
        """Whether nothing more is needed: a title that names a report without doubt."""
        return self.code in _SURE


def worth_asking(title: str) -> bool:
    """Whether what a list calls by this title may be a report, so that it has to be asked for."""
    return title_verdict(title).promising


@lru_cache(maxsize=16384)
def title_verdict(title: str) -> Verdict:
    """What a title says: a report's (named, dated), perhaps one (open, cut, column), or none."""
    text = squash(title[:_LONGEST])
    if not text:
        return Verdict("no_title", False)
    for rule in setting("title", "not"):
        if re.search(rule["pattern"], text) and not (
            "unless" in rule and re.search(rule["unless"], text)
        ):
            return Verdict(rule["code"], False)
    if pattern("title", "column").search(text):
        return Verdict("column", True)
    code = _speaks_for(text)
    return Verdict(code, True) if code in _PROMISING else Verdict(code, False)


def _speaks_for(text: str) -> str:
    tails = pattern("title", "tail").finditer(text)
    if any(pattern("title", "after").search(text[tail.end() :]) for tail in tails):
        return "named"
    if pattern("title", "dated").search(text):
        return "dated"
    if pattern("title", "maybe").search(text):
        return "open"
    cut = pattern("title", "cut").search(text)
    return "cut" if cut and pattern("title", "cut_maybe").search(text) else "no_cue"


def is_column(title: str) -> bool:
    """Whether a title is the name of a column of reports, and no report's."""
    return title_verdict(title).code == "column"


def contradicts(title: str) -> str:
    """The code of what a title names instead of a report; empty when it names nothing else."""
    verdict = title_verdict(title)
    return "" if verdict.promising or verdict.code in ("no_title", "no_cue") else verdict.code


def judge(document: Document, titles: tuple[str, ...]) -> tuple[Verdict, Report]:
    """What a document is, with what it says; `titles` are what lists and pages call it.

    A report is one with the statutory tables filled in, or, of a year before they were
    prescribed, one in words that bears a report's title and its headings.
    """
    report = interpret(document)
    own = (*titles, report.headline.title or "")
    code = next((code for title in own if (code := contradicts(title))), "")
    if code:
        return Verdict(code, False), report
    return Verdict(*_by_content(document, report, own)), report


def _by_content(document: Document, report: Report, titles: tuple[str, ...]) -> tuple[str, bool]:
    reason = (report.reason or "").strip()
    if report.state != "not_a_report" and report.tables.cells:
        return "statutory_tables", True
    if not document.blocks:
        return "no_text", False
    if any(issue.kind == "not_annual" for issue in report.headline.issues):
        return "not_annual", False
    if _is_narrative(document, report, titles):
        return "narrative", True
    blank = any(issue.kind == "blank_form" for issue in report.issues)
    return ("blank_form" if blank or "blank_form" in reason else "no_table"), False


def _is_narrative(document: Document, report: Report, titles: tuple[str, ...]) -> bool:
    """Whether it is a report in words of a year in which no tables were prescribed."""
    year = report.headline.year
    words = setting("narrative")
    if year is None or year > words["last_year"]:
        return False
    if not any(title_verdict(title).sure for title in titles if title):
        return False
    text = squash(text_of(document))
    topics = sum(bool(re.search(topic, text)) for topic in words["topics"])
    return bool(len(text) >= words["least_characters"] and topics >= words["least_topics"])


def text_of(document: Document) -> str:
    """All that a document prints, a line for each paragraph and each row."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
    return "\n".join(lines)
