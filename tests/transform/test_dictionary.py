"""The data dictionary says what the codebook says."""

from __future__ import annotations

import pytest

from extract.issues import issue_kinds
from transform.codebook import codebook
from transform.dictionary import DOCS_FOLDER, FILES, dictionary


@pytest.mark.parametrize("language", FILES)
def test_the_dictionary_in_docs_is_current(language: str) -> None:
    written = (DOCS_FOLDER / FILES[language]).read_text(encoding="utf-8")
    assert written == dictionary(codebook(), language), "run: make docs"


@pytest.mark.parametrize("language", FILES)
def test_everything_in_the_codebook_is_explained(language: str) -> None:
    book, text = codebook(), dictionary(codebook(), language)
    codes = [
        *(column.column for column in book.columns),
        *(row.row for row in book.rows),
        *book.applicants,
        *(unit.unit for unit in book.units),
        *(form.form for form in book.forms),
        *(section.section for section in book.sections),
        *(code.code for code in book.codes if code.field != "table"),
        *issue_kinds(),
    ]
    assert [code for code in codes if f"| `{code}` |" not in text] == []
    assert [i.identity_id for i in book.identities if f"### {i.identity_id}\n" not in text] == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "whether they are equal"), ("zh", "是否一致")]
)
def test_each_language_has_its_own_words(language: str, words: str) -> None:
    other = "zh" if language == "en" else "en"
    assert words in dictionary(codebook(), language)
    assert words not in dictionary(codebook(), other)


def test_a_bar_in_a_text_does_not_break_a_table() -> None:
    tables = [line for line in dictionary(codebook(), "en").splitlines() if line.startswith("|")]
    bars = [line.replace("\\|", "").count("|") for line in tables]
    heads = [i for i, line in enumerate(tables) if set(line) <= set("|- ")]
    for head, following in zip(heads, [*heads[1:], len(tables) + 1], strict=True):
        assert set(bars[head - 1 : following - 1]) == {bars[head]}
