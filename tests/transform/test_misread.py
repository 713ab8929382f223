"""Tables recognised on pictures whose labels and heads were misread."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from extract.document import LOST, Cell, Document, Paragraph, Place, Table
from tests.transform.documents import APPLICANTS
from transform.recognise import recognise

LABELS = (
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
)


def read(
    labels: tuple[str, ...] = LABELS,
    heads: tuple[str, ...] = APPLICANTS,
    confidence: float | None = 0.99,
    misread: Mapping[tuple[int, int], str] = MappingProxyType({}),
    *,
    columns_known: bool = True,
) -> Mapping[tuple[str, str | None], object]:
    """The values of a recognised table by row and applicant; each row counts up from its number.

    `misread` are texts of cells, by their rows and columns; `columns_known` is the table's.
    """
    rows = [("", *heads)]
    rows += [(x, *(str(10 * n + k) for k in range(7))) for n, x in enumerate(labels, 1)]
    cells = tuple(
        tuple(
            Cell(
                misread.get((r, c), text),
                Place(1, 1, r, c, None, (9.0 * c, 9.0 * r, 9.0 * c + 9, 9.0 * r + 9)),
                confidence=confidence,
            )
            for c, text in enumerate(row, 1)
        )
        for r, row in enumerate(rows, 1)
    )  # fmt: skip
    blocks = (
        Paragraph("三、收到和处理政府信息公开申请情况", Place(1)),
        Table(cells, Place(1, 1), columns_known),
        Paragraph("五、存在的主要问题及改进情况", Place(1)),
    )
    found = recognise(Document("ocr", "image/tiff", blocks), "f2021").cells
    return {(c.key.row, c.key.applicant_type): c.value for c in found}


def test_a_misread_label_is_the_row_that_it_resembles_between_its_neighbours() -> None:
    labels = (
        *LABELS[:2],
        "2.重复E 青",
        "3.要式提供公出\ufffd物",
        LABELS[4],
        "(七) 总i t",
        "四、结转",
    )
    found = read(labels)
    assert found["handled_total", "total"] == 66
    assert found["unprocessed.repeat", "natural_person"] == 30
    assert found["unprocessed.publication", "total"] == 46


@pytest.mark.parametrize("group", ["（六）其他处理", "(六) 其他处理"])
def test_a_lost_label_names_no_row_for_the_heading_of_a_group(group: str) -> None:
    pieces = "申请\n正、行\n信息公", "2.申请\n求缴\n理其政"
    found = read(
        (LABELS[0], *pieces, "3. 其他", LOST, "四、结转~年度继续办理\ufffd"),
        misread={(1, 1): group},
    )
    assert found["carried_over_out", "total"] == 66
    assert ("other.unsplit", "total") not in found


def test_a_label_that_is_not_told_is_one_in_a_table_of_few_rows_too() -> None:
    found = read((LABELS[0], LOST, LABELS[2]))
    assert found["unprocessed.petition", "natural_person"] == 20
    assert found["unprocessed.petition", "total"] == 26


@pytest.mark.parametrize(
    ("at", "letters"),
    [
        ((3, 2), "C"),
        ((3, 5), "0·"),
        ((3, 5), "目"),
        ((3, 5), "0:0"),
        ((3, 8), "l)"),
        ((3, 8), "à"),
        ((3, 8), "5027:0"),
    ],
)
def test_letters_among_figures_cost_no_other_figure(at: tuple[int, int], letters: str) -> None:
    found = read(misread={at: letters})
    row = [found["unprocessed.petition", code] for code in ("natural_person", "research", "total")]
    assert row.count(None) == (at[1] != 5)
    assert found["unprocessed.petition", "business"] == 21
    for words in ("无法", "件"):
        assert read(misread={(3, 5): words})["unprocessed.petition", "business"] is None


def test_letters_in_a_column_of_few_figures_cost_no_other_figure() -> None:
    rows = (
        ("第二十条第（一）项",),
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "目", "0", "3"),
        ("行政规范性文件", "1", "0", "1"),
    )
    cells = tuple(
        tuple(Cell(x, Place(1, 1, r, c), confidence=0.99) for c, x in enumerate(row, 1))
        for r, row in enumerate(rows, 1)
    )
    found = recognise(Document("ocr", "image/tiff", (Table(cells, Place(1, 1)),)), "f2021").cells
    values = {c.key.row: c.value for c in found}
    assert values["rules.issued"] is None
    assert values["rules.in_force"] == 3


def test_letters_of_a_torn_head_are_no_figures() -> None:
    torn = {(1, 2): "自然", (2, 2): "人", (1, 7): "其", (2, 7): "他"}
    torn |= {(2, n): "" for n in (3, 4, 5, 6, 8)}
    assert read(("", *LABELS), misread=torn)["unprocessed.petition", "total"] == 36


@pytest.mark.parametrize(
    ("column", "columns_known", "value"), [(5, False, None), (5, True, 23), (4, False, 22)]
)
def test_a_figure_alone_in_the_middle_of_a_row_may_be_one_cell_for_all_columns(
    column: int, columns_known: bool, value: int | None
) -> None:
    blank = {(3, n): "" for n in range(2, 9) if n != column}
    found = read(misread=blank, confidence=None, columns_known=columns_known)
    code = "research" if column == 4 else "public_interest_org"
    assert found["unprocessed.petition", code] == value


@pytest.mark.parametrize(
    ("other", "value"), [({}, None), ({(4, 3): ""}, 20), ({(4, n): "" for n in range(3, 9)}, None)]
)
def test_a_figure_alone_is_its_columns_own_where_other_rows_have_blanks(
    other: dict[tuple[int, int], str], value: int | None
) -> None:
    blank = {(3, n): "" for n in range(3, 9)}
    found = read(misread=blank | other, confidence=None, columns_known=False)
    assert found["unprocessed.petition", "natural_person"] == value


@pytest.mark.parametrize(("confidence", "known"), [(0.99, False), (None, True)])
def test_a_figure_in_a_recognised_cell_with_its_label_may_begin_with_a_ruling(
    confidence: float | None, known: bool
) -> None:
    rows = ("第二十条第（六）项", "信息内容 本年处理决定数量", "行政处罚 10")
    cells = tuple(
        (Cell(text, Place(1, 1, n, 1), confidence=confidence),) for n, text in enumerate(rows, 1)
    )
    blocks = (Paragraph("二、主动公开政府信息情况", Place(1)), Table(cells, Place(1, 1)))
    found = recognise(Document("ocr", "image/tiff", blocks)).cells
    values = [c.value for c in found if c.key.row == "penalties.decisions"]
    assert (10 in values) == known


@pytest.mark.parametrize(
    ("lost", "text", "value"),
    [((2,), "\ufffd", 30), ((2, 3), "\ufffd", None), ((2,), "（含上年）", None)],
)
def test_a_label_of_which_nothing_was_told_is_the_only_one_that_stands_there(
    lost: tuple[int, ...], text: str, value: int | None
) -> None:
    labels = tuple(text if n in lost else label for n, label in enumerate(LABELS))
    assert read(labels)["unprocessed.repeat", "natural_person"] == value


def test_a_label_that_the_file_itself_holds_is_not_misread() -> None:
    labels = (*LABELS[:2], "2.重复E 青", *LABELS[3:])
    assert read(labels, confidence=None)["unprocessed.repeat", "natural_person"] is None


@pytest.mark.parametrize(
    "labels",
    [
        (*LABELS[:2], LABELS[3], "2.重复E 青", LABELS[4]),  # Not where the form has it.
        (*LABELS[:2], "2.信访处理", *LABELS[3:]),  # Like no label, or several.
    ],
)
def test_a_misread_label_that_does_not_fit_names_nothing(labels: tuple[str, ...]) -> None:
    found = read(labels)
    assert found["unprocessed.repeat", "natural_person"] is None
    assert found["unprocessed.publication", "natural_person"] == 10 * (labels.index(LABELS[3]) + 1)


def test_a_head_that_lost_letters_is_the_only_one_left() -> None:
    heads = (
        "自然人",
        "商业\ufffd",
        "法律服务机构",
        "社会公益组织",
        "科研\ufffd构",
        "其他",
        "总\ufffd",
    )
    found = read(heads=heads)
    assert found["unprocessed.repeat", "business"] == 31
    assert found["unprocessed.repeat", "research"] == 34
    assert found["unprocessed.repeat", "legal_service"] == 32


def test_heads_that_may_be_several_are_not_told() -> None:
    heads = (
        "自然人",
        "商业企业",
        "\ufffd\ufffd机构",
        "社会公益组织",
        "\ufffd\ufffd机构",
        "其他",
        "总计",
    )
    assert read(heads=heads).get(("unprocessed.repeat", "business")) is None


def test_rows_whose_labels_stand_in_one_cell_are_not_named_by_what_these_resemble() -> None:
    from transform.recognise.named_row import NamedRow
    from transform.recognise.named_rows import holds_several
    from transform.recognise.rows import FigureRow
    from transform.recognise.strips import TEXT, Item

    def several(raw: str) -> bool:
        word = Item(TEXT, raw, Place(1, 1, 1, 1))
        return holds_several(
            NamedRow(FigureRow((word,), (), (), (), word.place, 1, 1, 8), None, None)
        )

    assert several("1.属于国家秘密\n2.其他法律行政法规禁止公\n开")
    assert not several("2.其他法律行政法规禁止公\n开")


@pytest.mark.parametrize(
    ("joined", "value"),
    [
        ("商业企科研机 社会公益法律服", 22),
        ("科研机商业企 社会公益法律服", None),
        ("商业企科研机", None),
    ],
)
def test_heads_begun_in_one_row_are_in_order_whatever_else_was_lost(
    joined: str, value: int | None
) -> None:
    heads = (APPLICANTS[0], joined, LOST, "", "云\n组织", "其", APPLICANTS[-1])
    assert read(heads=heads).get(("unprocessed.petition", "research")) == value


@pytest.mark.parametrize(
    ("label", "is_group"), [("（五）不予处理", True), ("（ 五1.信访举报投诉类）不予处理", False)]
)
def test_a_label_within_the_number_of_a_group_is_of_a_row(label: str, is_group: bool) -> None:
    found = read((LABELS[0], label, *LABELS[2:]), confidence=None)
    assert (("printed_subtotal.unprocessed", "total") in found) is is_group
