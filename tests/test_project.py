"""What holds for the project as a whole: its rooms, its codes and its lock."""

from __future__ import annotations

import ast
import csv
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from expectations.identities import DIAGNOSES_FILE
from extract.issues import issue_kinds
from transform.codebook import codebook

ROOT = Path(__file__).parents[1]
ROOMS = ("extract", "transform", "expectations", "flows")
FILES = sorted(path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*.py"))
MODULES = [path for path in FILES if not path.is_relative_to(ROOT / "tests")]
CODED = ("status", "decided", "second_reading", "scope", "state", "cause")


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_one_way(room: str) -> None:
    later = ROOMS[ROOMS.index(room) + 1 :]
    assert _imports(room) & set(later) == set()


@pytest.mark.parametrize(
    ("library", "home"), [("prefect", "flows"), ("great_expectations", "expectations")]
)
def test_a_heavy_library_stays_in_its_room(library: str, home: str) -> None:
    assert {room for room in ROOMS if library in _imports(room)} <= {home}


def test_codes_written_in_the_code_are_in_the_codebook() -> None:
    known = {field: {c.code for c in codebook().codes if c.field == field} for field in CODED}
    written = [(path, field, code) for path in MODULES for field, code in _codes(_tree(path))]
    assert [
        (path.name, field, code) for path, field, code in written if code not in known[field]
    ] == []
    assert written


def test_kinds_of_issues_written_in_the_code_are_listed() -> None:
    written = {kind for path in MODULES for kind in _issue_kinds(_tree(path))}
    assert written
    assert written - set(issue_kinds()) == set()


def test_every_diagnosis_is_in_the_codebook() -> None:
    with DIAGNOSES_FILE.open(encoding="utf-8", newline="") as lines:
        written = {row["diagnosis"] for row in csv.DictReader(lines)}
    assert written <= {c.code for c in codebook().codes if c.field == "diagnosis"}


def test_every_library_imported_is_asked_for() -> None:
    asked = {canonicalize_name(requirement.name) for requirement in _requirements()}
    imported = {name for room in (*ROOMS, "tests") for name in _imports(room)}
    others = imported - set(sys.stdlib_module_names) - {*ROOMS, "tests"}
    packages = packages_distributions()
    found = {
        canonicalize_name(package) for name in others for package in packages.get(name, [name])
    }
    assert found - asked == set()


def test_the_lock_holds_what_the_project_asks_for() -> None:
    locked = _locked()
    for requirement in _requirements():
        versions = locked[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_the_lock_names_no_place() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"://|file:|^-|@ |#", text, re.MULTILINE) is None
    pins = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in pin for pin in pins)


def _requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(name for extra in extras for name in extra)]
    return [Requirement(name) for name in asked]


def _locked() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(room: str) -> set[str]:
    found: set[str] = set()
    for path in FILES:
        if path.is_relative_to(ROOT / room):
            for node in ast.walk(_tree(path)):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    assert node.level == 0, f"{path.name} imports relatively"
                    found.add((node.module or "").partition(".")[0])
    return found


def _codes(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Strings given to, or compared with, a field that holds codes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in CODED:
            yield from ((node.arg, text) for text in _strings(node.value))
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
            field = node.left.attr
            if field in CODED:
                yield from ((field, text) for side in node.comparators for text in _strings(side))


def _issue_kinds(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Issue":
            kinds = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "kind")]
            yield from (text for kind in kinds for text in _strings(kind))


def _strings(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.Set | ast.List):
        yield from (text for item in node.elts for text in _strings(item))
    elif isinstance(node, ast.IfExp):
        yield from (*_strings(node.body), *_strings(node.orelse))
