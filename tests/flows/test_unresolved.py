from __future__ import annotations

from flows.settings import Settings
from tests.flows.conftest import build, rows, write_report


def test_what_could_not_be_resolved_is_listed_with_what_was_tried(settings: Settings) -> None:
    write_report(settings.raw / "one.html", "太平镇人民政府", 2022, seed=5)
    write_report(settings.raw / "two.html", "太平镇人民政府", 2022, seed=6)
    text = (settings.raw / "sub2022/1.html").read_text(encoding="utf-8")
    nameless = text.replace("上海市科学技术委员会", "")
    (settings.raw / "nameless.html").write_text(nameless, encoding="utf-8")
    build(settings)
    found = rows(settings, "SELECT kind, source_name, tried FROM unresolved ORDER BY 1, 2")
    assert [row[:2] for row in found] == [
        ("agency", "nameless.html"),
        ("place", "one.html"),
        ("place", "two.html"),
    ]
    assert "title: 2022年政府信息公开工作年度报告" in found[0][2]
    assert "read: " in found[1][2]
    assert "太平镇人民政府" in found[1][2]
