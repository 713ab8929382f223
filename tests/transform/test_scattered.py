"""Heads whose letters stand on several lines side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transform.recognise.scattered import Letter, order_of

WORDS = {
    "自然人": "natural_person",
    "商业企业": "business",
    "科研机构": "research",
    "社会公益组织": "public_interest_org",
    "法律服务机构": "legal_service",
    "其他": "other_org",
    "小计": "org_subtotal",
    "总计": "total",
}
FIRST, *MIDDLE, LAST = WORDS


def order(*lines: str) -> tuple[str, ...] | None:
    return order_of([[Letter(c) for c in line] for line in lines], WORDS, WORDS[FIRST], WORDS[LAST])


def test_pieces_of_two_lines_are_put_together() -> None:
    found = order("自然总", "商业科研社会公法律服其小", "人计", "企业机构益组织务机构他计")
    assert found == tuple(WORDS.values())


def test_a_letter_that_is_left_over_or_lacks_leaves_no_order() -> None:
    assert order("自然总", "商业科研社会公法律服其小", "人计", "企业机构益组织务机构他") is None
    assert order("自然人商业科研其总", "企业机构他他计") is None


def test_heads_of_one_line_between_others_have_no_place_unless_it_is_known() -> None:
    lines = ("自然人科研总", "其他", "机构计")
    assert order(*lines) is None
    places = ((10, 20, 30, 50, 60, 90), (70, 80), (50, 60, 90))
    known = [
        [Letter(c, float(x)) for c, x in zip(line, at, strict=True)]
        for line, at in zip(lines, places, strict=True)
    ]
    found = order_of(known, WORDS, WORDS[FIRST], WORDS[LAST])
    assert found == ("natural_person", "research", "other_org", "total")


def test_letters_that_go_together_in_many_ways_take_no_long_time() -> None:
    assert order(*["总计小计" * 7] * 4) is None


@given(
    st.permutations(MIDDLE),
    st.lists(st.integers(0, 6), min_size=8, max_size=8),
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
    st.booleans(),
)
def test_no_order_is_found_but_that_of_the_columns(
    middle: list[str], cuts: list[int], upper: list[int], placed: bool
) -> None:
    heads = [FIRST, *middle, LAST]
    lines: list[list[Letter]] = [[], [], [], []]
    for n, (head, cut, line) in enumerate(zip(heads, cuts, upper, strict=True)):
        for piece, own in ((head[:cut], lines[line]), (head[cut:], lines[line + 1])):
            own += [Letter(c, 100.0 * n + k if placed else None) for k, c in enumerate(piece)]
    found = order_of(lines, WORDS, WORDS[FIRST], WORDS[LAST])
    assert found in (None, tuple(WORDS[head] for head in heads))


def test_a_head_without_a_place_between_others_hides_no_place() -> None:
    """法律服务机构 begins in the cell where 社会公益组织 ends: neither is right of the other."""
    words = {w: c for w, c in WORDS.items() if w != "小计"}
    lines = [
        [Letter(c) for c in line]
        for line in ("自然人", "商业企科研社会公法律服", "其他", "总计", "业")
    ]
    lines += [[Letter(c, at) for c in line] for line, at in (("机构", 356.0), ("益组织务", 398.0))]
    lines.append([Letter(c, 438.0) for c in "机构"])
    assert order_of(lines, words, WORDS[FIRST], WORDS[LAST]) is None


def test_cells_of_one_row_stand_in_their_order() -> None:
    """Without their cells 其他 may stand before 法律服务机构, whose place only its rest tells."""
    upper = ("自然人", "商业企业科研机社会公", "法律服务", "其他小", "总计")
    lower = ((2, "构"), (3, "益组织"), (4, "机构"), (6, "计"))
    rest = [[Letter(c, 100.0 * n, (2, n)) for c in line] for n, line in lower]
    lines = [[Letter(c) for c in line] for line in upper]
    assert order_of(lines + rest, WORDS, WORDS[FIRST], WORDS[LAST]) is None
    lines = [[Letter(c, None, (1, n)) for c in line] for n, line in enumerate(upper)]
    found = order_of(lines + rest, WORDS, WORDS[FIRST], WORDS[LAST])
    assert found == tuple(WORDS.values())


def test_upright_heads_have_many_lines() -> None:
    cells = ("自/然/人", "商业科研/企业机构", "社会/公益/组织", "法律/服务/机构", "其/他", "小/计")
    lines = [[Letter(c, None, (1, 9)) for c in line] for line in "总计"]
    for n, cell in enumerate(cells):
        lines += [[Letter(c, None, (2, n)) for c in line] for line in cell.split("/")]
    assert order_of(lines, WORDS, WORDS[FIRST], WORDS[LAST]) == tuple(WORDS.values())
