"""The widths of a table's columns: every cell whole where there is room."""

from collections.abc import Sequence

from incubator_desk.qtkit.delegate import DeskTable

LEAST = 120
"""The narrowest that a column of words is made, in pixels."""


def spread(table: DeskTable, least: Sequence[int] = (), words: int | None = None) -> None:
    """Every column as wide as its cells and at least as given; the room that is left is shared out.

    Where there is too little, the column of ``words`` gives way.
    """
    header = table.horizontalHeader()
    header.setStretchLastSection(False)
    table.resizeColumnsToContents()
    columns = range(table.model().columnCount())
    wide = [max(table.columnWidth(at), least[at] if at < len(least) else 0) for at in columns]
    spare = table.viewport().width() - sum(wide)
    if words is not None:
        wide[words] = max(LEAST, wide[words] + min(0, spare))
    for at in columns:
        table.setColumnWidth(at, wide[at] + max(0, spare) // len(wide))
    header.setStretchLastSection(True)
