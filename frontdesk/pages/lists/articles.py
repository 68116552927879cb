"""What is counted when the desk changes hands, as a list (R55, A32)."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handover import commands
from handover.models import Article
from handover.rules import KEEPERS

from .columns import Column, words, yes
from .comparison import Change, Comparison, List


def expected(text):
    """Pieces, or yuan with at most two decimals; a Decimal."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = None
    if (
        found is None
        or not found.is_finite()
        or not 0 <= found <= 1_000_000
        or found != found.quantize(Decimal("0.01"))
    ):
        raise ValueError(gettext("%(text)s is not a number such as 2 or 500.00") % {"text": text[:20]})
    return found


COLUMNS = (
    Column("name", _("Article"), words(40), ("物品名称", "名称"), needed=True),
    Column("unit", _("Unit"), words(8), ("单位", "计量单位", "unit")),
    Column("expected", _("Expected"), expected, ("数量", "应有", "quantity"), needed=True),
    Column("is_money", _("A sum of money, in yuan"), yes(empty=False), ("金额", "现金", "money")),
    Column("place", _("Kept where"), words(40), ("存放位置", "位置")),
    Column("serial_no", _("Number on it"), words(40), ("编号", "number")),
    Column("is_used", _("Is counted"), yes(empty=True), ("是否清点", "counted")),
)


def compare(desk, rows, by, at):
    found, seen = Comparison(), {}
    known = {article.name: article for article in Article.objects.filter(desk=desk)}
    for line, row in rows:
        whole = row["expected"] * 100 if row["is_money"] else row["expected"]
        if row["name"] in seen:
            found.wrong.append((line, gettext("the same as line %(n)s") % {"n": seen[row["name"]]}))
        elif whole != int(whole):
            found.wrong.append((line, gettext("pieces are whole numbers; for money say yes in its column")))
        elif row["name"] not in known:
            found.new.append((line, row))
        elif differences := _differences(known[row["name"]], row):
            found.changed.append(Change(line, row["name"], differences, row))
        else:
            found.same += 1
        seen.setdefault(row["name"], line)
    return found


def _differences(article, row):
    now = dict(zip((column.name for column in COLUMNS), _cells(article), strict=True))
    then = dict(zip((column.name for column in COLUMNS), _said(row), strict=True))
    return [
        (column.heading, now[column.name], then[column.name])
        for column in COLUMNS
        if now[column.name] != then[column.name]
    ]


def _cells(article):
    """An article as its line says it."""
    whole = Decimal(article.expected) / 100 if article.is_money else article.expected
    return _said({**{column.name: getattr(article, column.name) for column in COLUMNS}, "expected": Decimal(whole)})


def _said(row):
    said = f"{row['expected']:.2f}" if row["is_money"] else str(int(row["expected"]))
    spoken = {True: gettext("Yes"), False: gettext("No")}
    return [
        row["name"], row["unit"], said, spoken[row["is_money"]], row["place"], row["serial_no"], spoken[row["is_used"]],
    ]  # fmt: skip


def write(desk, comparison, change, prepared, by, at, proof):
    changed = [one.row for one in comparison.changed] if change else []
    for row in [*(row for _line, row in comparison.new), *changed]:
        whole = int(row["expected"] * 100) if row["is_money"] else int(row["expected"])
        commands.set_article(desk=desk, **{**row, "expected": whole}, by=by, at=at)
    return []


def rows(desk, at):
    return [_cells(article) for article in Article.objects.filter(desk=desk)]


LIST = List(
    slug="articles", title=_("Articles"), what=_("What is counted when the desk changes hands."),
    keepers=KEEPERS, columns=COLUMNS, example="对讲机,台,2,否,前台抽屉,DJ-01,是",
    compare=compare, write=write, rows=rows, home="list_articles",
)  # fmt: skip
