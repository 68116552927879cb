"""What is read where something was erased (A18)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from frontdesk.kernel.records import canonical
from frontdesk.kernel.records.models import Erasure
from frontdesk.kernel.ui.templatetags.desk import local_date

from .models import ErasureRequest

NAMELESS = "name"  # the field under which the erasure of a file is shown that never had a name


def sentence(erasure):
    """What stands where something was erased, in the language of the screen."""
    day = {"day": local_date(erasure.recorded_at).isoformat()}
    if erasure.because_kind == ErasureRequest.seal_kind:
        return _("[erased as the law demands, %(day)s]") % day
    return _("[destroyed at the end of its time, %(day)s]") % day


def marks(wanted):
    """{(kind, record id, field): sentence} for records {kind: ids} of which some have lost fields. One query."""
    condition = Q()
    for kind, ids in wanted.items():
        if ids:
            condition |= Q(about_kind=kind, about_id__in=ids)
    if not condition:
        return {}
    return {
        (erasure.about_kind, erasure.about_id, field): sentence(erasure)
        for erasure in Erasure.objects.filter(condition).order_by("id")
        for field in (erasure.fields or NAMELESS).split(",")
    }


def mark(record, field):
    """The sentence for one field of a record that has lost it, else ''."""
    if field not in canonical.erased(canonical.load_salts(record.salts)):
        return ""
    return marks({record.seal_kind: [record.pk]}).get((record.seal_kind, record.pk, field), "")
