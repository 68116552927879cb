"""Who holds which role at this project: seen by those who lead it, changed with a signature (R04, R44)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from frontdesk.kernel.appointments import commands
from frontdesk.kernel.appointments.models import RoleChange
from frontdesk.kernel.appointments.rules import APPOINTERS, may_appoint, may_name_deputy
from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.records import access
from frontdesk.kernel.ui.acting import run_filled
from frontdesk.kernel.ui.forms import ColleagueChoice, Password
from frontdesk.kernel.ui.inputs import DeskMoment
from frontdesk.kernel.ui.permissions import needs_role

SEERS = frozenset({Role.PROJECT_LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
CHANGERS = frozenset({Role.PROJECT_LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})
SIGNED = gettext_lazy("The change is signed and in the records.")


class AppointForm(forms.Form):
    """A role for somebody of this project; with a time limit and the tick it names who stands in for the supervisor."""

    person = ColleagueChoice(label=gettext_lazy("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    acting = forms.BooleanField(label=gettext_lazy("stands in for the supervisor"), required=False)
    ends_at = DeskMoment(label=gettext_lazy("Until"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)
    password = Password(help_text=gettext_lazy("Your own, as signature."))

    def __init__(self, *args, project_id, deputies_only, **kwargs):
        super().__init__(*args, **kwargs)
        if deputies_only:  # a supervisor names who stands in, and gives no other role
            del self.fields["acting"]
            self.fields["role"].choices = [(Role.SUPERVISOR, gettext_lazy("Acting supervisor"))]
            self.fields["ends_at"].required = True
        known = Posting.objects.filter(project_id=project_id).values("person")
        self.fields["person"].queryset = User.objects.filter(pk__in=known, is_active=True)


@needs_role(SEERS)
def people(request):
    """Everybody posted at the project, the last changes, and the form to change it."""
    project_id = request.desk.project_id
    gives_any = bool(request.roles & APPOINTERS)
    may_change = gives_any or may_name_deputy(request.user, project_id=project_id, at=request.at)
    form = AppointForm(request.POST or None, project_id=project_id, deputies_only=not gives_any)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if form.is_valid() and _appoint(request, form):
            return redirect("people")
    postings = Posting.objects.at(request.at).filter(project_id=project_id).select_related("person")
    postings = list(postings.order_by("role", "person__name_sort"))
    sees_promises = bool(request.roles & APPOINTERS)
    promised = access.promised_until({posting.person_id for posting in postings}) if sees_promises else {}
    context = {
        "form": form,
        "postings": [(posting, _may_end(request, posting), promised.get(posting.person_id)) for posting in postings],
        "sees_promises": sees_promises,
        "changes": RoleChange.objects.filter(desk=request.desk).select_related("person", "recorded_by")[:20],
        "may_change": may_change,
        "keeps_accounts": gives_any,
    }
    return render(request, "pages/people.html", context, status=422 if form.errors else 200)


def _appoint(request, form):
    acting = {} if "acting" in form.fields else {"acting": True}
    done = run_filled(
        request, form, commands.appoint, project_id=request.desk.project_id, starts_at=request.at, **acting
    )
    if done:
        messages.success(request, SIGNED)
    return done


def _may_end(request, posting):
    return may_appoint(
        request.user, project_id=posting.project_id, person=posting.person, role=posting.role, acting=posting.acting,
        at=request.at,
    )  # fmt: skip


@require_POST
@needs_role(CHANGERS)
def end_posting(request, pk):
    posting = get_object_or_404(Posting, pk=pk, project_id=request.desk.project_id)
    form = EndForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.end_posting, posting_id=posting.pk):
        messages.success(request, SIGNED)
        return redirect("people")
    messages.error(request, next(iter(form.errors.values()))[0])
    return redirect("people")


class EndForm(forms.Form):
    password = Password()
    reason = forms.CharField(max_length=200, required=False)
