from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import Posting

from ..categories import Priority
from ..rules import READERS
from .due import DueTimes
from .entries import Department


class State(models.TextChoices):
    """Where a matter stands 跟进状态."""

    NEW = "new", _("not begun")
    IN_PROGRESS = "in_progress", _("in progress")
    CALL_BACK = "call_back", _("call-back due")
    CLOSED = "closed", _("done")


class MatterQuerySet(models.QuerySet):
    def visible_to(self, user, at):
        return self.filter(desk__project_id__in=user.project_ids_with(READERS, at))

    def open(self):
        return self.exclude(state=State.CLOSED)

    def overdue(self, at):
        return self.open().filter(due_at__lt=at)

    def reopened(self):
        return self.open().filter(reopened_count__gt=0)

    def stale(self, at):
        """Open matters at which nothing was done for longer than their priority allows; a pause is no neglect."""
        return self.open().filter(stale_at__lt=at)

    def incidents(self):
        return self.filter(incident_at__isnull=False)

    def unowned(self, at):
        """Open matters whose owner holds no posting at the project any more."""
        posted = Posting.objects.at(at).filter(person=OuterRef("owner"), project=OuterRef("desk__project"))
        return self.open().filter(~Exists(posted) | Q(owner__is_active=False))

    def counted(self, at):
        """{"open", "overdue", "unowned", "reopened", "stale": number} of one desk's matters, by two questions."""
        late = {"overdue": Q(due_at__lt=at), "reopened": Q(reopened_count__gt=0), "stale": Q(stale_at__lt=at)}
        counts = {name: Count("pk", filter=condition) for name, condition in late.items()}
        of_each = list(self.open().order_by().values("owner", "desk__project").annotate(open=Count("pk"), **counts))
        owners = {row["owner"] for row in of_each}
        posted = (
            set(
                Posting.objects.at(at)
                .filter(person__in=owners, person__is_active=True)
                .order_by()
                .values_list("person", "project")
            )
            if owners
            else set()
        )
        total = {name: sum(row[name] for row in of_each) for name in ("open", *late)}
        total["unowned"] = sum(row["open"] for row in of_each if (row["owner"], row["desk__project"]) not in posted)
        return total


class Matter(DueTimes, models.Model):
    """What became of an entry: a projection of it and its notes, which verify compares and rebuild restores (R01).

    due_at is the time of the result; once there is one and the customer is to be asked, that of the call-back.
    """

    entry = models.OneToOneField("log.Entry", on_delete=models.PROTECT, primary_key=True, related_name="matter")
    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="matters")
    department = models.CharField(_("department"), max_length=12, choices=Department.choices, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices)
    unit_no = models.CharField(_("unit"), max_length=30, blank=True)
    due_at = models.DateTimeField(_("due at"))
    stale_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(_("dispatched"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    paused_until = models.DateTimeField(_("paused until"), null=True)
    incident_at = models.DateTimeField(_("incident since"), null=True)
    contained_at = models.DateTimeField(_("contained"), null=True)
    last_note_at = models.DateTimeField(_("last step"), null=True)
    closed_at = models.DateTimeField(_("done at"), null=True)
    reopened_count = models.PositiveSmallIntegerField(_("reopened"), default=0)
    objects = MatterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["desk", "due_at", "entry"], name="matter_open_by_due", condition=~Q(state="closed")),
            models.Index(fields=["desk", "unit_no", "entry"], name="matter_open_by_unit", condition=~Q(state="closed")),
            models.Index(fields=["desk", "stale_at"], name="matter_open_by_last_step", condition=~Q(state="closed")),
            models.Index(
                fields=["desk", "-incident_at"], name="matter_incidents", condition=Q(incident_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="matter_is_closed_at_some_time",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
            ),
        ]
        verbose_name = _("matter")
        verbose_name_plural = _("matters")

    def __str__(self):
        return f"{self.entry_id} {self.get_state_display()}"

    @property
    def has_result(self):
        return self.state in {State.CLOSED, State.CALL_BACK}

    @property
    def is_incident(self):
        return self.incident_at is not None

    def is_paused(self, at):
        return self.paused_until is not None and at < self.paused_until
