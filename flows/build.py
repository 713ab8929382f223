"""The build as a Prefect flow: the same steps as `flows.pipeline`, each a task, with artifacts.

Run it with ``gouji build``, or deploy it with ``prefect.yaml``. Without
PREFECT_API_URL the flow runs against a server of its own that ends with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

# Nothing is reported to anybody; both must be set before Prefect is imported.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.pipeline import run_build
from flows.plan import up_to_date
from flows.printing import visible
from flows.progress import Progress
from flows.settings import Settings, settings
from flows.summary import BROKEN_SHOWN, Summary, summarise


@flow(name="gouji-build", validate_parameters=True)
def build_flow(
    raw: str | None = None,
    curated: str | None = None,
    workers: int | None = None,
    limits: dict[str, int | float] | None = None,
    verify: str | None = None,
    versions: int | None = None,
) -> dict[str, Any]:
    """Build the dataset from the raw files and publish it, if anything is new.

    Folders, limits, `verify` and how many `versions` are kept default as in
    `flows.settings.settings`. Returns the counts of the current version.

    Raises:
        Failure: the work was not done; what was published before is untouched.
    """
    chosen = settings(raw, curated, workers, limits=limits, verify=verify, versions=versions)
    if up_to_date(chosen) is None:
        run_build(chosen, Progress(), _as_task)
    found = summarise(chosen)
    _artifacts(chosen, found)
    return {"run_id": found.run_id, "files": found.files, "facts": found.facts, **found.states}


def _as_task(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
    # The steps hand on folders and counts; what they make lies in the stage.
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(function)(*arguments)


def _artifacts(chosen: Settings, found: Summary) -> None:
    counts = [("files / 文件", found.files), ("facts / 事实", found.facts)]
    counts += [(f"reports / 报告: {state}", number) for state, number in found.states.items()]
    counts.append(("broken identities / 不成立的勾稽", found.violations))
    create_table_artifact(
        key="gouji-build-summary",
        table=[{"what": what, "number": number} for what, number in counts],
        description=f"Run {found.run_id}: {chosen.raw} → {chosen.curated}",
    )
    create_table_artifact(
        key="gouji-broken-identities",
        table=[
            {"agency": visible(b.agency), "year": b.year,
             "identity": f"{b.identity_id}[{b.instance}]",
             "lhs": b.lhs, "rhs": b.rhs, "file": visible(b.source_name)}
            for b in found.broken
        ],
        description=f"{found.violations} broken identities, the first {BROKEN_SHOWN} of them:"
        " as published, not corrected / 原文如此，未作更正",
    )  # fmt: skip
