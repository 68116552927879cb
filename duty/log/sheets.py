"""The sheet of an entry: which one it asks for, its versions, what changed between them, what is still missing."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from frontdesk.kernel.ui.templatetags.desk import clock, day

from . import erased, reading
from .models import Complaint, Correction, Entry, ServiceOrder, State, WorkOrder
from .models.sheets import SHEETS

REPEATED_WITHIN = timedelta(days=90)
# What has to stand in a sheet before its matter is closed (R38).
NEEDED = {
    WorkOrder: ("technician", "work_done", "confirmed"),
    Complaint: ("findings", "measures", "reply"),
    ServiceOrder: ("performer", "finished_at"),
}


def kind_for(entry):
    """The model of the sheet that an entry's category, as corrected, asks for; or None."""
    return SHEETS.get(reading.value_now(entry, "category"))


def newest(entry):
    """The sheet of an entry as it stands, or None."""
    model = kind_for(entry)
    return model.objects.filter(entry=entry).order_by("-version").first() if model else None


def missing(entry):
    """The labels of what its sheet still lacks before the matter should be closed (R38)."""
    model = kind_for(entry)
    if model is None:
        return []
    sheet = newest(entry)
    return [
        str(model._meta.get_field(name).verbose_name) for name in NEEDED[model] if not (sheet and getattr(sheet, name))
    ]


def incomplete(entry_ids):
    """{entry id: names of the fields} of those that have their result although their sheet lacks something (R38)."""
    settled = Entry.objects.filter(pk__in=entry_ids, matter__state__in=[State.CLOSED, State.CALL_BACK])
    categories = dict(settled.values_list("pk", "category"))
    fixes = Correction.objects.filter(entry__in=categories, field="category").order_by("id")
    categories |= dict(fixes.values_list("entry_id", "new"))
    found = {}
    for code, model in SHEETS.items():
        wanted = [pk for pk, category in categories.items() if category == code]
        kept = {}
        if wanted:
            kept = {sheet.entry_id: sheet for sheet in model.objects.filter(entry__in=wanted).order_by("version")}
        for pk in wanted:
            if lacks := [name for name in NEEDED[model] if not getattr(kept.get(pk), name, None)]:
                found[pk] = lacks
    return found


def label_of(name):
    """The label of a field of any sheet, in the language of the screen."""
    model = next(model for model in SHEETS.values() if name in model.written_fields())
    return str(model._meta.get_field(name).verbose_name)


@dataclass
class Version:
    sheet: object
    changes: list  # [(label, before, now)]


def versions(entry):
    """Every version of an entry's sheet, the newest first, with what each changed."""
    model = kind_for(entry)
    if model is None:
        return []
    found, before = [], None
    for sheet in model.objects.filter(entry=entry).select_related("recorded_by").order_by("version"):
        changes = []
        for name in model.written_fields():
            old, now = said(before, name) if before else "", said(sheet, name)
            if old != now:
                changes.append((model._meta.get_field(name).verbose_name, old, now))
        found.append(Version(sheet, changes))
        before = sheet
    return found[::-1]


def rows(sheet):
    """[(label, text)] of a sheet's filled fields, in the order of the form."""
    pairs = ((sheet._meta.get_field(name).verbose_name, said(sheet, name)) for name in sheet.written_fields())
    return [(label, text) for label, text in pairs if text]


def said(sheet, name):
    """A field as it is read: money in yuan, moments with their day."""
    value = getattr(sheet, name)
    if value is None or value == "":
        return erased.mark(sheet, name) if name in sheet.personal else ""
    if name.endswith("_fen"):
        return f"¥{value / 100:,.2f}"
    if isinstance(value, bool):
        return _("yes") if value else ""
    if hasattr(value, "hour"):
        return f"{day(value)} {clock(value)}"
    if sheet._meta.get_field(name).choices:
        return str(getattr(sheet, f"get_{name}_display")())
    return str(value)


def words(sheet):
    """What may be searched for in a sheet."""
    return " ".join(
        str(getattr(sheet, name) or "") for name in (*sheet.personal, "trade", "item") if hasattr(sheet, name)
    )


def repeated(entry):
    """How many complaints the same unit made about the same thing in the 90 days before: counted, never typed."""
    if not entry.unit_no:
        return 0
    return Entry.objects.filter(
        desk_id=entry.desk_id, category="CMP", unit_no=entry.unit_no, subcategory=entry.subcategory, pk__lt=entry.pk,
        recorded_at__gte=entry.recorded_at - REPEATED_WITHIN,
    ).count()  # fmt: skip
