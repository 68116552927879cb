"""The two signatures at one terminal, and the sheet that came of them (R56, R64, A23, A33)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duty.roster import attendance
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import attachments, proof
from frontdesk.kernel.records.models import AccessLine, Attachment, Signature
from frontdesk.kernel.ui.acting import download, note_access, refusals_on, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, paper, reading
from ..forms import work as forms
from ..models import Sheet
from ..rules import READERS, RELEASERS, SIGNERS
from .work import frame_of, on_open_handover, show, what_became_of


@needs_role(SIGNERS)
@on_open_handover
def sign(request, frame):
    """The sheet as it will be sealed, and a password field for each of the two; both or nothing."""
    pk = frame.handover.pk
    form = forms.SignForm(request.POST or None, signers=_signers(frame.handover), initial={"digest": frame.digest})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            sheet = commands.sign(
                handover_id=pk, digest=form.cleaned_data["digest"], proofs=_proofs(request, form), strokes=form.strokes,
                by=request.user, at=request.at, key=form.cleaned_data["key"],
            )  # fmt: skip
            return _signed(request, form, sheet, pk)
        frame = frame_of(request, pk)  # a first signature may have fallen, the other browser may have signed
        if frame is None:
            return what_became_of(pk)
        form.data = form.data.copy()
        form.data["digest"] = frame.digest
    return _show_sign(request, frame, form)


def _show_sign(request, frame, form=None, refuse_form=None):
    handover = frame.handover
    form = form or forms.SignForm(signers=_signers(handover), initial={"digest": frame.digest})
    context = {
        "form": form,
        "refuse_form": refuse_form or forms.RefuseForm(),
        "may_refuse": request.user.pk in handover.signers,
        "paper": paper.of_frame(frame),
    }
    wrong = form.errors or (refuse_form and refuse_form.errors)
    return show(request, frame, "sign", status=422 if wrong else 200, **context)


def _signers(handover):
    sides = (("outgoing", handover.outgoing), ("incoming", handover.incoming))
    return [(side, person) for side, person in sides if person]


def _proofs(request, form):
    """A fresh proof for each password that was entered; one wrong one, and nobody has signed."""
    found = []
    for side, person, password in form.given:
        try:
            found.append(proof.by_password(request, person=person, password=password, at=request.at))
        except Refused as no:
            form.add_error(f"password-{side}", str(no))
    if form.errors:
        if len(form.signers) == 1:
            raise Refused(_("Nothing was signed. Put the password right and sign again."))
        raise Refused(_("Nothing was signed. Put the password right, then both of you sign again."))
    return found


def _signed(request, form, sheet, pk):
    if sheet is None:
        messages.success(request, _("The first signature is kept for ten minutes. The other one signs now."))
        return redirect("handover:sign", pk=pk)
    alone = len(form.signers) == 1
    said = _("Signed. The sheet is in the records.") if alone else _("Both have signed. The sheet is in the records.")
    tell_saved(request, form, said)
    return redirect(sheet)


@require_POST
@needs_role(SIGNERS)
@on_open_handover
def refuse(request, frame):
    """拒接: not to sign, with one of the four reasons; the supervisor is told at once."""
    form = forms.RefuseForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.refuse, handover_id=frame.handover.pk):
        messages.success(request, _("The supervisor has been told why. The handover stays open; nobody leaves yet."))
        return redirect("handover:overview")
    return _show_sign(request, frame, refuse_form=form)


def sheet_of(request, pk):
    found = Sheet.objects.select_related("desk__project", "outgoing", "incoming")
    return get_object_or_404(found, pk=pk, desk=request.desk)


@require_GET
@needs_role(READERS)
def sheet(request, pk):
    return _show_sheet(request, sheet_of(request, pk))


def _show_sheet(request, sheet, read_form=None, countersign_form=None):
    waits = commands.awaits_countersignature(sheet) and bool(request.roles & RELEASERS)
    signatures = [(one, attachments.of(one).first()) for one in commands.signatures_of(sheet)]
    context = {
        "sheet": sheet,
        "paper": paper.of_sheet(sheet),
        "signatures": signatures,
        "photos": attachments.of(sheet),
        "reads": sheet.reads.select_related("recorded_by"),
        "read_form": read_form or _read_form(request, sheet),
        "countersign_form": countersign_form or (waits and forms.CountersignForm()),
        "before": Sheet.objects.filter(desk=sheet.desk, pk__lt=sheet.pk).order_by("-pk").first(),
        "after": Sheet.objects.filter(desk=sheet.desk, pk__gt=sheet.pk).order_by("pk").first(),
    }
    wrong = (read_form and read_form.errors) or (countersign_form and countersign_form.errors)
    return render(request, "handover/sheet.html", context, status=422 if wrong else 200)


def _read_form(request, sheet):
    """For whoever else stands the shift that took over, until they have read it."""
    here = attendance.present(sheet.desk, request.at)
    if reading.unread(reading.newest(sheet.desk), request.user, here) != sheet:
        return None
    return forms.SheetReadForm(items=reading.items_of(sheet))


@require_POST
@needs_role(SIGNERS)
def read_sheet(request, pk):
    found = sheet_of(request, pk)
    form = forms.SheetReadForm(request.POST, items=reading.items_of(found))
    if form.is_valid() and run_filled(request, form, commands.read_sheet, sheet_id=found.pk):
        tell_saved(request, form, _("It is in the records that you have read this sheet."))
        return redirect("workbench")
    return _show_sheet(request, found, read_form=form)


@require_POST
@needs_role(RELEASERS)
def countersign(request, pk):
    """The supervisor's signature under an opening or closing that nobody witnessed (A23)."""
    found = sheet_of(request, pk)
    form = forms.CountersignForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.countersign, sheet_id=found.pk):
        messages.success(request, _("Your signature is in the records."))
        return redirect(found)
    return _show_sheet(request, found, countersign_form=form)


@require_GET
@needs_role(READERS)
def print_sheet(request, pk):
    """The form as it is known on paper, with lines for ink; that somebody made it is noted (R45, R64)."""
    found = sheet_of(request, pk)
    note_access(request, AccessLine.What.PRINT, found)
    context = {"sheet": found, "paper": paper.of_sheet(found), "signatures": commands.signatures_of(found)}
    return render(request, "handover/print.html", context)


@require_GET
@needs_role(READERS)
def attachment(request, pk):
    """A picture of the desk, or a stroke beside a signature, of this desk's sheets."""
    kinds = [Sheet.seal_kind, Signature.seal_kind]
    return download(request, get_object_or_404(Attachment, pk=pk, desk=request.desk, about_kind__in=kinds))
