"""What stands beside the records says of the clauses: signed checkpoints (R40), and who looked at what (R44, R45, R64)."""

from django.db.models import Count, Q

from frontdesk.kernel.figures import Amount, of_months
from frontdesk.kernel.records.models import AccessLine, Checkpoint

What = AccessLine.What
COUNTED = {
    "R44": Q(what=What.PAST_VOLUME),
    "R45": Q(what=What.REVEAL),
    "R64": Q(what__in=[What.PRINT, What.EXPORT]),
}


def lines(span):
    """Openings of past volumes, values shown on request, prints and exports: of a project, so of each of its desks."""
    found = {clause: {} for clause in COUNTED}
    wanted = {clause: Count("pk", filter=condition) for clause, condition in COUNTED.items()}
    for zone, desks in span.zones.items():
        here = [desk for desk in span.desks if desk.pk in set(desks)]
        rows = AccessLine.objects.filter(project__in={desk.project_id for desk in here})
        rows = of_months(rows, span, "at", zone).values("project_id", "month_number").annotate(**wanted)
        counted = {(row["project_id"], span.months[row["month_number"]]): row for row in rows}
        for desk in here:
            for month in span.months:
                row = counted.get((desk.project_id, month), {})
                for clause in COUNTED:
                    found[clause][desk.pk, month] = Amount(row.get(clause, 0))
    return found


def checkpoints(span):
    """Signed checkpoints of a desk's chain: what a line that is torn out would be missed against."""
    found = {}
    for zone, desks in span.zones.items():
        rows = of_months(Checkpoint.objects.filter(chain__in=desks), span, "at", zone)
        for row in rows.values("chain", "month_number").annotate(number=Count("pk")):
            found[row["chain"], span.months[row["month_number"]]] = Amount(row["number"])
    return {"R40": found}


SOURCES = (lines, checkpoints)
