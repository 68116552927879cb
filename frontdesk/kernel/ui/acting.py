"""What a view does besides fetching and showing: run one command, say that it is done, note who looked."""

from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import access, attachments, proof, sealing
from frontdesk.kernel.records.models import AccessLine

from .templatetags.desk import clock, day


@contextmanager
def refusals_on(form):
    """What a command refuses inside stands on the form; what it forbids is answered with 403."""
    try:
        yield
    except Forbidden as no:
        raise PermissionDenied(str(no)) from no
    except Refused as no:
        form.add_error(None, str(no))
        if isinstance(no, sealing.SentOtherwise):
            form.renew_key()


def run(request, form, verb, **words):
    """Run a command with these words; whether it was done. A refusal stands on the form, and nothing is changed.

    A form that asks for the password of the person at the screen gives the command a fresh `proof` of them.
    """
    with refusals_on(form):
        if "password" in form.fields:
            words["proof"] = proof.by_password(
                request, person=request.user, password=form.cleaned_data["password"], at=request.at
            )
        verb(by=request.user, at=request.at, **words)
        return True
    return False


def run_filled(request, form, verb, **about):
    """Run a command with all that a form holds: its fields are named as the command's arguments are."""
    words = {name: value for name, value in form.cleaned_data.items() if name != "password"}
    return run(request, form, verb, **words, **about)


def tell_saved(request, form, said):
    """Say that it is in the book; the form's key lets the browser drop its draft."""
    messages.success(request, said, extra_tags=f"saved {form['key'].value()}")


def note_access(request, what, about):
    """Note that whoever asks looked at what is shown on request only; about: the record. R44, R45."""
    access.note(
        by=request.user, at=request.at, project_id=request.desk.project_id, what=what, about=about,
        address=request.META.get("REMOTE_ADDR"),
    )  # fmt: skip


def made_by(request):
    """What a file says of who asked for it, and when (R45)."""
    said = {"name": request.user.name, "day": day(request.at), "time": clock(request.at)}
    return _("Made by %(name)s, %(day)s %(time)s. For internal use only.") % said


def download(request, attachment):
    """An attachment as a download; who opened it is noted. Raises Http404 when it is not on disk."""
    path = attachments.path_of(attachment.sha256)
    if not path.exists():
        raise Http404(attachment.sha256)
    note_access(request, AccessLine.What.ATTACHMENT, attachment)
    return hand_out(path, name=attachment.name or "", media_type=attachment.media_type)


def hand_out(path, *, name, media_type):
    """A file as a download that no browser runs."""
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
