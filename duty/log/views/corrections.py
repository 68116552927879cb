"""Putting one field of a line right by another; a unit together with the name and telephone that go with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import sessions
from frontdesk.kernel.ui.acting import note_access, refusals_on, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import book, commands, reading, rules
from ..forms.corrections import CorrectionForm, UnitCorrectionForm
from ..models import Entry, Household
from ..models.entries import CORRECTABLE
from .entries import readable

CALLER = ("caller_name", "phone")


@needs_role(rules.WRITERS)
def correct(request, pk, field="unit_no"):
    """Put one field right by a new line (R41)."""
    entry = readable(request, pk)
    if field not in CORRECTABLE:
        raise Http404(field)
    now = reading.value_now(entry, field)
    if field == "phone":
        note_access(request, AccessLine.What.REVEAL, entry)
    form = _form(request, entry, field, now)
    if request.method == "POST" and form.is_valid():
        data, also = form.cleaned_data, form.also()
        with refusals_on(form):
            commands.correct_entry(
                entry_id=entry.pk, field=field, new=data["new"], reason=data["reason"], expected=data["expected"],
                also=also, by=request.user, at=request.at, key=data["key"],
            )  # fmt: skip
            tell_saved(request, form, _("The correction is in the book; the original stays readable."))
            if field == "unit_no" and data["new"]:
                _warn(request, entry, data["new"], also)
            return redirect(entry)
    fields = [(name, Entry._meta.get_field(name).verbose_name) for name in CORRECTABLE]
    context = {"entry": entry, "line": book.one(entry.pk), "form": form, "field": field, "fields": fields}
    return render(request, "log/correct.html", context, status=422 if form.errors else 200)


def _form(request, entry, field, now):
    shown = {"new": reading.for_input(field, now), "expected": now, **sessions.typed(request)}
    if field == "unit_no":
        caller = {name: reading.value_now(entry, name) for name in CALLER}
        return UnitCorrectionForm(
            request.POST or None, initial=shown, project_id=entry.desk.project_id, now=caller
        )  # fmt: skip
    category = reading.value_now(entry, "category")
    return CorrectionForm(request.POST or None, initial=shown, field=field, category=category)


def _warn(request, entry, unit_no, also):
    """Say that a unit is not in the register, and that a name and a telephone stay which belong to another one."""
    if not Household.objects.filter(project_id=entry.desk.project_id, unit_no=unit_no).exists():
        said = _("%(unit)s is not in the register of households; it is saved as typed.")
        messages.warning(request, said % {"unit": unit_no})
    if left := [name for name in CALLER if name not in also and reading.value_now(entry, name)]:
        # One sentence for each, so that it reads as a sentence in both languages.
        said = {
            "caller_name": _("The name is still the one written before: correct it if it is not theirs."),
            "phone": _("The telephone is still the one written before: correct it if it is not theirs."),
        }
        for name in left:
            address = reverse("log:correct_field", args=[entry.pk, name])
            messages.warning(request, format_html('<a href="{}">{}</a>', address, said[name]))
