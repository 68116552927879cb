"""An automatic draft on its way: asked for, worked on by the worker, taken over or not (R10). Nothing here is evidence."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .months import Roster


class DraftRun(models.Model):
    """One run of the automatic draft. `base` is the digest of the grid it started from; `grid` what it found, frozen."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the worker")
        RUNNING = "running", _("working")
        DONE = "done", _("ready")
        TAKEN = "taken", _("made the draft")
        FAILED = "failed", _("failed")

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="runs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    seen_at = models.DateTimeField(_("last sign of life"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    seconds = models.PositiveSmallIntegerField(_("seconds at most"))
    is_stopped = models.BooleanField(_("stopped by hand"), default=False)
    base = models.CharField(max_length=64)
    grid = models.TextField(blank=True)
    worked = models.FloatField(_("seconds worked"), default=0)
    cost = models.PositiveIntegerField(_("points"), null=True)
    bound = models.PositiveIntegerField(_("at least"), null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("automatic draft")
        verbose_name_plural = _("automatic drafts")

    def __str__(self):
        return f"{self.roster} {self.get_state_display()}"

    @property
    def is_open(self):
        return self.state in {self.State.WAITING, self.State.RUNNING}
