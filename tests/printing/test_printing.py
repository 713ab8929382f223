"""The printers themselves: figures that hold together, and a truth that is in the text."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.printing.cutter import cuts, decided, summed_cuts
from tests.printing.layouts import LAYOUTS
from tests.printing.make_samples import FOLDER, NOTICE, samples, specification
from tests.printing.printer import print_report, random_report
from tests.printing.report import UNDECIDABLE
from tests.printing.sheet import plain
from tests.printing.values import (
    SCALES,
    VARIANTS,
    mutate,
    printed_keys,
    random_cells,
    residuals,
)
from transform.codebook import CellKey, codebook


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("scale", SCALES)
def test_every_identity_holds_until_a_cell_is_changed(variant: str, scale: str) -> None:
    rng = Random(f"{variant}/{scale}")
    form = variant.split("_")[0]
    for _ in range(5):
        cells = random_cells(rng, variant, scale)
        assert tuple(cells) == printed_keys(variant)
        assert not any(residuals(cells, form).values())
        key = rng.choice([k for k in cells if k.section not in ("proactive", "meetings")])
        broken = {k for k, off in residuals(mutate(cells, key, 1), form).items() if off}
        holding = {
            f"{i.identity.identity_id}[{i.instance}]"
            for i in codebook().instances(form)
            if key in [term.cell for term in i.terms]
        }
        assert broken == holding


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_can_be_decided_stands_in_the_text(layout: str) -> None:
    report = random_report(11, "f2021", ("plain",), "county")
    printed = print_report(report, layout)
    told = {k: fact for k, fact in printed.truth.items() if fact is not UNDECIDABLE}
    assert told
    for key, fact in told.items():
        assert isinstance(fact, tuple)
        value, status = fact
        assert value is not None
        assert status == "reported"
        start, end = printed.spans[key]
        assert printed.text[start:end] == plain(value)
        assert value == report.cells[key]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_seed_prints_the_same_text(layout: str) -> None:
    report = random_report(3, "f2019", ("inner_spaces",))
    assert print_report(report, layout).text == print_report(report, layout).text


def test_a_blank_that_vanishes_takes_its_row_with_it() -> None:
    printed = print_report(random_report(5, "f2021", ("blanks",), "county"), "vertical")
    for row in printed.rows:
        if any(key not in printed.spans for key in row):
            assert all(printed.truth[key] is UNDECIDABLE for key in row)
    assert any(fact is UNDECIDABLE for fact in printed.truth.values())


def test_a_row_that_is_cut_is_undecidable() -> None:
    printed = print_report(random_report(5, "f2021", ("plain",), "county"), "tab")
    row = [k for k in printed.truth if k.row == "unprocessed.repeat"]
    start, _ = printed.spans[row[3]]
    cut = printed.cut(start)
    assert all(cut.truth[key] is UNDECIDABLE for key in row)
    assert cut.truth[CellKey("requests", "new_received", "total")] is not UNDECIDABLE


COUNTS = ("count",) * 7


@pytest.mark.parametrize(
    ("run", "kinds", "blocks", "expected"),
    [
        ("0000000", COUNTS, 1, "0 0 0 0 0 0 0"),
        ("120000012", COUNTS, 1, "12 0 0 0 0 0 12"),
        ("710000071", COUNTS, 1, "71 0 0 0 0 0 71"),
        ("7 3000010", COUNTS, 1, "7 3 0 0 0 0 10"),
        ("000", ("count",) * 3, 0, "0 0 0"),
        ("8855698", ("count",) * 3, 0, "? ? ?"),
        ("007", ("count",) * 3, 0, "0 0 7"),
        ("35-15", ("count", "signed"), 0, "35 -15"),
        ("2648-18538", ("count", "signed", "count"), 0, "2648 ? ?"),
        ("1505.5301", ("money",), 0, "1505.5301"),
        ("00", ("count",), 0, "?"),
    ],
)
def test_a_figure_is_decided_only_when_every_cut_has_it(
    run: str, kinds: tuple[str, ...], blocks: int, expected: str
) -> None:
    assert " ".join(piece or "?" for piece in decided(run, kinds, blocks)) == expected


def test_published_sums_cut_what_the_number_of_figures_leaves_open() -> None:
    assert len(cuts("710000071", COUNTS, 20)) > 1
    assert summed_cuts("710000071", 1, 7) == [("71", "0", "0", "0", "0", "0", "71")]


def test_the_samples_are_what_their_seeds_make() -> None:
    made = samples()
    assert {path.name for path in FOLDER.iterdir()} == {*made, "README.md"}
    for name, content in made.items():
        assert (FOLDER / name).read_bytes() == content, f"{name}: run tests.printing.make_samples"


def test_every_sample_says_that_it_is_made_up() -> None:
    bare = re.compile(r"<[^>]*>|\s")
    for name, content in samples().items():
        assert bare.sub("", NOTICE) in bare.sub("", content.decode()), name
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for sample in specification():
        line = next(line for line in readme.splitlines() if f"`{sample.file}`" in line)
        assert f"`{sample.layout}`" in line
