"""What a desk counts and looks at; changed by supervisor and lead, with history (A32)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run_filled
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands
from ..forms.settings import ArticleForm, CheckItemForm
from ..models import Article, CheckItem
from ..rules import KEEPERS, READERS

LATEST = 20


@require_GET
@needs_role(READERS)
def articles(request):
    return _show(request)


def _show(request, article_form=None, check_form=None):
    mine, looked_at = Article.objects.filter(desk=request.desk), CheckItem.objects.filter(desk=request.desk)
    article = mine.filter(pk=params.whole(request, "article") or 0).first()
    item = looked_at.filter(pk=params.whole(request, "item") or 0).first()
    context = {
        "articles": mine,
        "items": looked_at,
        "article_form": article_form or ArticleForm(initial=ArticleForm.of(article) if article else None),
        "check_form": check_form or CheckItemForm(initial=CheckItemForm.of(item) if item else None),
        "changes": Article.history.filter(desk=request.desk).select_related("history_user").exclude(history_user=None)[:LATEST],
        "may_change": bool(request.roles & KEEPERS),
    }  # fmt: skip
    wrong = context["article_form"].errors or context["check_form"].errors
    return render(request, "handover/articles.html", context, status=422 if wrong else 200)


@require_POST
@needs_role(KEEPERS)
def set_up(request):
    """The usual articles and check items, for a desk that has none."""
    commands.set_up(desk=request.desk)
    return redirect("handover:articles")


@require_POST
@needs_role(KEEPERS)
def set_article(request):
    form = ArticleForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.set_article, desk=request.desk):
        messages.success(request, _("Kept. Sheets that are signed keep their own words."))
        return redirect("handover:articles")
    return _show(request, article_form=form)


@require_POST
@needs_role(KEEPERS)
def set_check_item(request):
    form = CheckItemForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.set_check_item, desk=request.desk):
        messages.success(request, _("Kept. Sheets that are signed keep their own words."))
        return redirect("handover:articles")
    return _show(request, check_form=form)
