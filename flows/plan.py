"""Whether there is anything to build, found out without importing what builds.

A build with nothing new compares sizes and times of the raw files with those of
the last scan, and our own code's fingerprint with that of the dataset; it reads
no document and imports neither Prefect nor Great Expectations nor DuckDB.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from flows.failure import USAGE, Failure
from flows.fingerprint import build_fingerprint, reading_fingerprint
from flows.provenance import digest, provenance
from flows.publish import Record, current, record
from flows.raw import Listing, holds_files, scan
from flows.settings import Settings
from flows.signatures import load_signatures, save_signatures
from flows.verify import must_be_possible


def load_listing(settings: Settings, keep: bool = True) -> Listing:
    """The raw folder as it is now.

    Raises:
        Failure: the folder does not exist or holds no file to read.
    """
    signatures = settings.work / "signatures.json"
    fingerprint = reading_fingerprint(settings.limits, settings.deep)
    known = load_signatures(signatures, fingerprint)
    listing = scan(settings.raw, known, settings.limits)
    if not listing.sources:
        raise _empty(settings)
    if keep and listing.signatures != known and settings.work.is_dir():
        save_signatures(signatures, fingerprint, listing.signatures)
    return replace(listing, origin=provenance(settings.raw, listing.contents))


def inputs(settings: Settings, listing: Listing) -> str:
    """The same for the same raw files, provenance and corrections, wherever they are."""
    path = settings.corrections
    reviewed = path.read_bytes() if path.is_file() else b""
    origin = digest(listing.origin)
    said = f"{listing.digest}\0{origin}\0" if origin else f"{listing.digest}\0"
    return hashlib.sha256(said.encode() + reviewed).hexdigest()


def up_to_date(settings: Settings) -> Record | None:
    """The current version when building again would change nothing; otherwise None.

    Raises:
        Failure: there is no raw folder, or nothing in it; or what a second look
            needs is not there.
    """
    must_be_possible(settings.deep)
    version = current(settings.curated)
    made = record(version)
    if version is None or made is None or not (version / "gouji.duckdb").is_file():
        # The build lists the folder itself: archives are not unpacked twice to be told so.
        if not holds_files(settings.raw):
            raise _empty(settings)
        return None
    listing = load_listing(settings)
    now = (build_fingerprint(settings.limits, settings.deep), inputs(settings, listing))
    return made if (made.fingerprint, made.inputs) == now else None


def _empty(settings: Settings) -> Failure:
    return Failure(
        f"no report files in {settings.raw}: put them there, in any folder below it",
        f"{settings.raw} 中没有报告文件；请放入其中（可分子文件夹）",
        USAGE,
    )
