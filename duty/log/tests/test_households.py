"""The register of households: who lives where, who moved in and out."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from duty.log import commands
from duty.log.models import Household, Resident
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records.models import AccessLine
from tests.cast import AT

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
DAY = timedelta(days=1)
TODAY = AT.date()


@pytest.fixture
def home(desk, clerk, at):
    made = commands.add_household(project_id=desk.project_id, unit_no="8-1-1203", by=clerk, at=at)
    commands.move_in(household_id=made.pk, name="单晓明", phone="13800001234", kind="owner", by=clerk, at=at)
    return made


@pytest.fixture
def resident(home):
    return home.residents.get()


@pytest.mark.clause("R07")
def test_who_moves_in_is_found_and_who_moved_out_is_not(client_of, clerk, resident, at):
    client = client_of(clerk)
    assert "单晓明" in client.get("/log/households/?where=1203").content.decode()
    commands.move_out(resident_id=resident.pk, moved_out=TODAY, by=clerk, at=at)
    assert "单晓明" not in client.get("/log/households/?where=1203").content.decode()
    assert "单晓明" in client.get(f"/settings/households/{resident.household_id}/").content.decode()


def test_what_was_kept_of_somebody_stays_in_the_history_with_who_changed_it(resident, butler, at):
    commands.change_resident(resident_id=resident.pk, name="单小明", kind="tenant", phone="", by=butler, at=at)
    resident.refresh_from_db()
    assert (resident.name, resident.kind, resident.phone, resident.name_initials) == (
        "单小明", "tenant", "13800001234", "sxm",
    )  # fmt: skip
    assert [(line.name, line.history_user.username) for line in resident.history.all()] == [
        ("单小明", "butler"), ("单晓明", "clerk"),
    ]  # fmt: skip


@pytest.mark.parametrize("days", [1, 30])
def test_nobody_moves_out_on_a_day_to_come(resident, clerk, at, days):
    with pytest.raises(Refused):
        commands.move_out(resident_id=resident.pk, moved_out=TODAY + days * DAY, by=clerk, at=at)


def test_nobody_moves_out_twice_or_before_moving_in(home, resident, clerk, at):
    commands.move_out(resident_id=resident.pk, moved_out=TODAY, by=clerk, at=at)
    with pytest.raises(Refused):
        commands.move_out(resident_id=resident.pk, moved_out=TODAY, by=clerk, at=at)
    late = commands.move_in(household_id=home.pk, name="解岚", phone="", kind="tenant", moved_in=TODAY, by=clerk, at=at)
    with pytest.raises(Refused):
        commands.move_out(resident_id=late.pk, moved_out=TODAY - DAY, by=clerk, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(pk=late.pk).update(moved_out=TODAY - DAY)


def test_a_name_lives_in_a_household_once_but_may_come_back(home, resident, clerk, at):
    again = {"household_id": home.pk, "name": "单晓明", "phone": "", "kind": "owner", "by": clerk, "at": at}
    with pytest.raises(Refused):
        commands.move_in(**again)
    commands.move_out(resident_id=resident.pk, moved_out=TODAY, by=clerk, at=at)
    assert commands.move_in(**again).moved_out is None


def test_a_unit_is_registered_once(home, desk, clerk, at):
    with pytest.raises(Refused):
        commands.add_household(project_id=desk.project_id, unit_no="8-1-1203", by=clerk, at=at)


@pytest.mark.clause("R02", "R44")
def test_neither_an_auditor_nor_another_project_keeps_the_register(home, resident, auditor, stranger, at):
    for by in (auditor, stranger):
        with pytest.raises(Forbidden):
            commands.move_out(resident_id=resident.pk, moved_out=TODAY, by=by, at=at)
        with pytest.raises(Forbidden):
            commands.rename_household(household_id=home.pk, unit_no="8-1-1204", by=by, at=at)


def test_units_stand_in_the_order_of_their_numbers(desk, clerk, at):
    for unit in ("10-1-101", "2-1-1002", "2-1-0502", "商铺3"):
        commands.add_household(project_id=desk.project_id, unit_no=unit, by=clerk, at=at)
    assert [home.unit_no for home in Household.objects.all()] == ["2-1-0502", "2-1-1002", "10-1-101", "商铺3"]


@pytest.mark.clause("R45")
def test_numbers_are_masked_and_showing_them_is_noted(client_of, clerk, home):
    client = client_of(clerk)
    for path in ("/settings/households/", f"/settings/households/{home.pk}/"):
        assert "13800001234" not in client.get(path).content.decode()
    before = AccessLine.objects.count()
    assert "13800001234" in client.post(f"/settings/households/{home.pk}/phones/").content.decode()
    line = AccessLine.objects.latest("id")
    assert (AccessLine.objects.count(), line.what, line.about_kind) == (before + 1, "reveal", "log.household")


def test_the_register_is_kept_from_the_screen(client_of, butler, desk):
    client = client_of(butler)
    page = client.post("/settings/households/", {"unit_no": "3-2-601"}).url
    assert client.post(page + "move-in/", {"name": "查良", "phone": "13900005678", "kind": "owner"}).status_code == 302
    one = Resident.objects.get()
    change = {f"c{one.pk}-name": "查良生", f"c{one.pk}-kind": "owner", f"c{one.pk}-phone": ""}
    assert client.post(f"/settings/residents/{one.pk}/change/", change).status_code == 302
    assert client.post(page + "unit/", {"unit-unit_no": "3-2-602"}).status_code == 302
    assert (
        client.post(f"/settings/residents/{one.pk}/move-out/", {f"o{one.pk}-moved_out": "2999-01-01"}).status_code
        == 422
    )
    assert (
        client.post(f"/settings/residents/{one.pk}/move-out/", {f"o{one.pk}-moved_out": str(TODAY)}).status_code == 302
    )
    one.refresh_from_db()
    assert (one.name, one.household.unit_no, one.moved_out) == ("查良生", "3-2-602", TODAY)


def test_a_long_register_is_read_page_by_page(client_of, supervisor, desk, at):
    homes = [commands.Home(f"{number}-1-101", f"住户{number}") for number in range(1, 121)]
    commands.take_over_households(project_id=desk.project_id, homes=homes, changes=[], by=supervisor, at=at)
    client, path, seen = client_of(supervisor), "/settings/households/", []
    for _page in range(3):
        text = client.get(path).content.decode()
        seen += [home.unit_no for home in Household.objects.all() if f">{home.unit_no}</a>" in text]
        path = "/settings/households/?q=&after=" + seen[-1]
    assert seen == [home.unit_no for home in homes]


def test_a_list_of_pages_costs_as_many_queries_with_many_as_with_one(
    client_of, supervisor, desk, at, django_assert_num_queries
):
    client = client_of(supervisor)
    client.get("/settings/households/")
    for start, number in ((0, 1), (1, 40)):
        homes = [commands.Home(f"{n}-1-101", f"住户{n}", "13800001234") for n in range(start, start + number)]
        commands.take_over_households(project_id=desk.project_id, homes=homes, changes=[], by=supervisor, at=at)
        with django_assert_num_queries(7):
            client.get("/settings/households/")


def test_many_are_taken_over_with_their_history(desk, supervisor, at):
    homes = [commands.Home("5-1-301", "王建", "13800001111", "owner", date(2019, 6, 1)), commands.Home("5-1-302")]
    commands.take_over_households(project_id=desk.project_id, homes=homes, changes=[], by=supervisor, at=at)
    one = Resident.objects.get()
    assert (one.phone_tail, one.name_initials, one.project_id, one.moved_in) == (
        "1111", "wj", desk.project_id, date(2019, 6, 1),
    )  # fmt: skip
    assert (one.history.get().history_user, one.household.history.get().history_date) == (supervisor, at)
    assert Household.objects.count() == 2
