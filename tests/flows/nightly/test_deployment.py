"""The nightly deployment on a real server and worker, by its schedule: tried again, then quiet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.flows.prefect_server import deployed, get, wait
from tests.web import Web
from tests.web.server import Asked, Reply

pytestmark = pytest.mark.long
SECONDS_TO_COMPLETE = 400


def test_two_scheduled_nights_the_first_tried_again(tmp_path: Path) -> None:
    """At first no site answers: the crawl is tried again, and no other step."""
    settings = tmp_path / "gouji.toml"
    settings.write_text(
        "[nightly]\nretry_seconds = 2\n[crawl]\ntries = 1\nwait = 0.1\n", encoding="utf-8"
    )
    with Web("trs") as web:
        web.sites(tmp_path / "sites")
        [server] = web._servers
        usual, asked_of_none = server.answers, []

        def down(asked: Asked) -> Reply:
            asked_of_none.append(asked)
            return Reply(fate="reset")

        server.answers = down
        options = ("--params", '{"networks": ["127.0.0.0/8"]}')
        more = {"GOUJI_SITES": str(tmp_path / "sites"), "GOUJI_SETTINGS": str(settings)}
        with deployed(tmp_path, "gouji-nightly/nightly", *options, **more) as env:
            wait(lambda: bool(tasks(env, "crawl", "AwaitingRetry")), SECONDS_TO_COMPLETE)
            server.answers = usual
            completed = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
            wait(
                lambda: len(get(env, "flow_runs/filter", completed) or ()) > 1, SECONDS_TO_COMPLETE
            )
            counts = sorted(run["run_count"] for run in tasks(env, "crawl"))
            assert counts[-1] > 1
            assert [run["run_count"] for run in tasks(env, "gate")] == [1]
            [artifact] = get(env, "artifacts/latest/filter", {})
    assert asked_of_none
    assert artifact["key"] == "gouji-nightly"
    assert "all is well" in artifact["data"]
    pages = sorted(
        (tmp_path / "curated" / "nightly").glob("*.html"), key=lambda p: p.stat().st_mtime
    )
    assert "数据集未变" not in pages[0].read_text("utf-8")
    assert "数据集未变，仍为版本 1" in pages[1].read_text("utf-8")


def tasks(env: dict[str, str], name: str, state: str = "") -> list[dict[str, Any]]:
    """The task runs of a step, those in a state of this name if one is given."""
    wanted: dict[str, Any] = {"name": {"like_": f"{name}-"}}
    if state:
        wanted["state"] = {"name": {"any_": [state]}}
    return list(get(env, "task_runs/filter", {"task_runs": wanted}) or ())
