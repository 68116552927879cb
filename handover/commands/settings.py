"""What is counted and looked at when the desk changes hands; changed by supervisor and lead, with history (A32)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak

from .. import rules, usual
from ..models import Article, CheckItem, Loan

NOT_KEEPER = _("Only the supervisor and the project lead change this.")


def set_up(*, desk):
    """The usual articles and check items for a desk that has none; harmless afterwards."""
    if not Article.objects.filter(desk=desk).exists():
        Article.objects.bulk_create(
            Article(desk=desk, name=name, unit=unit, expected=expected, is_money=is_money, position=place)
            for place, (name, unit, expected, is_money) in enumerate(usual.ARTICLES)
        )
    if not CheckItem.objects.filter(desk=desk).exists():
        CheckItem.objects.bulk_create(
            CheckItem(desk=desk, group=group, name=name, line=line, position=place)
            for place, (group, name, line) in enumerate(usual.CHECKS)
        )


def set_article(*, desk, name, unit, expected, is_money, place, serial_no, is_used, by, at):
    """Add an article, or change the one of that name; what is signed keeps its own words. expected: pieces, or fen."""
    _must_keep(by, desk, at)
    with constraints_speak(Article), transaction.atomic():
        article = Article.objects.filter(desk=desk, name=name.strip()).first()
        if article is None:
            article = Article(desk=desk, name=name.strip(), position=Article.objects.filter(desk=desk).count())
        if not is_used and Loan.objects.open().filter(article=article.pk).exists():
            raise Refused(_("Some of these are lent. Take them back first."))
        article.unit, article.expected, article.is_money, article.is_used = unit.strip(), expected, is_money, is_used
        article.place, article.serial_no = place.strip(), serial_no.strip()
        article.clean_fields(exclude=["desk"])
        history.save(article, by=by, at=at)


def set_check_item(*, desk, group, name, line, is_used, by, at):
    """Add something that is looked at, or change the one of that name in its part."""
    _must_keep(by, desk, at)
    with constraints_speak(CheckItem), transaction.atomic():
        item = CheckItem.objects.filter(desk=desk, group=group, name=name.strip()).first()
        if item is None:
            item = CheckItem(desk=desk, group=group, name=name.strip())
            item.position = CheckItem.objects.filter(desk=desk).count()
        item.line, item.is_used = line, is_used
        item.clean_fields(exclude=["desk"])
        history.save(item, by=by, at=at)


def _must_keep(by, desk, at):
    if not rules.may_keep(by, desk.project_id, at):
        raise Forbidden(NOT_KEEPER)
