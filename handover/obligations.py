"""What a change of hands owes: relief in time (R49), loans back, countersignatures (A23), items that travel (R57)."""

from datetime import timedelta

from django.db.models import Max

from duty.roster.obligations import deciders
from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Desk, Role
from frontdesk.kernel.records.models import Signature

from . import assembly, turns
from .models import Handover, Loan, Sheet

TO_LEAD = timedelta(minutes=60)
COUNTERSIGN_WITHIN = timedelta(days=7)
Kind = Handover.Kind


def not_handed_over(at):
    """A shift has begun and nobody has taken the desk over: the supervisor at once, after an hour the lead too. R49, A21.

    Only desks that hand over with this system owe it.
    """
    people = deciders(at)
    for desk in Desk.objects.select_related("project").filter(pk__in=Sheet.objects.values("desk")):
        turn = turns.current(desk, at)
        if turn is None or at < turn.is_due_at:
            continue
        whom = [Role.SUPERVISOR, Role.PROJECT_LEAD] if at >= turn.is_due_at + TO_LEAD else [Role.SUPERVISOR]
        for role in whom:
            for person_id in people.get((desk.project_id, role), ()):
                key = f"handover:{desk.pk}:{turn.kind}:{turn.at:%Y%m%d%H%M}"
                subject = f"{desk.name} {turn.at.astimezone(turns.zone(desk)):%m-%d %H:%M}"
                yield Owed(person_id, desk.project_id, key, "handover_overdue", subject, "/handover/", urgent=True)


def loans_overdue(at):
    """Something lent is not back in time: the supervisor, once. F10."""
    people = deciders(at)
    for loan in Loan.objects.open().filter(due_at__lt=at).select_related("desk"):
        for person_id in people.get((loan.desk.project_id, Role.SUPERVISOR), ()):
            yield Owed(
                person_id, loan.desk.project_id, f"loan:{loan.pk}", "loan_overdue", str(loan), "/handover/loans/"
            )  # fmt: skip


def signed_alone(at):
    """An opening or closing that one person signed without a witness waits for the supervisor. A23."""
    people = deciders(at)
    alone = Sheet.objects.exclude(kind=Kind.CHANGE).filter(
        witness=None, recorded_at__gt=at - COUNTERSIGN_WITHIN, recorded_at__lte=at
    )
    signed = Signature.objects.filter(
        about_kind=Sheet.seal_kind, about_id__in=alone.values("pk"), meaning=Signature.Meaning.REVIEW
    )
    for sheet in alone.exclude(pk__in=signed.values("about_id")).select_related("desk__project"):
        for person_id in people.get((sheet.desk.project_id, Role.SUPERVISOR), ()):
            subject = f"{sheet.recorded_at.astimezone(turns.zone(sheet.desk)):%m-%d %H:%M}"
            yield Owed(
                person_id,
                sheet.desk.project_id,
                f"alone:{sheet.pk}",
                "handover_alone",
                subject,
                sheet.get_absolute_url(),
            )


def items_that_travel(at):
    """An item that went through more than three takings-over: the supervisor, once each. R57."""
    people = deciders(at)
    newest = Sheet.objects.filter(recorded_at__lte=at).values("desk").annotate(newest=Max("pk")).values("newest")
    for sheet in Sheet.objects.filter(pk__in=newest, travelling__gt=0).select_related("desk"):
        for key, times, serial in assembly.handed_on(sheet):
            if times <= assembly.TRAVELS:
                continue
            for person_id in people.get((sheet.desk.project_id, Role.SUPERVISOR), ()):
                yield Owed(
                    person_id, sheet.desk.project_id, f"travels:{sheet.desk_id}:{key}", "handover_travels",
                    f"{sheet.desk.name} {serial:04d}" if serial else sheet.desk.name, "/handover/figures/",
                )  # fmt: skip


ALL = (not_handed_over, loans_overdue, signed_alone, items_that_travel)
