"""Every piece of the kit on a few pages, saved as pictures: ``python tests/qtkit/gallery.py FOLDER [points]``.

QT_SCALE_FACTOR=2 draws them for a sharp screen.
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

from incubator_desk.base import i18n
from incubator_desk.base.places import resources
from incubator_desk.qtkit import icons, theme, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.charts import AgeBars, BarChart
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.navlist import Line, NavList
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import CARD_ROW, COMPACT_ROW, ROW, STATUS, TOP_BAR
from incubator_desk.qtkit.totals import TotalsRow

NAMES = ("禾微传感科技", "序光光电", "朴石新材料", "云粟数据", "听澜声学", "拓原机器人", "白榆生物", "恒序软件", "沐川医疗器械",
         "青梭纺织材料", "砺行汽车电子", "微澄水处理", "方寸芯片设计", "南枝农业科技", "极序航空电子", "合木建筑科技", "知更教育科技",
         "折光仪器", "远岫信息安全", "曜石储能", "松间智能家居", "初晴环保")  # fmt: skip
GROUPS = (
    ("", (Line("home", "首页", "home"),)),
    ("企业", (Line("tenants", "企业与团队", "building"), Line("leases", "房源与租约", "key"), Line("admission", "入孵与毕业", "star"))),
    ("扶持", (Line("reliefs", "房租减免与缓缴", "relief"), Line("vouchers", "创新券与后补助", "ticket"))),
    ("服务", (Line("mentoring", "导师与辅导", "people"), Line("needs", "企业诉求", "chat"), Line("policies", "政策匹配", "policy"),
              Line("financing", "融资对接", "bank"), Line("technology", "技术对接", "share"), Line("deadlines", "申报与期限", "declaration"),
              Line("health", "复工与健康", "shield"))),
    ("报送", (Line("reports", "报表", "chart"), Line("packages", "报期与数据包", "box"), Line("zone", "高新区汇总", "grid"),
              Line("notices", "信息共享", "notice"))),
)  # fmt: skip
FOOT = (Line("import", "导入工作簿…", "import"), Line("settings", "设置与备份", "settings"))
BADGES = {"reliefs": (6, "info"), "mentoring": (8, "warning"), "needs": (3, "warning")}


def shell(marked: str, head: QWidget, body: QWidget, *, slim: bool = False) -> QWidget:
    """A window as the desk builds it."""
    mark, menus, user = QLabel(), QMenuBar(), widgets.label("王敏 · 运营专员", "facts")
    mark.setPixmap(icons.mark(24))
    for text in ("文件(&F)", "编辑(&E)", "查看(&V)", "业务(&B)", "工具(&T)", "帮助(&H)"):
        menus.addMenu(text)
    search = widgets.SearchOpener("搜索企业、合同、报表或命令（可用拼音首字母）", "Ctrl+K")
    top = widgets.boxed(
        widgets.row(
            mark, widgets.label("孵化器工作台", "brand"), 6, menus, None, search, None, widgets.tool("undo", "撤销"),
            widgets.tool("redo", "重做"), widgets.divider(44), widgets.button("报期 2020 年 3 月", "flat", "calendar"),
            widgets.tool("bell", "提醒"), widgets.button("中文", "flat", "globe"), widgets.label("王", "avatar"),
            user, gap=6, margins=(12, 0, 12, 0),
        ), "topbar",
    )  # fmt: skip
    top.setFixedHeight(TOP_BAR)
    nav = NavList(GROUPS, FOOT)
    nav.mark(marked)
    nav.set_badges(BADGES)
    nav.set_slim(slim=slim)
    user.setVisible(not slim)
    saved, backup, file = (
        widgets.StatusFact("check-circle", "success"),
        widgets.StatusFact("shield"),
        widgets.StatusFact("box"),
    )
    saved.tell("已保存 14:32")
    backup.tell("备份 12:00 已核验")
    file.tell("青岚创业园.desk")
    progress = widgets.ProgressStrip()
    progress.tell("生成台账", 37, 96, 14)
    status = widgets.boxed(
        widgets.row(widgets.label("F1 帮助    Ctrl+K 搜索    Ctrl+N 新建    F5 刷新"), None, progress, saved, backup, file, gap=16,
                    margins=(12, 0, 14, 0)), "statusbar",
    )  # fmt: skip
    status.setFixedHeight(STATUS)
    page = widgets.boxed(widgets.column(head, body, gap=0), "page")
    page.layout().setStretch(1, 1)
    middle = widgets.row(nav, page, gap=0)
    middle.setStretch(1, 1)
    whole = widgets.column(top, middle, status, gap=0)
    whole.setStretch(1, 1)
    return widgets.boxed(whole, "page")


def head(title: str, facts: str, crumbs=(), actions=()) -> widgets.PageHead:
    made = widgets.PageHead()
    made.tell(title, facts, crumbs)
    made.forward.setEnabled(False)
    for text, role, icon in actions:
        made.buttons.addWidget(widgets.button(text, role, icon))
    return made


def table(headings, rights, widths, rows) -> DeskTable:
    model, made = PlainModel(headings, rights), DeskTable()
    model.fill(rows)
    made.setModel(model)
    model.setParent(made)
    for at, wide in enumerate(widths):
        made.setColumnWidth(at, wide)
    return made


def chip(text: str, tone: str, icon: str) -> Cell:
    return Cell(text, tone=tone, icon=icon, chip=True)


def home() -> QWidget:
    cards = widgets.row(
        widgets.FigureCard("在孵企业与团队", "96", "家", "本月入驻 4，毕业 1，离园 2"),
        widgets.FigureCard("3 月应收租金", "742,318.60", "元", "面积出租率 87.4%", run=lambda: None),
        widgets.FigureCard("2–4 月已减免", "1,068,452.35", "元", "惠及 71 家，缓缴另计 186,300.00 元", "success"),
        widgets.FigureCard("逾期未收", "64,215.80", "元", "9 家，其中 2 家超过 90 天", "danger"), gap=12,
    )  # fmt: skip
    tasks = [
        ("租金逾期 94 天", "青岚方寸芯片设计有限公司", "21,345.00", chip("逾期", "danger", "error-circle"), "催缴", "error-circle", "danger"),
        ("租金逾期 33 天，另有 1 期本月到期", "青岚砺行汽车电子有限公司", "9,450.00", chip("逾期", "danger", "error-circle"), "催缴", "error-circle", "danger"),
        ("减免后应退未退", "青岚沐川医疗器械有限公司", "7,137.00", chip("今天", "warning", "clock"), "登记退款", "return", "warning"),
        ("减免申请待审批", "6 家企业", "83,916.20", chip("3 月 23 日", "info", "clock"), "审批", "clock", "info"),
        ("减免已公示满 5 个工作日，可签补充协议", "11 家企业", "152,604.00", chip("可办理", "success", "check-circle"), "打印协议", "check-circle", "success"),
        ("创新券 30 天内到期", "14 张", "187,500.00", chip("4 月 15 日", "warning", "clock"), "通知企业", "ticket", "warning"),
        ("兑付批次待锁定", "2020 年 3 月批次，26 笔", "214,870.55", chip("3 月 31 日", "info", "clock"), "锁定", "lock", "info"),
        ("租约 60 天内到期", "5 份合同", "—", chip("5 月 14 日起", "neutral", "clock"), "续签", "key", None),
        ("孵化期将满 48 个月", "青岚折光仪器有限公司", "—", chip("5 月 31 日", "neutral", "clock"), "毕业检查", "star", None),
    ]  # fmt: skip
    rows = [
        (
            Cell(text, icon=icon, icon_tone=tone),
            Cell(who),
            Cell(amount, "right", muted=amount == "—"),
            due,
            Cell(step, link=True),
        )
        for text, who, amount, due, step, icon, tone in tasks
    ]
    todo_table = table(["事项", "对象", "金额（元）", "期限", "下一步"], (2,), (308, 250, 130, 128, 100), rows)
    todo_table.set_row_height(CARD_ROW)
    todo_table.selectRow(2)
    todo_table.hovered = 4
    chips = widgets.ChipRow()
    chips.fill([(0, "全部 12"), (1, "收款 3"), (2, "审批 2"), (3, "到期 4"), (4, "服务 3")], 0)
    todo = widgets.Card("待办事项", 8, chips, None, widgets.label("回车打开，空格标记已办", "caption"), padded=False)
    todo.body.addWidget(todo_table)
    today = date(2020, 3, 20)
    E = widgets.Entry
    entries = {0: [E("退款 1", "warning"), E("辅导 3", "info")], 2: [E("诉求 3", "warning")], 3: [E("审批 6", "info"), E("辅导 5", "info")],
               4: [E("辅导 2", "info")], 5: [E("月报截止", "danger"), E("公示满 4", "success")], 6: [E("路演 1", "deferred")],
               10: [E("租金 31"), E("辅导 4", "info")], 11: [E("锁批次", "info"), E("辅导确认", "warning")], 12: [E("租金 58")]}  # fmt: skip
    weeks = widgets.Card("未来两周", action="打开日历", padded=False)
    weeks.body.addWidget(widgets.Fortnight(today, {today + timedelta(days=at): found for at, found in entries.items()}))
    months = [
        ("10 月", (68, 0, 67)),
        ("11 月", (69.5, 0, 69)),
        ("12 月", (71, 0, 70)),
        ("1 月", (73, 0, 70)),
        ("2 月", (74, 53, 19)),
        ("3 月", (74.2, 38, 25)),
    ]
    chart = widgets.Card("租金按月（万元）", action="打开月报")
    chart.body.addWidget(BarChart(["应收", "减免", "实收"], months))
    ages = widgets.Card("欠租账龄（元）", action="打开账龄表")
    ages.body.addWidget(
        AgeBars(
            [
                ("1–30 天", 18420, "18,420.00", "warning"),
                ("31–90 天", 19735.8, "19,735.80", "warning"),
                ("91–180 天", 26060, "26,060.00", "danger"),
                ("180 天以上", 0, "0.00", "danger"),
            ]
        )
    )
    recent = widgets.Card("最近打开")
    for icon, text, at in (
        ("building", "青岚朴石新材料有限公司", "14:28"),
        ("relief", "合同 L-0027 租金明细", "14:05"),
        ("import", "导入：2 月水单.xlsx（87 行）", "昨天"),
    ):
        recent.body.addLayout(widgets.row(widgets.button(text, "link", icon), None, widgets.label(at, "muted")))
    left, right = widgets.column(todo, weeks, gap=12), widgets.column(chart, ages, recent, gap=12)
    left.setStretch(0, 1)
    right.setStretch(0, 1)
    side = widgets.boxed(right)
    side.setFixedWidth(408)
    content = widgets.row(widgets.boxed(left), side, gap=12)
    content.setStretch(0, 1)
    banner = widgets.Banner(
        "3 月报期还有 5 天截止（3 月 25 日 24:00）。上报前检查：错误 0，提醒 3，均已说明。下一步：生成数据包。",
        "info",
        "打开报期",
    )
    body = widgets.column(banner, cards, content, gap=12, margins=(16, 0, 16, 16))
    body.setStretch(2, 1)
    actions = (("登记收款", "", "receipt"), ("新建企业", "", "plus"), ("执行减免政策", "primary", "policy"))
    return shell("home", head("今天要办", "2020 年 3 月 20 日  星期五", actions=actions), widgets.boxed(body))


def tenants(*, slim: bool = False) -> QWidget:
    search = widgets.SearchField("名称、拼音首字母、代码或联系人")
    search.setFixedWidth(230 if slim else 270)
    chips = widgets.ChipRow()
    chips.fill([(n, n) for n in ("在孵", "申请中", "已毕业", "全部")], "在孵")
    field = widgets.FilterButton("领域", [(1, "电子信息")])
    size = widgets.FilterButton("规模", [(1, "小型"), (2, "微型"), (3, "中型")])
    size.tick({1, 2})
    bar = widgets.row(
        search, chips, 2, widgets.divider(28), field, size, widgets.button("清除筛选", "link"), None,
        *([] if slim else [widgets.button("视图：减免名单", "flat", "list")]), widgets.button("列", "flat", "columns"), gap=6, margins=(16, 2, 16, 8),
    )  # fmt: skip
    rows = []
    for at, name in enumerate(NAMES):
        owed = {3: "2,889.00", 6: "5,976.00", 12: "21,345.00"}.get(at)
        state = (
            chip("已毕业", "deferred", "star")
            if at == 17
            else chip("申请中", "info", "clock")
            if at == 21
            else chip("在孵", "success", "check-circle")
        )
        money = Cell(owed, "right", "danger", "warning") if owed else Cell("0.00", "right", muted=True)
        rows.append((Cell(f"T-{4 * at + 3:04}", muted=True), Cell(f"青岚{name}有限公司"), state, Cell(f"91340171MA0DEMX{at:02}Q", muted=True),
                     Cell("电子信息"), Cell(f"{86.4 + at:.2f}", "right"), Cell(f"{3888 + 45 * at:,.2f}", "right"), money))  # fmt: skip
    listed = table(
        ["代码", "名称 ↑", "状态", "统一社会信用代码", "技术领域", "面积（㎡）", "月租金（元）", "欠租（元）"],
        (5, 6, 7),
        (68, 198, 93, 178, 104, 82, 102, 104),
        rows,
    )
    listed.set_row_height(COMPACT_ROW if slim else ROW)
    listed.selectRow(2)
    listed.hovered = 5
    foot = widgets.boxed(
        widgets.row(
            widgets.label("已选 1 家  ·  面积 186.40 ㎡   月租金 8,388.00 元   欠租 0.00 元", "caption"),
            None,
            widgets.label("第 1–22 家，共 96 家", "caption"),
            margins=(14, 5, 14, 5),
        ),
        "foot",
    )
    left = widgets.boxed(widgets.column(listed, foot, gap=0), "surface")
    split = widgets.row(left, record(408 if slim else 460), gap=0)
    split.setStretch(0, 1)
    body = widgets.column(bar, split, gap=0)
    body.setStretch(1, 1)
    actions = (
        ("打印", "flat", "print"),
        ("导出 Excel", "flat", "export"),
        ("执行减免政策", "", "policy"),
        ("新建企业", "primary", "plus"),
    )
    return shell(
        "tenants", head("企业与团队", "共 132 家，当前显示 96 家", actions=actions), widgets.boxed(body), slim=slim
    )


def record(wide: int) -> QWidget:
    title = widgets.label("青岚朴石新材料有限公司", "card-title")
    top = widgets.row(title, None, *(widgets.tool(n, n) for n in ("up", "down", "more", "close")), gap=2)
    chips = widgets.row(
        widgets.label("T-0011", "facts"),
        widgets.Chip("在孵", "success", "check-circle"),
        widgets.Chip("小型企业"),
        widgets.Chip("减免执行中", "info", "clock"),
        None,
        widgets.label("孵化期剩 21 个月", "caption"),
    )
    tabs = QTabBar()
    tabs.setUsesScrollButtons(True)
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    for text in ("资料", "租约 1", "明细", "减免 2", "收款 18", "服务 9", "附件", "历史"):
        tabs.addTab(text)
    wrong = widgets.FormRow("信用代码", QLineEdit("91340171MA0DEMXD23"), required=True)
    wrong.tell("末位校验不符。按前 17 位应为 9，请核对执照。")
    kind, scale = QComboBox(), QComboBox()
    kind.addItem("企业")
    scale.addItem("小型")
    pair = widgets.row(widgets.FormRow("类型", kind), widgets.FormRow("规模", scale, narrow=56), gap=12)
    capital = QLineEdit("500.00")
    capital.setAlignment(Qt.AlignmentFlag.AlignRight)
    masked = QLineEdit("林*洁")
    masked.setReadOnly(True)
    tiles = widgets.row(gap=8)
    for name, amount, tone in (
        ("应收", "25,164.00", None),
        ("减免", "8,388.00", "success"),
        ("实收", "16,776.00", None),
        ("欠租", "0.00", None),
    ):
        tiles.addWidget(
            widgets.card(
                widgets.column(
                    widgets.label(name, "caption"), widgets.label(amount, "amount", tone), gap=0, margins=(10, 6, 8, 6)
                ),
                "tile",
            )
        )
    form = widgets.column(
        widgets.label("基本信息", "group"), widgets.FormRow("名称", QLineEdit("青岚朴石新材料有限公司"), required=True), wrong, pair,
        widgets.FormRow("注册资本", capital, unit="万元"), widgets.FormRow("备注", QPlainTextEdit("两行\n文字")), widgets.rule(), widgets.label("联系", "group"), widgets.FormRow("联系人", masked),
        widgets.row(92, widgets.label("个人信息已遮盖", "caption"), widgets.button("显示（记入历史）", "link"), None, gap=2), widgets.rule(),
        widgets.row(widgets.label("租金一览（2020 年 1–3 月，元）", "group"), None, widgets.button("打开租金明细", "link", "arrow")), tiles,
        widgets.label("最近动态", "group"), widgets.Timeline([("3-10 15:02", "李主任", "减免 R-0027 已签补充协议"), ("2-28 09:40", "系统", "诉求：两名员工返岗，已解决")]),
        None, gap=5, margins=(18, 6, 14, 8),
    )  # fmt: skip
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(widgets.boxed(form, "surface"))
    save = widgets.button("保存  Ctrl+S", "primary")
    save.setEnabled(False)
    foot = widgets.boxed(
        widgets.row(
            widgets.Picture("pencil", "warning", 14),
            widgets.label("有 1 处改动未保存", "caption", "warning"),
            None,
            widgets.button("放弃", "flat"),
            save,
            margins=(18, 10, 14, 10),
        ),
        "foot",
    )
    panel = widgets.boxed(
        widgets.column(
            widgets.boxed(widgets.column(top, chips, tabs, gap=5, margins=(18, 14, 10, 0))),
            widgets.rule(),
            scroll,
            foot,
            gap=0,
        ),
        "panel",
    )
    panel.setFixedWidth(wide)
    return panel


def schedule() -> QWidget:
    tiles = widgets.row(gap=8)
    for name, amount, note, tone in (
        ("应收", "92,781.00", "13 期", None), ("减免", "14,274.00", "2 项，占应收 15.4%", "success"), ("应付", "78,507.00", "应收 − 减免", None),
        ("已收", "19,274.00", "2 笔收款", None), ("未收", "59,233.00", "应付 − 已收", None), ("其中逾期", "2,137.00", "3 月，逾期 15 天", "danger"),
        ("其中缓缴", "21,411.00", "缓至 2020-12-31", "deferred"), ("应退", "7,137.00", "2 月免收，已收在先", "warning"),
    ):  # fmt: skip
        tiles.addWidget(widgets.FigureCard(name, amount, note=note, tone=tone, small=True), 1)
    rows = []
    for at in range(6, 19):
        last = (
            chip("已结清", "success", "check-circle"),
            chip("有应退", "warning", "return"),
            chip("缓缴", "deferred", "clock"),
            chip("未到期", "neutral", "clock"),
            chip("逾期 15 天", "danger", "error-circle"),
        )[at % 5]
        basis = (
            Cell("R-0031 免收", tone="success")
            if at == 8
            else Cell("R-0052 缓缴", tone="deferred")
            if at == 12
            else Cell("—", muted=True)
        )
        owed = Cell("2,137.00", "right", "danger", bold=True) if at == 9 else Cell("0.00", "right", muted=True)
        rows.append((Cell(str(at), "right"), Cell("2020-02-01 至 02-29"), Cell("7,137.00", "right"), Cell("0.00", "right", muted=True), basis,
                     Cell("7,137.00", "right"), Cell("5,000.00", "right"), owed, Cell("2020-12-31", tone="deferred", icon="arrow") if at == 12 else Cell("2020-02-05"), last))  # fmt: skip
    lines = table(
        ["期", "起止", "应收", "减免", "减免依据", "应付", "已收", "未收", "应缴日", "状态"],
        (0, 2, 3, 5, 6, 7),
        (44, 150, 86, 80, 108, 84, 84, 84, 106, 120),
        rows,
    )
    lines.selectRow(2)
    totals = TotalsRow(lines)
    totals.fill(
        [
            Cell(),
            Cell("合计（13 行）"),
            Cell("92,781.00", "right"),
            Cell("14,274.00", "right"),
            Cell(),
            Cell("78,507.00", "right"),
            Cell("19,274.00", "right"),
            Cell("59,233.00", "right"),
            Cell(),
            Cell(),
        ]
    )
    card = widgets.card(widgets.column(lines, totals, gap=0, margins=(1, 1, 1, 1)))
    changes = table(["", "户名", "改动", "占用", "说明"], (), (40, 170, 280, 200, 200), [
        (Cell(checked=True), Cell("青岚云粟数据有限公司"), Cell("560.00", old="500.00"), Cell("76.0%", bar=0.76, tone="warning"), Cell("末位校验不符", tone="danger", icon="error-circle")),
        (Cell(checked=False), Cell("名称长得放不下要用省略号的科技有限责任公司"), Cell("长期合作的生物医药企业", old="电子信息"), Cell("", bar=0.3), Cell("打开", link=True)),
    ])  # fmt: skip
    preview = widgets.Card(
        "改动预览", widgets.label("尚未保存", "caption"), None, action="快速录入 Alt+R", padded=False
    )
    preview.body.addWidget(changes)
    preview.setFixedHeight(190)
    left = widgets.column(card, preview, gap=12, margins=(16, 0, 12, 14))
    left.setStretch(0, 1)
    S = widgets.Station
    stations = widgets.Stations(
        [
            S("提交", "3-02", "done"),
            S("受理", "3-03", "done"),
            S("初审", "3-06", "done"),
            S("审批", "3-10", "done"),
            S("公示", "至 3-18", "current"),
            S("协议"),
            S("执行"),
            S("报备"),
        ]
    )
    refused = widgets.Stations([S("提交", "3-02", "done"), S("受理", "3-03", "done"), S("不予", "3-06", "stopped")])
    boxes = widgets.row(QCheckBox("免收"), QCheckBox("减收"), QRadioButton("按月"), QRadioButton("按天"), None)
    for at in (0, 2):
        boxes.itemAt(at).widget().setChecked(True)
    side = widgets.boxed(widgets.column(
        widgets.row(widgets.label("第 8 期  2020-02-01 至 02-29", "card-title"), None, widgets.tool("close", "关闭")),
        widgets.label("怎么算出来的", "group"),
        *(widgets.row(widgets.label(a, "label"), widgets.label(b, "caption"), None, widgets.label(c, "amount", t)) for a, b, c, t in (("应收", "158.60 ㎡ × 45.00 元，整月", "7,137.00", None), ("减免", "R-0031 免收，2 月 29 天全部", "−7,137.00", "success"), ("应退", "审批日 3 月 10 日前已收，按政策退还", "7,137.00", "warning"))),
        widgets.rule(), widgets.row(widgets.label("减免 R-0044  4–5 月减 50%", "group"), widgets.Chip("已公示", "info", "clock"), None, widgets.label("7,137.00 元", "amount")),
        stations, widgets.Banner("公示满 5 个工作日，无异议。下一步：登记补充协议。", "success"), refused,
        widgets.row(widgets.button("登记补充协议", "primary", "pencil"), widgets.button("退回受理…"), widgets.button("撤回…"), None),
        boxes, widgets.Note("复制的名单里有 2 家已毕业。", "warning"), widgets.label("经过", "group"),
        widgets.Timeline([("3-18 17:30", "系统", "公示期满"), ("3-12 09:10", "王敏", "开始公示，园区公告栏与网站"), ("3-10 15:02", "李主任", "审批同意")]),
        None, gap=8, margins=(18, 14, 14, 14)), "panel")  # fmt: skip
    side.setFixedWidth(400)
    split = widgets.row(widgets.boxed(left), side, gap=0)
    split.setStretch(0, 1)
    terms = widgets.row(
        widgets.label("B 栋 401    158.60 ㎡    45.00 元/㎡/月    对日计费    月付", "facts"),
        None,
        margins=(16, 0, 16, 8),
    )
    body = widgets.column(terms, widgets.row(tiles, margins=(16, 0, 16, 10)), split, gap=0)
    body.setStretch(2, 1)
    actions = (
        ("登记收款", "", "receipt"),
        ("登记退款", "", "return"),
        ("打印对账单", "", "print"),
        ("新增减免", "primary", "plus"),
    )
    made = shell(
        "reliefs",
        head("租金明细  L-0035", "青岚沐川医疗器械有限公司", (("房租减免与缓缴", list),), actions),
        widgets.boxed(body),
    )
    bar = widgets.UndoBar(made)
    made.bar = bar
    return made


def pieces() -> QWidget:
    grid = widgets.column(gap=10, margins=(16, 0, 16, 16))
    names = sorted(p.stem for p in resources("icons").glob("*.svg") if p.stem != "mark")
    for at in range(0, len(names), 16):
        line = widgets.row(gap=6)
        for name in names[at : at + 16]:
            word = widgets.label(name, "caption")
            cell = widgets.boxed(widgets.column(widgets.Picture(name, "text", 24), word, gap=2))
            cell.setFixedWidth(76)
            line.addWidget(cell)
        line.addStretch(1)
        grid.addLayout(line)
    for tone in ("info", "success", "warning", "danger"):
        grid.addWidget(widgets.Banner("U 盘已拔出，备份未完成。原备份完好。", tone, "重试"))
    line = widgets.row(gap=10)
    for text, role, icon in (
        ("普通", "", ""),
        ("主要", "primary", "plus"),
        ("平", "flat", "print"),
        ("链接", "link", "arrow"),
    ):
        for state in ("", "disabled"):
            made = widgets.button(text + ("（停用）" if state else ""), role, icon)
            made.setEnabled(not state)
            line.addWidget(made)
    line.addWidget(widgets.label("Ctrl+K", "key"))
    for tone in ("success", "info", "warning", "danger", "deferred", "neutral"):
        line.addWidget(widgets.Chip("已结清", tone, "check-circle"))
    line.addStretch(1)
    grid.addLayout(line)
    grid.addWidget(widgets.EmptyState("building", "还没有登记企业。", "新建企业", link="导入工作簿"), 1)
    return shell("settings", head("部件", "所有图标与按钮"), widgets.boxed(grid))


def main(folder: Path, points: float) -> None:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    QLocale.setDefault(QLocale("zh_CN"))
    i18n.use("zh_CN")
    for scheme in ("light", "dark"):
        theme.apply(app, scheme, points)
        for name, made, size in (("home", home(), (1600, 1000)), ("tenants", tenants(), (1600, 1000)), ("schedule", schedule(), (1600, 1000)),
                                 ("pieces", pieces(), (1600, 1000)), ("small", tenants(slim=True), (1366, 698))):  # fmt: skip
            made.resize(*size)
            made.show()
            made.setFocus()
            if hasattr(made, "bar"):
                made.bar.tell("已为 71 份租约执行减免，合计 1,035,738.00 元")
            app.processEvents()
            made.grab().save(str(folder / f"{name}-{scheme}.png"))
            made.close()
            made.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 10)
