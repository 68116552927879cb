"""Whether what a sheet of paper says of the book still holds: its code is typed in, or scanned (R40)."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duty.log.rules import READERS
from frontdesk.kernel.records import catalogue, paper
from frontdesk.kernel.ui.permissions import needs_role


class CodeForm(forms.Form):
    """The code under a printed sheet, with or without its hyphens."""

    code = forms.CharField(
        label=_("Code on the sheet"), max_length=paper.LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        help_text=_("Capitals, spaces and hyphens do not matter; O is read as 0, I and L as 1."),
    )  # fmt: skip


@require_GET
@needs_role(READERS)
def check_paper(request):
    """The form; with ?code= what is to be said of it. The books of all desks of the project are looked at."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    verdict = None
    if form.is_valid():
        verdict = paper.check(form.cleaned_data["code"], request.desk.project.desks.all())
    context = {
        "form": form,
        "verdict": verdict,
        "lines": [(line, _kind(line)) for line in verdict.since] if verdict else [],
    }
    return render(request, "pages/paper_check.html", context, status=422 if form.errors else 200)


def _kind(line):
    """What sort of record was printed, as people call it."""
    model = catalogue.sealed_models().get(line.about_kind)
    return model._meta.verbose_name if model else line.about_kind
