"""The register of households, from which a caller is found while still speaking. Who moves out stays in it, as gone."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from frontdesk.kernel.people import history
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak, refused

from .. import rules
from ..models import Household, Resident

BATCH = 500
NOT_KEEPER = _("Only duty staff, the supervisor and the project lead keep the register of households.")


@transaction.atomic
def register_household(*, project, unit_no, residents):
    """Add a unit and who lives there: [(name, phone, kind)]; returns the household."""
    household = Household(project=project, unit_no=unit_no)
    household.full_clean()
    household.save()
    for name, phone, kind in residents:
        resident = Resident(household=household, project=project, name=name, phone=phone, kind=kind)
        resident.full_clean()
        resident.save()
    return household


def add_household(*, project_id, unit_no, by, at):
    """Add a unit in which nobody lives yet; returns it. Raises Forbidden, or Refused when it is there already."""
    _must_keep(by, project_id, at)
    household = Household(project_id=project_id, unit_no=unit_no.strip())
    _save(household, by, at)
    return household


def rename_household(*, household_id, unit_no, by, at):
    """Write a unit's number differently; the lines of the book keep what was written then."""
    household = Household.objects.get(pk=household_id)
    _must_keep(by, household.project_id, at)
    household.unit_no = unit_no.strip()
    _save(household, by, at)


def move_in(*, household_id, name, phone, kind, by, at, moved_in=None):
    """Somebody lives there from now on, or since a day; returns the resident."""
    household = Household.objects.get(pk=household_id)
    _must_keep(by, household.project_id, at)
    resident = Resident(household=household, name=name.strip(), phone=phone.strip(), kind=kind, moved_in=moved_in)
    _save(resident, by, at)
    return resident


def change_resident(*, resident_id, name, kind, by, at, phone=""):
    """Put right what is kept of somebody. phone: a new number; empty, the old one stays."""
    resident = Resident.objects.select_related("household").get(pk=resident_id)
    _must_keep(by, resident.project_id, at)
    resident.name, resident.kind = name.strip(), kind
    resident.phone = phone.strip() or resident.phone
    _save(resident, by, at)


def move_out(*, resident_id, moved_out, by, at):
    """Somebody has left; found no more by the desk, kept as having lived there. moved_out: a local day, not to come."""
    resident = Resident.objects.select_related("household__project").get(pk=resident_id)
    _must_keep(by, resident.project_id, at)
    if resident.moved_out:
        raise Refused(_("This person has moved out already. Nothing was changed."))
    if moved_out > at.astimezone(ZoneInfo(resident.household.project.time_zone)).date():
        raise Refused(_("This day is still to come. Write it down when they have left."))
    resident.moved_out = moved_out
    _save(resident, by, at)


@dataclass(frozen=True)
class Home:
    """Somebody at a unit, as a list says it; without a name the unit alone."""

    unit_no: str
    name: str = ""
    phone: str = ""
    kind: str = Resident.Kind.OWNER
    moved_in: date | None = None


def take_over_households(*, project_id, homes, changes, by, at):
    """Register many at once: homes that are new, and (resident id, Home) of people who are changed; all of it or nothing.

    Writes in batches, since a project has some thousand of them. Raises Forbidden or Refused.
    """
    _must_keep(by, project_id, at)
    signed = {"default_user": by, "default_date": at, "batch_size": BATCH}
    with constraints_speak(Resident, Household), transaction.atomic():
        units = Household.objects.filter(project_id=project_id)
        known = {household.unit_no: household for household in units}
        fresh = {home.unit_no: None for home in homes if home.unit_no not in known}  # once each, in their order
        made = [_clean(Household(project_id=project_id, unit_no=unit_no)) for unit_no in fresh]
        known |= {household.unit_no: household for household in bulk_create_with_history(made, Household, **signed)}
        moved = [_clean(_resident(known[home.unit_no], home)) for home in homes if home.name]
        bulk_create_with_history(moved, Resident, **signed)
        residents = Resident.objects.select_related("household").in_bulk([pk for pk, _home in changes])
        changed = [_clean(_changed(residents[pk], home)) for pk, home in changes]
        bulk_update_with_history(changed, Resident, ["phone", "phone_tail", "kind", "moved_in"], **signed)


def _resident(household, home):
    return Resident(household=household, name=home.name, phone=home.phone, kind=home.kind, moved_in=home.moved_in)


def _changed(resident, home):
    resident.phone, resident.kind = home.phone or resident.phone, home.kind
    resident.moved_in = home.moved_in or resident.moved_in
    return resident


def _clean(row):
    """A row as `save` would write it; Refused with the first thing that is wrong with it."""
    row.derive()
    try:
        row.clean_fields(exclude=["project", "household"])
    except ValidationError as wrong:
        raise refused(wrong, type(row)) from None
    return row


def _save(row, by, at):
    with constraints_speak(type(row)), transaction.atomic():
        history.save(_clean(row), by=by, at=at)


def _must_keep(by, project_id, at):
    if not rules.may_keep_households(by, project_id, at):
        raise Forbidden(NOT_KEEPER)
