import re

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
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
    unit_sort = models.CharField(max_length=120, editable=False, default="")
    history = HistoricalRecords()
    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "unit_sort", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "unit_no"],
                name="unit_once_per_project",
                violation_error_message=_("This unit is registered already. Search for it above and change it there."),
            ),
        ]
        indexes = [
            models.Index(fields=["project", "unit_sort"], name="household_in_order"),
            models.Index(fields=["project", "digits"], name="household_by_digits"),
            models.Index(fields=["project", "room"], name="household_by_room"),
        ]
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self):
        return self.unit_no

    seal_kind = "log.household"  # as access lines name it

    def get_absolute_url(self):
        return reverse("log:household", args=[self.pk])

    def derive(self):
        """Set the columns that a caller's household is found by, and the one that lists sort by; returns the household."""
        parts = [part for part in self.unit_no.replace("栋", "-").replace("单元", "-").split("-") if part]
        self.digits = "".join(letter for letter in self.unit_no if letter.isdigit())
        self.room = "".join(letter for letter in (parts or [""])[-1] if letter.isalnum())[:12]
        self.unit_sort = sort_key(self.unit_no)
        return self

    def save(self, **kwargs):
        self.derive()
        super().save(**kwargs)


def sort_key(unit_no):
    """'2-1-0502' → '00002-00001-00502': building 2 stands before building 10."""
    return re.sub(r"\d+", lambda number: number.group().zfill(5)[-8:], unit_no)[:120]


class ResidentQuerySet(models.QuerySet):
    def living_there(self):
        return self.filter(moved_out=None)


class Resident(models.Model):
    """Somebody who lives in or owns a unit, or did until they moved out. The telephone number is shown masked."""

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
    moved_in = models.DateField(_("moved in"), null=True, blank=True)
    moved_out = models.DateField(_("moved out"), null=True, blank=True)
    history = HistoricalRecords()
    objects = ResidentQuerySet.as_manager()

    class Meta:
        ordering = ["household_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="resident_moves_out_after_moving_in",
                condition=Q(moved_in=None) | Q(moved_out=None) | Q(moved_out__gte=F("moved_in")),
                violation_error_message=_("Nobody moves out before moving in. Look at the two days."),
            ),
            models.UniqueConstraint(
                fields=["household", "name"],
                condition=Q(moved_out=None),
                name="resident_once_in_a_household",
                violation_error_message=_(
                    "Somebody of this name lives there already. Change that line, or add a mark to the name."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["project", "name_initials"], name="resident_by_initials"),
            models.Index(fields=["project", "name"], name="resident_by_name"),
            models.Index(fields=["project", "phone_tail"], name="resident_by_phone_tail"),
        ]
        verbose_name = _("resident")
        verbose_name_plural = _("residents")

    def __str__(self):
        return self.name

    def derive(self):
        """Set the columns that somebody is found by; returns the resident."""
        self.project_id = self.household.project_id
        self.name_initials = initials(self.name)
        self.phone_tail = self.phone[-4:]
        return self

    def save(self, **kwargs):
        self.derive()
        super().save(**kwargs)
