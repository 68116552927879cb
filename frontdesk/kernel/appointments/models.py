from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records.models import SealedRecord


class RoleChange(SealedRecord):
    """Somebody was given a role, or a role ended: sealed, so that rights cannot be lent out unseen."""

    class Change(models.TextChoices):
        APPOINTED = "appointed", _("appointed")
        ENDED = "ended", _("ended")

    seal_kind = "appointments.role_change"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "change", "posting_id", "person_id",
            "role", "acting", "starts_at", "ends_at", "reason",
        )
    }  # fmt: skip

    change = models.CharField(max_length=20, choices=Change.choices)
    posting = models.ForeignKey("people.Posting", on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices)
    acting = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.person} {self.get_role_display()} {self.get_change_display()}"
