"""``gouji sql``: the dataset in DuckDB, read-only."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from flows.catalogue import open_catalogue
from flows.failure import Failure
from flows.printing import as_csv, as_json, table
from flows.settings import Settings

ROWS_AT_A_TIME = 10_000


def sql(settings: Settings, query: str, form: str) -> Iterator[str]:
    """The result of a query as ``table``, ``csv`` or ``json``, in pieces to be printed.

    CSV comes as it is fetched, whatever its length; the others are made whole.

    Raises:
        Failure: there is no dataset, or DuckDB refuses the query.
    """
    try:
        with open_catalogue(settings.curated) as connection:
            result = connection.execute(query)
            names = [column[0] for column in result.description or ()]
            if form == "csv":
                yield as_csv([names])
                while rows := result.fetchmany(ROWS_AT_A_TIME):
                    yield as_csv(rows)
            elif form == "json":
                yield as_json(names, result.fetchall())
            else:
                yield table(names, result.fetchall())
    except duckdb.Error as error:
        message = " ".join(str(error).split("\n\n")[0].split())
        raise Failure(message, "查询有误") from error
