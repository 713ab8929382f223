"""The codebook that ships with gouji, and what a faulty one is told."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.page.bands import COUNTED
from transform.codebook import FORMS_FOLDER, Codebook, CodebookError, codebook, load_codebook

FORMS = ("f2014", "f2019", "f2021")


@pytest.mark.parametrize(("form", "cells"), [("f2014", 58), ("f2019", 198), ("f2021", 200)])
def test_a_complete_report_has_as_many_cells_as_the_form(form: str, cells: int) -> None:
    found = codebook().expected_cells(form)
    assert len(found) == cells
    assert len(set(found)) == cells


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("f2021", {"T3_FLOW": 7, "T3_RESULTS": 7, "T3_ROW": 25, "T4_SUM": 3}),
        ("f2019", {"T3_FLOW": 7, "T3_RESULTS": 7, "T3_ROW": 23, "T4_SUM": 3}),
    ],
)
def test_every_sum_the_form_prints_is_checked(form: str, counts: dict[str, int]) -> None:
    book = codebook()
    expected = set(book.expected_cells(form))
    found = dict.fromkeys(counts, 0)
    for instance in book.instances(form):
        left = {term.cell for term in instance.terms if term.side == "lhs"}
        found[instance.identity.identity_id] += left <= expected
    assert found == counts


def test_the_2014_form_has_seven_sums() -> None:
    assert len(codebook().instances("f2014")) == 7


def test_a_row_that_stands_instead_of_others_has_its_own_sum() -> None:
    book = codebook()
    for form in ("f2019", "f2021"):
        summed = {i.instance for i in book.instances(form) if i.identity.identity_id == "T3_ROW"}
        assert {"other.unsplit", "other.no_correction", "other.other"} <= summed


@pytest.mark.parametrize("form", FORMS)
def test_sums_name_cells_of_the_form_only(form: str) -> None:
    book = codebook()
    rows = [row for row in book.rows if form in (*row.forms, *row.may_also)]
    cells = {cell for row in rows for cell in book.row_cells(row)}
    for instance in book.instances(form):
        assert {term.cell for term in instance.terms} <= cells


def test_printed_subtotals_are_never_summed() -> None:
    book = codebook()
    subtotals = {row.row for row in book.rows if row.kind == "subtotal"}
    summed = {t.cell.row for form in FORMS for i in book.instances(form) for t in i.terms}
    assert subtotals
    assert not subtotals & summed


def test_every_row_has_names_in_both_languages_and_a_unit() -> None:
    book = codebook()
    for row in book.rows:
        assert book.unit(row.unit).printed
        for form in (*row.forms, *row.may_also):
            zh, en = book.row_names(row, form)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
            assert en.isascii()


@pytest.mark.parametrize("form", FORMS)
def test_names_tell_the_rows_of_a_section_apart(form: str) -> None:
    book = codebook()
    rows = [row for row in book.rows if form in row.forms]
    assert len({(row.section, book.row_names(row, form)[1]) for row in rows}) == len(rows)


def test_money_and_counts_have_their_units() -> None:
    book = codebook()
    assert book.row("proactive", "fees.amount").unit == "10k_cny"
    assert book.row("proactive", "procurement.amount").unit == "cny"
    assert book.unit("10k_cny").factor == 10_000
    assert book.row("requests", "granted").unit == "requests"


def test_a_row_has_the_reference_of_its_head_when_it_has_none_itself() -> None:
    book = codebook()
    assert book.reference(book.row("proactive", "fees.amount"), "f2021") == "条例第二十条第八项"
    refused = book.row("requests", "refused.state_secret")
    assert book.reference(refused, "f2021") == "条例第14条"
    assert book.reference(book.row("requests", "handled_total"), "f2021") == ""


def test_unknown_codes_are_a_key_error() -> None:
    book = codebook()
    with pytest.raises(KeyError):
        book.form("f1999")
    with pytest.raises(KeyError):
        book.row("requests", "no_such_row")
    with pytest.raises(KeyError):
        book.unit("furlongs")
    with pytest.raises(KeyError):
        book.label("requests", "row", "no_such_row")


def test_the_fingerprint_changes_with_any_file(tmp_path: Path) -> None:
    seen = {codebook().fingerprint}
    for name in sorted(path.name for path in FORMS_FOLDER.glob("*.csv")):
        folder = tmp_path / name
        shutil.copytree(FORMS_FOLDER, folder)
        assert load_codebook(folder).fingerprint == codebook().fingerprint
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        seen.add(load_codebook(folder).fingerprint)
    assert len(seen) == 1 + len(list(FORMS_FOLDER.glob("*.csv")))


FAULTS = [
    ("forms.csv", "f2021,", "f2019,", "stands twice"),
    ("forms.csv", ",2021,9999", ",2021,1999", "the years run from 2021 back"),
    ("forms.csv", ",2021,9999", ",soon,9999", "invalid literal"),
    ("sections.csv", "requests,f2019 f2021,table", "requests,f2019 f2020,table", "no such form"),
    ("sections.csv", "f2019 f2021,narrative,六", "f2019 f2021,list,六", "is not one of"),
    ("sections.csv", "f2019 f2021,narrative,六", "f2019 f2021,table,六", "has rows"),
    ("units.csv", ",10000,cny", ",many,cny", "is not a number"),
    ("units.csv", ",10000,cny", ",0,cny", "other than zero"),
    ("units.csv", ",10000,cny", ",10000,gold", "base 'gold'"),
    ("labels.csv", "requests,row,granted,", "request,row,granted,", "no table section"),
    ("labels.csv", "requests,row,granted,", "requests,cell,granted,", "is not one of"),
    ("labels.csv", "requests,row,granted,", "requests,row,partially_granted,", "stands twice"),
    ("labels.csv", "granted,f2019 f2021,results,", "granted,f2019 f2021,lost,", "no parent label"),
    ("labels.csv", "granted,f2019 f2021,results,", "granted,f2014,results,", "are not all there"),
    ("labels.csv", "1.,属于国家秘密", "2.,其他法律行政法规禁止公开", "stands twice"),
    ("labels.csv", ",Refused: state secret,", ",,", "en is empty"),
    ("rows.csv", "requests,granted,", "requests,new_received,", "stands twice"),
    ("rows.csv", ",granted,*,requests,", ",given,*,requests,", "no label 'given'"),
    ("rows.csv", ",granted,*,requests,", ",granted,given,requests,", "no column 'given'"),
    ("rows.csv", ",granted,*,requests,", ",granted,*,letters,", "no unit 'letters'"),
    ("rows.csv", ",granted,*,requests,count", ",granted,*,requests,sum", "no kind 'sum'"),
    ("rows.csv", ",granted,*,requests,count", ",granted,*,requests,money", "money in the unit"),
    ("rows.csv", "requests,granted,f2019 f2021,", "requests,granted,f2014,", "no such form"),
    ("rows.csv", "requests,granted,f2019 f2021,", "requests,granted,,", "stands on no form"),
    ("rows.csv", ",other.unsplit,other.other,", ",other.gone,other.other,", "to stand instead of"),
    ("identities.csv", "T4_SUM,f2019", "T4_SUM,f2014 f2019", "no such form"),
    ("identities.csv", "f2021,remedies", "f2021,s6_other", "no table section"),
    ("identities.csv", ",block,hard,", ",column,hard,", "is not one of"),
    ("identities.csv", ",block,hard,", ",block,fatal,", "no severity 'fatal'"),
    ("terms.csv", "T4_SUM,lhs,*.total", "T5_SUM,lhs,*.total", "no identity 'T5_SUM'"),
    ("terms.csv", "T4_SUM,lhs,*.total", "T4_SUM,lhs,*.sum", "no row 'reconsideration.sum'"),
    ("terms.csv", "T4_SUM,lhs,*.total", "T4_SUM,lhs,reconsideration.total", "over block"),
    ("terms.csv", "T4_SUM,lhs,*.total", "T4_SUM,left,*.total", "is not one of"),
    ("terms.csv", "rhs,granted,*,", "rhs,given,*,", "no row 'given'"),
    ("terms.csv", "rhs,granted,*,", "rhs,granted,,", "over applicant_type"),
    ("terms.csv", "T3_ROW,rhs,*,business", "T3_ROW,rhs,*,research", "stands twice"),
    ("terms.csv", "T3_ROW,rhs,*,business", "T3_ROW,rhs,*,", "applicant type ''"),
    ("tables.csv", "facts,year,int16", "facts,year,int8", "is not one of"),
    ("tables.csv", "facts,year,int16", "facts,agency,int16", "stands twice"),
    ("tables.csv", "facts,year,int16", "fact,year,int16", "does not say what the table is"),
    ("tables.csv", "facts,year,int16,no", "facts,year,int16,maybe", "is not one of"),
    ("codes.csv", "status,blank,", "status,dash,", "stands twice"),
    ("codes.csv", "status,blank,", "table,blank,", "has no columns"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad", "message"), FAULTS)
def test_a_faulty_row_is_named_by_file_and_line(
    tmp_path: Path, name: str, good: str, bad: str, message: str
) -> None:
    folder = _copy(tmp_path)
    text = (folder / name).read_text(encoding="utf-8")
    assert good in text
    (folder / name).write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        load_codebook(folder)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{name} line ")


def test_the_line_named_is_the_faulty_one(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    lines = (folder / "rows.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    lines[40] = lines[40].replace("count", "counts")
    (folder / "rows.csv").write_text("".join(lines), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"^rows\.csv line 41: "):
        load_codebook(folder)


def test_an_applicant_type_that_is_no_column_is_told(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    _replace(folder / "terms.csv", "T3_ROW,rhs,*,business", "T3_ROW,rhs,*,companies")
    with pytest.raises(CodebookError, match=r"identities\.csv line 4: .*companies"):
        load_codebook(folder)


def test_an_identity_with_one_side_is_told(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    _replace(folder / "terms.csv", "F14_CLOSED,lhs", "F14_CLOSED,rhs")
    with pytest.raises(CodebookError, match=r"identities\.csv line 7: .*a side has no terms"):
        load_codebook(folder)


@pytest.mark.parametrize("row", ["units", "units,a,b,c,1,", "units,a,b,c,1,,,"])
def test_a_row_with_other_fields_than_the_head_is_told(tmp_path: Path, row: str) -> None:
    folder = _copy(tmp_path)
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row},extra\n" if row.endswith(",") else f"{row}\n")
    with pytest.raises(CodebookError, match=r"^units\.csv line 16: another number of fields"):
        load_codebook(folder)


def test_a_missing_file_or_column_is_told(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    _replace(folder / "units.csv", "unit,zh,en", "unit,cn,en")
    with pytest.raises(CodebookError, match=r"^units\.csv line 1: no column 'zh'"):
        load_codebook(folder)
    (folder / "units.csv").unlink()
    with pytest.raises(CodebookError, match=r"^units\.csv: the file is missing"):
        load_codebook(folder)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_torn_file_is_a_codebook_error_or_a_codebook(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(path.name for path in FORMS_FOLDER.glob("*.csv"))))
    content = (FORMS_FOLDER / name).read_bytes()
    start = data.draw(st.integers(0, len(content) - 1))
    torn = content[:start] + data.draw(st.binary(max_size=4)) + content[start + 1 :]
    folder = _copy(tmp_path_factory.mktemp("forms"))
    (folder / name).write_bytes(torn)
    with contextlib.suppress(CodebookError):
        assert isinstance(load_codebook(folder), Codebook)


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FORMS_FOLDER, tmp_path / "forms"))


def _replace(path: Path, good: str, bad: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


def test_units_that_part_figures_on_a_page_are_those_of_the_codebook() -> None:
    money = {"元", "万"}
    assert set(COUNTED) | money == {word for word in codebook().unit_words if len(word) == 1}
