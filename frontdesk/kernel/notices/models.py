from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Somebody was told something, once: `key` says what it is about and at which stage."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(max_length=120)
    link = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes = [models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None))]

    def __str__(self):
        return self.key


class Sweep(models.Model):
    """When the obligations were last swept: one row, so that anybody can see whether the clockwork runs."""

    at = models.DateTimeField()
    created = models.PositiveIntegerField()
    open = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_sweep_row", condition=models.Q(id=1))]

    def __str__(self):
        return f"{self.at}"
