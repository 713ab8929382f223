"""Lines of an HTML page: what a browser prints, in reading order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document, Paragraph
from extract.limits import Limits
from extract.readers.html import read_html


def texts(html: str) -> list[str]:
    return [block.text for block in read_html(html).blocks if isinstance(block, Paragraph)]


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in document.issues]


def test_blocks_are_lines_in_reading_order() -> None:
    html = "<div>甲<p>乙</p>丙<ul><li>丁</li><li>戊</li></ul></div><section>己</section>庚"
    assert texts(html) == list("甲乙丙丁戊己庚")


def test_lines_are_counted_from_one() -> None:
    places = [block.place.line for block in read_html("<p>甲<p> <p>乙<br>丙").blocks]
    assert places == [1, 2, 3]


def test_headings_have_their_level() -> None:
    blocks = read_html("<h1>甲</h1><p>乙</p><h6>丙<br>丁</h6>戊").blocks
    assert [(b.text, b.level) for b in blocks if isinstance(b, Paragraph)] == [
        ("甲", 1),
        ("乙", 0),
        ("丙", 6),
        ("丁", 6),
        ("戊", 0),
    ]


def test_a_label_cut_into_spans_is_whole() -> None:
    html = "<p><span>三、<font>收到</font></span><b>和处理</b><span>政府信息</span><i>公开</i></p>"
    assert texts(html) == ["三、收到和处理政府信息公开"]


def test_comments_between_digits_do_not_cut_them() -> None:
    assert texts("<p>1<!-- x -->2<o:p></o:p>3</p>") == ["123"]


def test_source_whitespace_collapses_and_printed_blanks_stay() -> None:
    assert texts("<p>\n  总\t \n 计&nbsp;&nbsp;\u30001 </p>") == ["总 计\xa0\xa0\u30001"]


def test_preformatted_lines_stay_lines() -> None:
    assert texts("<pre>甲  1\n乙 2</pre>") == ["甲 1", "乙 2"]


@pytest.mark.parametrize(
    "tag", ["script", "style", "noscript", "template", "iframe", "textarea", "svg"]
)
def test_what_is_not_printed_is_dropped(tag: str) -> None:
    assert texts(f"<p>甲</p><{tag}>if (1 > 0) x</{tag}><p>乙</p>") == ["甲", "乙"]


def test_leftovers_of_comments_are_dropped_only_where_they_stand_alone() -> None:
    assert texts("<p>甲</p>--><p>--></p><p>]]></p><p>乙 --> 丙</p><p>--</p>") == [
        "甲",
        "乙 --> 丙",
        "--",
    ]


def test_hidden_inline_text_is_dropped_and_hidden_blocks_are_kept() -> None:
    html = (
        '<p>12<span style="DISPLAY : none">34</span>5</p>'
        '<div style="display:none"><p>标签页</p></div>'
    )
    assert texts(html) == ["125", "标签页"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("13<sup>1</sup>", "13^1"),
        ("13<sub>1</sub>", "13_1"),
        ("<s>12</s>13", "~12~13"),
        ("<del>12</del><b>13</b>", "~12~13"),
        ("13<sup></sup>", "13"),
        ("1<s></s>3", "13"),
        ("<ruby>规<rp>(</rp><rt>guī</rt><rp>)</rp></ruby>章", "规章"),
    ],
)
def test_figures_that_mean_something_else_do_not_run_together(html: str, text: str) -> None:
    assert texts(f"<p>{html}</p>") == [text]


def test_titles_and_metas_are_metadata_wherever_they_stand() -> None:
    document = read_html(
        "<head><title>\n 甲 年报</title><meta name='PubDate' content='2024-01-02'></head>"
        "<body><title>乙</title><meta property='og:title' content='丙'>"
        "<meta name='PubDate' content='2025-01-01'><meta charset='gbk'><p>正文"
    )
    assert document.metadata == {"title": "甲 年报", "PubDate": "2024-01-02", "og:title": "丙"}
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["正文"]


def test_metadata_is_bounded() -> None:
    metas = "".join(f"<meta name='n{n}' content='{'x' * 50}'>" for n in range(50))
    metadata = read_html(metas + "<p>x", Limits(metadata_entries=3, metadata_characters=7)).metadata
    assert metadata == {"n0": "x" * 7, "n1": "x" * 7, "n2": "x" * 7}


def test_what_follows_the_end_of_the_page_is_read() -> None:
    assert texts("<html><body><p>甲</p></body></html><html><body><p>乙</p></body></html>") == [
        "甲",
        "乙",
    ]


@pytest.mark.parametrize("html", ["", " ", "<!-- x", "<p>&nbsp;</p>", "<script>x</script>"])
def test_a_page_without_text_says_so(html: str) -> None:
    document = read_html(html)
    assert (document.reader, document.blocks, kinds(document)) == ("html", (), ["no_text"])


def test_entities_and_outside_files_are_not_loaded() -> None:
    html = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>a&x;b</p>'
    assert not any("root:" in text for text in texts(html))


@pytest.mark.parametrize("tag", ["div", "span", "ul", "unknown"])
@pytest.mark.parametrize("depth", [300, 10_000])
def test_deep_nesting_is_refused(tag: str, depth: int) -> None:
    document = read_html(f"<{tag}>" * depth + "x" + f"</{tag}>" * depth)
    assert (document.reader, document.blocks, kinds(document)) == ("", (), ["too_deep"])


def test_nesting_within_the_limit_is_read() -> None:
    assert texts("<div>" * 200 + "x") == ["x"]
    assert kinds(read_html("<div>" * 200 + "x", Limits(nesting=200))) == ["too_deep"]


def test_a_tag_with_very_many_attributes_is_refused() -> None:
    attributes = "".join(f" a{n}=1" for n in range(100_000))
    assert kinds(read_html(f"<p{attributes}>x</p>")) == ["too_large"]


def test_much_text_without_tags_is_no_tag_with_many_attributes() -> None:
    (text,) = texts(f"<p>{'1 ' * 60_000}</p>")
    assert text.startswith("1 1 1")


TAGS = ["table", "tr", "td", "th", "tbody", "thead", "caption", "p", "span", "br", "h2", "title"]
pieces = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map("</{}>".format),
    st.sampled_from(["<td rowspan=2 colspan=3>", "<td hidden>", "<sup>", "</sup>", "<pre>", "\n"]),
    st.sampled_from(["甲", "12", "&nbsp;", "<", "<!--", "-->"]),
)


@given(st.lists(pieces, max_size=60))
def test_any_tag_soup_is_read_and_the_same_each_time(soup: list[str]) -> None:
    document = read_html("".join(soup))
    assert document.reader == "html"
    assert document == read_html("".join(soup))


plain = [piece for piece in TAGS if piece != "title"]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(plain).map("<{}>".format), st.sampled_from(plain).map("</{}>".format)
        ),
        max_size=40,
    )
)
def test_no_text_is_lost_or_doubled_in_tag_soup(soup: list[str]) -> None:
    marked = "".join(f"{tag}[{n}]" for n, tag in enumerate(soup))
    found: list[str] = []
    for block in read_html(marked).blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found.extend(cell.text for row in block.rows for cell in row)
    marks = sorted("".join(found).replace("\n", "").replace(" ", "").strip("[]").split("]["))
    assert marks == (sorted(str(n) for n in range(len(soup))) if soup else [""])
