"""One table of everything that can be done to a matter, and one of every answer to what hangs on it.

A step has an address of its own, so that each says by itself who may open it. Which of them a page offers is asked of
the matter; whether it is allowed is decided by the command.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .. import commands
from ..forms import steps as forms
from ..rules import DECIDERS, WRITERS


def is_open(matter, at):
    return not matter.has_result


def has_result(matter, at):
    return matter.has_result


def is_always(matter, at):
    return True


def may_pause(matter, at):
    return is_open(matter, at) and matter.priority != "P1" and not matter.is_paused(at)


def is_paused(matter, at):
    return is_open(matter, at) and matter.is_paused(at)


def may_call_out(matter, at):
    return is_open(matter, at) and (matter.is_incident or matter.priority in {"P1", "P2"})


def may_become_incident(matter, at):
    return may_call_out(matter, at) and not matter.is_incident


def is_uncontained(matter, at):
    return is_open(matter, at) and matter.is_incident and matter.contained_at is None


@dataclass(frozen=True)
class Step:
    """slug: its address; key: opens it, and is shared only by steps that are never offered together; form, verb: what it
    takes and runs; label: its heading, button: what sends it; said: what the page says afterwards; roles: who may;
    when(matter, at): whether it makes sense now."""

    slug: str
    key: str
    form: type
    verb: Callable
    label: str
    button: str
    said: str
    when: Callable = is_open
    roles: frozenset = WRITERS


STEPS = (
    Step(
        "note",
        "a",
        forms.NoteForm,
        commands.add_note,
        _("Note"),
        _("Add the note"),
        _("The note is in the book."),
        is_always,
    ),
    Step(
        "dispatch",
        "p",
        forms.DispatchForm,
        commands.dispatch,
        _("Dispatch"),
        _("Write down who is sent"),
        _("Who was sent is in the book."),
    ),
    Step(
        "accept",
        "y",
        forms.StageForm,
        commands.accept,
        _("Accepted"),
        _("Write down the acceptance"),
        _("The acceptance is in the book."),
    ),
    Step(
        "arrive",
        "v",
        forms.StageForm,
        commands.arrive,
        _("Arrived"),
        _("Write down the arrival"),
        _("The arrival is in the book."),
    ),
    Step(
        "finish",
        "f",
        forms.StageForm,
        commands.finish,
        _("Finished"),
        _("Write down the finish"),
        _("The finish is in the book."),
    ),
    Step(
        "close",
        "e",
        forms.ResultForm,
        commands.close_matter,
        _("Close with a result"),
        _("Close the matter"),
        _("The result is in the book."),
    ),
    Step(
        "escalate",
        "s",
        forms.EscalateForm,
        commands.escalate,
        _("Escalate"),
        _("Send it up"),
        _("It is escalated. You stay responsible for telling the customer."),
    ),
    Step(
        "instruct",
        "i",
        forms.InstructForm,
        commands.instruct,
        _("Instruct"),
        _("Give the instruction"),
        _("The instruction is in the book; the matter stays open until it is carried out."),
        roles=DECIDERS,
    ),
    Step(
        "call-out",
        "o",
        forms.CallOutForm,
        commands.call_out,
        _("Call out"),
        _("Write down the call-out"),
        _("The call-out is in the book."),
        may_call_out,
    ),
    Step(
        "measure",
        "x",
        forms.MeasureForm,
        commands.take_measure,
        _("Protective measure"),
        _("Write down the measure"),
        _("The measure is in force until it is lifted."),
    ),
    Step(
        "declare-incident",
        "q",
        forms.IncidentForm,
        commands.declare_incident,
        _("Declare an incident"),
        _("Declare it an incident"),
        _("This is an incident now."),
        may_become_incident,
    ),
    Step(
        "contain",
        "q",
        forms.ContainForm,
        commands.contain,
        _("Contained"),
        _("It is contained"),
        _("That it is contained is in the book."),
        is_uncontained,
    ),
    Step(
        "priority",
        "l",
        forms.PriorityForm,
        commands.set_priority,
        _("Priority"),
        _("Change the priority"),
        _("The new priority is in the book."),
        roles=WRITERS | DECIDERS,
    ),
    Step(
        "pause",
        "z",
        forms.PauseForm,
        commands.pause,
        _("Pause"),
        _("Pause the matter"),
        _("The matter is paused."),
        may_pause,
    ),
    Step(
        "resume",
        "z",
        forms.ResumeForm,
        commands.resume,
        _("Resume"),
        _("Resume the matter"),
        _("The matter runs on."),
        is_paused,
    ),
    Step(
        "owner",
        "g",
        forms.OwnerForm,
        commands.give_to,
        _("Give to somebody else"),
        _("Give"),
        _("The matter has a new owner."),
    ),
    Step(
        "call-back",
        "q",
        forms.CallBackForm,
        commands.call_back,
        _("Call back"),
        _("Save the call-back"),
        _("The call-back is in the book."),
        has_result,
    ),
    Step(
        "reopen",
        "e",
        forms.ReopenForm,
        commands.reopen_matter,
        _("Open again"),
        _("Open again"),
        _("The matter is open again."),
        has_result,
    ),
)


def on_offer(matter, roles, at):
    """The steps that make sense at a matter now, for somebody in these roles."""
    return [step for step in STEPS if roles & step.roles and step.when(matter, at)]


def make(request, form_class, data=None, files=None, **more):
    """A form with what its choices depend on."""
    extra = {"project_id": request.desk.project_id, "at": request.at} if issubclass(form_class, forms.AtProject) else {}
    return form_class(data, files, **extra, **more)
