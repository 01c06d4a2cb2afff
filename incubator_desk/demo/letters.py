"""The demo park's own words for its friendly reminder: as they were, and as they are since the spring of 2020."""

from datetime import date

from .rows import Row, row

_PAPER = {"paper": "arrears_reminder_friendly", "language": "zh_CN", "title": "房租缴纳提醒函"}
_BEFORE = (
    "{tenant}：",
    "截至{date}，贵单位以下租金共{amount}元（大写：{amount_in_words}）尚未到账，请于近日缴纳。",
    "{table}",
    "如已缴纳，请将付款凭证发至园区财务。联系电话：{park_phone}。",
)
_SINCE_SPRING = (
    "{tenant}：",
    "新春以来，贵单位复工复产多有不易，园区与企业同舟共济。",
    "截至{date}，以下租金共{amount}元（大写：{amount_in_words}）尚未到账，可能是一时疏忽，请安排缴纳。",
    "{table}",
    "收款账户：{park_account}。",
    "如已缴纳，请将付款凭证发至园区财务；如受疫情影响暂有困难，可以申请缓缴或分期，请与园区联系，电话{park_phone}。",
)


def letter_texts() -> list[Row]:
    """Both versions."""
    return [
        row("letter_texts", **_PAPER, valid_from=date(2018, 1, 1), body="\n".join(_BEFORE)),
        row("letter_texts", **_PAPER, valid_from=date(2020, 2, 10), body="\n".join(_SINCE_SPRING), note="疫情期间用语"),
    ]
