"""How much of one file is read: bounds that keep a hostile file from costing more than a few."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. A file beyond any of them is refused whole, never cut.

    Attributes:
        file_bytes: size of the file, in bytes.
        text_bytes: size of a file that is text or HTML, or of the XML inside an
            office file, in bytes; scans and office files are larger for the
            same report.
        nesting: elements open inside each other, counting from the outermost.
        attributes: of one HTML tag.
        parts: paragraphs, tables, rows and cells of one document.
        entries: files in one archive, those of archives in it included.
        unpacked_bytes: size of all that is unpacked from one archive, in bytes.
        unpack_ratio: how many times larger than packed an entry of more than a
            mebibyte may be; Word's own tables reach a hundred.
        archives: archives open inside each other, counting from the outermost.
        name_characters: the name of an entry of an archive.
        table_slots: grid places walked over to lay out all tables of one
            document; a cell counts once for each column it spans.
        stream_bytes: size of what one packed part of a PDF file holds, but for
            pictures, in bytes; whole Chinese fonts take a quarter of it.
        pages: pages of one document.
        page_characters: characters of one page.
        page_objects: pieces of text, lines and pictures that one page draws.
        scanned_pages: pages of one document that are read from their pictures.
        pages_seen_twice: pages of one document that are looked at a second time, from closer; of
            a document with more of them none is.
        pixels: of one picture of a page.
        seconds: time for one document, looked at between its pages; pages that
            are read from their pictures do not count.
        metadata_entries: names kept of what the file says of itself; what
            comes later is not kept.
        metadata_characters: characters kept of each such name and value.
        seconds_per_file: time for one document, after which the process that
            reads it is ended; kept where documents are read in processes.
        memory_per_file: what one document may add to the memory of the process
            that reads it, in bytes; kept in the same place.
    """

    file_bytes: int = 64 * MEBIBYTE
    text_bytes: int = 16 * MEBIBYTE
    nesting: int = 250
    attributes: int = 5_000
    parts: int = 300_000
    entries: int = 10_000
    unpacked_bytes: int = 256 * MEBIBYTE
    unpack_ratio: int = 250
    archives: int = 2
    name_characters: int = 500
    table_slots: int = 1_000_000
    stream_bytes: int = 64 * MEBIBYTE
    pages: int = 300
    page_characters: int = 50_000
    page_objects: int = 100_000
    scanned_pages: int = 60
    pages_seen_twice: int = 20
    pixels: int = 60_000_000
    seconds: float = 60.0
    metadata_entries: int = 200
    metadata_characters: int = 1_000
    seconds_per_file: float = 300.0
    memory_per_file: int = 2048 * MEBIBYTE


DEFAULT_LIMITS = Limits()
