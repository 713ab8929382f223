"""Three nights over the whole test web: what was found, what was not, and what it cost.

``python -m benchmarks.nights`` starts every made-up site on loopback and lets the nightly run
over it: a first night, one with nothing new, one with planted changes. It prints for each
night precision and recall of the reports that are kept against those that are published, the
requests by what they were for, the least time between two requests to a host against its pace,
and what the dataset's new version says; exit status 1 when a report was missed, anything else
was kept, a pace was broken, the quiet night changed a byte of the dataset, or the reports that
came, went or changed on the third are others than those planted.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from flows.crawl.manifest import read_manifest, rows_of
from flows.crawl.vault import Vault
from flows.nightly.night import Compared
from flows.nightly.options import Plan
from flows.nightly.steps import run_night
from flows.pipeline import plainly
from flows.progress import Progress
from flows.settings import Settings
from tests.web import LogLine, Truth, Web
from tests.web.site import LATER

NIGHTS = (1, 2, 3)
SETTINGS = "[crawl]\ntimeout = 5\nwait = 0.2\n"
# The servers' clock and the crawl's are read at other moments.
_CLOCK = 0.01


@dataclass(frozen=True, slots=True)
class Found:
    """Addresses of reports that were kept and are right, those that are wrong, those missed."""

    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    def text(self) -> str:
        """Precision and recall, and what is amiss."""
        kept, there = self.right + len(self.wrong), self.right + len(self.missed)
        lines = [f"precision {self.right / max(1, kept):.4f} ({self.right} of {kept} kept)"]
        lines.append(f"recall    {self.right / max(1, there):.4f} ({self.right} of {there} there)")
        lines += [f"  wrong: {url}" for url in self.wrong]
        lines += [f"  missed: {url}" for url in self.missed]
        return "\n".join(f"  {line}" for line in lines)


def main(argv: list[str] | None = None) -> int:
    """Print the three nights."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nights", description=__doc__)
    parser.add_argument("--only", default="", help="these sites, set apart by commas")
    parser.add_argument("--pace", type=float, default=0.05, help="seconds between requests")
    arguments = parser.parse_args(argv)
    only = [name for name in arguments.only.split(",") if name]
    with tempfile.TemporaryDirectory() as temporary, Web(*only) as web:
        folder = Path(temporary)
        web.sites(folder / "sites", pace=arguments.pace)
        (folder / "gouji.toml").write_text(SETTINGS, encoding="utf-8")
        settings = Settings(folder / "raw", folder / "curated", workers=2)
        plan = Plan(
            settings,
            file=folder / "gouji.toml",
            sites=(str(folder / "sites"),),
            networks=("127.0.0.0/8",),
            retries=0,
        )
        return _nights(web, plan, arguments.pace)


def _nights(web: Web, plan: Plan, pace: float) -> int:
    ever: dict[str, Truth] = {}
    failed = False
    before: dict[str, str] = {}
    for number in NIGHTS:
        web.night(number)
        ever |= {url: truth for truth in web.truth() for url in truth.urls}
        started = time.monotonic()
        night = run_night(plan, Progress(quiet=True), plainly)
        found = _found(web, plan.settings.raw, ever)
        least = _least_wait(web.log)
        now = _digests(plan.settings.curated)
        print(f"night {number}: {time.monotonic() - started:.0f} s, {night.verdict}")
        print(found.text())
        print(f"  requests {len(web.log)}, least wait {least:.3f} s at a pace of {pace} s")
        print(f"  version {night.version}, {dict(night.changes.counts)}", flush=True)
        asked = [f"http://{line.host}{line.path}" for line in web.log]
        forbidden = [url for url in asked if url.startswith(web.never())]
        failed |= bool(found.wrong or found.missed or forbidden) or least < pace - _CLOCK
        if number == LATER:
            lines = _otherwise(web, night.changes.reports)
            print("\n".join(lines or ["  the dataset changed as planted"]))
            failed |= bool(lines)
        if number == 2:
            again = sorted(url for url in asked if url in ever)
            print(f"  reports asked for again, as some are their own lists: {len(again)}")
            changed = sum(now.get(path) != digest for path, digest in before.items())
            print(f"  bytes of the dataset: {changed} of {len(before)} files changed")
            failed |= now != before
        before = now
    return 1 if failed else 0


def _found(web: Web, raw: Path, ever: dict[str, Truth]) -> Found:
    """The reports in the vault against those of tonight; what vanished is kept and right."""
    kept = {row.url: row for row in rows_of(read_manifest(Vault(raw))) if row.state == "report"}
    leads = {truth.lead for truth in ever.values()} | set(web.unread())
    wrong = sorted(url for url in kept if url not in ever and url not in leads)
    missed = [truth.urls[0] for truth in web.truth() if kept.keys().isdisjoint(truth.urls)]
    found = [truth for truth in web.truth() if not kept.keys().isdisjoint(truth.urls)]
    return Found(len(found), tuple(wrong), tuple(missed))


def _otherwise(web: Web, reports: Iterable[Compared]) -> list[str]:
    """The changes of the dataset that were not planted, and those planted that it lacks."""
    before = {(t.agency, t.year): t.paper.edition for t in web.truth(1)}
    now = {(t.agency, t.year): t.paper.edition for t in web.truth(LATER)}
    planted = {
        ("changed" if key in before else "came", *key)
        for key, edition in now.items()
        if before.get(key) != edition
    }
    # What is set aside is another copy or edition of a report that is there.
    rows = [row for row in reports if row["change"] != "set_aside"]
    found = {(row["change"], row["agency"], row["year"]) for row in rows}
    lines = [f"  not planted: {one}" for one in sorted(map(str, found - planted))]
    return lines + [f"  not found: {one}" for one in sorted(map(str, planted - found))]


def _least_wait(log: list[LogLine]) -> float:
    """The least time between the beginnings of two requests to one host."""
    hosts: dict[str, list[float]] = defaultdict(list)
    for line in log:
        hosts[line.site].append(line.began)
    waits = [b - a for began in hosts.values() for a, b in pairwise(sorted(began))]
    return min(waits, default=float("inf"))


def _digests(curated: Path) -> dict[str, str]:
    """The contents of the current version by their place in it."""
    current = (curated / "current").resolve()
    return {
        str(path.relative_to(current)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(current.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    sys.exit(main())
