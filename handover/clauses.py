"""What is recorded of the clauses about the handover, month by month and desk by desk, counted from what was signed.

A function of a Span returns {clause: {(desk id, month): figure}}; where a key is missing nothing is recorded.
"""

from django.db.models import Count, Q, Sum

from frontdesk.kernel.figures import EVERY, Amount, Rate, amounts, by_month

from .models import CheckItem, Release, Sheet
from .turns import LEAD, Kind

Group = CheckItem.Group


def sheets(span):
    """Openings, closings and changes of shift; arrivals in time; what was handed on (R17, R38, R50, R53, R56, R57)."""
    came = ~Q(kind=Kind.CLOSING) & Q(handover__minutes_early__isnull=False)
    rows = by_month(
        Sheet.objects, span, "recorded_at",
        all=Count("pk"), changes=Count("pk", filter=Q(kind=Kind.CHANGE)), came=Count("pk", filter=came),
        in_time=Count("pk", filter=came & Q(handover__minutes_early__gte=LEAD)),
        declared=Count("pk", filter=Q(handover__nothing_omitted=True)), handed_on=Sum("carried"), far=Sum("travelling"),
    )  # fmt: skip
    figures = {
        "R17": lambda row: Amount(row["all"] - row["changes"]),
        "R38": lambda row: Rate(row["declared"], row["all"]),
        "R50": lambda row: Rate(row["in_time"], row["came"]),
        "R53": lambda row: Amount(row["handed_on"] or 0),
        "R56": lambda row: Amount(row["changes"]),
        "R57": lambda row: Amount(row["far"] or 0),
    }
    return {clause: {key: figure(row) for key, row in rows.items()} for clause, figure in figures.items()}


def reads(span):
    """Readings: by whoever took over with their signature, and by everybody else of that shift (R51)."""
    taken = Sheet.objects.exclude(kind=Kind.CLOSING)
    rows = by_month(taken, span, "recorded_at", all=Count("pk", distinct=True), more=Count("reads"))
    return {"R51": {key: Amount(row["all"] + row["more"]) for key, row in rows.items()}}


def questions(span):
    """Questions that were answered (R52)."""
    rows = by_month(
        Sheet.objects, span, "recorded_at", asked=Count("handover__questions"),
        answered=Count("handover__questions", filter=~Q(handover__questions__answer="")),
    )  # fmt: skip
    return {"R52": {key: Rate(row["answered"], row["asked"]) for key, row in rows.items()}}


def checks(span):
    """What was looked at and found in order: telephones and radios, the desk's environment (R30, R54)."""
    wanted = {}
    for clause, group in (("R30", Group.LINES), ("R54", Group.ENVIRONMENT)):
        here = Q(handover__checks__item__group=group)
        wanted[f"{clause}_all"] = Count("handover__checks", filter=here)
        wanted[f"{clause}_ok"] = Count("handover__checks", filter=here & Q(handover__checks__ok=True))
    rows = by_month(Sheet.objects, span, "recorded_at", **wanted)
    return {
        clause: {key: Rate(row[f"{clause}_ok"], row[f"{clause}_all"]) for key, row in rows.items()}
        for clause in ("R30", "R54")
    }


def counts(span):
    """Articles that were counted, and how many without a difference to explain (R55)."""
    here = Q(handover__counts__explanation="")
    rows = by_month(
        Sheet.objects, span, "recorded_at", all=Count("handover__counts"), same=Count("handover__counts", filter=here)
    )
    return {"R55": {key: Rate(row["same"], row["all"]) for key, row in rows.items()}}


def releases(span):
    """People let go without having been relieved (R49)."""
    return amounts(Release.objects, span, "recorded_at", R49=EVERY)


SOURCES = (sheets, reads, questions, checks, counts, releases)
