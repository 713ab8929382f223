"""Character sets are told by trying."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.charset import Decoded, decode
from extract.issues import Issue

HANZI = "政府信息公开工作年度报告，行政许可十二件。"


def decoded(data: bytes) -> Decoded:
    result = decode(data)
    assert isinstance(result, Decoded)
    return result


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("claim", ["utf-8", "gb2312", "GBK", "iso-8859-1", "big5", "no-such"])
def test_the_bytes_count_and_not_the_claim(charset: str, claim: str) -> None:
    text = f'<meta charset="{claim}"><p>{HANZI}</p>'
    result = decoded(text.encode(charset))
    assert result.text == text
    assert result.lossless


def test_a_single_letter_is_not_taken_for_broken_utf8() -> None:
    assert decoded("涓2023".encode("gbk")).text == "涓2023"


def test_letters_outside_gb2312_in_a_page_that_claims_it() -> None:
    text = f'<meta content="text/html; charset=gb2312"><p>{HANZI}鎔㙍€</p>'
    assert decoded(text.encode("gb18030")).text == text


def test_a_declared_big5_page() -> None:
    text = '<meta charset="big5"><p>政府資訊公開年度報告</p>'
    assert decoded(text.encode("big5")).text == text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_lost_and_said_so(charset: str) -> None:
    data = HANZI.encode(charset) * 20 + b"\xff12" + HANZI.encode(charset) * 20
    result = decoded(data)
    assert result.text == HANZI * 20 + "\ufffd12" + HANZI * 20
    assert (result.charset, result.lossless) == (charset, False)


def test_a_letter_cut_at_the_end_does_not_change_the_character_set() -> None:
    result = decoded(HANZI.encode()[:-1])
    assert result.text == HANZI[:-1] + "\ufffd"
    assert not result.lossless


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + bytes(range(128, 256)) * 4,
        b"\x00\x01\x02\x03" * 40 + b"text",
        ("\ufffd\ufffd报告" * 30).encode(),
        b"\xff\xfe" + bytes(400),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    result = decode(data)
    assert isinstance(result, Issue)
    assert result.kind == "not_text"


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    result = decode(data)
    assert isinstance(result, Decoded) or result.kind == "not_text"


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1))
def test_text_in_utf8_comes_back(text: str) -> None:
    assert decoded(text.encode()) == Decoded(text, "utf-8", lossless=True)
