"""The demo: a few days of it are a whole book that verifies, and it goes into an empty database only."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from duty.log.models import Correction, Entry, Household, Matter, Note, Resident
from frontdesk.kernel.people.models import Desk, Project, User
from frontdesk.kernel.records import access, verify
from frontdesk.kernel.records.models import ClockStep, Waiting
from frontdesk.pages.demo import ACCOUNTS, PASSWORD, month, people
from handover.models import Loan, Sheet
from inspections.models import DailyNotice, DailyReading, Inspection
from tests import ground

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 30, tzinfo=SHANGHAI)


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True


ground.STANDS_ON["demo"] = lambda: month.make(days=4, now=NOON)


@pytest.fixture
def demo(db):
    """One demo of four days for all tests that only read."""


@pytest.fixture
def desks(demo):
    """The desks of the two projects."""
    return Desk.objects.get(project__code="tgc"), Desk.objects.get(project__code="yhw")


def yesterday(desk, category, clock):
    """The line of the last full day that was written at a local clock time."""
    starts = NOON.replace(day=NOON.day - 1, hour=int(clock[:2]), minute=int(clock[3:]))
    ends = starts + timedelta(minutes=1)
    return Entry.objects.get(desk=desk, category=category, recorded_at__gte=starts, recorded_at__lt=ends)


def clock_of(record, moment="recorded_at"):
    return f"{getattr(record, moment).astimezone(SHANGHAI):%H:%M}"


class TestTheBook:
    """What a demo of four days says, made once for all of these."""

    def test_a_small_demo_verifies_and_its_clock_never_went_back(self, desks):
        count, faults = verify.verify()
        assert faults == []
        assert count > 150
        assert not ClockStep.objects.exists()
        assert not Waiting.objects.exists()

    def test_every_text_says_something_and_no_blank_is_left(self, desks):
        texts = [
            *Entry.objects.values_list("description", flat=True),
            *Entry.objects.exclude(immediate_result=None).values_list("immediate_result", flat=True),
            *Entry.objects.exclude(customer_request=None).values_list("customer_request", flat=True),
            *Note.objects.exclude(text=None).values_list("text", flat=True),
            *Correction.objects.values_list("reason", flat=True),
        ]
        assert [text for text in texts if not text or not text.strip() or "{" in text or "→" in text] == []

    @pytest.mark.clause("R37")
    def test_times_rise_with_the_serial(self, desks):
        for desk in desks:
            rows = list(
                Entry.objects.filter(desk=desk).order_by("book__month", "serial").values_list("id", "recorded_at")
            )
            assert rows == sorted(rows)
            assert [at for _, at in rows] == sorted(at for _, at in rows)
            assert rows[-1][1] <= NOON

    @pytest.mark.clause("R02")
    def test_the_two_projects_do_not_see_each_other(self, desks):
        big, small = desks
        for username, own, other in (("clerk1", big, small), ("clerk9", small, big)):
            user = User.objects.get(username=username)
            for model in (Entry, Matter):
                seen = set(model.objects.visible_to(user, NOON).values_list("desk", flat=True))
                assert seen == {own.pk}, model
            projects = user.project_ids_with({"desk_clerk"}, NOON)
            assert not Household.objects.visible_to(projects).filter(project=other.project_id).exists()
        assert not Entry.objects.filter(desk=small, household__project=big.project_id).exists()
        assert not Matter.objects.filter(desk=small, owner__postings__project=big.project_id).exists()

    def test_the_last_full_day_is_the_acceptance_story(self, desks):
        big, _ = desks
        repair = yesterday(big, "REP", "10:05")
        assert repair.rings == "2"
        assert clock_of(repair.notes.get(kind="arrived"), "happened_at") == "10:27"
        trapped = yesterday(big, "INC", "17:10")
        assert (trapped.subcategory, trapped.priority) == ("lift_entrapment", "P1")
        assert clock_of(trapped.notes.get(kind="contained")) == "17:24"
        assert clock_of(trapped.notes.get(kind="decided", recorded_by__username="lead")) == "17:15"
        wrong = yesterday(big, "REP", "20:12")
        correction = Correction.objects.get(entry=wrong)
        assert (correction.field, correction.old, correction.new) == ("unit_no", "3-2-1502", "3-2-1205")
        assert clock_of(correction) == "20:30"
        assert wrong.matter.unit_no == "3-2-1205"
        for clock in ("08:00", "11:40", "21:50", "21:59"):
            assert yesterday(big, "INT", clock).description

    @pytest.mark.clause("R53", "R56")
    def test_that_day_opens_changes_hands_and_closes_with_signatures(self, desks):
        big, _ = desks
        starts = NOON.replace(day=NOON.day - 1, hour=0)
        sheets = Sheet.objects.filter(desk=big, recorded_at__range=(starts, starts + timedelta(days=1))).order_by("id")
        assert [(sheet.kind, clock_of(sheet)) for sheet in sheets] == [
            ("opening", "07:56"), ("change", "13:58"), ("closing", "22:00"),
        ]  # fmt: skip
        assert "8-1-1203" in sheets[1].content
        assert Loan.objects.get(desk=big).returned.exists()

    @pytest.mark.clause("R46", "R58", "R62")
    def test_that_day_is_inspected_at_9_20_with_one_finding_and_read_at_9_10_of_the_next(self, desks):
        big, _ = desks
        day = NOON.date() - timedelta(days=1)
        inspection = Inspection.objects.get(desk=big, day=day, kind="daily")
        finding = inspection.findings.get()
        steps = [(step.kind, clock_of(step)) for step in finding.steps.all()]
        assert (clock_of(inspection), inspection.failed, finding.item) == ("09:20", 1, "environment")
        assert (steps[0][0], steps[-1]) == ("correction", ("verified", "16:35"))
        assert finding.state.closed_by.username == "supervisor"
        read = DailyReading.objects.get(desk=big, day=day)
        assert (clock_of(read), read.recorded_at.astimezone(SHANGHAI).date()) == ("09:10", NOON.date())
        told = yesterday(big, "INC", "17:10").notes.filter(kind="instruction")
        assert [clock_of(note) for note in told] == ["09:11"]
        assert DailyNotice.objects.get(desk=big, date=day).acks.count() >= 3
        assert Inspection.objects.filter(desk=big, kind="spot", picked_by="random").exists()

    def test_the_late_shift_of_that_day_reads_fourteen_lines(self, desks):
        big, _ = desks
        starts = yesterday(big, "INT", "08:00").recorded_at
        arrives = NOON.replace(day=NOON.day - 1, hour=13, minute=40)
        assert Entry.objects.filter(desk=big, recorded_at__gte=starts, recorded_at__lt=arrives).count() == 14

    @pytest.mark.clause("R01")
    def test_something_waits_is_late_or_was_opened_again(self, desks):
        big, _ = desks
        matters = Matter.objects.filter(desk=big)
        assert matters.open().count() > 5
        assert matters.overdue(NOON).exists()
        left_behind = matters.filter(entry__recorded_by__username=people.LEFT).open()
        assert left_behind.exists()  # what the clerk who left had taken on was taken over at the next change of hands
        assert not matters.unowned(NOON).exists()
        assert matters.reopened().exists()

    def test_the_accounts_sign_in_and_only_the_office_has_promised_nothing(self, desks):
        for username, _title in ACCOUNTS:
            user = User.objects.get(username=username)
            assert user.postings_at(NOON), username
            assert access.has_promised(user, at=NOON) == (username != people.NO_PROMISE)
        assert User.objects.get(username="clerk1").check_password(PASSWORD)
        assert User.objects.values("password").distinct().count() == 1

    def test_the_register_can_be_searched_by_an_unusual_surname(self, desks):
        assert Household.objects.filter(project__code="tgc").count() == 220
        assert Resident.objects.filter(name__startswith="单", name_initials__startswith="s").exists()
        assert User.objects.get(username="clerk2").name_sort.startswith("shan ")


@pytest.mark.turns(3)
def test_the_same_moment_makes_the_same_book():
    books = []
    for _ in range(2):
        with transaction.atomic():
            month.make(days=1, now=NOON)
            books.append(
                list(Entry.objects.order_by("id").values_list("description", "unit_no", "phone", "recorded_at"))
            )
            transaction.set_rollback(True)
    assert len(books[0]) > 40
    assert books[0] == books[1]


@pytest.mark.parametrize("clock", [(0, 5), (8, 0), (23, 58)])
@pytest.mark.turns(3)
def test_it_can_be_made_at_any_hour(clock):
    now = NOON.replace(hour=clock[0], minute=clock[1])
    month.make(days=1, now=now)
    assert Entry.objects.count() > 38
    assert Entry.objects.latest("recorded_at").recorded_at <= now


@pytest.mark.clause("R04")
@pytest.mark.turns(3)
def test_butler1_stood_in_for_two_days(monkeypatch):
    monkeypatch.setattr(month, "month", lambda cast: [])
    month.make(days=14, now=NOON)
    posting = User.objects.get(username="butler1").postings.get(acting=True)
    assert (posting.project.code, posting.role) == ("tgc", "supervisor")
    assert (posting.ends_at - posting.starts_at).days == 2


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
