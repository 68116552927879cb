"""The register of volumes, and the page of one: closed, kept, held, exported, disposed of (F16, R42, R43)."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import hand_out, note_access, run, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import for_everyone, needs_role

from .. import commands, rules, volumes
from ..commands.exports import is_silent
from ..forms import archive as forms
from ..models import ArchiveSettings, Entry, LogBook, VolumeExported

PAGE, LOOKS = 60, 30
SHOWN = ("all", "open", "due")
SUPERVISOR, LEAD = frozenset({Role.SUPERVISOR}), frozenset({Role.PROJECT_LEAD})


@dataclass(frozen=True)
class Act:
    """What may be done to a volume: an address, a form, a command. when(standing, day): whether it makes sense now."""

    slug: str
    form: type
    verb: Callable
    label: str
    said: str
    when: Callable
    roles: frozenset
    is_main: bool = False


def _is_closed(standing, day):
    return standing.state in {volumes.CLOSED, volumes.HELD}


ACTS = (
    Act(
        "close", forms.CloseForm, commands.close_book, _("Close the volume"),
        _("The volume is closed and signed. Its files are being made."),
        lambda standing, day: standing.state == volumes.OPEN and day >= volumes.following(standing.book.month),
        SUPERVISOR, is_main=True,
    ),
    Act(
        "approve", forms.SignForm, commands.approve_disposal, _("Approve the disposal"),
        _("The disposal is approved; the worker carries it out."),
        lambda standing, day: bool(standing.asked) and standing.is_due(day), LEAD, is_main=True,
    ),
    Act(
        "decline", forms.ReasonForm, commands.decline_disposal, _("Decline the disposal"), _("The disposal is declined."),
        lambda standing, day: bool(standing.asked) and _is_closed(standing, day), LEAD,
    ),
    Act(
        "dispose", forms.AskDisposalForm, commands.ask_disposal, _("Ask for its disposal"),
        _("The project lead is told, and has to approve."),
        lambda standing, day: standing.is_due(day) and not standing.asked, SUPERVISOR, is_main=True,
    ),
    Act(
        "move", forms.MoveForm, commands.change_custodian, _("Another custodian or place"),
        _("The register says who keeps the volume now."), _is_closed, SUPERVISOR,
    ),
    Act(
        "hold", forms.ReasonForm, commands.hold, _("Put its disposal on hold"), _("Nobody disposes of it until this is lifted."),
        lambda standing, day: standing.state == volumes.CLOSED, rules.DECIDERS,
    ),
    Act(
        "lift", forms.ReasonForm, commands.lift_hold, _("Lift the hold"), _("The hold is lifted."),
        lambda standing, day: standing.state == volumes.HELD, LEAD,
    ),
)  # fmt: skip


@require_GET
@for_everyone
def archive(request):
    """The register 记录本登记: for those who answer for it all volumes of the desk, for a custodian those kept by them."""
    shown = request.GET.get("show", "all")
    if request.desk is None or shown not in SHOWN:
        raise Http404(shown)
    day = volumes.today(request.desk, request.at)
    if request.roles & rules.ARCHIVE_READERS:
        books = LogBook.objects.filter(desk=request.desk).order_by("-month")
        if before := params.whole(request, "before"):
            books = books.filter(pk__lt=before)
        if shown == "open":
            books = books.filter(closing=None)
        if shown == "due":
            found = [one for one in volumes.standings(books.filter(certificate=None)) if one.is_due(day)]
        else:
            found = volumes.standings(books[: PAGE + 1])
    else:
        found = volumes.kept_by(request.user, [request.desk.project_id])
        if not found:
            raise Http404
    older = found[PAGE - 1].book.pk if len(found) > PAGE else None
    found = found[:PAGE]
    downloads = _downloads([one.book.pk for one in found])
    context = {
        "volumes": [(one, one.is_due(day), downloads[one.book.pk]) for one in found],
        "older": older,
        "shown": shown,
        "keep_years": volumes.keep_years(request.desk.project),
        "answers": bool(request.roles & rules.ARCHIVE_READERS),
    }
    return render(request, "log/archive.html", context)


def _downloads(book_ids):
    """{volume id: how often one of its files was downloaded}"""
    files = dict(VolumeExported.objects.filter(book__in=book_ids).values_list("pk", "book"))
    lines = AccessLine.objects.filter(
        about_kind=VolumeExported.seal_kind, about_id__in=files, what=AccessLine.What.EXPORT
    )
    counted: Counter = Counter()
    for pk, count in lines.order_by().values_list("about_id").annotate(Count("id")):
        counted[files[pk]] += count
    return counted


@require_GET
@for_everyone
def volume(request, pk):
    return show(request, _standing(request, pk))


def _standing(request, pk):
    """How a volume stands, for those who may see it: another desk's is not there, nor one that somebody else keeps."""
    book = LogBook.objects.filter(pk=pk, desk=request.desk).first() if request.desk else None
    standing = volumes.standing(book) if book else None
    if standing is None or not (request.roles & rules.ARCHIVE_READERS or standing.custodian == request.user):
        raise Http404(pk)
    return standing


def show(request, standing, refused=None, form=None, status=200):
    """The page of a volume. refused, form: the act whose form came back, and that form."""
    book, day = standing.book, volumes.today(request.desk, request.at)
    here = {"project_id": request.desk.project_id, "at": request.at}
    acts = [
        (act, form if act is refused else act.form(**here), act is refused)
        for act in ACTS
        if act is refused or (request.roles & act.roles and act.when(standing, day))
    ]
    looks = Q(about_kind=LogBook.seal_kind, about_id=book.pk)
    looks |= Q(about_kind=Entry.seal_kind, about_id__in=book.entries.values("pk"), what=AccessLine.What.PAST_VOLUME)
    looks |= Q(about_kind=VolumeExported.seal_kind, about_id__in=book.files.values("pk"))
    context = {
        "one": standing,
        "acts": acts,
        "steps": book.volume_steps.select_related("recorded_by", "custodian").order_by("id"),
        "looks": AccessLine.objects.filter(looks, project=request.desk.project_id).select_related("person")[:LOOKS],
        "counts": {} if standing.closing else volumes.counts(book),
        "is_over": day >= volumes.following(book.month),
        "may_see_looks": bool(request.roles & rules.ARCHIVE_READERS),
        **_files(request, standing),
    }
    return render(request, "log/volume.html", context, status=status)


def _files(request, standing):
    book = standing.book
    runs = {}
    for run_ in book.exports.select_related("asked_by").order_by("id"):
        runs[run_.media_type] = run_
    open_ = [(volumes.makers[kind].label, one, is_silent(one, request.at)) for kind, one in runs.items()]
    return {
        "one": standing,
        "files": [(one, volumes.makers[one.media_type].label) for one in book.files.order_by("-id")],
        "runs": [line for line in open_ if line[1].state != line[1].State.DONE],
        "is_working": any(one.is_open and not silent for _label, one, silent in open_),
        "makers": [(kind, maker.label) for kind, maker in volumes.makers.items()],
        "may_ask": bool(request.roles & rules.DECIDERS) and standing.state in {volumes.CLOSED, volumes.HELD},
    }


@require_GET
@for_everyone
def volume_files(request, pk):
    """Its files and how far those are that are being made; the page asks again while one is."""
    standing = _standing(request, pk)
    return render(request, "log/_volume_files.html", _files(request, standing))


def view_of(act):
    """A view that runs the command of an act with what its form holds, and shows the volume again."""

    @require_POST
    @needs_role(act.roles)
    def view(request, pk):
        standing = _standing(request, pk)
        form = act.form(request.POST, project_id=request.desk.project_id, at=request.at)
        if form.is_valid() and run_filled(request, form, act.verb, book_id=standing.book.pk):
            tell_saved(request, form, act.said)
            return redirect("log:volume", pk=standing.book.pk)
        return show(request, standing, act, form, status=422)

    return view


@require_POST
@needs_role(rules.DECIDERS)
def make_file(request, pk):
    standing = _standing(request, pk)
    try:
        kind = request.POST.get("media_type", "")
        commands.ask_export(book_id=standing.book.pk, media_type=kind, by=request.user, at=request.at)
        messages.success(request, _now("The file is being made."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect(f"{reverse('log:volume', args=[pk])}#files")


@require_GET
@for_everyone
def download_export(request, pk):
    """A registered file, if it is still the one that was registered; who took it is noted (R42, R45)."""
    exported = VolumeExported.objects.filter(pk=pk, desk=request.desk).first() if request.desk else None
    if exported is None:
        raise Http404(pk)
    standing = _standing(request, exported.book_id)
    path = volumes.path_of(exported)
    if not path.exists():
        raise Http404(exported.name)
    with path.open("rb") as file:
        is_same = hashlib.file_digest(file, "sha256").hexdigest() == exported.sha256
    if not is_same:
        messages.error(
            request, _now("This file is not the one that was registered. Have it made again, and tell the auditor.")
        )
        return redirect("log:volume", pk=standing.book.pk)
    note_access(request, AccessLine.What.EXPORT, exported)
    return hand_out(path, name=exported.name, media_type=exported.media_type)


@require_GET
@for_everyone
def print_certificate(request, pk):
    """The certificate of disposal 销毁证明 on paper, with lines for ink; that somebody made it is noted (R43, R45)."""
    standing = _standing(request, pk)
    if standing.certificate is None:
        raise Http404(pk)
    note_access(request, AccessLine.What.PRINT, standing.certificate)
    return render(request, "log/certificate.html", {"one": standing, "certificate": standing.certificate})


@require_GET
@needs_role(rules.READERS)
def retention(request):
    """How long volumes are kept, and who set it (R43)."""
    return _show_years(request, forms.KeepYearsForm(initial={"years": volumes.keep_years(request.desk.project)}))


@require_POST
@needs_role(LEAD)
def set_retention(request):
    form = forms.KeepYearsForm(request.POST)
    here = {"project_id": request.desk.project_id}
    if form.is_valid() and run(request, form, commands.set_keep_years, **here, **form.cleaned_data):
        messages.success(request, _now("This holds from now on, also for volumes that are closed already."))
        return redirect("log:retention")
    return _show_years(request, form)


def _show_years(request, form):
    changes = ArchiveSettings.history.filter(project=request.desk.project_id).select_related("history_user")
    context = {
        "form": form,
        "years": volumes.keep_years(request.desk.project),
        "changes": changes.order_by("-history_id")[:20],
        "may_change": bool(request.roles & LEAD),
    }
    return render(request, "log/retention.html", context, status=422 if form.errors else 200)
