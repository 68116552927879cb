"""Postings say nothing that a sealed role change did not say: a right lent out by hand in the database is found."""

from frontdesk.kernel.people.models import Posting
from frontdesk.kernel.records.catalogue import Projection

from .models import RoleChange

FIELDS = ("person_id", "role", "acting", "starts_at", "ends_at")


def _last_changes():
    """{posting id: its last role change}"""
    return {change.posting_id: change for change in RoleChange.objects.select_related("desk").order_by("id")}


def faults():
    changes = _last_changes()
    for posting in Posting.objects.order_by("id"):
        change = changes.get(posting.pk)
        if change is None:
            yield "people.posting", posting.pk, "nobody was appointed to this posting"
            continue
        wrong = [name for name in FIELDS if getattr(posting, name) != getattr(change, name)]
        if wrong or posting.project_id != change.desk.project_id:
            yield "people.posting", posting.pk, f"{', '.join(wrong) or 'project'} differs from the sealed role change"


def rebuild():
    """Put every posting back to what its last role change says. One that nobody was appointed to stays reported."""
    changes = _last_changes()
    postings = [posting for posting in Posting.objects.all() if posting.pk in changes]
    for posting in postings:
        for name in FIELDS:
            setattr(posting, name, getattr(changes[posting.pk], name))
        posting.project_id = changes[posting.pk].desk.project_id
    Posting.objects.bulk_update(postings, [*(name.removesuffix("_id") for name in FIELDS), "project"])
    return len(postings)


POSTINGS = Projection("postings", faults, rebuild)
