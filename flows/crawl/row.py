"""A row of the manifest: what is known of an address with one content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is known of an address with one content. Texts are empty where there is nothing.

    - `url`, `sha256`: the key. `url` is empty for a file that was put in by hand, and
      `sha256` for what gave no bytes that are kept; that row says what came instead.
    - `path`: where the bytes lie below the raw folder; `bytes`: how many.
    - `site`, `list_url`, `parent_url`: the site's id, the list that names the address, and
      the page that links to it if it is an attachment; `division`, `agency`: what the
      site's file says of the list. `role`: ``article`` or ``attachment``.
    - `state`, `reason`: a `State` and its code. `status`: HTTP's, 0 without an answer.
    - `final_url`: where redirects led; `insecure`: why the certificate was not verified.
    - `etag`, `last_modified`, `content_type`: as sent. `charset_declared`, `charset_used`.
    - `content_sha256`: of the main content without what changes at each visit.
    - `title`, `published`: as the list has them, else the page.
    - Times, UTC: `first_seen` and `last_seen`, on a list or by an answer; `checked_at`, when
      the server was last asked; `fetched_at`, when it last sent these bytes.
    - `run`: the crawl that saw it last.
    """

    url: str
    sha256: str
    path: str = ""
    bytes: int = 0
    site: str = ""
    list_url: str = ""
    parent_url: str = ""
    division: str = ""
    agency: str = ""
    role: str = ""
    state: str
    reason: str = ""
    status: int = 0
    final_url: str = ""
    insecure: str = ""
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    charset_declared: str = ""
    charset_used: str = ""
    content_sha256: str = ""
    title: str = ""
    published: date | None = None
    first_seen: datetime
    last_seen: datetime
    checked_at: datetime
    fetched_at: datetime | None = None
    run: str
