"""The sheet of an entry, its paper form, and the registers, which are filter views of the book (R16)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import params, sessions
from frontdesk.kernel.ui.acting import note_access, run, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import book, categories, commands, reading, rules, sheets
from ..forms.sheets import FORMS
from ..models import Complaint, ServiceOrder, State, WorkOrder
from .book import note_closed
from .entries import note_if_closed, readable

PAGE = 50
REGISTERS = {
    "work-orders": (WorkOrder, gettext_lazy("Work orders")),
    "complaints": (Complaint, gettext_lazy("Complaints")),
    "services": (ServiceOrder, gettext_lazy("Services")),
}


@require_GET
@needs_role(rules.READERS)
def sheet(request, pk):
    """The sheet as it stands, the form that writes its next version, and what each version changed."""
    entry = _with_sheet(request, pk)
    note_if_closed(request, entry)
    return _show(request, entry)


@require_POST
@needs_role(rules.WRITERS | rules.DECIDERS)
def save_sheet(request, pk):
    entry = _with_sheet(request, pk)
    form = FORMS[sheets.kind_for(entry)](request.POST)
    if form.is_valid() and _save(request, entry, form):
        return redirect("log:sheet", pk=entry.pk)
    return _show(request, entry, form)


def _with_sheet(request, pk):
    entry = readable(request, pk)
    if sheets.kind_for(entry) is None:
        raise Http404(pk)
    return entry


def _show(request, entry, form=None):
    model, now = sheets.kind_for(entry), sheets.newest(entry)
    if form is None:
        known = {} if now else _from_entry(entry, model)
        form = FORMS[model](sheet=now, initial={**known, **sessions.typed(request)})
    context = {
        "entry": entry,
        "line": book.one(entry.pk),
        "sheet": now,
        "form": form,
        "versions": sheets.versions(entry),
        "missing": sheets.missing(entry),
        "repeated": sheets.repeated(entry) if model is Complaint else 0,
        "may_write": bool(request.roles & (rules.WRITERS | rules.DECIDERS)),
    }
    return render(request, "log/sheet.html", context, status=422 if form.errors else 200)


def _from_entry(entry, model):
    """What the call itself has said already."""
    sub = categories.subs_of(reading.value_now(entry, "category")).get(reading.value_now(entry, "subcategory"))
    description = reading.value_now(entry, "description")
    return {
        WorkOrder: {
            "trade": str(sub.label) if sub else "", "fault": description, "area": "indoor" if entry.unit_no else "public",
        },
        Complaint: {"demand": entry.customer_request or "", "department": entry.department},
        ServiceOrder: {
            "sort": entry.subcategory if entry.subcategory in ServiceOrder.Sort.values else "paid",
            "appointed_at": entry.appointed_at, "item": description[:80],
        },
    }[model]  # fmt: skip


def _save(request, entry, form):
    words = {name: form.cleaned_data[name] for name in ("expected", "key")}
    done = run(request, form, commands.save_sheet, entry_id=entry.pk, values=form.values(), **words)
    if done:
        tell_saved(request, form, _("The sheet is in the book as a new version."))
    return done


@require_GET
@needs_role(rules.READERS)
def print_sheet(request, pk):
    """The paper form, with lines for ink; that somebody made it is noted (R45)."""
    entry = readable(request, pk)
    now = sheets.newest(entry)
    if now is None:
        raise Http404(pk)
    note_access(request, AccessLine.What.PRINT, now)
    line = book.one(entry.pk)
    steps = [note for note in line.notes if note["kind"] in {"dispatched", "accepted", "arrived", "finished", "result"}]
    context = {"entry": entry, "line": line, "sheet": now, "rows": sheets.rows(now), "steps": steps}
    return render(request, "log/sheet_print.html", context)


def in_register(model, desk, shown):
    """The newest version of each sheet of a desk; shown: 'all' or 'open', 404 for anything else."""
    found = model.objects.newest().filter(desk=desk)
    if shown == "open":
        return found.exclude(entry__matter__state=State.CLOSED)
    if shown != "all":
        raise Http404(shown)
    return found


@require_GET
@needs_role(rules.READERS)
def register(request, slug):
    """The sheets of one sort, newest first, each as it stands."""
    if slug not in REGISTERS:
        raise Http404(slug)
    model, heading = REGISTERS[slug]
    shown = request.GET.get("show", "all")
    found = in_register(model, request.desk, shown)
    if before := params.whole(request, "before"):
        found = found.filter(entry_id__lt=before)
    page = list(found.order_by("-entry_id")[: PAGE + 1])
    lines = {line.id: line for line in book.of_ids([one.entry_id for one in page[:PAGE]])}
    note_closed(request, lines.values())
    context = {
        "heading": heading,
        "slug": slug,
        "registers": [(name, label) for name, (_model, label) in REGISTERS.items()],
        "shown": shown,
        "rows": [(one, lines[one.entry_id]) for one in page[:PAGE]],
        "older": page[PAGE - 1].entry_id if len(page) > PAGE else None,
    }
    return render(request, "log/register.html", context)
