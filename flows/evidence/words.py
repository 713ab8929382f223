"""Texts for the page: escaped, in both languages, with nothing in them that is not seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from flows.layout import form_of
from flows.printing import plain, visible
from transform.codebook import CellKey, codebook

LONGEST = 2_000


def safe(value: object, longest: int = LONGEST) -> str:
    """A text from a file, escaped: what is invisible in it stands as its code.

    Marks that turn the direction of writing would let a figure be read backwards.
    """
    text = plain(value)
    if len(text) > longest:
        text = text[:longest] + "…"
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(
        escape(line if line.isprintable() else "".join(map(_seen, line))) for line in lines
    )


@lru_cache(maxsize=4096)
def _seen(char: str) -> str:
    space = char == "\t" or unicodedata.category(char) == "Zs"
    return char if space else visible(char)


def both(zh: str, en: str) -> str:
    """A text in Chinese with the English beside it."""
    return f'{safe(zh)} <span class="en" lang="en">{safe(en)}</span>' if en else safe(zh)


def code(field: str, name: str | None) -> tuple[str, str]:
    """What a code of the codebook means, in Chinese and English; itself where it is not listed."""
    found = next((c for c in codebook().codes if (c.field, c.code) == (field, name)), None)
    return (found.zh, found.en) if found else (name or "", "")


def cell_name(cell: dict[str, Any]) -> tuple[str, str]:
    """The row and column of a cell as its form names them."""
    book = codebook()
    row = book.row(cell["section"], cell["row"])
    zh, en = book.row_names(row, form_of(row, cell["form"]))
    if cell["applicant_type"]:
        column = book.label(cell["section"], "column", cell["applicant_type"], cell["form"])
        return f"{zh}·{column.zh}", f"{en}: {column.en}"
    return zh, en


def key_name(key: CellKey, form: str) -> tuple[str, str]:
    """The row and column of a cell that the report may lack."""
    return cell_name(
        {"section": key.section, "row": key.row, "applicant_type": key.applicant_type, "form": form}
    )


def table(heads: Iterable[tuple[str, str]], rows: Iterable[Iterable[str]], kind: str) -> str:
    """Rows of finished cells below heads in both languages."""
    head = "".join(f"<th>{both(zh, en)}</th>" for zh, en in heads)
    body = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in rows)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>\n'
