"""Numbers that the text claims about requests and remedies, and the cells they speak of."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from transform.codebook import CellKey, codebook
from transform.lines import readable
from transform.report import Claim, Narrative

CLAIMS_FILE = Path(__file__).with_name("claims.csv")
# A clause about a part of the requests claims nothing about all of them.
_PART = re.compile(
    r"其中|网络|信函|当面|邮寄|邮件|邮箱|传真|现场|平台|自然人|法人|企业|公民个人|机构|组织"
)
# A sentence that began with another period claims nothing about the year.
_PERIOD = re.compile(
    r"上半年|下半年|季度|(?<![比较])去年|上年度?(?:收|受|新)|往年|近[一二三四五两]年|历年|累计|截至|实施以来|开展以来|以来,?\d"
)
_ABOUT_DISCLOSURE = re.compile(r"公开")
_LONGEST_SENTENCE = 400
_DIGIT = re.compile(r"\d")
_STOP = re.compile(r"(?<=[。!?])")
_CLAUSE_END = re.compile(r"(?<!其中)[,;:]")


def claims(narratives: Iterable[Narrative]) -> tuple[Claim, ...]:
    """Every number claimed for one cell of the form, with its whole sentence.

    No claim is made where a sentence names parts, another period, or two
    different numbers for a cell.
    """
    return tuple(claim for narrative in narratives for claim in _of_section(narrative))


def _of_section(narrative: Narrative) -> Iterator[Claim]:
    sentences = list(_sentences(narrative.text))
    for index, sentence in enumerate(sentences):
        if _DIGIT.search(sentence) is None:
            continue
        found: dict[CellKey, set[str]] = {}
        around = "".join(sentences[max(0, index - 1) : index + 2]) + narrative.heading
        if _ABOUT_DISCLOSURE.search(around):
            for cell, pattern in _claim_patterns():
                for match in pattern.finditer(sentence):
                    if _speaks_of_all(cell, sentence, match.start()):
                        found.setdefault(cell, set()).add(match["number"])
        for cell, numbers in found.items():
            if len(numbers) == 1:
                yield Claim(narrative.section, sentence, Decimal(numbers.pop()), cell)


def _speaks_of_all(cell: CellKey, sentence: str, start: int) -> bool:
    part = cell.section == "requests" and _PART.search(_clause(sentence, start))
    return not part and not _PERIOD.search(sentence[:start])


def _clause(sentence: str, end: int) -> str:
    """What stands before a match in its own clause."""
    return _CLAUSE_END.split(sentence[:end])[-1]


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a section, half-width and without spaces; lines do not end them."""
    for sentence in _STOP.split(readable(text).replace(" ", "")):
        if sentence and len(sentence) <= _LONGEST_SENTENCE:
            yield sentence


@cache
def _claim_patterns() -> tuple[tuple[CellKey, re.Pattern[str]], ...]:
    with CLAIMS_FILE.open(encoding="utf-8", newline="") as lines:
        found = []
        for row in csv.DictReader(lines):
            codebook().row(row["section"], row["row"])
            cell = CellKey(row["section"], row["row"], row["applicant_type"] or None)
            found.append((cell, re.compile(row["pattern"])))
        return tuple(found)
