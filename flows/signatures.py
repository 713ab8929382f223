"""What the last scan found out, kept so that the next need not open the same files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from flows.archives import Member
from flows.raw import Signature

_Kept = tuple[int, int, str, list[tuple[str, int, str, str, str]] | None]


def load_signatures(path: Path, fingerprint: str) -> dict[str, Signature]:
    """The signatures of the last scan by path.

    Empty when there was none, or one with another fingerprint of code and
    limits: it may have found other files in the same archives.
    """
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        if kept["fingerprint"] != fingerprint:
            return {}
        return {name: _unpacked(entry) for name, entry in kept["files"].items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}


def save_signatures(path: Path, fingerprint: str, signatures: Mapping[str, Signature]) -> None:
    """Keep sizes, times and hashes, and what lies in archives, for the next scan."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    files = {name: _packed(signature) for name, signature in signatures.items()}
    kept = {"fingerprint": fingerprint, "files": files}
    new.write_text(json.dumps(kept, separators=(",", ":")), encoding="ascii")
    new.replace(path)


def _packed(signature: Signature) -> _Kept:
    listed = None
    if signature.members is not None:
        listed = [(m.name, m.size, m.sha256, m.refused, m.detail) for m in signature.members]
    return signature.size, signature.changed, signature.sha256, listed


def _unpacked(kept: _Kept) -> Signature:
    size, changed, sha256, listed = kept
    members = None if listed is None else tuple(Member(*member) for member in listed)
    return Signature(size, changed, sha256, members)
