"""How personal data is masked on screen and in publicity lists."""


def name(text: str) -> str:
    """张明 → 张*, 张小明 → 张*明: the inner characters hidden."""
    if len(text) <= 1:
        return text
    return text[0] + "*" if len(text) == 2 else text[0] + "*" * (len(text) - 2) + text[-1]


def phone(text: str) -> str:
    """13812341234 → 138****1234; of shorter numbers the last four stay."""
    digits = "".join(c for c in text if c.isdigit())
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else f"****{digits[-4:]}"


def account(text: str) -> str:
    """A bank account by its last four digits."""
    return f"****{text[-4:]}"
