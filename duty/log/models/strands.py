"""What hangs on a matter until somebody answers it: escalations, instructions, call-outs, protective measures.

Each is a projection of the note that began it and of the notes about that one; verify compares, rebuild restores.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .entries import Department
from .notes import Decision, MeasureKind, Note

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "null": True, "related_name": "+"}


class StrandQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)


class Strand(models.Model):
    """note: the step that began it, whose number is its own."""

    note = models.OneToOneField(Note, on_delete=models.PROTECT, primary_key=True, related_name="+")
    entry = models.ForeignKey("log.Entry", on_delete=models.PROTECT, related_name="%(class)ss")
    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    objects = StrandQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["desk", "opened_at"], name="%(class)s_open", condition=Q(closed_at=None)),
            models.Index(fields=["desk", "opened_at"], name="%(class)s_by_time"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Escalation(Strand):
    """上报: level 1 waits for the supervisor, level 2 for the project lead (R06, R08, R24, R25).

    Nobody writes down that it went up because nobody answered: after `due_at` it stands one level higher by itself.
    """

    level = models.PositiveSmallIntegerField(_("level"))
    due_at = models.DateTimeField(_("decision due"))
    judged_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    acknowledged_by = models.ForeignKey(**PERSON)
    decision = models.CharField(_("decision"), max_length=16, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(**PERSON)

    class Meta(Strand.Meta):
        verbose_name = _("escalation")

    def level_at(self, at):
        """1, 2, or 3 for the deputies: one higher than it was raised to, once its decision is overdue."""
        return self.level + (self.closed_at is None and self.due_at <= at)


class Instruction(Strand):
    """批示: what the supervisor or the lead wants done; its matter cannot be closed before (R24, R47)."""

    due_at = models.DateTimeField(_("due at"), null=True)
    done_by = models.ForeignKey(**PERSON)

    class Meta(Strand.Meta):
        verbose_name = _("instruction")


class CallOut(Strand):
    """调动: another department's people, called without asking first (R18, R32, R36). Ended when they left or refused."""

    department = models.CharField(_("department"), max_length=12, choices=Department.choices)
    person = models.ForeignKey(**PERSON)
    returns_to_site = models.BooleanField(_("has to come back to the site"), default=False)
    eta = models.DateTimeField(_("expected"), null=True)
    acknowledged_at = models.DateTimeField(_("answered"), null=True)
    acknowledged_by = models.ForeignKey(**PERSON)
    arrived_at = models.DateTimeField(_("on site"), null=True)
    left_at = models.DateTimeField(_("left"), null=True)
    refused_at = models.DateTimeField(_("refused"), null=True)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta(Strand.Meta):
        verbose_name = _("call-out")


class Measure(Strand):
    """临时防护措施: in force until lifted, looked at by the supervisor within a day (R33)."""

    code = models.CharField(_("measure"), max_length=16, choices=MeasureKind.choices)
    place = models.CharField(_("place"), max_length=80)
    review_by = models.DateTimeField()
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta(Strand.Meta):
        verbose_name = _("protective measure")
