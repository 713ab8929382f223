"""A raw folder of damaged files: whole ones of every format, and their changed copies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.accuracy.cases import case
from benchmarks.accuracy.formats import FORMATS as PRINTED
from tests.hostile.mutations import mutate
from tests.hostile.seeds import FORMATS as WRITTEN

WHOLE = "whole"
# Of a thousand files. LibreOffice and the recognition of characters take seconds for each.
SHARES = {
    **{"html": 140, "text": 120, "csv": 60, "mhtml": 60, "docx": 120, "docx-lo": 40, "xlsx": 115},
    **{"xls": 50, "ofd": 80, "pdf": 80, "pdf-lo": 40, "pdf-chromium": 20, "zip": 60},
    **{"rtf": 6, "doc": 6, "scan-tiff": 1, "scan-pdf": 1, "picture": 1},
}
_KINDS = {"docx-lo": "zip", "pdf-lo": "pdf", "pdf-chromium": "pdf", "scan-pdf": "pdf"}
_WHOLES = 6


def damage(raw: Path, names: Sequence[str], count: int, seed: int, work: Path) -> Iterator[str]:
    """Fill `raw` with `count` damaged files; the formats left out, each with the reason.

    ``raw/whole/FORMAT/SEED`` are the whole files, ``raw/FORMAT/NUMBER-SEED`` the others.
    """
    wholes = {}
    for name in names:
        if name not in WRITTEN and (program := PRINTED[name].missing()):
            yield f"{name}: left out, {program} is not installed"
            continue
        wholes[name] = _wholes(raw / WHOLE / name, name, work / name)
    left, weight = count, sum(SHARES[name] for name in wholes)
    for name, files in wholes.items():
        share = round(left * SHARES[name] / weight) if weight else left
        left, weight = left - share, weight - SHARES[name]
        _damage(raw / name, files, name, share, seed)
    shutil.rmtree(work, ignore_errors=True)


def _wholes(folder: Path, name: str, work: Path) -> list[Path]:
    folder.mkdir(parents=True)
    if name in WRITTEN:
        form = WRITTEN[name]
        files = [folder / f"{seed}.{form.suffix}" for seed in range(_WHOLES)]
        for seed, file in enumerate(files):
            file.write_bytes(form.make(seed))
        return files
    printed = PRINTED[name].write([case(seed, name) for seed in range(_WHOLES)], work)
    return [
        Path(shutil.move(file, folder / f"{seed}{file.suffix}"))
        for seed, file in enumerate(printed)
        if file.exists()
    ]


def _damage(folder: Path, wholes: Sequence[Path], name: str, count: int, seed: int) -> None:
    folder.mkdir()
    kind = WRITTEN[name].kind if name in WRITTEN else _KINDS.get(name, "binary")
    for number in range(count):
        rng = Random(f"{seed}/{name}/{number}")
        whole = rng.choice(wholes)
        damaged = mutate(whole.read_bytes(), kind, rng)
        (folder / f"{number:05d}-{whole.stem}{whole.suffix}").write_bytes(damaged)
