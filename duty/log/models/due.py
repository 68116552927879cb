from django.db import models
from django.utils.translation import gettext_lazy as _


class DueTimes(models.Model):
    """The moments at which the stages of a matter are due, as reckoned when they were set; None: not asked for.

    `half_at` and `most_at` are when 50 and 80 % of the time to the result have run on the clock of the target.
    """

    NAMES = ("accept_by", "arrive_by", "contain_by", "half_at", "most_at")

    accept_by = models.DateTimeField(_("accept by"), null=True, blank=True)
    arrive_by = models.DateTimeField(_("arrive by"), null=True, blank=True)
    contain_by = models.DateTimeField(_("contain by"), null=True, blank=True)
    half_at = models.DateTimeField(null=True, blank=True)
    most_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
