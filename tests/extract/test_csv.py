"""Tables written with commas."""

from __future__ import annotations

import pytest

from extract.limits import Limits
from extract.reading import read
from extract.sniff import sniff

TABLE = '信息内容,本年制发件数,现行有效件数\r\n规章,1,"1,234"\r\n\r\n"规范性\r\n文件",,3\r\n'


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_table_is_read_whatever_its_character_set(charset: str) -> None:
    found = read(TABLE.encode(charset), "a.csv")
    assert (found.reader, found.media_type) == ("csv", "text/csv")
    (table,) = found.blocks
    assert [[cell.text for cell in row] for row in table.rows] == [  # type: ignore[union-attr]
        ["信息内容", "本年制发件数", "现行有效件数"],
        ["规章", "1", "1,234"],
        ["规范性\r\n文件", "", "3"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况\n收到申请3件,办结3件,结转0件\n不予公开1件\n",
        "a,b\nc,d\ne,f\n",
        "a,b,c\nd,e,f\n",
        "甲\t1,2,3\n乙\t1,2,3\n丙\t1,2,3\n",
        'a,b,"c\nd,e,f\ng,h,i\n',
        "甲，乙，丙\n" * 9,
    ],
)
def test_text_with_commas_stays_text(text: str) -> None:
    assert sniff(text.encode()) == "text/plain"


def test_objects_with_commas_are_no_table() -> None:
    assert sniff(b'{"a":1,"b":2,"c":3}\n' * 3) == "application/json"


def test_a_table_over_a_limit_is_refused() -> None:
    found = read(TABLE.encode(), "a.csv", Limits(parts=3))
    assert [issue.kind for issue in found.issues] == ["too_large"]
