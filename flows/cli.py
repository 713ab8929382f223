"""The command line: ``gouji build``, ``sql``, ``show``, ``status``, ``diff`` …

Exit status 0: the work was done. 1: it was not. 2: wrong usage, or something
that the command needs is not there. Imports are made by the commands that need
them, so that a command costs no more than its own work.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from flows.failure import NOT_DONE, Failure, is_disk_full
from flows.printing import visible, visible_lines
from flows.settings import Settings, settings
from flows.verify import VERIFY

_FOLDERS = """
The folders: --raw and --curated; else GOUJI_RAW and GOUJI_CURATED in the
environment; else data/raw and data/curated below --home, or below the current
directory. / 文件夹：先看选项，再看环境变量，最后看 --home（或当前目录）下的 data/。
The limits for each file: --settings; else GOUJI_SETTINGS; else gouji.toml there;
docs/deployment.md lists them. / 文件限度：同样次序，见 docs/deployment.md。
"""


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; its exit status."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Failure as failure:
        print(f"error: {visible_lines(str(failure))}", file=sys.stderr)
        return failure.status
    except BrokenPipeError:
        # The reader of our output has gone: nothing is left to say, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE
    except KeyboardInterrupt:
        print("interrupted / 已中断", file=sys.stderr)
        return 130
    except Exception as error:
        if arguments.debug:
            raise
        print(f"error: {visible(_explain(error))}", file=sys.stderr)
        return NOT_DONE


def _explain(error: Exception) -> str:
    if is_disk_full(error):
        return "no space left on the disk / 磁盘已满"
    text = " ".join(str(error).split())
    if type(error).__name__ == "CodebookError":
        return f"the codebook is wrong: {text} / 编码表有误：{text}"
    if isinstance(error, OSError) and error.strerror:
        name = f"{error.filename}: " if error.filename else ""
        return f"{name}{error.strerror} / 系统错误"
    return f"{type(error).__name__}: {text} / 内部错误（加 --debug 查看详情）"


def _settings(arguments: argparse.Namespace) -> Settings:
    return settings(
        getattr(arguments, "raw", None),
        arguments.curated,
        getattr(arguments, "workers", None),
        arguments.home,
        file=arguments.settings,
        verify=getattr(arguments, "verify", None),
    )


def _build(arguments: argparse.Namespace) -> int:
    from flows.plan import up_to_date

    chosen = _settings(arguments)
    made = up_to_date(chosen)
    if made is not None:
        print(f"nothing new: {chosen.curated} is up to date / 没有新内容，数据集已是最新")
        return 0
    from transform.codebook import codebook

    codebook()  # a broken row is told here, before anything costly starts
    from flows.run import build_here

    build_here(chosen)
    from flows.summary import describe, summarise

    print(describe(chosen, summarise(chosen)))
    return 0


def _in(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """A command that is a function of a module, which is imported when it is run."""
    return lambda arguments: int(getattr(import_module(module), name)(arguments))


def _sql(arguments: argparse.Namespace) -> int:
    from flows.query import sql

    # CSV and JSON are exact for programs, but what a terminal would obey is not sent to one.
    shown = visible_lines if sys.stdout.isatty() else str
    for piece in sql(_settings(arguments), arguments.query, arguments.format):
        print(shown(piece))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    if arguments.html is not None:
        from flows.evidence.gather import write_evidence

        chosen = _settings(arguments)
        print(write_evidence(chosen, arguments.what, arguments.year, arguments.html))
        return 0
    from flows.show import show

    print(show(_settings(arguments), arguments.what, arguments.year, arguments.places))
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    from flows.diff import diff

    shown = visible_lines if sys.stdout.isatty() else str
    for piece in diff(_settings(arguments), arguments.before, arguments.after, arguments.format):
        print(shown(piece))
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from flows.status import status

    print(status(_settings(arguments)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gouji",
        description="China's yearly open government information reports as one checked dataset."
        " / 政府信息公开工作年度报告：汇成一个经过勾稽核对的数据集。",
        epilog="Example / 例: gouji build --raw reports/ --curated dataset/",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_build(commands)
    _add_sql(commands)
    _add_show(commands)
    _add_status(commands)
    _add_diff(commands)
    _add_crawl(commands)
    _add_nightly(commands)
    return parser


def _add_build(commands: Commands) -> None:
    command = _command(
        commands, "build", _build,
        "read the raw files and publish the dataset / 读取原始文件，发布数据集",
        "gouji build --raw data/raw --curated data/curated --workers 4"
        "\n  gouji build --verify deep",
    )  # fmt: skip
    _raw(command)
    _verify(command)
    workers = "reading processes; as many as there are processors / 读取进程数"
    command.add_argument("--workers", type=_positive, metavar="N", help=workers)


def _add_sql(commands: Commands) -> None:
    command = _command(
        commands, "sql", _sql, "ask the dataset in SQL / 用 SQL 查询",
        'gouji sql "SELECT agency, year, value FROM facts LIMIT 5" --format csv',
    )  # fmt: skip
    command.add_argument("query", metavar="QUERY", help="a statement in DuckDB's SQL / 查询语句")
    _format(command)


def _add_show(commands: Commands) -> None:
    command = _command(
        commands, "show", _show, "print one report as its statutory tables / 按法定表格显示报告",
        "gouji show 科学技术委员会 2024\n  gouji show report.html --places"
        "\n  gouji show 科学技术委员会 2024 --html page.html",
    )  # fmt: skip
    what = "an agency's name, or a part of it; or a file / 机构名称（可为其一部分）或文件"
    command.add_argument("what", metavar="AGENCY|FILE", help=what)
    year = "the year reported on / 年度"
    command.add_argument("year", metavar="YEAR", type=int, nargs="?", help=year)
    places = "where each value stands in the document / 各数值在原文中的位置"
    command.add_argument("--places", action="store_true", help=places)
    html = (
        "write a page with the cells beside the file they were read from"
        " / 写一个网页：单元格与原文并列"
    )
    command.add_argument("--html", metavar="FILE", nargs="?", const="", help=html)
    _raw(command)
    _verify(command)


def _add_status(commands: Commands) -> None:
    about = "what is there, what failed and why / 现状与失败原因"
    command = _command(commands, "status", _status, about, "gouji status")
    _raw(command)
    _verify(command)


def _add_diff(commands: Commands) -> None:
    command = _command(
        commands, "diff", _diff,
        "what differs between two versions of the dataset / 两个版本的差异",
        "gouji diff\n  gouji diff 3 5 --format csv",
    )  # fmt: skip
    before = "a version's number; the one before the other unless given / 前一版本号"
    command.add_argument("before", metavar="A", type=_positive, nargs="?", help=before)
    after = "a version's number; the current one unless given / 后一版本号，默认为当前版本"
    command.add_argument("after", metavar="B", type=_positive, nargs="?", help=after)
    _format(command)


def _add_crawl(commands: Commands) -> None:
    from flows.crawl.arguments import EXAMPLE, add_options

    about = "fetch what is new at the sites into the raw folder / 抓取各站点的新报告"
    add_options(_command(commands, "crawl", _in("flows.crawl.command", "run"), about, EXAMPLE))


def _add_nightly(commands: Commands) -> None:
    from flows.nightly.arguments import NIGHTLY_EXAMPLE, SERVE_EXAMPLE, add_options, add_schedule

    about = "crawl, build, publish, and say what is new / 抓取、构建、发布并汇报"
    run = _in("flows.nightly.command", "nightly")
    add_options(_command(commands, "nightly", run, about, NIGHTLY_EXAMPLE))
    about = "do that every night, until ended / 每晚运行，直至结束"
    run = _in("flows.nightly.command", "serve")
    command = _command(commands, "serve", run, about, SERVE_EXAMPLE)
    add_options(command)
    add_schedule(command)


def _format(command: argparse.ArgumentParser) -> None:
    formats = "how to print the result / 输出格式"
    command.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help=formats
    )


def _command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
    example: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=f"Example / 例:\n  {example}\n{_FOLDERS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    command.add_argument("--curated", metavar="DIR", help="the dataset / 数据集文件夹")
    command.add_argument("--home", metavar="DIR", help="the folder that holds data/ / 数据所在目录")
    command.add_argument("--settings", metavar="FILE", help="limits for each file / 文件限度")
    command.add_argument("--debug", action="store_true", help="show tracebacks / 显示错误详情")
    return command


def _raw(command: argparse.ArgumentParser) -> None:
    command.add_argument("--raw", metavar="DIR", help="the raw files / 原始文件夹")


def _verify(command: argparse.ArgumentParser) -> None:
    verify = (
        "deep: hold the figures of PDF text against what is recognised on the pictures of the"
        " pages; where they differ, a value is unreadable (slow; needs the extra ocr)"
        " / deep：PDF 文字层的数字与页面图像的识别结果相互核对，不一致者不予采用"
        "（较慢，须安装扩展 ocr）"
    )
    command.add_argument("--verify", choices=VERIFY, help=verify)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 / 至少为 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
