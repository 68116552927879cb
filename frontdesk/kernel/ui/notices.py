"""What somebody was told, and where mail reaches them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.notices import commands, obligations
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.notices.rules import KEEPERS
from frontdesk.kernel.people.commands import set_contact
from frontdesk.kernel.people.models import Contact
from frontdesk.kernel.people.refusal import Refused

from . import params
from .forms import ContactForm
from .permissions import for_everyone

A_PAGE, APART = 50, 20


@for_everyone
def told(request):
    """The newest notices, or those before one of them; a POST says that all were seen."""
    if request.method == "POST":
        commands.mark_read(by=request.user, at=request.at)
        return redirect("notices")
    return show(request)


def show(request, form=None):
    theirs = Notice.objects.filter(person=request.user).order_by("-id")
    found = theirs.exclude(kind__in=obligations.apart)
    if before := params.whole(request, "before"):
        found = found.filter(pk__lt=before)
    lines = list(found[: A_PAGE + 1])
    if form is None:
        known = Contact.objects.filter(person=request.user).first()
        form = ContactForm(initial={"email": known.email, "mobile": known.mobile} if known else {})
    context = {
        "notices": lines[:A_PAGE],
        "older": lines[A_PAGE - 1].pk if len(lines) > A_PAGE else None,
        "apart": [] if before else theirs.filter(kind__in=obligations.apart)[:APART],
        "form": form,
        "keeps_channels": bool(request.roles & KEEPERS),
    }
    return render(request, "notices/list.html", context, status=422 if form.errors else 200)


@require_GET
@for_everyone
def open_notice(request, pk):
    """Goes to what a notice is about, and marks it as seen; somebody else's is not there."""
    try:
        notice = commands.open_notice(notice_id=pk, by=request.user, at=request.at)
    except Notice.DoesNotExist:
        raise Http404 from None
    return redirect(notice.link)


@require_POST
@for_everyone
def contact(request):
    """Where the person who asks can be reached outside."""
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            set_contact(**form.cleaned_data, by=request.user)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Your address is kept."))
            return redirect("notices")
    return show(request, form)
