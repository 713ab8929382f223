"""Whether there is anything to build, found out without importing what builds.

A build with nothing new compares sizes and times of the raw files with those of
the last scan, and our own code's fingerprint with that of the dataset; it reads
no document and imports neither Prefect nor Great Expectations nor DuckDB.
"""

from __future__ import annotations

from flows.failure import USAGE, Failure
from flows.fingerprint import build_fingerprint
from flows.publish import Record, current, record
from flows.raw import Listing, load_signatures, save_signatures, scan
from flows.settings import Settings


def load_listing(settings: Settings, keep: bool = True) -> Listing:
    """The raw folder as it is now.

    Raises:
        Failure: the folder does not exist or holds no file to read.
    """
    signatures = settings.work / "signatures.json"
    listing = scan(settings.raw, load_signatures(signatures))
    if not listing.sources:
        raise Failure(
            f"no report files in {settings.raw}: put them there, in any folder below it",
            f"{settings.raw} 中没有报告文件；请放入其中（可分子文件夹）",
            USAGE,
        )
    if keep and settings.work.is_dir():
        save_signatures(signatures, listing)
    return listing


def up_to_date(settings: Settings) -> Record | None:
    """The current version when building again would change nothing; otherwise None.

    Raises:
        Failure: there is no raw folder, or nothing in it.
    """
    listing = load_listing(settings)
    version = current(settings.curated)
    made = record(version)
    if version is None or made is None or not (version / "gouji.duckdb").is_file():
        return None
    same = (made.fingerprint, made.inputs) == (build_fingerprint(), listing.digest)
    return made if same else None
