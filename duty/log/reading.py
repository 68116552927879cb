"""What a line says now: its own words, then its corrections in order."""



def current(entry, corrections):
    """{field: text} of the corrected fields of an entry, each with its latest value."""
    return {correction.field: correction.new or "" for correction in corrections}


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


