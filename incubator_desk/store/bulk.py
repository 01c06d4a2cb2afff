"""Many rows at once: inserting them, and naming them in a statement."""

from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, true
from sqlalchemy.orm import InstrumentedAttribute

_LOT = 500
"""How many keys one statement names; a database takes only so many parameters."""


def insert_rows(connection: Connection, table: FromClause, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that have a value for every column; the rows are given up to it.

    SQLAlchemy's own way, made for any statement, takes longer over each row than the database does.
    """
    dialect = connection.dialect
    mark = "%s" if dialect.paramstyle == "pyformat" else "?"
    names = [column.name for column in table.columns]
    for name, kind in [(column.name, column.type.dialect_impl(dialect)) for column in table.columns]:
        if process := kind.bind_processor(dialect):
            for row in rows:
                row[name] = process(row[name])
    quoted = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    target = dialect.identifier_preparer.format_table(table)  # type: ignore[arg-type]
    marks = ", ".join(mark for _name in names)
    # In places, not by name: the driver would look each name of each row up.
    placed = list(map(itemgetter(*names), rows))
    connection.exec_driver_sql(f"insert into {target} ({quoted}) values ({marks})", placed)  # noqa: S608 - our names


def in_lots(uids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Keys in as many lots as the statements that name them need."""
    for start in range(0, len(uids), _LOT):
        yield uids[start : start + _LOT]


def among(
    column: ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    uids: Collection[str] | None,
) -> ColumnElement[bool]:
    """That a column is one of some keys; true of every row where none are given, or too many to name.

    Reading all rows is quicker then; the caller leaves out those it did not ask for.
    """
    return true() if uids is None or len(uids) > _LOT else column.in_(uids)
