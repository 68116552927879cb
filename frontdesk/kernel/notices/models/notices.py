from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .. import obligations


class Notice(models.Model):
    """Somebody was told something, once: `key` says what it is about and at which stage."""

    # No index of its own: the one that lists somebody's notices begins with the person.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(max_length=120)
    link = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            # The key comes first, because the sweep asks which of many keys are known.
            models.UniqueConstraint(fields=["key", "person"], name="told_once"),
            models.CheckConstraint(
                name="notice_leads_into_the_house",
                condition=Q(link__startswith="/") & ~Q(link__startswith="//"),
                violation_error_message=_("A notice leads to a page of this house."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "id"], name="notice_newest"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return self.key

    @property
    def sentence(self):
        return obligations.sentence(self.kind, self.subject)


class Sweep(models.Model):
    """The state of the clockwork: one row, so that anybody can see whether it runs.

    at: the last sweep, by whomever; claimed_at: when a page view last took it upon itself to sweep;
    delivered_at: when the worker last sent what was due outside; faults: sources that the last sweep could not ask.
    """

    at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    created = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    faults = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="one_sweep_row", condition=models.Q(id=1))]

    def __str__(self):
        return f"{self.at}"

    @classmethod
    def row(cls):
        return cls.objects.filter(pk=1).first() or cls.objects.get_or_create(pk=1)[0]
