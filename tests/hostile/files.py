"""Files made to cost their reader dearly, each small to make and known by what it attacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extract.ocr import installed
from tests.hostile import archive_files as archives
from tests.hostile import office_files as office
from tests.hostile import page_files as pages
from tests.hostile import pdf_files as pdfs


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file: the kind of issue it must be refused with, empty where it may be read."""

    name: str
    make: Callable[[], bytes]
    kind: str = ""


# What only the end of its process stops.
DEADLY = (
    Hostile("PDF forms 10^9", pdfs.form_laughs_pdf, "reader_died"),
    Hostile("PDF form in itself", pdfs.self_form_pdf, "reader_died"),
)
HOSTILE = (
    Hostile("zip bomb", archives.zip_bomb, "zip_bomb"),
    Hostile("zip that lies about its size", archives.zip_that_lies, "unreadable_file"),
    Hostile("nested zip (42.zip)", archives.nested_zip, "archive"),
    Hostile("overlapping zip", archives.overlapping_zip, "archive"),
    Hostile("billion laughs DOCX", office.laughing_docx, "unsafe_markup"),
    Hostile("billion laughs XLSX", office.laughing_xlsx, "unsafe_markup"),
    Hostile("billion laughs OFD", office.laughing_ofd, "unsafe_markup"),
    Hostile("billion laughs Word XML", office.laughing_word_xml, "unknown_format"),
    Hostile("billion laughs HTML", pages.entity_page),
    Hostile("DOCX tables 100 deep", office.deep_docx, "too_deep"),
    Hostile("DOCX 10^6 empty paragraphs", office.paragraphs_docx, "no_text"),
    Hostile("DOCX 8·10^5 empty cells", office.cells_docx, "too_large"),
    Hostile("DOCX hidden rows 60 deep", office.hidden_docx, "hidden_text"),
    Hostile("DOCX gridSpan 999999999", office.spans_docx, "too_large"),
    Hostile("XLSX cell at XFD1048576", office.far_xlsx),
    Hostile("XLSX rows as wide as a sheet", office.wide_xlsx, "too_large"),
    Hostile("XLSX merged areas of 10^10 cells", office.merged_xlsx, "too_large"),
    Hostile("XLSX 20000 hidden columns", office.hidden_columns_xlsx),
    Hostile("OFD cycle of references", office.cyclic_ofd, "too_large"),
    Hostile("OFD letters moved 10^4 times", office.crowded_ofd, "too_large"),
    Hostile("OFD 18000 lines", office.ruled_ofd, "no_text"),
    Hostile("HTML tables 200 deep", lambda: pages.nested_tables(200), "too_deep"),
    Hostile("HTML div 100000 deep", pages.deep_page, "too_deep"),
    Hostile("HTML one line of 50 MB", pages.one_line_page, "too_large"),
    Hostile("HTML one line of 1 MB", pages.long_line_page),
    Hostile("HTML rowspan and colspan 10^9", pages.spanning_page, "too_large"),
    Hostile("HTML 200000 unclosed tags", pages.unclosed_page, "too_deep"),
    Hostile("HTML formatting opened again", pages.formatted_page),
    Hostile("HTML formatting of 4000 kinds", pages.multiplied_page, "too_deep"),
    Hostile("HTML 200000 attributes", pages.attributed_page, "too_large"),
    Hostile("HTML attribute of 8 MB", pages.long_attribute_page),
    Hostile("HTML 2·10^6 comments begun", pages.commented_page),
    Hostile("MHTML 10^5 parts", pages.many_parts_mhtml, "too_large"),
    Hostile("MHTML parts in parts", pages.nested_mhtml, "too_large"),
    Hostile("MHTML header of 1.4 MB", pages.long_header_mhtml),
    Hostile("CSV 10^6 columns", pages.wide_csv, "too_large"),
    Hostile("CSV 10^5 columns", pages.all_wide_csv),
    Hostile("CSV quote without end", pages.quoted_csv, "unreadable_file"),
    Hostile("text of labels in one line", pages.long_text),
    Hostile("text of 3·10^6 lines", pages.short_lines, "too_large"),
    Hostile("text of bars", pages.barred_text, "too_large"),
    Hostile("text of tabs", pages.tabbed_text, "too_large"),
    Hostile("text of rules with an end", pages.ruled_text),
    Hostile("text of a cell a line", pages.barred_lines),
    Hostile("text of lone bars", pages.lone_bars),
    Hostile("text of one cell", pages.continued_cell),
    Hostile("text of 10^6 marks", pages.marked_text),
    Hostile("CSV rows of one label", pages.labelled_csv),
    Hostile("PDF 10000 pages", pdfs.many_pages_pdf, "too_large"),
    Hostile("PDF page tree cycle", pdfs.page_cycle_pdf, "unreadable_file"),
    Hostile("PDF page tree 20000 deep", pdfs.deep_pages_pdf, "unreadable_file"),
    Hostile("PDF MediaBox 10^38", pdfs.huge_page_pdf),
    Hostile("PDF 2 GB Flate stream", pdfs.flate_bomb_pdf, "zip_bomb"),
    Hostile("PDF 2 GB stream packed twice", pdfs.twice_packed_pdf, "zip_bomb"),
    Hostile("PDF path of 10^6 segments", pdfs.segments_pdf),
    Hostile("PDF 10^6 paths", pdfs.paths_pdf, "too_large"),
    Hostile("PDF 10^7 paths", pdfs.objects_pdf, "zip_bomb"),
    Hostile("PDF 80000 crossing lines", pdfs.grid_pdf),
    Hostile("PDF 10^6 letters", pdfs.letters_pdf),
    Hostile("PDF arrays 10^6 deep", pdfs.nested_arrays_pdf, "unreadable_file"),
    Hostile("PDF objects that are each other", pdfs.referring_pdf, "unreadable_file"),
    Hostile(
        "PDF picture of 10^12 dots",
        pdfs.pictured_pdf,
        "zip_bomb" if installed() else "scanned_page",
    ),
)
