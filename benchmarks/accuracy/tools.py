"""LibreOffice and Chromium as printers: files in, files out, nothing left behind."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SOFFICE = ("soffice", "libreoffice")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A program that hangs must not hang the benchmark.
SECONDS = 120


def find(names: Sequence[str]) -> str | None:
    """The first of these programs that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def soffice(files: Sequence[Path], source: str, target: str, folder: Path) -> None:
    """Convert files in one call; `source`, `target` are LibreOffice's names of the formats."""
    program = find(SOFFICE)
    if program is None or not files:
        return
    profile = folder / "soffice-profile"
    command = [
        program, "--headless", f"-env:UserInstallation={profile.resolve().as_uri()}",
        f"--infilter={source}", "--convert-to", target, "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    _run(command, SECONDS + 10 * len(files))


def chromium(files: Sequence[Path], folder: Path, marks: bool) -> None:
    """Print web pages as PDF files; `marks` puts date, title and page number on every page."""
    program = find(CHROMIUM)
    if program is None:
        return
    profile = folder / "chromium-profile"
    for file in files:
        command = [program, *QUIET, f"--user-data-dir={profile}"]
        if not marks:
            command.append("--no-pdf-header-footer")
        target = folder / f"{file.stem}.pdf"
        _run([*command, f"--print-to-pdf={target}", file.resolve().as_uri()], SECONDS)


def _run(command: list[str], seconds: float) -> None:
    """Run a program; what it fails to write is missed by whoever asked for it."""
    try:
        subprocess.run(command, timeout=seconds, check=False, capture_output=True)
    except subprocess.TimeoutExpired:
        return
