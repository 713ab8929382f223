"""The queries and links that the documents show to users work."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from flows.cli import main
from transform.tables import schema, table_names

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
VIEWS = ROOT / "flows" / "catalogue.sql"
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("name", READMES)
def test_every_query_shown_can_be_asked(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    queries += re.findall(r'gouji sql "(SELECT[^"]*)"', text)
    assert len(queries) >= 5
    with duckdb.connect() as connection:
        for table in table_names():
            empty = schema(table).empty_table()
            connection.register("empty", empty)
            connection.execute(f'CREATE TABLE "{table}" AS FROM empty')
        connection.execute(VIEWS.read_text(encoding="utf-8"))
        for query in queries:
            connection.execute(query)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_shown_and_every_one_shown_is_there(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    there = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    shown = re.findall(r"^\| `gouji ([a-z]+)", (ROOT / name).read_text(encoding="utf-8"), re.M)
    assert shown == there


@pytest.mark.parametrize("name", READMES)
def test_every_option_shown_is_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for line in re.findall(r"^gouji .*--.*$", text, re.MULTILINE):
        with pytest.raises(SystemExit):
            main([line.split()[1], "--help"])
        printed = capsys.readouterr().out
        assert [option for option in re.findall(r"--[a-z]+", line) if option not in printed] == []


def test_both_readmes_show_the_same_queries_and_commands() -> None:
    pattern = re.compile(r"(?:^|`)gouji [a-z]+|FROM [a-z]+", re.MULTILINE)
    shown = [pattern.findall((ROOT / name).read_text(encoding="utf-8")) for name in READMES]
    assert set(shown[0]) == set(shown[1])
