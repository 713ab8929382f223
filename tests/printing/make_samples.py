"""The reports that ship in data/raw/sample/, made from seeds: none of their agencies exists.

python -m tests.printing.make_samples            writes them again
python -m tests.printing.make_samples --check    only says whether they differ
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.printing.narrative import narrative
from tests.printing.printer import print_report
from tests.printing.report import PrintedReport
from tests.printing.values import Cells, mutate, random_cells, with_blank_zeros
from transform.codebook import CellKey, codebook

FOLDER = Path(__file__).resolve().parents[2] / "data" / "raw" / "sample"
SPECIFICATION = Path(__file__).with_name("samples.csv")
NOTICE = "本报告为虚构样例，机关、数字和文字均系编造（made-up sample, not a real report）。"
AGENCIES = {
    "gov": "云溪县人民政府",
    "office": "云溪县人民政府办公室",
    "education": "云溪县教育局",
    "liuhe": "云溪县柳河镇人民政府",
}
HALF_YEAR = """云溪县{year}年上半年政府信息公开数据统计

发布日期：{year}-07-20

{notice}

{year}年上半年，全县制发公文212件，公开198件；受理申请31件，答复29件，其中予以公开17件。
行政复议1件，行政诉讼0件。
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of samples.csv: what to print, and what is wrong in it on purpose."""

    file: str
    agency: str
    year: int
    variant: str
    layout: str
    scale: str
    seed: int
    fault: str
    published_on: date


def specification() -> list[Sample]:
    """All samples, in the order in which their carry-over runs."""
    with SPECIFICATION.open(encoding="utf-8", newline="") as lines:
        return [
            Sample(
                r["file"], r["agency"], int(r["year"]), r["variant"], r["layout"], r["scale"],
                int(r["seed"]), r["fault"], date.fromisoformat(r["published_on"]),
            )
            for r in csv.DictReader(lines)
        ]  # fmt: skip


def samples() -> dict[str, bytes]:
    """Every sample's bytes by file name."""
    made: dict[str, bytes] = {}
    carried: dict[tuple[str, int], dict[str, int]] = {}
    for sample in specification():
        if sample.layout == "notice":
            text = HALF_YEAR.format(year=sample.year, notice=NOTICE)
        else:
            report = _report(sample, carried)
            text = print_report(report, sample.layout).text
        made[sample.file] = text.encode()
    return made


def _report(sample: Sample, carried: dict[tuple[str, int], dict[str, int]]) -> PrintedReport:
    rng = Random(sample.seed)
    agency = AGENCIES[sample.agency]
    brought = carried.get((sample.agency, sample.year - 1))
    if sample.fault == "carry_over" and brought:
        brought = {**brought, "natural_person": brought["natural_person"] + 2}
    cells = random_cells(rng, sample.variant, sample.scale, brought)
    if sample.variant != "f2014" and sample.fault != "blank_form":
        carried[sample.agency, sample.year] = _carried_out(cells)
    text = narrative(rng, agency, sample.year, cells)
    if sample.fault == "narrative":
        told = mutate(cells, CellKey("requests", "new_received", "total"), 5)
        text = narrative(Random(sample.seed), agency, sample.year, told)
    text["intro"] = (NOTICE, *text["intro"])
    oddities = {"dash": ("dashes",), "blank_form": ("all_blank",)}.get(sample.fault, ())
    return PrintedReport(
        agency, sample.year, sample.variant, _plant(cells, sample.fault, rng), text, agency,
        sample.published_on, sample.published_on, oddities, sample.seed,
    )  # fmt: skip


def _carried_out(cells: Cells) -> dict[str, int]:
    return {
        applicant: int(cells.get(CellKey("requests", "carried_over_out", applicant)) or 0)
        for applicant in codebook().applicants[:-1]
    }


def _plant(cells: Cells, fault: str, rng: Random) -> Cells:
    """The figures with this fault in them; other faults are in the text or between years."""
    if fault == "blanks":
        return with_blank_zeros(cells, rng, 1.0)
    if fault == "total_off_by_one":
        return mutate(cells, CellKey("requests", "granted", "total"), 1)
    if fault == "superseded":
        return mutate(cells, CellKey("proactive", "licences.decisions", None), 7)
    if fault == "sum_above":
        for applicant in codebook().applicants:
            above = sum(
                (cells[CellKey("requests", row, applicant)] or Decimal()
                 for row in ("new_received", "carried_over_in")), Decimal(),
            )  # fmt: skip
            cells = mutate(cells, CellKey("requests", "handled_total", applicant), above)
    return cells


def main(argv: list[str] | None = None) -> int:
    """Write the samples; with --check exit 1 when the files differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.printing.make_samples")
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args(argv)
    differing = [
        name
        for name, content in samples().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_bytes() != content
    ]
    if arguments.check:
        print("\n".join(differing) or "the samples are as generated")
        return 1 if differing else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in differing:
        (FOLDER / name).write_bytes(samples()[name])
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
