"""The shared documents, and what is known of their cells."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from transform.codebook import CellKey

SHARED = Path(__file__).resolve().parents[2] / "shared"
Known = dict[CellKey, tuple[Decimal | None, str]]


def known_cells(document: Path) -> Known:
    """The value and status of each cell that is known of a shared document; may be none."""
    path = SHARED / "truth" / "cells" / f"{document.stem}.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            CellKey(r["section"], r["row"], r["applicant_type"] or None): (
                Decimal(r["value"]) if r.get("value") else None,
                r.get("status", ""),
            )
            for r in csv.DictReader(lines)
        }
