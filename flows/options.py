"""The file of settings, ``gouji.toml``: its sections, and what is refused in them by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from flows.failure import USAGE, Failure

SECTIONS = ("limits", "reading", "versions", "crawl", "nightly")
_WORDS = {int: ("a whole number above 0", "正整数"), str: ("a text", "文字")}
T = TypeVar("T", int, str)


@cache
def load_options(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """The sections of a settings file.

    Raises:
        Failure: it cannot be read, or holds something that is no section.
    """
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise wrong(path, f"{error.strerror}", "无法打开") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong(path, f"no TOML: {error}", "不是 TOML 格式") from error
    there = ", ".join(f"[{name}]" for name in SECTIONS)
    for name, value in held.items():
        if name not in SECTIONS:
            raise wrong(path, f"no section {name!r}, only {there}", f"只能有 {there}")
        if not isinstance(value, dict):
            raise wrong(path, f"{name} is no section", f"应写作 [{name}]")
    return held


def section(path: Path | None, name: str) -> Mapping[str, Any]:
    """A section of a settings file; empty when it, or the file, is not there."""
    return {} if path is None else load_options(path).get(name, {})


def option(path: Path | None, part: str, name: str, default: T) -> T:
    """An option of a section, of the type of its default.

    Raises:
        Failure: it is of another type, or a number below 1.
    """
    value = section(path, part).get(name, default)
    kind = type(default)
    if type(value) is not kind or (isinstance(value, int) and value < 1):
        en, zh = _WORDS[kind]
        raise wrong(path or part, f"{name} = {value!r}: it must be {en}", f"{name} 应为{zh}")
    return value


def known(path: Path | None, part: str, names: tuple[str, ...]) -> None:
    """See that a section holds nothing else.

    Raises:
        Failure: it holds a name that is no option.
    """
    for name in section(path, part):
        if name not in names:
            near = ", ".join(get_close_matches(name, names, 3)) or ", ".join(names)
            raise wrong(path or part, f"no option {name!r}: perhaps {near}", f"没有选项 {name}")


def wrong(origin: Path | str, en: str, zh: str) -> Failure:
    """That a file holds what cannot be set."""
    return Failure(f"{origin}: {en}", f"{origin}：{zh}", USAGE)
