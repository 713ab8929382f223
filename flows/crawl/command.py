"""``gouji crawl``: fetch what is new at the sites, and say what came of it."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flows.crawl.model import Site, State
from flows.crawl.result import CrawlResult, ListResult
from flows.crawl.states import consequences
from flows.failure import NOT_DONE, USAGE, Failure
from flows.printing import table, visible
from flows.progress import Progress
from flows.settings import settings, settings_file

SHOWN = 20


def run(arguments: argparse.Namespace) -> int:
    """Crawl, and print what came of it; 0 when nothing is missing.

    Raises:
        Failure: wrong usage, or a full disk.
    """
    sites = chosen_sites(arguments.sites, arguments.site, 0.0 if arguments.allow_network else None)
    if arguments.check:
        pages = sum(len(site.lists) for site in sites)
        print(f"no fault in {len(sites)} sites with {pages} lists / 站点文件无误")
        return 0
    from flows.crawl.run import crawl
    from flows.crawl.settings import crawl_settings

    folders = settings(arguments.raw, arguments.curated, home=arguments.home)
    file = settings_file(arguments.settings, arguments.home)
    bounds = crawl_settings(folders.raw, file, _given(arguments))
    progress = Progress()
    progress.begin("crawling", "抓取")
    result = crawl(bounds, sites, told=progress.told)
    progress.end()
    print(describe(result))
    return 0 if result.complete else NOT_DONE


def chosen_sites(
    folders: Sequence[str] | None, ids: Sequence[str] | None, least_pace: float | None = None
) -> tuple[Site, ...]:
    """The sites of these folders, gouji's own unless given, and of these ids, all unless given.

    Raises:
        Failure: a site file is wrong, a folder or a site is not there.
    """
    from flows.crawl.site import SITES, SiteError, load

    try:
        sites = load([Path(folder) for folder in folders] if folders else [SITES], least_pace)
    except SiteError as error:
        detail = "\n".join(problem.message for problem in error.problems)
        raise Failure("wrong site files", "站点文件有误", USAGE, detail) from error
    except FileNotFoundError as error:
        raise Failure(f"no folder {error}", f"文件夹不存在：{error}", USAGE) from error
    unknown = set(ids or ()) - {site.id for site in sites}
    if unknown or not sites:
        named = ", ".join(sorted(unknown))
        raise Failure(f"no such site: {named}", f"没有此站点：{named}", USAGE)
    return tuple(site for site in sites if not ids or site.id in ids)


def describe(result: CrawlResult) -> str:
    """What a crawl did: counts, the lists that are not complete, and what went wrong."""
    lists = [(site.id, one) for site in result.sites for one in site.lists]
    states = Counter[str]()
    for _, one in lists:
        states.update(one.states)
    incomplete = [(site, one) for site, one in lists if not one.complete]
    lines = [
        f"crawl / 抓取: {result.run}" + (f" ({result.problem})" if result.problem else ""),
        f"sites / 站点: {len(result.sites):,}   lists / 列表: {len(lists):,}"
        f"   incomplete / 不完整: {len(incomplete):,}",
        f"requests / 请求: {sum(site.requests for site in result.sites):,}"
        f"   new / 新增: {_sum(lists, 'new'):,}   changed / 有变: {_sum(lists, 'changed'):,}",
        "entries / 条目:",
    ]
    for state, number in sorted(states.items()):
        said = consequences()[State(state)]
        lines.append(f"  {number:>7,}  {state} {said.zh} – {said.en}")
    if incomplete:
        rows = [(site, one.url, one.problem, one.detail) for site, one in incomplete[:SHOWN]]
        lines += ["not complete / 不完整:", table(("site", "list", "problem", "detail"), rows)]
    if result.problems:
        lines.append("problems / 问题:")
        for problem in result.problems[:SHOWN]:
            said_of_it = f"{problem.state} ({problem.reason}) {problem.url}"
            lines.append(visible(f"  {problem.site}: {said_of_it}"))
    return "\n".join(lines)


def _sum(lists: Sequence[tuple[str, ListResult]], name: str) -> int:
    return sum(getattr(one, name) for _, one in lists)


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    from flows.crawl.addresses import networks

    given: dict[str, Any] = {}
    if arguments.hours:
        given["window"] = arguments.hours * 3600.0
    if arguments.user_agent:
        given["user_agent"] = arguments.user_agent
    try:
        given["allowed"] = networks(arguments.allow_network or ())
    except ValueError as error:
        raise Failure(f"--allow-network: {error}", "--allow-network 有误", USAGE) from error
    return given
