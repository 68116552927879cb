"""What `records verify` compares with the signed sheets, and `records rebuild` makes anew."""

import hashlib

from frontdesk.kernel.records.catalogue import Projection

from .models import Handover, Sheet


def faults():
    """Handovers that call themselves signed without a sheet or the other way round; sheets that are not what was signed."""
    signed = set(Sheet.objects.values_list("handover_id", flat=True))
    for pk, state in Handover.objects.values_list("pk", "state"):
        if (state == Handover.State.SIGNED) != (pk in signed):
            yield "handover.handover", pk, "its state is not what its sheet says"
    for pk, content, digest in Sheet.objects.order_by("id").values_list("pk", "content", "digest").iterator():
        if content is not None and hashlib.sha256(content.encode()).hexdigest() != digest:
            yield Sheet.seal_kind, pk, "its content is not the one that was signed"


def rebuild():
    signed = Sheet.objects.values("handover")
    count = Handover.objects.filter(pk__in=signed).update(state=Handover.State.SIGNED)
    Handover.objects.filter(state=Handover.State.SIGNED).exclude(pk__in=signed).update(state=Handover.State.DROPPED)
    return count


SIGNED = Projection("handovers", faults, rebuild)
