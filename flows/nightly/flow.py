"""The night as a Prefect flow: each step a task with retries of its own, the page an artifact.

Run it with ``gouji nightly``, keep it running with ``gouji serve``, or deploy it with
``prefect.yaml``. Two nights on one dataset are never at work at the same time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

# Nothing is reported to anybody; both must be set before Prefect is imported.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import TaskRun
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.tasks import Task, exponential_backoff

from flows.failure import Failure
from flows.nightly.hooks import tell
from flows.nightly.night import Night
from flows.nightly.options import Plan, plan
from flows.nightly.page import markdown, write_pages
from flows.nightly.steps import run_night
from flows.progress import Progress
from flows.publish import lock

KEY = "gouji-nightly"
SECONDS_HERE = 10


@flow(name="gouji-nightly", validate_parameters=True)
def nightly_flow(
    raw: str | None = None,
    curated: str | None = None,
    workers: int | None = None,
    settings: str | None = None,
    sites: list[str] | None = None,
    networks: list[str] | None = None,
    hours: float | None = None,
) -> dict[str, Any]:
    """Crawl, build what is new, publish it, and write the page of the night.

    Folders and `settings`, the file, default as in `flows.settings.settings`; `sites` are
    folders of site files, by default those that GOUJI_SITES names, else gouji's own.
    Returns the verdict, the version and the page's place.

    Raises:
        Failure: a step failed. What was published before is untouched, and the page is there.
    """
    chosen = plan(raw, curated, workers, file=settings, sites=sites, networks=networks, hours=hours)
    with lock(chosen.settings.curated, "nightly.lock"):
        night = run_night(chosen, Progress(), _as_task(chosen))
        page = write_pages(chosen.folder, night)
    create_markdown_artifact(markdown(night), key=KEY, description=f"{night.verdict}: {page}")
    troubles = list(tell(chosen, night))
    for trouble in troubles:
        get_run_logger().warning(trouble)
    if night.failed:
        raise _failure(night, str(page))
    return {
        "verdict": night.verdict,
        "version": night.version,
        "changes": night.changes.counts,
        "page": str(page),
        "troubles": troubles,
    }


def _as_task(chosen: Plan) -> Callable[..., Any]:
    """A runner of steps as tasks: again after a while where that may help."""

    def run(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        # The steps hand on folders and counts; what they make lies on the disk.
        made: Task[..., Any] = task(
            name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=chosen.retries,
            retry_delay_seconds=exponential_backoff(_seconds(chosen, name)),
            retry_condition_fn=_may_pass,
        )(function)
        return made(*arguments)

    return run


def _seconds(chosen: Plan, name: str) -> int:
    """A line that is down takes its time; what fails on this machine passes at once or not."""
    return chosen.retry_seconds if name == "crawl" else min(chosen.retry_seconds, SECONDS_HERE)


def _may_pass(step: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether trying again may help: a failure says that it will not."""
    return not isinstance(state.result(raise_on_failure=False), Failure)


def _failure(night: Night, page: str) -> Failure:
    detail = "\n".join(f"  {step.name}: {step.detail}" for step in night.failed)
    return Failure(f"the night failed, see {page}", f"夜间任务有步骤失败，见 {page}", detail=detail)
