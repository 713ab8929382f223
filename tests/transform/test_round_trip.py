"""Reports of known figures, printed as tools leave them, are read back as they were printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.printing.compare import Finding, compare
from tests.printing.ink import Printed
from tests.printing.layouts import LAYOUTS, NOT_F2014
from tests.printing.oddities import ODDITIES, names_for
from tests.printing.printer import file_name, print_report, random_report
from tests.printing.report import PrintedReport
from tests.printing.values import VARIANTS, cells_strategy, form_of

reading = pytest.importorskip("extract.reading")
recognition = pytest.importorskip("transform.recognise")

WHOLE = ("html", "tab", "pipe_lines", "lead_pipe", "closer_pipe", "pipe_rows", "tsv", "aligned")


def variants(layout: str, oddity: str = "plain") -> list[str]:
    """The variants of the forms that documents of this kind are printed on."""
    return [
        variant
        for variant in VARIANTS
        if oddity in names_for(layout, form_of(variant))
        and not (variant == "f2014" and layout in NOT_F2014)
    ]


# Each oddity in each layout once, the forms in turn; tests.printing.score goes on from there.
PAIRS = [(layout, oddity) for layout in LAYOUTS for oddity in ODDITIES if variants(layout, oddity)]
CASES = [
    (number, layout, variants(layout, oddity)[number % len(variants(layout, oddity))], oddity)
    for number, (layout, oddity) in enumerate(PAIRS)
]


def read_back(report: PrintedReport, layout: str) -> tuple[Printed, list[Finding]]:
    """Print a report, read it, compare."""
    printed = print_report(report, layout)
    document = reading.read(printed.text.encode(), file_name(printed))
    tables = recognition.recognise(document)
    return printed, compare(printed, tables.cells, report.cells)


def complaint(layout: str, report: PrintedReport, printed: Printed, bad: list[Finding]) -> str:
    """What went wrong, with the command that shows it again."""
    told = "\n".join(finding.describe(printed) for finding in bad[:5])
    oddity = report.oddities[0] if report.oddities else "plain"
    return (
        f"{layout}, {report.variant}, {oddity}: {len(bad)} cells\n{told}\n"
        f"python -m tests.printing.score --layout {layout} --variant {report.variant} "
        f"--oddity {oddity} --only {report.seed} --dump"
    )


@pytest.mark.parametrize(
    ("seed", "layout", "variant", "oddity"), CASES, ids=["-".join(case[1:]) for case in CASES]
)
def test_no_figure_is_read_that_is_not_printed(
    seed: int, layout: str, variant: str, oddity: str
) -> None:
    report = random_report(seed, variant, (oddity,))
    printed, findings = read_back(report, layout)
    bad = [f for f in findings if f.kind in ("silent", "guess", "status")]
    assert not bad, complaint(layout, report, printed, bad)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("layout", WHOLE)
def test_a_plain_report_is_read_whole(layout: str, variant: str) -> None:
    report = random_report(7, variant, ("plain",), "county")
    printed, findings = read_back(report, layout)
    bad = [f for f in findings if f.kind != "right"]
    assert not bad, complaint(layout, report, printed, bad)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_the_figures(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(sorted(set(LAYOUTS) - {"glued_all", "glued_rows"})))
    variant = data.draw(st.sampled_from(variants(layout)))
    cells = data.draw(cells_strategy(variant))
    oddity = data.draw(st.sampled_from(names_for(layout, form_of(variant))))
    seed = data.draw(st.integers(0, 10**6))
    report = replace(random_report(seed, variant, (oddity,)), cells=cells)
    printed, findings = read_back(report, layout)
    bad = [f for f in findings if f.kind in ("silent", "guess", "status")]
    assert not bad, complaint(layout, report, printed, bad)
