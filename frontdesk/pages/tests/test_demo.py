"""The demo: two days of it are a whole book that verifies, and it goes into an empty database only."""

from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from duty.log.models import Correction, Entry, Household, Matter, Note, Resident
from frontdesk.kernel.people.models import Desk, Project, User
from frontdesk.kernel.records import access, verify
from frontdesk.kernel.records.models import ClockStep, Waiting
from frontdesk.pages.demo import ACCOUNTS, PASSWORD, month, people

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 30, tzinfo=SHANGHAI)


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True


def made(days=2, now=NOON):
    month.make(days=days, now=now)
    return Desk.objects.get(project__code="tgc"), Desk.objects.get(project__code="yhw")


def lines_of(desk, date):
    """{local clock time: entry} of a day."""
    entries = Entry.objects.filter(desk=desk).select_related("matter").order_by("id")
    told = [(entry.recorded_at.astimezone(SHANGHAI), entry) for entry in entries]
    return {f"{at:%H:%M}": entry for at, entry in told if at.date() == date}


def test_a_small_demo_verifies_and_its_clock_never_went_back():
    made()
    count, faults = verify.verify()
    assert faults == []
    assert count > 150
    assert not ClockStep.objects.exists()
    assert not Waiting.objects.exists()


def test_every_text_says_something_and_no_blank_is_left():
    made(days=3)
    texts = [
        *Entry.objects.values_list("description", flat=True),
        *Entry.objects.exclude(immediate_result=None).values_list("immediate_result", flat=True),
        *Entry.objects.exclude(customer_request=None).values_list("customer_request", flat=True),
        *Note.objects.exclude(text=None).values_list("text", flat=True),
        *Correction.objects.values_list("reason", flat=True),
    ]
    assert [text for text in texts if not text or not text.strip() or "{" in text or "→" in text] == []


@pytest.mark.clause("R37")
def test_times_rise_with_the_serial():
    for desk in made():
        rows = list(Entry.objects.filter(desk=desk).order_by("book__month", "serial").values_list("id", "recorded_at"))
        assert rows == sorted(rows)
        assert [at for _, at in rows] == sorted(at for _, at in rows)
        assert rows[-1][1] <= NOON


@pytest.mark.clause("R02")
def test_the_two_projects_do_not_see_each_other():
    big, small = made()
    for username, own, other in (("clerk1", big, small), ("clerk9", small, big)):
        user = User.objects.get(username=username)
        for model in (Entry, Matter):
            seen = set(model.objects.visible_to(user, NOON).values_list("desk", flat=True))
            assert seen == {own.pk}, model
        projects = user.project_ids_with({"desk_clerk"}, NOON)
        assert not Household.objects.visible_to(projects).filter(project=other.project_id).exists()
    assert not Entry.objects.filter(desk=small, household__project=big.project_id).exists()
    assert not Matter.objects.filter(desk=small, owner__postings__project=big.project_id).exists()


def test_the_last_full_day_is_the_acceptance_story():
    big, _ = made()
    day = lines_of(big, NOON.date().replace(day=22))
    assert (day["10:05"].rings, day["10:05"].category) == ("2", "REP")
    assert day["10:05"].notes.filter(text__contains="10:27 到场").exists()
    trapped = day["17:10"]
    assert (trapped.category, trapped.subcategory, trapped.priority) == ("INC", "lift_entrapment", "P1")
    noted = [f"{note.recorded_at.astimezone(SHANGHAI):%H:%M}" for note in trapped.notes.order_by("id")]
    assert {"17:15", "17:24"} <= set(noted)
    correction = Correction.objects.get(entry=day["20:12"])
    assert (correction.field, correction.old, correction.new) == ("unit_no", "3-2-1502", "3-2-1205")
    assert f"{correction.recorded_at.astimezone(SHANGHAI):%H:%M}" == "20:30"
    assert day["20:12"].matter.unit_no == "3-2-1205"
    assert sum(clock < "13:40" for clock in day) >= 12  # fourteen, less those that share a minute
    assert {"8:00".zfill(5), "11:40", "13:58", "21:50", "21:59"} <= set(day)


@pytest.mark.clause("R01")
def test_something_waits_is_late_and_belongs_to_nobody():
    big, _ = made(days=4)
    matters = Matter.objects.filter(desk=big)
    assert matters.open().count() > 5
    assert matters.overdue(NOON).exists()
    assert set(matters.unowned(NOON).values_list("owner__username", flat=True)) == {people.LEFT}
    assert matters.reopened().exists()


def test_the_same_moment_makes_the_same_book():
    first = made(days=1)[0].project.name, list(Entry.objects.order_by("id").values_list("description", flat=True))
    assert len(set(first[1])) > 35
    cast = people.Cast("tgc", days=1, now=NOON, zone=SHANGHAI)
    assert [cast.rng.random() for _ in range(3)] == [
        people.Cast("tgc", days=9, now=timezone.now(), zone=SHANGHAI).rng.random() if place == 0 else value
        for place, value in enumerate(_three(cast.code))
    ]


def _three(code):
    rng = people.Cast(code, days=1, now=NOON, zone=SHANGHAI).rng
    return [rng.random() for _ in range(3)]


@pytest.mark.parametrize("clock", [(0, 5), (7, 30), (8, 0), (21, 59), (23, 58)])
def test_it_can_be_made_at_any_hour(clock):
    now = NOON.replace(hour=clock[0], minute=clock[1])
    made(days=1, now=now)
    assert Entry.objects.count() > 38
    assert Entry.objects.latest("recorded_at").recorded_at <= now


def test_the_accounts_sign_in_and_only_the_office_has_promised_nothing():
    made(days=1)
    for username, _title in ACCOUNTS:
        user = User.objects.get(username=username)
        assert user.postings_at(NOON), username
        assert access.has_promised(user, at=NOON) == (username != people.NO_PROMISE)
    assert authenticate(None, username="clerk1", password=PASSWORD) == User.objects.get(username="clerk1")
    assert User.objects.values("password").distinct().count() == 1


@pytest.mark.clause("R04")
def test_butler1_stood_in_for_two_days():
    big, _ = made(days=14)
    posting = User.objects.get(username="butler1").postings.get(acting=True)
    assert (posting.project_id, posting.role) == (big.project_id, "supervisor")
    assert (posting.ends_at - posting.starts_at).days == 2


def test_the_register_can_be_searched_by_an_unusual_surname():
    made(days=1)
    assert Household.objects.filter(project__code="tgc").count() == 220
    assert Resident.objects.filter(name__startswith="单", name_initials__startswith="s").exists()
    assert User.objects.get(username="clerk2").name_sort.startswith("shan ")


@pytest.mark.usefixtures("demo_mode")
def test_the_command_says_in_one_line_what_it_made():
    out = StringIO()
    call_command("demo", days=1, stdout=out)
    assert out.getvalue().startswith("The demo is ready: ")
    assert out.getvalue().count("\n") == 1


@pytest.mark.usefixtures("demo_mode")
def test_it_refuses_where_a_project_is():
    Project.objects.create(code="own", name="Own", centre_name="Centre")
    with pytest.raises(CommandError, match="empty database"):
        call_command("demo", days=1)


def test_it_refuses_outside_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("demo", days=1)


@pytest.mark.usefixtures("demo_mode")
@pytest.mark.parametrize("days", [0, -3, 9999])
def test_it_refuses_an_odd_number_of_days(days):
    with pytest.raises(CommandError, match="number of days"):
        call_command("demo", days=days)


@pytest.mark.usefixtures("demo_mode")
def test_the_environment_says_how_many_days(monkeypatch):
    monkeypatch.setenv("FRONTDESK_DEMO_DAYS", "many")
    with pytest.raises(CommandError, match="FRONTDESK_DEMO_DAYS"):
        call_command("demo")
