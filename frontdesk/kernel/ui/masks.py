"""Telephone numbers as lists show them (R45)."""


def phone(number):
    """'13812345678' → '138****5678'; short numbers keep their last two digits."""
    if not number:
        return ""
    if len(number) >= 11:
        return f"{number[:3]}****{number[-4:]}"
    return "*" * max(len(number) - 2, 0) + number[-2:]
