from .articles import Article, Loan, LoanReturn
from .checks import CheckItem
from .sheets import Refusal, Release, Sheet, SheetRead
from .work import CheckResult, Count, Handover, ItemMark, Question

__all__ = [
    "Article", "CheckItem", "CheckResult", "Count", "Handover", "ItemMark", "Loan", "LoanReturn", "Question", "Refusal",
    "Release", "Sheet", "SheetRead",
]  # fmt: skip
