"""A month that somebody wants as one file, on its way through the worker. Nothing here is evidence."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SILENT = timedelta(seconds=120)  # a worker that says nothing for so long has died


class PrintJob(models.Model):
    """One print 打印任务: a month with these parts, for whoever asked; the file bears their name, and is nobody else's."""

    class Kind(models.TextChoices):
        """What a month's file may hold, in the order in which it stands there."""

        ROSTER = "roster", _("Roster")
        LOG = "log", _("Duty log")
        HANDOVERS = "handovers", _("Handover records")
        INCIDENTS = "incidents", _("Incident reports")
        SHEETS = "sheets", _("Work orders, complaints, services")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the worker")
        RUNNING = "running", _("being printed")
        DONE = "done", _("ready")
        FAILED = "failed", _("not made")

    class Trouble(models.TextChoices):
        STOPPED = "stopped", _("Stopped.")
        SILENT = "silent", _("The worker fell silent. Ask again.")
        EMPTY = "empty", _("Nothing of what was chosen stands in this month. Choose other parts.")
        BROKEN = "broken", _("It could not be made. Ask again; if it fails again, tell your administrator the time.")

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    parts = models.CharField(max_length=80)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    seen_at = models.DateTimeField(_("last sign of life"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=8, choices=Trouble.choices, blank=True)
    is_stopped = models.BooleanField(_("stopped by hand"), default=False)
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=80, blank=True)
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "asked_by"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_print_at_a_time",
                violation_error_message=_("A print of yours is under way already. Wait for it, or stop it."),
            ),
        ]
        verbose_name = _("print")
        verbose_name_plural = _("prints")

    def __str__(self):
        return f"{self.month:%Y-%m} {self.get_state_display()}"

    @property
    def kinds(self):
        return [self.Kind(code) for code in self.parts.split(",")]

    @property
    def is_open(self):
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def path(self):
        return Path(settings.PRINTS_ROOT, self.file)

    def is_silent(self, at):
        """Whether nothing was heard of it for so long that no worker is at it."""
        return self.is_open and at - (self.seen_at or self.asked_at) > SILENT
