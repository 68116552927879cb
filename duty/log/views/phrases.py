"""The phrases of a desk: read by everybody who types there, changed by supervisor and lead."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.ui.acting import run_filled
from frontdesk.kernel.ui.permissions import needs_role

from .. import categories, commands, rules
from ..forms.settings import PhraseForm
from ..models import Phrase


@require_GET
@needs_role(rules.READERS)
def phrases(request):
    return _show(request, PhraseForm())


@require_POST
@needs_role(rules.DECIDERS)
def add_phrase(request):
    form = PhraseForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.add_phrase, desk=request.desk):
        messages.success(request, _("The desk is offered it from now on."))
        return redirect("log:phrases")
    return _show(request, form)


@require_POST
@needs_role(rules.DECIDERS)
def remove_phrase(request, pk):
    phrase = get_object_or_404(Phrase, pk=pk, desk=request.desk)
    commands.remove_phrase(phrase_id=phrase.pk, by=request.user, at=request.at)
    messages.success(request, _("It is offered no more; what was written with it stays."))
    return redirect("log:phrases")


def _show(request, form):
    rows = list(Phrase.objects.filter(desk=request.desk))
    context = {
        "form": form,
        "groups": [(kind.label, [(one, _of(one)) for one in rows if one.kind == kind]) for kind in Phrase.Kind],
        "may_change": bool(request.roles & rules.DECIDERS),
        "changes": Phrase.history.filter(desk=request.desk)
        .select_related("history_user")
        .exclude(history_user=None)[:10],
    }
    return render(request, "log/phrases.html", context, status=422 if form.errors else 200)


def _of(phrase):
    return categories.label(phrase.category) if phrase.category else _("every category")
