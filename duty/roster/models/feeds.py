from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ShiftFeed(models.Model):
    """The secret address under which a calendar reads somebody's shifts. Only its hash is kept; a new one ends the old."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shift_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self):
        return str(self.person)
