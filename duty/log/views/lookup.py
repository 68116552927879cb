"""Finding a household while the caller is still speaking."""

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from frontdesk.kernel.ui.permissions import needs_role

from .. import book
from ..models import Matter, Resident
from ..rules import WRITERS

FOUND = 8


@require_GET
@needs_role(WRITERS)
def households(request):
    """Residents whose room, pinyin initials, name or telephone tail begins with what was typed, and their open matters."""
    asked = request.GET.get("where", "").strip()[:30]
    residents = []
    if len(asked) >= 2:
        residents = list(
            Resident.objects.living_there()
            .filter(matching(asked), project=request.desk.project_id)
            .select_related("household")
            .order_by("household__unit_sort", "id")[:FOUND]
        )
    units = {resident.household.unit_no for resident in residents}
    open_ids = (
        Matter.objects.open()
        .filter(desk=request.desk, unit_no__in=units)
        .order_by("due_at")
        .values_list("entry_id", flat=True)[:FOUND]
        if units
        else []
    )
    context = {"asked": asked, "residents": residents, "lines": book.of_ids(list(open_ids))}
    return render(request, "log/_found.html", context)


def matching(asked):
    """The condition for what was typed: digits are a room or the end of a telephone number, letters are initials."""
    plain = "".join(letter for letter in asked if letter.isalnum())
    if plain.isdigit():
        return Q(household__room__startswith=plain) | Q(household__digits__startswith=plain) | Q(phone_tail=plain)
    if plain.isascii():
        return Q(name_initials__startswith=plain.lower()) | Q(household__unit_no__istartswith=asked)
    return Q(name__startswith=asked) | Q(household__unit_no__startswith=asked)
