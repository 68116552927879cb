from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.people.names import initials


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, project_ids):
        return self.filter(project_id__in=project_ids)


class Household(models.Model):
    """A unit 房号 of a project, found by its digits while a caller is still speaking."""

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="households")
    unit_no = models.CharField(_("unit"), max_length=30)
    digits = models.CharField(max_length=30, editable=False)
    room = models.CharField(max_length=12, editable=False)
    history = HistoricalRecords()
    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "unit_no"]
        constraints = [models.UniqueConstraint(fields=["project", "unit_no"], name="unit_once_per_project")]
        indexes = [
            models.Index(fields=["project", "digits"], name="household_by_digits"),
            models.Index(fields=["project", "room"], name="household_by_room"),
        ]
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self):
        return self.unit_no

    def save(self, **kwargs):
        parts = [part for part in self.unit_no.replace("栋", "-").replace("单元", "-").split("-") if part]
        self.digits = "".join(letter for letter in self.unit_no if letter.isdigit())
        self.room = "".join(letter for letter in (parts or [""])[-1] if letter.isalnum())[:12]
        super().save(**kwargs)


class Resident(models.Model):
    """Somebody who lives in or owns a unit. The telephone number is shown masked."""

    class Kind(models.TextChoices):
        OWNER = "owner", _("owner")
        TENANT = "tenant", _("tenant")
        FAMILY = "family", _("family member")

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residents")
    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    name_initials = models.CharField(max_length=40, editable=False)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    phone_tail = models.CharField(max_length=4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OWNER)
    history = HistoricalRecords()

    class Meta:
        ordering = ["household_id", "id"]
        indexes = [
            models.Index(fields=["project", "name_initials"], name="resident_by_initials"),
            models.Index(fields=["project", "name"], name="resident_by_name"),
            models.Index(fields=["project", "phone_tail"], name="resident_by_phone_tail"),
        ]
        verbose_name = _("resident")
        verbose_name_plural = _("residents")

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.project_id = self.household.project_id
        self.name_initials = initials(self.name)
        self.phone_tail = self.phone[-4:]
        super().save(**kwargs)
