"""The options of ``gouji crawl``, without what the command itself needs."""

from __future__ import annotations

import argparse

EXAMPLE = """gouji crawl --check
  gouji crawl --raw data/raw --hours 4
  gouji crawl --sites mine/ --site one"""


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of the command besides those that all commands have."""
    command.add_argument("--raw", metavar="DIR", help="the raw files / 原始文件夹")
    folders = "a folder of site files, in place of gouji's own; may be repeated / 站点文件夹"
    command.add_argument("--sites", metavar="DIR", action="append", help=folders)
    ids = "only this site; may be repeated / 只抓取此站点"
    command.add_argument("--site", metavar="ID", action="append", help=ids)
    check = "look at the site files and fetch nothing / 只检查站点文件，不抓取"
    command.add_argument("--check", action="store_true", help=check)
    window = "hours after which nothing more is asked for / 抓取时限（小时）"
    command.add_argument("--hours", type=hours, metavar="N", help=window)
    agent = "who asks, as servers are told / 向服务器说明的身份"
    command.add_argument("--user-agent", metavar="TEXT", help=agent)
    network = (
        "a network that may be asked though it is not public, sites then at any pace: for tests"
        " / 允许访问的非公网网段，此时不限间隔（测试用）"
    )
    command.add_argument("--allow-network", metavar="CIDR", action="append", help=network)


def hours(text: str) -> float:
    """A number of hours, above 0."""
    number = float(text)
    if not 0 < number < 1_000:
        raise argparse.ArgumentTypeError("more than 0 / 须大于 0")
    return number
