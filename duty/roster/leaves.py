"""Approved leave, day by day."""

from datetime import timedelta

from .models import RequestAnswer, ShiftRequest


def approved(desk, first, last):
    """{(person id, date): leave code} of a desk between two days, both included."""
    table = {}
    asked = ShiftRequest.objects.with_state().filter(
        desk=desk,
        kind=ShiftRequest.Kind.LEAVE,
        state=RequestAnswer.Kind.APPROVED,
        first_day__lte=last,
        last_day__gte=first,
    )
    for leave in asked.order_by("id"):
        for day in days(leave):
            if first <= day <= last:
                table[leave.recorded_by_id, day] = leave.leave
    return table


def days(leave):
    """The dates of a leave."""
    return [leave.first_day + timedelta(days=n) for n in range((leave.last_day - leave.first_day).days + 1)]
