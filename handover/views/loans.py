"""What the desk has lent, to whom, until when (F10, R55)."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duty.log.rules import READERS, WRITERS
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands
from ..forms.loans import LoanForm, ReturnForm
from ..models import Loan

PAGE = 50


@require_GET
@needs_role(READERS)
def loans(request):
    return _show(request)


def _show(request, loan_form=None, return_form=None, returned=None):
    here = Loan.objects.filter(desk=request.desk).select_related("entry", "recorded_by")
    past = here.exclude(returned=None).prefetch_related("returned__recorded_by")
    if before := params.whole(request, "before"):
        past = past.filter(pk__lt=before)
    past = list(past[: PAGE + 1])
    context = {
        "open": here.open().order_by("due_at", "id"),
        "past": past[:PAGE],
        "older": past[PAGE - 1].pk if len(past) > PAGE else None,
        "loan_form": loan_form or LoanForm(desk=request.desk, at=request.at),
        "return_form": return_form or ReturnForm(),
        "returned": returned,
        "may_write": bool(request.roles & WRITERS),
    }
    wrong = context["loan_form"].errors or context["return_form"].errors
    return render(request, "handover/loans.html", context, status=422 if wrong else 200)


@require_POST
@needs_role(WRITERS)
def lend(request):
    form = LoanForm(request.POST, desk=request.desk, at=request.at)
    if form.is_valid():
        words = {**form.cleaned_data, "article_id": form.cleaned_data["article"].pk}
        del words["article"]
        if run(request, form, commands.lend, desk=request.desk, **words):
            tell_saved(request, form, _("The loan is in the book."))
            return redirect("handover:loans")
    return _show(request, loan_form=form)


@require_POST
@needs_role(WRITERS)
def give_back(request, pk):
    loan = get_object_or_404(Loan, pk=pk, desk=request.desk)
    form = ReturnForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.give_back, loan_id=loan.pk):
        tell_saved(request, form, _("That it is back is in the book."))
        return redirect("handover:loans")
    return _show(request, return_form=form, returned=loan.pk)
