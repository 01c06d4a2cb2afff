"""What companies are called among people who know them."""

_FORMS = ("有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "公司")
"""Legal forms at the end of a name (企业名称登记管理规定, article 6), the longer ones first."""
_LEAST = 3


def short(name: str) -> str:
    """A name without its legal form, where enough of it is left: 青岚禾微传感科技 of 青岚禾微传感科技有限公司."""
    for form in _FORMS:
        if name.endswith(form) and len(name) - len(form) >= _LEAST:
            return name.removesuffix(form)
    return name
