"""What `records verify` compares with the sealed records of supervision, and `records rebuild` makes anew."""

from itertools import groupby

import orjson

from frontdesk.kernel.records.catalogue import Projection

from . import course, drawing
from .models import DrawNonce, Finding, FindingStep, Rectification, SpotDraw, SpotReveal

BATCH = 1000


def _all_derived():
    """{finding id: its columns as they must be}, in batches by id."""
    last = 0
    while findings := list(Finding.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = findings[-1].pk
        rows = FindingStep.objects.filter(finding__in=findings).order_by("finding_id", "id")
        steps = {pk: list(some) for pk, some in groupby(rows, key=lambda step: step.finding_id)}
        yield {finding.pk: course.derive(finding, steps.get(finding.pk, ())) for finding in findings}


def finding_faults():
    for batch in _all_derived():
        kept = {pk: row for pk, *row in Rectification.objects.filter(pk__in=batch).values_list("pk", *course.FIELDS)}
        for pk, wanted in batch.items():
            if pk not in kept:
                yield "inspections.rectification", pk, "its row is missing"
            elif wrong := [name for name, found in zip(course.FIELDS, kept[pk], strict=True) if wanted[name] != found]:
                yield "inspections.rectification", pk, f"{', '.join(wrong)} differs from what its steps say"


def rebuild_findings():
    count = 0
    changed = [name.removesuffix("_id") for name in course.FIELDS]
    for batch in _all_derived():
        rows = [Rectification(finding_id=pk, **wanted) for pk, wanted in batch.items()]
        Rectification.objects.bulk_create(rows, update_conflicts=True, unique_fields=["finding"], update_fields=changed)
        count += len(rows)
    return count


def draw_faults():
    """Draws whose number is gone or is another one, and shown ones that say something else than their number draws."""
    hidden = dict(DrawNonce.objects.values_list("draw_id", "nonce"))
    shown = {one.draw_id: one for one in SpotReveal.objects.all()}
    for draw in SpotDraw.objects.order_by("id").iterator():
        nonce = shown[draw.pk].nonce if draw.pk in shown else hidden.get(draw.pk)
        if nonce is None:
            yield SpotDraw.seal_kind, draw.pk, "the number behind it is gone"
        elif drawing.commitment(nonce=nonce, head=draw.head, candidates=draw.candidates) != draw.commitment:
            yield SpotDraw.seal_kind, draw.pk, "the number behind it is not the one that was committed to"
        elif draw.pk in shown and not _follows(shown[draw.pk], draw):
            yield SpotReveal.seal_kind, shown[draw.pk].pk, "it says something else than its number draws"


def _follows(shown, draw):
    day, code = drawing.pick_shift(shown.nonce, draw.candidates)
    picked = drawing.listed(drawing.pick_records(shown.nonce, orjson.loads(shown.pool)))
    return (day, code, picked) == (shown.target_date, shown.target_code, shown.picked)


ALL = [
    Projection("findings", finding_faults, rebuild_findings),
    Projection("draws", draw_faults, lambda: 0),
]
