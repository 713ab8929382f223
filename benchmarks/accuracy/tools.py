"""LibreOffice, Chromium, Poppler and a scanner as steps: files in, files of another kind out."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.accuracy import browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SOFFICE = ("soffice", "libreoffice")
PDFTOPPM = ("pdftoppm",)
PDFTOCAIRO = ("pdftocairo",)
PDFTOTEXT = ("pdftotext",)
# A program that hangs must not hang the benchmark.
SECONDS = 120
# From the files and a folder to the files made of them; one that a program failed on is not there.
Step = Callable[[Sequence[Path], Path], list[Path]]


def find(names: Sequence[str]) -> str | None:
    """The first of these programs that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def _made(files: Sequence[Path], folder: Path, suffix: str) -> list[Path]:
    return [folder / f"{file.stem}.{suffix}" for file in files]


def _profile(folder: Path, program: str) -> Path:
    """A profile of each process: programs that share one wait for each other, or refuse."""
    return folder.parent / f"profile-{program}-{os.getpid()}"


def office(target: str, suffix: str, source: str = "") -> Step:
    """A step that converts in one call; `source`, `target` are LibreOffice's names of formats."""

    def convert(files: Sequence[Path], folder: Path) -> list[Path]:
        program = find(SOFFICE)
        there = [file for file in files if file.exists()]
        if program is not None and there:
            profile = _profile(folder, "soffice").resolve().as_uri()
            command = [program, "--headless", f"-env:UserInstallation={profile}"]
            command += [f"--infilter={source}"] if source else []
            command += ["--convert-to", target, "--outdir", str(folder), *map(str, there)]
            _run(command, SECONDS + 10 * len(there))
        return _made(files, folder, suffix)

    return convert


def converted(names: Sequence[str], option: str, suffix: str) -> Step:
    """A step that has a program write each file anew, or in another form."""

    def convert(files: Sequence[Path], folder: Path) -> list[Path]:
        program = find(names)
        (folder / names[0]).mkdir(exist_ok=True)
        made = _made(files, folder / names[0], suffix)
        for file, path in zip(files, made, strict=True):
            if program is not None and file.exists():
                _run([program, option, str(file), str(path)], SECONDS)
        return made

    return convert


def printed_pages(marks: bool) -> Step:
    """A step that prints web pages to PDF in one browser."""

    def convert(files: Sequence[Path], folder: Path) -> list[Path]:
        program = find(CHROMIUM)
        if program is not None:
            browser.print_pages(program, files, _profile(folder, "chromium"), folder, marks)
        return _made(files, folder, "pdf")

    return convert


def pictures(files: Sequence[Path], folder: Path) -> list[Path]:
    """A step that takes pictures of whole web pages."""
    program = find(CHROMIUM)
    if program is not None:
        browser.photograph(program, files, _profile(folder, "chromium"), folder)
    return _made(files, folder, "png")


def _run(command: list[str], seconds: float) -> None:
    """Run a program; what it fails to write is missed by whoever asked for it."""
    try:
        subprocess.run(command, timeout=seconds, check=False, capture_output=True)
    except subprocess.TimeoutExpired:
        return
