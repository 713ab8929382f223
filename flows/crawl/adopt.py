"""Files that were put into the raw folder by hand, as rows of the manifest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

from flows.crawl.model import State
from flows.crawl.row import Row
from flows.crawl.vault import FOLDER, Vault
from flows.raw import scan
from flows.signatures import load_signatures, save_signatures

_SIGNATURES = "by_hand.json"


def adopted(vault: Vault, run: str, now: datetime) -> Iterator[Row]:
    """A row without an address for each content that lies in the raw folder outside the vault.

    An archive counts as one file; of several files with the same bytes the first by name.
    """
    kept = vault.records / _SIGNATURES
    known = load_signatures(kept, FOLDER)
    found = scan(vault.raw, known, but=FOLDER).signatures
    if found != known:
        save_signatures(kept, FOLDER, found)
    taken = set[str]()
    for path, signature in sorted(found.items()):
        if signature.sha256 in taken:
            continue
        taken.add(signature.sha256)
        yield Row(
            url="", sha256=signature.sha256,
            path=os.fsencode(path).decode("utf-8", "backslashreplace"), bytes=signature.size,
            state=State.REPORT, reason="by_hand",
            first_seen=now, last_seen=now, checked_at=now, run=run,
        )  # fmt: skip
