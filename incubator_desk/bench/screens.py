"""How fast a register of 100,000 companies opens, scrolls and searches, painted off-screen."""

import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView
from sqlalchemy import insert, select

from incubator_desk.catalog.listing import Listing
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit import theme
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import RegisterModel
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

from . import Measurement, best_of

_COMPANIES = 100_000
_TODAY = date(2020, 3, 20)
_FRAME = 0.016
_PARTS = (
    "青岚 禾微 序光 朴石 云粟 听澜 拓原 白榆 恒序 沐川 青梭 砺行 微澄 方寸 南枝 极序 合木 知更 折光 远岫",
    "传感 光电 材料 数据 声学 机器人 生物 软件 医疗 纺织 汽车 水处理 芯片 农业 航空 建筑 教育 仪器 安全 储能 家居 环保",
    "科技 技术 实业 发展 工程",
)
_NONE = QModelIndex()


class _Bare(QAbstractTableModel):
    """The yardstick: the same rows fetched by the same windows, as plain text, and nothing else."""

    def __init__(self, office: Office, names: Sequence[str]) -> None:
        super().__init__()
        self._office, self._table, self._names = office, Tenant.__table__, names
        self._pages: dict[int, Sequence[Any]] = {}
        mine = select(self._table.c.uid).where(self._table.c.operator_uid == office.actor.operator)
        with office.reading() as session:
            self._uids = list(session.scalars(mine.order_by(self._table.c.code)))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self._uids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        page, row = divmod(index.row(), 64)
        if page not in self._pages:
            uids = self._uids[page * 64 : page * 64 + 64]
            columns = [self._table.c[name] for name in self._names]
            statement = select(self._table.c.uid, *columns).where(self._table.c.uid.in_(uids))
            with self._office.reading() as session:
                found = {r[0]: r[1:] for r in session.execute(statement)}
            self._pages[page] = [found[uid] for uid in uids]
        value = self._pages[page][row][index.column()]
        return None if value is None else str(value)


@contextmanager
def crowded(companies: int = _COMPANIES) -> Iterator[Office]:
    """An office with that many companies, in a folder that goes away."""
    drawn = random.Random(7)
    parts = [part.split() for part in _PARTS]
    with tempfile.TemporaryDirectory() as folder:
        office = Office(open_database(str(Path(folder) / "crowd.desk"), create=True), FEATURES, Actor("bench", ""))
        park.found(office)
        with office.database.writing() as session:
            rows = [_company(office, at, "".join(drawn.choice(words) for words in parts)) for at in range(companies)]
            session.execute(insert(Tenant), rows)
        yield office
        office.database.close()


def _company(office: Office, at: int, name: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "code": f"T-{at:06}", "name": f"{name}有限公司", "status": "incubating", "kind": "company", "uscc": f"{at:018}",
        "tech_field": "电子信息", "uid": f"{at:032x}", "operator_uid": office.actor.operator, "version": 1,
    }  # fmt: skip
    return values | Tenant.derived(values)


def _open(office: Office) -> RegisterModel:
    """A register's table as it opens, painted, and scrolled by one page."""
    listing = Listing(office.features, office.features.registers["tenants"])
    shown = [column for column in listing.columns if column.listed and column.field]
    model = RegisterModel(office, listing, lambda: _TODAY, shown)
    model.load()
    _show(DeskTable(), model)
    return model


def _show(view: QTableView, model: QAbstractTableModel) -> None:
    view.resize(1192, 800)
    view.setModel(model)
    view.grab()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view.grab()
    view.deleteLater()
    QApplication.processEvents()


def _bare(office: Office) -> None:
    """The yardstick, in the same table: what differs is the model."""
    listing = Listing(office.features, office.features.registers["tenants"])
    names = [c.field.attribute for c in listing.columns if c.listed and c.field]
    _show(QTableView(), _Bare(office, names))


def keystrokes(model: RegisterModel, view: DeskTable, typed: Sequence[str]) -> list[float]:
    """The seconds until the first page of each query's hits is painted."""

    def answer(query: str) -> None:
        model.search(query)
        view.viewport().repaint()

    return [best_of(3, partial(answer, query)) for query in typed]


def queries() -> list[str]:
    """What people type, letter by letter: hanzi, initials, full pinyin, codes, and what is not there."""
    whole = [
        "青岚朴石",
        "qlpsc",
        "qinglan",
        "t-0123",
        "T-099999",
        "091340",
        "芯片科技",
        "有限公司",
        "zzzzz",
        "不存在",
        "yxgs",
        "0",
    ]
    typed = [text[:length] for text in whole for length in range(1, min(6, len(text)) + 1)]
    return typed + [f"T-{at:06}"[:6] for at in range(0, 100_000, 9_973)]


def screens() -> list[Measurement]:
    """Opening and scrolling beside a bare model; a keystroke beside one frame."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    with crowded() as office:
        bare, ours = best_of(5, lambda: _bare(office)), best_of(5, lambda: _open(office))
        model = _open(office)
        view = DeskTable()
        view.resize(1192, 800)
        view.setModel(model)
        model.prepare_search()
        view.show()
        app.processEvents()
        taken = sorted(keystrokes(model, view, queries()))
        view.close()
    slowest = taken[int(len(taken) * 0.95)]
    return [
        Measurement(f"open {_COMPANIES:,} companies, scroll", ours, "a bare model in a bare table", bare, 1.3),
        Measurement(f"keystroke over {_COMPANIES:,}, 95th percentile", slowest, "one frame of 16 ms", _FRAME, 1.0),
    ]


if __name__ == "__main__":
    for found in screens():
        print(f"{found.name}: {found.seconds:.4f} s, {found.ratio:.3f} × {found.yardstick} (limit {found.limit})")
