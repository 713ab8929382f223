"""Sites as data: their files, and what is wrong with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from flows.crawl.addresses import host_entry
from flows.crawl.model import ListPage, Site
from transform.agencies import divisions

HERE = Path(__file__).parent
SITES = HERE / "sites"
"""The folder of the sites that come with gouji."""

_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a site's file: the key, a code of ``site_schema.toml``, the value."""

    file: str
    key: str
    code: str
    detail: str = ""

    @property
    def message(self) -> str:
        """The problem in Chinese and English."""
        zh, en = schema()["problems"][self.code]
        about = f" ({self.detail})" if self.detail else ""
        return f"{self.file}: {self.key}: {zh} / {en}{about}"


class SiteError(ValueError):
    """Site files that cannot be used; `problems` says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = problems


@cache
def schema() -> Mapping[str, Any]:
    """``site_schema.toml``."""
    return MappingProxyType(_toml(HERE / "site_schema.toml"))


@cache
def pattern_options() -> Mapping[str, Mapping[str, Any]]:
    """``patterns.toml``: each pattern with its names and options."""
    return MappingProxyType(_toml(HERE / "patterns.toml"))


def load(folders: Iterable[Path] = (SITES,), least_pace: float | None = None) -> tuple[Site, ...]:
    """The sites of these folders, by id. A later folder's file replaces one of the same name.

    `least_pace` is the least number of seconds between requests that a file may ask for,
    that of the schema unless told.

    Raises:
        SiteError: a file is not as the schema has it.
        FileNotFoundError: there is no such folder.
    """
    files = {path.name: path for folder in folders for path in _files(folder)}
    read = [(path, *_read(path)) for _, path in sorted(files.items())]
    problems = _problems(read, least_pace)
    if problems:
        raise SiteError(problems)
    return tuple(sorted((_site(data) for _, data, _ in read), key=lambda site: site.id))


def check(folder: Path, least_pace: float | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with the site files of a folder.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    return _problems([(path, *_read(path)) for path in _files(folder)], least_pace)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return sorted(path for path in folder.glob("*.toml") if path.is_file())


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    if path.stat().st_size > _MOST_BYTES:
        return {}, [Problem(path.name, "", "too_large", f"> {_MOST_BYTES} bytes")]
    try:
        return _toml(path), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return {}, [Problem(path.name, "", "not_toml", str(error)[:200])]


def _problems(
    read: Iterable[tuple[Path, dict[str, Any], list[Problem]]], least_pace: float | None
) -> tuple[Problem, ...]:
    least = schema()["least_pace"] if least_pace is None else least_pace
    found: list[Problem] = []
    taken: dict[str, str] = {}
    for path, data, unread in read:
        found += unread or _of_site(path.name, data, least)
        name = data.get("id")
        if isinstance(name, str) and taken.setdefault(name, path.name) != path.name:
            found.append(Problem(path.name, "id", "duplicate_id", f"{name}: {taken[name]}"))
    return tuple(found)


def _of_site(file: str, data: dict[str, Any], least_pace: float) -> Iterator[Problem]:
    shape = list(_shape(file, "", data, schema()["site"]))
    yield from shape
    wrong = {problem.key for problem in shape}

    def sound(key: str) -> Any:
        return data.get(key) if key not in wrong else None

    if not re.fullmatch(schema()["id"], sound("id") or "a"):
        yield Problem(file, "id", "bad_id", data["id"])
    division = sound("division")
    if division and division not in divisions():
        yield Problem(file, "division", "unknown_division", division)
    pace = sound("pace")
    if pace is not None and not least_pace <= pace < float("inf"):
        yield Problem(file, "pace", "too_fast", f"{pace} < {least_pace}")
    if "hosts" not in wrong and not any(key.startswith("extra_hosts") for key in wrong):
        yield from _of_hosts(file, data)
    for number, one in enumerate(data.get("lists") or [] if "lists" not in wrong else [], 1):
        yield from _of_list(file, f"lists[{number}]", one, data)


def _of_hosts(file: str, data: dict[str, Any]) -> Iterator[Problem]:
    extra = data.get("extra_hosts", {})
    for host in (*data["hosts"], *extra):
        if not re.fullmatch(schema()["host"], host) or len(host) > 253:
            yield Problem(file, "hosts", "bad_host", host[:80])
        elif host not in extra and not re.fullmatch(schema()["government"], host):
            yield Problem(file, "hosts", "foreign_host", host)
    for key in ("extra_hosts", "insecure"):
        for host in data.get(key, {}) if isinstance(data.get(key, {}), dict) else ():
            if host not in data["hosts"]:
                yield Problem(file, key, "unlisted_host", host[:80])


def _of_list(file: str, key: str, one: dict[str, Any], data: dict[str, Any]) -> Iterator[Problem]:
    shape = list(_shape(file, key + ".", one, schema()["list"]))
    yield from shape
    if shape:
        return
    yield from _of_address(file, f"{key}.url", one["url"], data.get("hosts"))
    pattern = pattern_options().get(one["pattern"])
    if pattern is None:
        yield Problem(file, f"{key}.pattern", "unknown_pattern", one["pattern"][:80])
        return
    known, given = pattern.get("options", {}), one.get("options", {})
    for name in given.keys() - known.keys():
        yield Problem(file, f"{key}.options.{name}", "unknown_option", one["pattern"])
    for name, option in known.items():
        if name not in given and option.get("needed"):
            yield Problem(file, f"{key}.options.{name}", "missing_option", one["pattern"])
        if name in given and not re.fullmatch(option["value"], given[name]):
            yield Problem(file, f"{key}.options.{name}", "bad_option", given[name][:80])


def _of_address(file: str, key: str, url: str, hosts: Any) -> Iterator[Problem]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        yield Problem(file, key, "not_http", url[:80])
        return
    plain = parts.username is None and url.isprintable() and " " not in url
    if parts.scheme not in ("http", "https") or not host or not plain:
        yield Problem(file, key, "not_http", url[:80])
    elif _is_list_of(str, hosts) and not host_entry(url, hosts):
        yield Problem(file, key, "unlisted_host", parts.netloc[:80])


def _shape(
    file: str, before: str, data: Mapping[str, Any], keys: Mapping[str, Any]
) -> Iterator[Problem]:
    """Keys that are unknown, missing or of the wrong type."""
    for key in data.keys() - keys.keys():
        yield Problem(file, f"{before}{key}"[:100], "unknown_key")
    for key, rule in keys.items():
        if key not in data:
            if rule.get("needed"):
                yield Problem(file, before + key, "missing_key")
            continue
        value = data[key]
        if not _TYPES[rule["type"]](value):
            yield Problem(file, before + key, "wrong_type", rule["type"])
        elif rule["type"] == "reasons":
            bare = (host for host, reason in value.items() if not reason.strip())
            yield from (Problem(file, before + key, "no_reason", host) for host in bare)
        elif rule.get("needed") and not value:
            yield Problem(file, before + key, "empty")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= schema()["most_text"]


def _is_text_table(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())


def _is_list_of(kind: type, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


_TYPES: dict[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "texts": lambda value: _is_list_of(str, value),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "reasons": _is_text_table,
    "options": _is_text_table,
    "lists": lambda value: _is_list_of(dict, value),
}


def _site(data: dict[str, Any]) -> Site:
    """The site that a file without problems describes."""
    return Site(
        id=data["id"],
        name=data["name"],
        hosts=tuple(dict.fromkeys(data["hosts"])),
        lists=tuple(_list(one) for one in data["lists"]),
        division=data.get("division", ""),
        pace=float(data.get("pace", schema()["default_pace"])),
        insecure=MappingProxyType(dict(data.get("insecure", {}))),
        verified=data.get("verified"),
    )


def _list(one: dict[str, Any]) -> ListPage:
    options = MappingProxyType(dict(one.get("options", {})))
    return ListPage(one["url"], one["pattern"], options, one.get("agency", ""))
