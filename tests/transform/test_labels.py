from __future__ import annotations

import pytest

from transform.codebook import codebook
from transform.labels import name


def codes(text: str, section: str = "requests", axis: str = "row") -> list[str]:
    return [match.label.code for match in name(text, section, axis) if match.how != "torn"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0二、上年结转政府信息公开申请数量", "carried_over_in"),
        ("(一) 予以公开", "granted"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "partially_granted"),
        ("(二)部分公开(区分处理的,只计这一情", "partially_granted"),
        ("2.其他法律法规禁止公开", "refused.other_law"),
        ("其他法律行政止公开", "refused.other_law"),
        ("3．危及“三安全一稳定”", "refused.security_stability"),
        ("4.无正当理由大量反复 申请", "unprocessed.excessive"),
        ("1.逾期不补正", "other.no_correction"),
        ("3.其他", "other.other"),
        ("（六）其他", "other.unsplit"),
        ("(七)总 计", "handled_total"),
        ("四、结轉下年度繼續辦理", "carried_over_out"),
        ("5.屬於三類內部事務信息", "refused.internal_affairs"),
        ("2.重复\ufffd请", "unprocessed.repeat"),
        ("⼆、上年结转政府信息公开申请数量", "carried_over_in"),
        ("4.⽆正当理由⼤量反复申请", "unprocessed.excessive"),
        ("（2.重复申请", "unprocessed.repeat"),
    ],
)
def test_a_row_label_however_it_is_printed(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "申请人情况",
        "商业企业",
        "行政许可",
        "本机关",
        "予以",
        "其他主动公开文件",
        "2023年",
        "不予公开",
    ],
)
def test_what_is_no_row_label_names_nothing(text: str) -> None:
    assert codes(text) == []


def test_a_wording_that_two_rows_share_is_left_to_the_context() -> None:
    assert set(codes("其他")) == {"other.other", "other.unsplit"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("规章(设区的市、自治州人民政府应提供相关数据)", "rules"),
        ("規(guī)章", "rules"),
        ("行政規範性檔案", "normative_documents"),
        (
            "其他对外管理服务事项(指行政许可以外的政务服务事项，含行政处罚、行政强制",
            "other_services",
        ),
    ],
)
def test_an_explanation_after_the_label_does_not_change_it(text: str, code: str) -> None:
    assert codes(text, "proactive") == [code]


def test_a_misprint_with_the_number_of_another_row_is_not_accepted() -> None:
    assert codes("3.属于三类内剖事务信息") == []
    assert codes("5.属于三类内剖事务信息") == ["refused.internal_affairs"]


def test_glued_figures_are_not_part_of_a_label() -> None:
    assert codes("7.属于行政执法案卷10 000 0 0108.属于行政查询") == []
    assert codes("8.属于行政查询事项6（注）") == codes("2.重复申请6") == []


def test_no_two_labels_are_a_misprint_of_each_other() -> None:
    for label in codebook().labels:
        for wording in label.wordings:
            found = {m.label.code for m in name(wording, label.section, label.axis)}
            assert label.code in found, (label, wording)
            assert len(found) == 1 or all(
                m.how == "exact" for m in name(wording, label.section, label.axis)
            )


@pytest.mark.parametrize(
    "text", ["5.要求行政机关确认或重新", "2.没有现成信息需要另", "申请人逾期未按"]
)
def test_the_beginning_of_one_label_is_offered_as_torn(text: str) -> None:
    assert [match.how for match in name(text, "requests", "row")] == ["torn"]


def test_the_beginning_of_two_labels_is_nobodys() -> None:
    assert name("属于行政", "requests", "row") == ()


def test_the_word_of_taiwan_for_information_is_that_of_the_form() -> None:
    (match,) = name("一、本年新收政府資訊公開申請數量", "requests", "row")
    assert (match.label.code, match.how) == ("new_received", "exact")


def test_letters_that_could_not_be_read_may_be_of_several_labels() -> None:
    assert codes("行政许\ufffd", "proactive") == ["licences"]
    assert codes("行政\ufffd\ufffd", "proactive") == []
    assert codes("1.重复\ufffd请") == []
