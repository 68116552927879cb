"""What of the handovers belongs to a volume of the log, and where they repeat what an entry says (R42, R43, A18)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q

from duty.log import erasing, volumes
from duty.log.models import Note

from .models import CheckResult, Count, Handover, ItemMark, Loan, Question, Refusal, Sheet


def span(book):
    """The two moments between which the local month of a volume lies."""
    zone = ZoneInfo(book.desk.project.time_zone)
    days = book.month, volumes.following(book.month)
    return [datetime.combine(day, time.min, tzinfo=zone) for day in days]


def in_month(model):
    """What a volume's Part asks: the records of a model that were written at its desk within its local month."""

    def of(book):
        begins, ends = span(book)
        return model.objects.filter(desk=book.desk_id, recorded_at__gte=begins, recorded_at__lt=ends)

    return of


def forget_month(book):
    """Empty what was only prepared: the signed sheets held it, and they are erased with the volume."""
    begins, ends = span(book)
    done = Handover.objects.filter(desk=book.desk_id, started_at__gte=begins, started_at__lt=ends)
    for model in (Question, ItemMark, CheckResult, Count):
        model.objects.filter(handover__in=done).delete()
    done.update(remark="", witness_name="")


PARTS = [
    volumes.Part("handovers", in_month(Sheet), forget_month),
    volumes.Part("refusals", in_month(Refusal)),
    volumes.Part("loans", lambda book: Loan.objects.filter(entry__book=book)),
]


def loans_of(entries):
    return Loan.objects.filter(entry__in=entries).order_by("id")


def sheets_of(entries):
    """The sheets that quote one of the entries: each carries the beginning of its text."""
    quoted = Q()
    for entry in entries:
        quoted |= Q(content__contains=f'"entry":{entry.pk},')
    if not quoted:
        return Sheet.objects.none()
    since = min(entry.recorded_at for entry in entries)
    desks = {entry.desk_id for entry in entries}
    return Sheet.objects.filter(quoted, desk__in=desks, recorded_at__gte=since).order_by("id")


def forget_questions(entries):
    """Questions that were asked about these entries while a handover was prepared."""
    about = [f"{kind}:{entry.pk}" for entry in entries for kind in ("matter", "call_back")]
    for pk in Note.objects.filter(entry__in=entries).values_list("pk", flat=True):
        about += [f"instruction:{pk}", f"measure:{pk}"]
    about += [f"loan:{loan.pk}" for loan in loans_of(entries)]
    Question.objects.filter(about__in=about).delete()


HOLDERS = [erasing.Holder(loans_of, forget_questions), erasing.Holder(sheets_of, whole=True)]
