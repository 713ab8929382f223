"""Scans of printed pages: what a scanner does to paper, and files that hold such pages.

A seed is one pass through one scanner: paper, focus and quality are the same on
all pages of a document, the skew and the specks differ from page to page.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

PDFTOPPM = ("pdftoppm",)
DPI = (150, 200, 300)
SECONDS = 120
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scanner:
    """What one scanner does; lengths in pixels at 200 dpi, greys from 0 to 255."""

    skew: float
    paper: int
    shading: float
    ink: int
    blur: float
    noise: float
    specks: float
    quality: int

    @classmethod
    def of(cls, seed: int) -> Scanner:
        """The scanner of a seed."""
        rng = Random(f"scanner/{seed}")
        return cls(
            skew=rng.uniform(-2, 2),
            paper=rng.choice((255, 250, 240, 225, 205)),
            shading=rng.choice((0.0, 0.0, 0.06, 0.15)),
            ink=rng.choice((0, 0, 20, 45, 70)),
            blur=rng.choice((0.3, 0.5, 0.7, 0.9)),
            noise=rng.choice((0.0, 2.0, 4.0, 8.0)),
            specks=rng.choice((0.0, 0.0, 2e-6, 1e-5)),
            quality=rng.randint(60, 90),
        )


def pages(pdf: Path, dpi: int, folder: Path) -> list[Path]:
    """The pages of a PDF file as PNG files, in order, rendered by pdftoppm."""
    stem = folder / f"{pdf.stem}-{dpi}"
    command = [*PDFTOPPM, "-r", str(dpi), "-gray", "-png", str(pdf), str(stem)]
    subprocess.run(command, timeout=SECONDS, check=False, capture_output=True)
    return sorted(folder.glob(f"{stem.name}-*.png"), key=lambda p: int(p.stem.split("-")[-1]))


def scan(pdf: Path, path: Path, seed: int, dpi: int) -> None:
    """Write a scan of a PDF file's pages, as a PDF or TIFF file by its name; none of no pages."""
    sheets = pages(pdf, dpi, path.parent) if pdf.exists() else []
    seen = [degrade(p.read_bytes(), seed, dpi, n) for n, p in enumerate(sheets, 1)]
    for sheet in sheets:
        sheet.unlink()
    if seen:
        write = scan_pdf if path.suffix == ".pdf" else scan_tiff
        path.write_bytes(write(seen, dpi))


def degrade(page_png: bytes, seed: int, dpi: int, page: int = 1) -> bytes:
    """A clean page as the scanner of this seed sees it, as a JPEG file."""
    scanner = Scanner.of(seed)
    rng = np.random.default_rng((seed, page))
    clean = cv2.imdecode(np.frombuffer(page_png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert clean is not None
    grey = _turned(clean, scanner.skew + float(rng.normal(0, 0.2)))
    grey = cv2.GaussianBlur(grey, (0, 0), scanner.blur * dpi / 200)
    shown = scanner.ink + grey.astype(np.float32) * ((scanner.paper - scanner.ink) / 255)
    shown *= _light(shown.shape, scanner.shading, rng)
    _sprinkle(shown, scanner.specks, dpi, rng)
    if scanner.noise:
        shown += rng.normal(0, scanner.noise, shown.shape).astype(np.float32)
    pixels = np.clip(shown, 0, 255).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=scanner.quality, dpi=(dpi, dpi))
    return out.getvalue()


def _turned(grey: cv2.typing.MatLike, degrees: float) -> cv2.typing.MatLike:
    height, width = grey.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))


def _light(
    shape: tuple[int, ...], strength: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Light that falls off towards one side of the glass."""
    height, width = shape
    angle = rng.uniform(0, 2 * np.pi)
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    down = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    slope = 0.5 + across * np.float32(np.cos(angle)) + down * np.float32(np.sin(angle))
    return (1 - strength * slope).astype(np.float32)


def _sprinkle(shown: NDArray[np.float32], share: float, dpi: int, rng: np.random.Generator) -> None:
    """Dust: `share` specks to a pixel, up to a third of a millimetre wide."""
    height, width = shown.shape
    for _ in range(rng.poisson(share * height * width)):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        radius = int(rng.integers(0, max(1, dpi // 150) + 1))
        cv2.circle(shown, (x, y), radius, (float(rng.integers(40, 160)),), -1)


def scan_tiff(scans: Sequence[bytes], dpi: int) -> bytes:
    """A TIFF file of several pages."""
    first, *others = (Image.open(BytesIO(scan)) for scan in scans)
    out = BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, compression="jpeg", dpi=(dpi, dpi))
    return out.getvalue()


def scan_pdf(scans: Sequence[bytes], dpi: int) -> bytes:
    """A PDF file whose pages are these JPEG pictures, and nothing else."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(scans)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(scans)}>>".encode())
    for n, scan in enumerate(scans):
        width, height = Image.open(BytesIO(scan)).size
        right, top = width * 72 / dpi, height * 72 / dpi
        content = f"q {right:g} 0 0 {top:g} 0 0 cm /Im Do Q".encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {right:g} {top:g}]/Contents {4 + 3 * n} 0 R"
            f"/Resources<</XObject<</Im {5 + 3 * n} 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
        about = (
            f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray"
            f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(scan)}>>\nstream\n"
        )
        objects.append(about.encode() + scan + b"\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (len(objects) + 1, start)
    return bytes(out + b"%%EOF\n")
