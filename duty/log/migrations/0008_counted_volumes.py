from datetime import timedelta

from django.db import migrations, models
from django.db.models import Count, F, Q


def count(apps, _editor):
    """Count the volumes that are there already, as they were counted when this was written."""
    books, entries = apps.get_model("log", "LogBook").objects, apps.get_model("log", "Entry").objects
    call = Q(channel="call")
    wanted = {
        "in_shift": ~Q(shift_code=""),
        "enquiries": Q(category="ENQ"),
        "at_once": Q(category="ENQ", matter__closed_at=F("recorded_at")),
        "late": Q(occurred_at__lt=F("recorded_at"), recorded_at__gt=F("occurred_at") + timedelta(minutes=15)),
        "rung": call & Q(rings__in=["1", "2", "3", ">3", "missed"]),
        "within_three": call & Q(rings__in=["1", "2", "3"]),
        "outgoing": Q(channel="hotline_out"),
        "closed": Q(matter__closed_at__isnull=False),
        "in_time": Q(matter__closed_at__lte=F("matter__due_at")),
        "lasting": Q(matter__closed_at__isnull=False, matter__reopened_count=0),
        "reopened": Q(matter__reopened_count__gt=0),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    for row in entries.order_by().values("book_id").annotate(**{f"n_{name}": one for name, one in counts.items()}):
        books.filter(pk=row.pop("book_id")).update(**{name.removeprefix("n_"): number for name, number in row.items()})


def nothing(apps, editor):
    """Going back needs nothing: the columns go."""


class Migration(migrations.Migration):

    dependencies = [
        ("log", "0007_phrases"),
    ]

    operations = [
        *[
            migrations.AddField(model_name="logbook", name=name, field=models.PositiveIntegerField(default=0))
            for name in (
                "in_shift", "enquiries", "at_once", "late", "rung", "within_three", "outgoing", "closed", "in_time", "lasting",
                "reopened",
            )
        ],
        migrations.RunPython(count, nothing),
    ]
