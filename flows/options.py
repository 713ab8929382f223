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
_KINDS = {
    int: ("a whole number above 0", "正整数"),
    float: ("a number above 0", "正数"),
    str: ("a text", "文字"),
}
_MOST = 2**53
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
    """An option of a section, of the kind of its default.

    Raises:
        Failure: it is of another kind.
    """
    held = section(path, part)
    if name not in held:
        return default
    found: T = fitting({name: held[name]}, {name: default}, path or part)[name]
    return found


def fitting(
    given: Mapping[str, Any], usual: Mapping[str, Any], origin: Path | str
) -> dict[str, Any]:
    """The options `given`, each of the kind of its default in `usual`; `origin` holds them.

    Numbers are above 0, and a text is empty only where the default is.

    Raises:
        Failure: a name that is no option, or a value of another kind.
    """
    known(given, tuple(usual), origin)
    for name, value in given.items():
        kind = type(usual[name])
        if not (_fits(value, kind) and (value or not usual[name])):
            en, zh = _KINDS[kind]
            raise wrong(origin, f"{name} = {value!r}: it must be {en}", f"{name} 应为{zh}")
    return {name: type(usual[name])(value) for name, value in given.items()}


def _fits(value: object, kind: type) -> bool:
    if kind is str:
        return isinstance(value, str)
    accepted = (int, float) if kind is float else (int,)
    return isinstance(value, accepted) and not isinstance(value, bool) and 0 < value <= _MOST


def known(given: Mapping[str, Any], names: tuple[str, ...], origin: Path | str) -> None:
    """See that nothing else is set.

    Raises:
        Failure: a name that is no option.
    """
    for name in given:
        if name not in names:
            near = ", ".join(get_close_matches(name, names, 3)) or ", ".join(names)
            raise wrong(origin, f"no option {name!r}: perhaps {near}", f"没有选项 {name}")


def wrong(origin: Path | str, en: str, zh: str) -> Failure:
    """That a file holds what cannot be set."""
    return Failure(f"{origin}: {en}", f"{origin}：{zh}", USAGE)
