"""How well printed reports are read back, by layout and by oddity.

python -m tests.printing.score --n 200 --seed 1
python -m tests.printing.score --layout tsv --oddity truncated --dump
python -m tests.printing.score --layout tsv --oddity truncated --only 17 --dump
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from extract.reading import read
from tests.printing.compare import Finding, compare
from tests.printing.ink import Printed
from tests.printing.layouts import LAYOUTS, NOT_F2014
from tests.printing.oddities import ODDITIES, names_for
from tests.printing.printer import file_name, print_report, random_report
from tests.printing.report import PrintedReport
from tests.printing.values import VARIANTS, form_of
from transform.recognise import recognise
from transform.report import Tables

BAD = ("silent", "guess", "status")
KINDS = ("right", "forced", "abstained", *BAD)


@dataclass(frozen=True, slots=True)
class Case:
    """One document to print and read: the same seed makes it again."""

    seed: int
    layout: str
    variant: str
    oddity: str

    def report(self) -> PrintedReport:
        """The report to print."""
        return random_report(self.seed, self.variant, (self.oddity,))

    def command(self) -> str:
        """The command that shows this case alone."""
        return (
            f"python -m tests.printing.score --layout {self.layout} --variant {self.variant} "
            f"--oddity {self.oddity} --only {self.seed} --dump"
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case read back."""

    case: Case
    printed: Printed
    tables: Tables
    findings: list[Finding]

    @property
    def form_wrong(self) -> bool:
        """Whether cells were read on another form than the printed one."""
        found = self.tables.form
        return found is not None and found != form_of(self.case.variant)


def run(case: Case) -> Outcome:
    """Print, read, compare."""
    report = case.report()
    printed = print_report(report, case.layout)
    document = read(printed.text.encode(), file_name(printed))
    tables = recognise(document)
    return Outcome(case, printed, tables, compare(printed, tables.cells, report.cells))


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """End what takes longer: a reader that hangs must not hang the score.

    Raises:
        TimeoutError: the time is over.
    """

    def ring(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def cases(arguments: argparse.Namespace) -> Iterator[Case]:
    """The cases asked for; without `--only`, drawn evenly from the seed."""
    rng = Random(arguments.seed)
    layouts = arguments.layout or list(LAYOUTS)
    for number in range(1 if arguments.only is not None else arguments.n):
        layout = layouts[number % len(layouts)]
        variants = arguments.variant or VARIANTS
        variant = rng.choice([v for v in variants if not (v == "f2014" and layout in NOT_F2014)])
        names = [
            name
            for name in (arguments.oddity or names_for(layout, form_of(variant)))
            if ODDITIES[name].fits(layout, form_of(variant))
        ]
        seed = rng.randrange(10**6) if arguments.only is None else arguments.only
        if names:
            yield Case(seed, layout, variant, rng.choice(names))


def table(title: str, counts: dict[str, Counter[str]]) -> str:
    """Counts as a table."""
    lines = [
        f"{title:<22}{'docs':>6}{'slow':>6}{'form?':>6}" + "".join(f"{kind:>10}" for kind in KINDS)
    ]
    for name, count in counts.items():
        cells = "".join(f"{count[kind]:>10}" for kind in KINDS)
        lines.append(f"{name:<22}{count['docs']:>6}{count['slow']:>6}{count['form']:>6}{cells}")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Print the score; exit status 1 when a figure was read that is not printed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.printing.score",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=200, help="documents to print")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS))
    parser.add_argument("--oddity", action="append", choices=list(ODDITIES))
    parser.add_argument("--variant", action="append", choices=list(VARIANTS))
    parser.add_argument("--only", type=int, help="the seed of one case")
    parser.add_argument("--seconds", type=int, default=20, help="the longest a document may take")
    parser.add_argument("--show", type=int, default=5, help="how many failing documents to show")
    parser.add_argument("--abstained", action="store_true", help="show abstentions as failures too")
    parser.add_argument("--dump", action="store_true", help="print the text of failing documents")
    arguments = parser.parse_args(argv)
    by_layout: dict[str, Counter[str]] = defaultdict(Counter)
    by_oddity: dict[str, Counter[str]] = defaultdict(Counter)
    shown = 0
    for case in cases(arguments):
        try:
            with within(arguments.seconds):
                outcome = run(case)
        except TimeoutError:
            for counter in (by_layout[case.layout], by_oddity[case.oddity], by_layout["all"]):
                counter.update(("docs", "slow"))
            print(f"── slower than {arguments.seconds} s\n   {case.command()}\n")
            continue
        counts = Counter(finding.kind for finding in outcome.findings)
        counts["docs"], counts["form"] = 1, int(outcome.form_wrong)
        for counter in (by_layout[case.layout], by_oddity[case.oddity], by_layout["all"]):
            counter.update(counts)
        wanted = (*BAD, "abstained") if arguments.abstained else BAD
        bad = [finding for finding in outcome.findings if finding.kind in wanted]
        if (bad or arguments.only is not None) and shown < arguments.show:
            shown += 1
            _show(outcome, bad, arguments.dump)
    print(table("layout", dict(by_layout)))
    print()
    print(table("oddity", dict(sorted(by_oddity.items()))))
    return 1 if by_layout["all"]["silent"] else 0


def _show(outcome: Outcome, bad: list[Finding], dump: bool) -> None:
    case = outcome.case
    print(f"── {case.layout} / {case.variant} / {case.oddity} / seed {case.seed}")
    print(f"   {case.command()}")
    print(f"   form {outcome.tables.form}: {outcome.tables.form_evidence}")
    for finding in bad[:4]:
        print("   " + finding.describe(outcome.printed))
    for issue in outcome.tables.issues[:6] if dump else ():
        print(f"   issue {issue.kind}: {issue.text[:60]!r} {issue.detail}")
    if dump:
        print("┄" * 60 + f"\n{outcome.printed.text}\n" + "┄" * 60)
    print()


if __name__ == "__main__":
    sys.exit(main())
