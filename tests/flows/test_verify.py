"""A second look at PDF text: asked for by option or file, refused where it cannot be taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.limits import DEFAULT_LIMITS
from flows.cli import main
from flows.failure import Failure
from flows.fingerprint import OCR_LIBRARIES, READING_LIBRARIES, reading_fingerprint
from flows.settings import settings
from tests.flows.conftest import write_report


def test_the_option_goes_before_the_file(tmp_path: Path) -> None:
    assert not settings(home=tmp_path, environment={}).deep
    assert settings(home=tmp_path, environment={}, verify="deep").deep
    (tmp_path / "gouji.toml").write_text('[reading]\nverify = "deep"\n', encoding="utf-8")
    assert settings(home=tmp_path, environment={}).deep
    assert not settings(home=tmp_path, environment={}, verify="usual").deep


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('verify = "twice"', "verify = 'twice': it must be one of usual, deep"),
        ("verify = true", "verify = True: it must be a text"),
        ('verifi = "deep"', "no option 'verifi': perhaps verify"),
    ],
)
def test_what_is_no_setting_is_refused_by_name(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "gouji.toml").write_text(f"[reading]\n{text}\n", encoding="utf-8")
    with pytest.raises(Failure, match="verif") as refused:
        settings(home=tmp_path, environment={})
    assert reason in str(refused.value)
    assert refused.value.status == 2


@pytest.mark.parametrize("command", [["build"], ["show", "a.html"]])
def test_without_the_extra_it_says_what_to_install(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_report(tmp_path / "data" / "raw" / "a.html", "高平市人民政府办公室", 2023)
    monkeypatch.setattr("flows.verify.installed", lambda: False)
    assert main([*command, "--verify", "deep", "--home", str(tmp_path)]) == 2
    assert "pip install 'gouji[ocr]'" in capsys.readouterr().err
    assert not (tmp_path / "data" / "curated").exists()


def test_asking_for_it_or_installing_the_extra_reads_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading_fingerprint.cache_clear()
    before = {reading_fingerprint(), reading_fingerprint(DEFAULT_LIMITS, True)}
    assert len(before) == 2
    assert set(OCR_LIBRARIES) <= set(READING_LIBRARIES)
    monkeypatch.setattr(
        "flows.fingerprint._version", lambda library: "9" if library == "rapidocr" else "1"
    )
    reading_fingerprint.cache_clear()
    after = {reading_fingerprint(), reading_fingerprint(DEFAULT_LIMITS, True)}
    reading_fingerprint.cache_clear()
    assert not before & after
