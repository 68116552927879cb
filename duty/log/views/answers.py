"""Every answer to what hangs on a matter: an escalation, an instruction, a call-out, a measure."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.ui.acting import run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role
from frontdesk.kernel.ui.templatetags.desk import spell

from .. import book, commands, rules
from ..forms import steps as forms
from ..models import CallOut, Escalation, Instruction, Matter, Measure
from ..rules import CALLED, DECIDERS, READERS, WRITERS
from .steps import make

FOLDERS = {Escalation: "escalations", Instruction: "instructions", CallOut: "call-outs", Measure: "measures"}


@dataclass(frozen=True)
class Answer:
    """An answer to a strand. about: the name of the command's argument; when(strand, at): whether it makes sense now; key:
    opens its form from the entry's page."""

    slug: str
    model: type
    form: type
    verb: Callable
    about: str
    label: str
    said: str
    roles: frozenset
    when: Callable
    tap: bool = False
    key: str = ""

    @property
    def kind(self):
        return self.model._meta.model_name

    @property
    def folder(self):
        return FOLDERS[self.model]


def unanswered(strand, at):
    return strand.closed_at is None and strand.acknowledged_at is None


def undone(strand, at):
    return strand.closed_at is None


def unreviewed(strand, at):
    return strand.reviewed_at is None


def on_the_way(strand, at):
    return strand.closed_at is None and strand.arrived_at is None


def on_site(strand, at):
    return strand.closed_at is None and strand.arrived_at is not None


CALLABLE = WRITERS | DECIDERS | CALLED
SUPERVISES = frozenset({Role.SUPERVISOR})
ANSWERS = (
    Answer(
        "acknowledge",
        Escalation,
        forms.AcknowledgeForm,
        commands.acknowledge,
        "escalation_id",
        _("Seen"),
        _("It is noted that you have seen it."),
        DECIDERS,
        unanswered,
        True,
    ),
    Answer(
        "decide",
        Escalation,
        forms.DecideForm,
        commands.decide,
        "escalation_id",
        _("Decide"),
        _("Your decision is in the book."),
        DECIDERS,
        undone,
    ),
    Answer(
        "carry-out",
        Instruction,
        forms.CarryOutForm,
        commands.carry_out,
        "instruction_id",
        _("Carried out"),
        _("The instruction is ticked off."),
        WRITERS,
        undone,
        key="h",
    ),
    Answer(
        "answer",
        CallOut,
        forms.AnswerForm,
        commands.answer_call_out,
        "call_out_id",
        _("We are coming"),
        _("Your answer is in the book."),
        CALLABLE,
        unanswered,
        True,
    ),
    Answer(
        "on-site",
        CallOut,
        forms.OnSiteForm,
        commands.reach_site,
        "call_out_id",
        _("On site"),
        _("The arrival is in the book."),
        CALLABLE,
        on_the_way,
        True,
    ),
    Answer(
        "leave",
        CallOut,
        forms.OnSiteForm,
        commands.leave_site,
        "call_out_id",
        _("Left"),
        _("That they have left is in the book."),
        CALLABLE,
        on_site,
        True,
    ),
    Answer(
        "refuse",
        CallOut,
        forms.RefuseForm,
        commands.refuse_call_out,
        "call_out_id",
        _("Cannot come"),
        _("The refusal is in the book; the supervisor is told."),
        CALLABLE,
        on_the_way,
    ),
    Answer(
        "review",
        CallOut,
        forms.ReviewForm,
        commands.review,
        "strand",
        _("Reviewed"),
        _("The review is in the book."),
        SUPERVISES,
        unreviewed,
        True,
    ),
    Answer(
        "lift",
        Measure,
        forms.LiftForm,
        commands.lift_measure,
        "measure_id",
        _("Lift"),
        _("The measure is lifted."),
        WRITERS,
        undone,
    ),
    Answer(
        "review",
        Measure,
        forms.ReviewForm,
        commands.review,
        "strand",
        _("Reviewed"),
        _("The review is in the book."),
        SUPERVISES,
        unreviewed,
        True,
    ),
)


def answers_to(strand, user, roles, at):
    """The answers that make sense now and that this person may give."""
    return [
        answer for answer in ANSWERS
        if isinstance(strand, answer.model) and roles & answer.roles and answer.when(strand, at) and _theirs(strand, user, at)
    ]  # fmt: skip


def _theirs(strand, user, at):
    project_id = strand.desk.project_id
    if isinstance(strand, Escalation):
        return rules.may_decide(user, project_id, strand.level_at(at), at)
    return not isinstance(strand, CallOut) or rules.may_answer_for(user, strand, project_id, at)


def view_of(answer):
    """A page with the form of an answer, which a button elsewhere may also send at once."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs_role(answer.roles)
    def view(request, pk):
        strand = (
            answer.model.objects.filter(desk=request.desk).select_related("entry", "note", "desk").filter(pk=pk).first()
        )
        if strand is None or (
            not request.roles & (READERS | DECIDERS) and not _theirs(strand, request.user, request.at)
        ):
            raise Http404(pk)
        form = make(request, answer.form, request.POST or None)
        if request.method == "POST" and form.is_valid():
            about = {answer.about: strand if answer.about == "strand" else strand.pk}
            if run_filled(request, form, answer.verb, **about):
                tell_saved(request, form, answer.said)
                return redirect(place_of(strand, request.roles))
        context = {
            "strand": strand, "answer": answer, "form": form, "back": place_of(strand, request.roles),
            "line": (line := book.one(strand.entry_id) if request.roles & READERS else None),
            "open_for": spell(int((request.at - line.written).total_seconds() // 60)) if line and line.is_open else "",
        }  # fmt: skip
        return render(request, "log/answer.html", context, status=422 if form.errors else 200)

    return view


def place_of(strand, roles):
    """Where somebody reads on after an answer: the incident's page, the entry, or the list of their call-outs."""
    if not roles & READERS:
        return reverse("log:call_outs")
    incident = Matter.objects.incidents().filter(pk=strand.entry_id).exists()
    return reverse("log:incident" if incident else "log:entry", args=[strand.entry_id])
