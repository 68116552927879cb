"""The register of households, from which a caller is found while still speaking."""

from django.db import transaction

from ..models import Household, Resident


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
