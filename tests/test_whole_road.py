"""From printed text to verdicts: one figure changed breaks the sums that hold it, and no other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.identities import judge
from extract.reading import read
from tests.printing.printer import file_name, print_report, random_report
from tests.printing.values import VARIANTS, form_of, mutate, printed_keys
from transform.codebook import CellKey, codebook
from transform.interpret import interpret
from transform.tables import report_tables, to_arrow

LAYOUTS = ("html", "tab", "pipe_lines", "lead_pipe", "pipe_rows", "tsv", "vertical", "aligned")


def broken(text: str, name: str) -> set[tuple[str, str]]:
    """The identity instances that fail strictly in a printed report."""
    document = read(text.encode(), name)
    report = interpret(document)
    rows = report_tables(
        report,
        source_name=name,
        sha256="0" * 64,
        size=len(text),
        media_type=document.media_type,
        reader=document.reader,
        report_id="r",
        run_id="1",
    )
    with duckdb.connect() as connection:
        checks = judge(connection, to_arrow("cells", rows["cells"])).to_pylist()
    assert checks
    return {
        (check["identity_id"], check["instance"])
        for check in checks
        if check["verdict_strict"] == "fail"
    }


def holders(form: str, key: CellKey) -> set[tuple[str, str]]:
    return {
        (instance.identity.identity_id, instance.instance)
        for instance in codebook().instances(form)
        if any(term.cell == key for term in instance.terms)
    }


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    seed=st.integers(0, 10**6),
    layout=st.sampled_from(LAYOUTS),
    variant=st.sampled_from(VARIANTS),
    delta=st.integers(1, 900),
)
def test_a_changed_figure_breaks_exactly_the_sums_that_hold_it(
    seed: int, layout: str, variant: str, delta: int
) -> None:
    report = random_report(seed, variant, ("plain",), "county")
    rng = Random(seed)
    key = rng.choice([k for k in printed_keys(variant) if k.section != "proactive"])
    changed = replace(report, cells=mutate(dict(report.cells), key, delta))
    sound, printed = print_report(report, layout), print_report(changed, layout)
    assert broken(sound.text, file_name(sound)) == set()
    assert broken(printed.text, file_name(printed)) == holders(form_of(variant), key)
