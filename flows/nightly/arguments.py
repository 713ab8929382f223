"""The options of ``gouji nightly`` and ``gouji serve``, without what the commands need."""

from __future__ import annotations

import argparse

from flows.crawl.arguments import hours

NIGHTLY_EXAMPLE = """gouji nightly
  gouji nightly --sites mine/ --hours 4"""
SERVE_EXAMPLE = """gouji serve
  gouji serve --cron "30 1 * * *" --port 4300"""
CRON = "0 2 * * *"


def add_options(command: argparse.ArgumentParser) -> None:
    """The options that both have, besides those that all commands have."""
    command.add_argument("--raw", metavar="DIR", help="the raw files / 原始文件夹")
    workers = "reading processes; as many as there are processors / 读取进程数"
    command.add_argument("--workers", type=_number, metavar="N", help=workers)
    folders = "a folder of site files, in place of gouji's own; may be repeated / 站点文件夹"
    command.add_argument("--sites", metavar="DIR", action="append", help=folders)
    window = "hours after which nothing more is asked for / 抓取时限（小时）"
    command.add_argument("--hours", type=hours, metavar="N", help=window)
    network = (
        "a network that may be asked though it is not public, sites then at any pace: for tests"
        " / 允许访问的非公网网段，此时不限间隔（测试用）"
    )
    command.add_argument("--allow-network", metavar="CIDR", action="append", help=network)


def add_schedule(command: argparse.ArgumentParser) -> None:
    """The options of the schedule."""
    cron = f"when, Beijing time; {CRON} unless given / 北京时间，cron 格式"
    command.add_argument("--cron", default=CRON, metavar="CRON", help=cron)
    seconds = "every so many seconds instead, for tests / 改为每隔若干秒（测试用）"
    command.add_argument("--interval", type=_number, metavar="SECONDS", help=seconds)
    port = "of Prefect's server, unless PREFECT_API_URL names one / Prefect 服务端口"
    command.add_argument("--port", type=_number, default=4200, metavar="PORT", help=port)


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 / 至少为 1")
    return number
