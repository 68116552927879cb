from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import Posting

from ..categories import Priority
from ..rules import READERS


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

    def unowned(self, at):
        """Open matters whose owner holds no posting at the project any more."""
        posted = Posting.objects.at(at).filter(person=OuterRef("owner"), project=OuterRef("desk__project"))
        return self.open().filter(~Exists(posted) | Q(owner__is_active=False))


class Matter(models.Model):
    """What became of an entry: a projection of it and its notes, which verify compares and rebuild restores (R01)."""

    entry = models.OneToOneField("log.Entry", on_delete=models.PROTECT, primary_key=True, related_name="matter")
    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="matters")
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices)
    unit_no = models.CharField(_("unit"), max_length=30, blank=True)
    due_at = models.DateTimeField(_("due at"))
    last_note_at = models.DateTimeField(_("last step"), null=True)
    closed_at = models.DateTimeField(_("done at"), null=True)
    reopened_count = models.PositiveSmallIntegerField(_("reopened"), default=0)
    objects = MatterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["desk", "due_at", "entry"], name="matter_open_by_due", condition=~Q(state="closed")),
            models.Index(fields=["desk", "unit_no", "entry"], name="matter_open_by_unit", condition=~Q(state="closed")),
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
