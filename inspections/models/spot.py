"""Spot checks 抽查: what is drawn is decided, and sealed, before anybody has seen it (R03, R63, A29)."""

import orjson
from django.db import models
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord


class SpotDrawQuerySet(models.QuerySet):
    def waiting(self):
        """Those that nobody has inspected yet."""
        return self.filter(inspections=None)


class SpotDraw(SealedRecord):
    """A draw was made: out of which shifts, and the commitment to a number that nobody has seen (see inspections.drawing).

    candidates: JSON, [[date, code]] in order; head: the hash that the desk's chain ended with before.
    """

    seal_kind = "inspections.draw"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "candidates", "head", "commitment")}

    candidates = models.TextField()
    head = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    objects = SpotDrawQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["desk", "-id"], name="draw_newest_first")]
        verbose_name = _("draw")
        verbose_name_plural = _("draws")

    def __str__(self):
        return f"{self.desk} {self.recorded_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return f"/inspections/spot/{self.pk}/"

    @property
    def number(self):
        """Out of how many shifts it was drawn."""
        return len(orjson.loads(self.candidates))


class DrawNonce(models.Model):
    """The number behind a draw, kept apart until it is shown; then the reveal holds it, sealed, and this row goes."""

    draw = models.OneToOneField(SpotDraw, on_delete=models.PROTECT, primary_key=True, related_name="hidden")
    nonce = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.draw_id}"


class SpotReveal(SealedRecord):
    """What was drawn, shown to everybody at once: the shift, and some of its records. pool, picked: JSON, [entry id]."""

    seal_kind = "inspections.reveal"
    seal_forms = {
        1: (
            "desk_id",
            "recorded_at",
            "recorded_by_id",
            "draw_id",
            "nonce",
            "target_date",
            "target_code",
            "pool",
            "picked",
        )
    }

    draw = models.ForeignKey(SpotDraw, on_delete=models.PROTECT, related_name="reveals")
    nonce = models.CharField(max_length=64)
    target_date = models.DateField(_("day of the shift"))
    target_code = models.CharField(_("shift"), max_length=4)
    pool = models.TextField()
    picked = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draw"],
                name="a_draw_is_shown_once",
                violation_error_message=_("What was drawn is shown already. Inspect it now."),
            ),
        ]
        verbose_name = _("drawn shift")
        verbose_name_plural = _("drawn shifts")

    def __str__(self):
        return f"{self.target_date} {self.target_code}"

    @property
    def entry_ids(self):
        """The ids of the entries that were drawn."""
        return orjson.loads(self.picked)
