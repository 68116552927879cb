"""What supervision has on record about desks between two days: read once, however many desks and days are asked about."""

from collections import defaultdict
from functools import cached_property

from frontdesk.kernel.records.models import Seal

from .days import DAY, local
from .models import DailyReading, Inspection, InspectionSettings, OffDuty

FAR = 31  # days that a deadline is moved on at most, where nobody supervises


class Known:
    """Each part is one query, asked when it is first wanted. first, last: days, both included."""

    def __init__(self, desks, first, last):
        self.desks = {desk.pk: desk for desk in desks}
        self.first, self.last = first, last

    def first_owed(self, desk, table):
        """The first day on which a desk owes anything: the one after its book was begun; None without a book."""
        began = self.began.get(desk.pk)
        return local(table, began) + DAY if began else None

    @cached_property
    def began(self):
        """{desk id: when its book was begun}"""
        return dict(Seal.objects.filter(chain__in=self.desks, seq=1).values_list("chain_id", "sealed_at"))

    @cached_property
    def inspections(self):
        """{(desk id, kind, day): [Inspection]} of those that may settle what is owed, oldest first."""
        found = defaultdict(list)
        rows = Inspection.objects.filter(desk__in=self.desks, day__gte=self.first, day__lte=self.last)
        for one in rows.filter(kind__in=Inspection.WHOLE).select_related("recorded_by").order_by("id"):
            found[one.desk_id, one.kind, one.day].append(one)
        return found

    @cached_property
    def readings(self):
        """{(desk id, day): [DailyReading]}, oldest first."""
        found = defaultdict(list)
        rows = DailyReading.objects.filter(desk__in=self.desks, day__gte=self.first, day__lte=self.last)
        for one in rows.select_related("recorded_by").order_by("id"):
            found[one.desk_id, one.day].append(one)
        return found

    @cached_property
    def off(self):
        """{(desk id, day): OffDuty}, as far as a deadline may be moved."""
        rows = OffDuty.objects.filter(desk__in=self.desks, date__gte=self.first, date__lte=self.last + DAY * FAR)
        return {(one.desk_id, one.date): one for one in rows.select_related("recorded_by")}

    @cached_property
    def settings(self):
        """at(project id, moment) → what was set then."""
        return InspectionSettings.over_time({desk.project_id for desk in self.desks.values()})
