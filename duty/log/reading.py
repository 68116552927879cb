"""What a line says now: its own words, then its corrections in order."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def words(entry):
    """Everything in an entry that somebody may search for."""
    parts = (
        entry.description, entry.caller_name, entry.phone, entry.unit_no, entry.place,
        entry.customer_request, entry.immediate_result, entry.outgoing_reason,
    )  # fmt: skip
    return " ".join(part for part in parts if part)


def value_now(entry, field):
    """The text that stands in a field now, corrections counted."""
    latest = entry.corrections.filter(field=field).order_by("-id").first()
    return (latest.new or "") if latest else as_text(entry, field)


def as_text(entry, field):
    """A field's own value as text; a moment as ISO in UTC."""
    value = getattr(entry, field)
    return value.isoformat() if hasattr(value, "isoformat") else (value or "")


def for_input(field, text):
    """A field's text as its input shows it: a moment in the desk's own time."""
    return timezone.localtime(parse_datetime(text)) if field == "occurred_at" and text else text
