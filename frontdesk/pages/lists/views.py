"""Lists in and out: a page for each, with template, export, and a file that is looked at before it is taken over."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.exports import tables
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import proof
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import masks
from frontdesk.kernel.ui.acting import made_by, note_access, refusals_on
from frontdesk.kernel.ui.permissions import needs_role

from . import articles, columns, commands, households, staff
from .forms import ConfirmForm, UploadForm, sign

ALL = (staff.LIST, households.LIST, articles.LIST)
ANY = frozenset().union(*(what.keepers for what in ALL))
SHOWN, WRONG = 20, 100


@dataclass(frozen=True)
class Whole:
    """A list as a whole, as access lines name it."""

    seal_kind: str
    pk: int


@require_GET
@needs_role(ANY)
def lists(request):
    mine = [what for what in ALL if request.roles & what.keepers]
    return render(request, "lists/lists.html", {"lists": mine})


def page_of(what):
    """A view that explains a list, and shows what is in a file before anything of it is taken over."""

    @needs_role(what.keepers)
    def view(request):
        headings = ",".join(what.headings)
        form = UploadForm(request.POST or None, request.FILES or None, initial={"text": headings + "\n"})
        if request.method == "POST" and form.is_valid():
            name, data = form.given()
            with refusals_on(form):
                return _preview(request, what, name, columns.read(what.columns, data, what.most))
        return render(request, "lists/list.html", {"what": what, "form": form}, status=422 if form.errors else 200)

    return view


def _preview(request, what, name, reading, form=None):
    """What a list holds: what is new, what would change and from what, and line by line what is wrong."""
    found = what.compare(request.desk, reading.rows, request.user, request.at)
    wrong = sorted([*reading.wrong, *found.wrong])
    if form is None:
        shown = {"shown": sign(what, request.desk, request.user, reading.raw)}
        form = ConfirmForm(what=what, desk=request.desk, person=request.user, initial=shown)
    context = {
        "what": what,
        "name": name,
        "form": form,
        "found": found,
        "new": [(line, _cells(what, reading, line)) for line, _row in found.new[:SHOWN]],
        "more_new": max(0, len(found.new) - SHOWN),
        "changed": found.changed[:WRONG],
        "more_changed": max(0, len(found.changed) - WRONG),
        "wrong": wrong[:WRONG],
        "wrong_count": len(wrong),
        "more_wrong": max(0, len(wrong) - WRONG),
        "passed_over": reading.passed_over,
    }
    return render(request, "lists/preview.html", context, status=422 if form.errors else 200)


def _cells(what, reading, line):
    """A line as it stood, with its telephone number masked as in every list."""
    cells = dict(reading.raw)[line]
    return [
        masks.phone(text) if column.name == "phone" else text for column, text in zip(what.columns, cells, strict=True)
    ]


def confirm_of(what):
    """A view that takes over what the preview has shown."""

    @require_POST
    @needs_role(what.keepers)
    def view(request):
        form = ConfirmForm(request.POST, what=what, desk=request.desk, person=request.user)
        if not form.is_valid() and "shown" not in form.cleaned_data:
            messages.error(request, form.errors["shown"][0])
            return redirect(f"list_{what.slug}")
        reading = columns.parse(what.columns, form.cleaned_data["shown"])
        if form.is_valid():
            with refusals_on(form):
                return _take_over(request, what, form, reading)
        return _preview(request, what, "", reading, form)

    return view


def _take_over(request, what, form, reading):
    if reading.wrong:
        raise Refused(_("Something in the list is wrong, so nothing of it was taken over. Look at the lines below."))
    said = {"change": form.cleaned_data["change"], "rows": reading.rows}
    if what.is_signed:
        password = form.cleaned_data["password"]
        said["proof"] = proof.by_password(request, person=request.user, password=password, at=request.at)
    made = commands.take_over(what=what, desk=request.desk, by=request.user, at=request.at, **said)
    if made:
        return render(request, "lists/accounts.html", {"what": what, "made": made})
    count = len(reading.rows)
    messages.success(
        request, ngettext("%(n)s line was taken over.", "%(n)s lines were taken over.", count) % {"n": count}
    )
    return redirect(what.home)


def export_of(what):
    """A view that gives everything of a list as a spreadsheet; that somebody took it along is noted (R45)."""

    @require_GET
    @needs_role(what.keepers)
    def view(request):
        note_access(request, AccessLine.What.EXPORT, Whole(f"lists.{what.slug}", request.desk.project_id))
        rows = [what.headings, *what.rows(request.desk, request.at)]
        name = f"{what.slug}-{request.desk.project.code}"
        return tables.download(
            rows, kind="xlsx", name=name, title=str(what.title), made=made_by(request), comes_back=True
        )

    return view


def template_of(what):
    """A view that gives an empty spreadsheet with a list's headings."""

    @require_GET
    @needs_role(what.keepers)
    def view(request):
        return tables.download([what.headings], kind="xlsx", name=what.slug, title=str(what.title))

    return view
