"""The words by which bank statements name their columns and say which way money went."""

import re
from typing import Literal

from incubator_desk.base.text import heading

Role = Literal["day", "payer", "credit", "debit", "amount", "direction", "reference", "remark", "other"]

WORDS: dict[Role, tuple[str, ...]] = {
    "day": (
        "入账日期", "到账日期", "收款日期", "记账日期", "记帐日期", "入账日", "记账日", "交易日期", "交易日", "日期",
        "value date", "booking date", "posting date", "received on", "transaction date", "date",
        "入账时间", "到账时间", "记账时间", "交易时间", "交易日期时间", "时间", "date and time", "transaction time",
    ),
    "payer": (
        "付款人", "付款人名称", "付款人户名", "付款方", "付款方户名", "付款方名称", "付款单位", "付款单位名称",
        "付款账户名称", "对方户名", "对方名称", "对方账户名称", "对方账户名", "对方账号名称", "对方单位",
        "对方单位名称", "对手户名", "对方", "交易对方", "交易对手", "交易对方名称", "往来单位", "汇款人", "来款单位",
        "payer", "payer name", "counterparty", "counterparty name", "remitter", "sender", "paid by", "from", "name",
    ),
    "credit": (
        "收入金额", "收入", "收入额", "贷方发生额", "贷方金额", "贷方", "收款金额", "到账金额", "入账金额", "转入金额",
        "存入金额", "存入", "转入", "credit", "credit amount", "credits", "money in", "paid in", "amount received",
        "deposits", "deposit",
    ),
    "debit": (
        "支出金额", "支出", "支出额", "借方发生额", "借方金额", "借方", "付款金额", "转出金额", "支取金额", "支取",
        "转出", "debit", "debit amount", "debits", "money out", "paid out", "withdrawals", "withdrawal",
    ),
    "amount": ("金额", "交易金额", "发生额", "交易额", "transaction amount", "amount"),
    "direction": (
        "借贷标志", "借贷方向", "借贷", "借/贷", "借贷类型", "收支", "收/支", "收支类型", "收支方向", "收付标志",
        "收付", "收/付", "交易方向", "方向", "dc", "d/c", "cr/dr", "dr/cr", "debit/credit", "direction",
    ),
    "reference": (
        "流水号", "交易流水号", "交易流水", "银行流水号", "业务流水号", "核心流水号", "账户明细编号", "交易编号",
        "交易号", "交易序号", "回单编号", "电子回单号", "凭证号", "凭证号码", "凭证编号", "参考号", "订单号",
        "reference", "reference no", "reference number", "ref", "transaction id", "transaction no",
        "transaction number", "serial no", "serial number", "voucher no",
    ),
    "remark": (
        "摘要", "附言", "交易附言", "用途", "交易用途", "交易摘要", "摘要/附言", "摘要附言", "备注", "说明", "留言",
        "remark", "remarks", "memo", "description", "summary", "purpose", "narrative", "note", "details",
    ),
    "other": (
        "余额", "账户余额", "本次余额", "交易后余额", "当前余额", "balance", "序号", "no", "币种", "currency",
        "对方账号", "对方账户", "对方卡号", "对方开户行", "对方行名", "付款人账号", "付款账号", "交易类型", "交易渠道",
        "type", "channel", "account", "account no", "counterparty account", "bank",
    ),
}  # fmt: skip
"""By what a column holds: what it is called, the better one first where several stand in a statement."""

_IN = {"贷", "贷方", "收", "收入", "入", "入账", "转入", "进账", "来账", "c", "cr", "credit", "in", "+"}
_OUT = {"借", "借方", "支", "支出", "付", "付款", "出", "转出", "往账", "d", "dr", "debit", "out", "-"}
_UNIT = re.compile(r"[((\[].{0,8}[))\]]$")

FOOT = re.compile(r"(本页|本日|本月)?(合计|总计|小计|累计|total|subtotal|sum)[\W\d笔条项共]*")
"""What rows of sums begin with."""


def word(cell: str) -> str:
    """How a heading is compared: a unit behind it, letter case and blanks aside."""
    plain = heading(cell).rstrip(":.")
    return _UNIT.sub("", plain) or plain


_ROLES: dict[str, tuple[Role, int]] = {
    word(text): (role, rank) for role, texts in WORDS.items() for rank, text in enumerate(texts)
}


def role_of(cell: str) -> tuple[Role, int] | None:
    """What a heading's column holds, and how good a name that is (0 is best); None for other words.

    Of a heading in both languages the Chinese part decides.
    """
    plain = word(cell)
    return _ROLES.get(plain) or _ROLES.get("".join(c for c in plain if c > "\u2e7f"))


def incoming(cell: str) -> bool | None:
    """Whether a word says that money came in; None where it says neither."""
    plain = heading(cell) or cell.strip()
    return True if plain in _IN else False if plain in _OUT else None
