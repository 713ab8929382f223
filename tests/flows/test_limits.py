"""Limits for each file: set in one file, refused by name when wrong, and part of what is read."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from extract.limits import DEFAULT_LIMITS, Limits
from flows.cli import main
from flows.failure import Failure
from flows.fingerprint import reading_fingerprint
from flows.limits import load_limits, meanings, table
from flows.settings import Settings, settings
from tests.flows.conftest import ROOT, build, rows, write_report


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_every_limit_can_be_set(tmp_path: Path) -> None:
    lines = [f"{field.name} = {number}" for number, field in enumerate(fields(Limits), 1)]
    found = load_limits(write(tmp_path / "a.toml", "\n".join(["[limits]", *lines])))
    assert [getattr(found, field.name) for field in fields(Limits)] == list(
        range(1, len(lines) + 1)
    )


def test_what_is_not_set_keeps_its_default(tmp_path: Path) -> None:
    given = write(tmp_path / "a.toml", "[limits]\npages = 9\nseconds = 60\n")
    assert load_limits(given) == replace(DEFAULT_LIMITS, pages=9)
    assert repr(load_limits(given)) == repr(replace(DEFAULT_LIMITS, pages=9))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[limits]\npage = 9", "no option 'page': perhaps pages"),
        ("[limits]\npages = 'many'", "pages = 'many': it must be a whole number above 0"),
        ("[limits]\npages = 1.5", "pages = 1.5: it must be a whole number"),
        ("[limits]\npages = true", "pages = True: it must be"),
        ("[limits]\npages = 0", "pages = 0: it must be"),
        ("[limits]\nseconds = nan", "seconds = nan: it must be a number above 0"),
        ("[limits]\nseconds = inf", "seconds = inf: it must be a number above 0"),
        ("[limit]\npages = 9", "no section 'limit'"),
        ("pages = 9", "no section 'pages'"),
        ("limits = 9", "limits is no section"),
        ("[limits", "no TOML: "),
    ],
)
def test_what_is_no_setting_is_refused_by_name(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(Failure) as refused:
        load_limits(write(tmp_path / "gouji.toml", text))
    assert refused.value.status == 2
    assert str(refused.value).startswith(f"{tmp_path / 'gouji.toml'}: {reason}")


def test_the_file_is_the_option_then_the_environment_then_in_the_home(tmp_path: Path) -> None:
    home, option, environment = tmp_path, tmp_path / "option.toml", tmp_path / "env.toml"
    assert settings(home=home, environment={}).limits == DEFAULT_LIMITS
    write(home / "gouji.toml", "[limits]\npages = 1")
    write(environment, "[limits]\npages = 2")
    write(option, "[limits]\npages = 3")
    named = {"GOUJI_SETTINGS": str(environment)}
    assert settings(home=home, environment={}).limits.pages == 1
    assert settings(home=home, environment=named).limits.pages == 2
    assert settings(home=home, environment=named, file=option).limits.pages == 3
    given = settings(home=home, environment=named, file=option, limits={"pages": 4})
    assert given.limits == replace(DEFAULT_LIMITS, pages=4)


def test_a_file_that_was_named_must_be_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "gone.toml"
    assert main(["status", "--home", str(tmp_path), "--settings", str(missing)]) == 2
    assert capsys.readouterr().err.startswith(f"error: {missing}: No such file")


def test_limits_reach_the_readers_and_other_limits_read_again(tmp_path: Path) -> None:
    write_report(tmp_path / "raw" / "a.html", "高平市人民政府办公室", 2023)
    write_report(tmp_path / "raw" / "b.html", "宿迁市财政局", 2023)
    with (tmp_path / "raw" / "b.html").open("a") as file:
        file.write("<!--" + "x" * 100_000 + "-->")
    chosen = Settings(tmp_path / "raw", tmp_path / "curated", workers=1)
    strict = replace(chosen, limits=replace(DEFAULT_LIMITS, text_bytes=100_000))
    query = "SELECT source_name, state FROM reports ORDER BY 1"
    build(strict)
    assert rows(chosen, query) == [("a.html", "accepted"), ("b.html", "quarantined")]
    build(chosen)
    assert rows(chosen, query) == [("a.html", "accepted"), ("b.html", "accepted")]
    assert rows(chosen, "SELECT files_read FROM runs ORDER BY run_id") == [(2,), (2,)]
    assert reading_fingerprint(strict.limits) != reading_fingerprint(chosen.limits)


def test_every_limit_is_explained_and_documented() -> None:
    assert all(zh and en for _, _, zh, en in meanings())
    documented = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert "\n".join(table()) in documented
