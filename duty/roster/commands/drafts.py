"""The automatic draft: asked for on the page, worked on by the worker, taken over by the supervisor (R10).

Nothing waits for the worker: without one the run stays as it is and drafting by hand goes on.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontdesk.kernel import bells
from frontdesk.kernel.people.refusal import Refused, constraints_speak
from frontdesk.kernel.records import sealing

from .. import grid, reports
from ..drafting import rules, sentences
from ..models import DraftRun, Roster, RosterStep, ShiftType
from . import months

State = DraftRun.State
SILENT = timedelta(seconds=90)  # a worker that says nothing for so long has died
MOST_SECONDS = 300
TASK = "duty.roster.tasks.draft"
log = logging.getLogger(__name__)
NOT_A_DRAFT = gettext_lazy("This month is with the project lead or approved. Change an approved one by a substitution.")


def ask_draft(*, roster_id, seconds, by, at):
    """Ask the worker for a draft of a month that takes so many seconds at most; returns the run. One at a time a month."""
    months.must_supervise_roster(roster_id, by, at)
    with transaction.atomic():
        roster = Roster.objects.select_for_update().get(pk=roster_id)
        if roster.state in {Roster.State.SUBMITTED, Roster.State.APPROVED}:
            raise Refused(NOT_A_DRAFT)
        for run in roster.runs.filter(state__in=[State.WAITING, State.RUNNING]):
            if not is_silent(run, at):
                raise Refused(_("An automatic draft is under way already. Wait for it, or stop it."))
            _fail(run, _("The worker fell silent."))
        month = reports.instance_of(roster)
        if broken := rules.contradictions(month):
            said = {"rule": sentences.sentence(month, broken[0])}
            raise Refused(_("Pinned cells break a rule: %(rule)s. Take a pin away first.") % said)
        base = grid.digest(grid.freeze(roster.month, grid.cells(roster), _shifts(roster)))
        run = DraftRun.objects.create(
            roster=roster, asked_by=by, asked_at=at, seconds=min(max(seconds, 5), MOST_SECONDS), base=base
        )
        transaction.on_commit(partial(bells.ring, TASK))
    return run


def run_draft(*, draft):
    """Work on the drafts that wait, one after the other; part of the worker's task. Returns how many.

    draft: drafting.process.draft. A run that another worker has taken is left to it.
    """
    done = 0
    for run in DraftRun.objects.filter(state=State.WAITING).select_related("roster__desk__project").order_by("id"):
        mine = DraftRun.objects.filter(pk=run.pk, state=State.WAITING)
        if mine.update(state=State.RUNNING, seen_at=timezone.now()):
            _work(run, draft)
            done += 1
    return done


def _work(run, draft):
    def progress(**said):
        DraftRun.objects.filter(pk=run.pk).update(
            seen_at=timezone.now(), worked=said["seconds"], cost=said["cost"], bound=said["bound"]
        )

    def stop():
        DraftRun.objects.filter(pk=run.pk).update(seen_at=timezone.now())
        return DraftRun.objects.filter(pk=run.pk, is_stopped=True).exists()

    instance = reports.instance_of(run.roster)
    try:
        found = draft(instance.as_dict(), seconds=run.seconds, progress=progress, stop=stop)
    except Exception as wrong:
        log.exception("The automatic draft of %s failed.", run.roster)
        _fail(run, str(wrong))
        return
    days = grid.days_of(run.roster.month)
    table = {place: code for place, code in grid.cells(run.roster).items() if code not in instance.shifts}
    for person, row in found["roster"].items():
        table |= {(int(person), day): code for day, code in zip(days, row, strict=True) if code}
    DraftRun.objects.filter(pk=run.pk).update(
        state=State.DONE, grid=grid.freeze(run.roster.month, table, _shifts(run.roster)), cost=found["cost"],
        bound=found["bound"], worked=found["seconds"], seen_at=timezone.now(),
    )  # fmt: skip


def stop_draft(*, run_id, by, at):
    """Stop looking further; the best that was found so far is offered. One that nobody has begun is dropped."""
    run = DraftRun.objects.get(pk=run_id)
    months.must_supervise_roster(run.roster_id, by, at)
    if not DraftRun.objects.filter(pk=run_id, state=State.WAITING).update(state=State.FAILED, error=_("Stopped.")):
        DraftRun.objects.filter(pk=run_id, state=State.RUNNING).update(is_stopped=True)


def take_draft(*, run_id, by, at, anyway=False):
    """Make the found grid the month's draft. What somebody changed since it was asked for is lost only with `anyway`."""
    run = DraftRun.objects.get(pk=run_id)
    months.must_supervise_roster(run.roster_id, by, at)
    desk_id = Roster.objects.values_list("desk_id", flat=True).get(pk=run.roster_id)
    with constraints_speak(RosterStep), sealing.pen(desk_id, at=at) as pen:
        roster = Roster.objects.select_for_update(of=("self",)).select_related("desk__project").get(pk=run.roster_id)
        run = DraftRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if roster.state in {Roster.State.SUBMITTED, Roster.State.APPROVED}:
            raise Refused(NOT_A_DRAFT)
        if run.state != State.DONE:
            raise Refused(
                _(
                    "This automatic draft is not ready, or was taken over already. Load the page again to see how it stands."
                )
            )
        if not anyway and run.base != grid.digest(grid.freeze(roster.month, grid.cells(roster), _shifts(roster))):
            raise Refused(
                _(
                    "The draft was changed by hand since. Tick that those changes may go, or ask for a new automatic draft."
                )
            )
        months.write_cells(roster, grid.thaw(run.grid)[1], by=by, at=pen.at)
        months.take_up(pen, roster, by)
        run.state = State.TAKEN
        run.save(update_fields=["state"])
    return roster


def is_silent(run, at):
    """Whether nothing has been heard of a run for so long that its worker must have died, or is not there."""
    return run.is_open and at - (run.seen_at or run.asked_at) > SILENT


def _fail(run, why):
    DraftRun.objects.filter(pk=run.pk).update(state=State.FAILED, error=why[:300])


def _shifts(roster):
    return list(ShiftType.objects.filter(desk=roster.desk_id))
