"""The automatic draft on its way between page and worker; what it finds is tested beside the solver. R10."""

from datetime import date, timedelta

import pytest
from kombu.exceptions import OperationalError

from duty.roster import commands, proposals, reports
from duty.roster.models import Assignment, DraftRun
from frontdesk.kernel import bells
from frontdesk.kernel.people.refusal import Forbidden, Refused

from .conftest import DECEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(roster, supervisor, at):
    def ask(minutes=0):
        return commands.ask_draft(roster_id=roster.pk, seconds=10, by=supervisor, at=at + timedelta(minutes=minutes))

    return ask


@pytest.fixture
def take(supervisor, at):
    def take(run, **said):
        return commands.take_draft(run_id=run.pk, by=supervisor, at=at, **said)

    return take


def everybody_early(data, *, seconds, progress, stop):
    """A drafter of a kind: whoever may, stands early on the first day."""
    progress(seconds=1, cost=7, bound=3)
    stop()
    rows = {
        str(one["id"]): ["" if 0 in one["leave"] else "E", *[""] * (len(data["days"]) - 1)] for one in data["staff"]
    }
    return {"roster": rows, "cost": 7, "bound": 5, "seconds": 2}


@pytest.mark.clause("R10")
def test_a_draft_is_found_by_the_worker_and_taken_over_by_the_supervisor(
    ask, take, roster, clerk, butler, supervisor, at
):
    commands.put(roster_id=roster.pk, person=butler, day=DECEMBER, code="SL", by=supervisor, at=at)
    run = ask()
    assert commands.run_draft(draft=everybody_early) == 1
    run.refresh_from_db()
    assert (run.state, run.cost, run.bound) == ("done", 7, 5)
    assert Assignment.objects.count() == 1
    take(run)
    assert set(Assignment.objects.values_list("person", "date", "code")) == {
        (clerk.pk, DECEMBER, "E"), (butler.pk, DECEMBER, "SL"),
    }  # fmt: skip
    assert Assignment.history.filter(person=clerk).get().history_user == supervisor
    with pytest.raises(Refused):
        take(run)


@pytest.mark.clause("R10")
def test_what_was_found_is_shown_with_what_it_changes_before_it_is_taken_over(
    client_of, ask, take, roster, clerk, butler, supervisor, at
):
    commands.put(roster_id=roster.pk, person=clerk, day=date(2026, 12, 9), code="L", by=supervisor, at=at)
    client, run = client_of(supervisor), ask()
    assert proposals.of(run) is None
    commands.run_draft(draft=everybody_early)
    run.refresh_from_db()
    proposal = proposals.of(run)
    changed = {
        (person, day.day, code) for person, cells in proposal.rows for day, _kind, code, differs in cells if differs
    }
    assert changed == {(clerk, 1, "E"), (butler, 1, "E"), (clerk, 9, "")}
    for path in ("/roster/2026-12/", "/roster/2026-12/draft/progress/"):
        page = client.get(path).content.decode()
        assert page.count("<ins>") == proposal.changed == 3
    take(run)
    assert "<ins>" not in client.get("/roster/2026-12/").content.decode()


@pytest.mark.clause("R10")
def test_what_was_changed_by_hand_meanwhile_is_not_lost_unasked(ask, take, roster, clerk, supervisor, at):
    run = ask()
    commands.run_draft(draft=everybody_early)
    commands.put(roster_id=roster.pk, person=clerk, day=date(2026, 12, 9), code="L", by=supervisor, at=at)
    with pytest.raises(Refused):
        take(run)
    assert Assignment.objects.get().code == "L"
    take(run, anyway=True)
    assert set(Assignment.objects.values_list("date", "code")) == {(DECEMBER, "E")}


@pytest.mark.clause("R10")
def test_without_a_worker_the_page_says_so_and_drafting_by_hand_goes_on(
    ask, roster, supervisor, clerk, client_of, now, at
):
    now.move_to(at)
    ask()
    with pytest.raises(Refused):
        ask()
    now.move_to(at + timedelta(minutes=2))
    client = client_of(supervisor)
    assert client.get("/roster/2026-12/draft/progress/").context["is_silent"]
    assert (
        client.post("/roster/2026-12/put/", {"person": clerk.pk, "day": "2026-12-01", "code": "E"}).status_code == 302
    )
    again = ask(minutes=2)
    assert [run.state for run in DraftRun.objects.order_by("id")] == ["failed", "waiting"]
    assert again.is_open


@pytest.mark.clause("R10")
def test_a_queue_that_is_down_holds_nobody_up(ask, monkeypatch, django_capture_on_commit_callbacks):
    def down(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr(bells.current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask().state == "waiting"


@pytest.mark.clause("R10")
def test_a_draft_is_stopped_by_hand_and_a_failure_is_said(ask, roster, supervisor, clerk, at):
    seen = []

    def stopped(data, *, seconds, progress, stop):
        seen.append(stop())
        commands.stop_draft(run_id=DraftRun.objects.get().pk, by=supervisor, at=at)
        seen.append(stop())
        raise RuntimeError("out of memory")

    run = ask()
    with pytest.raises(Forbidden):
        commands.stop_draft(run_id=run.pk, by=clerk, at=at)
    commands.run_draft(draft=stopped)
    run.refresh_from_db()
    assert seen == [False, True]
    assert (run.state, run.error) == ("failed", "out of memory")
    second = ask()
    commands.stop_draft(run_id=second.pk, by=supervisor, at=at)
    assert commands.run_draft(draft=everybody_early) == 0


@pytest.mark.clause("R04")
def test_only_the_supervisor_asks_for_a_draft_and_takes_it(cast, ask, roster, at):
    run = ask()
    commands.run_draft(draft=everybody_early)
    for who in ("clerk", "butler", "lead", "auditor", "stranger"):
        with pytest.raises(Forbidden):
            commands.take_draft(run_id=run.pk, by=getattr(cast, who), at=at)
        with pytest.raises(Forbidden):
            commands.ask_draft(roster_id=roster.pk, seconds=10, by=getattr(cast, who), at=at)


@pytest.mark.clause("R10")
def test_pinned_cells_and_leave_reach_the_drafter(roster, clerk, butler, supervisor, at):
    commands.put(roster_id=roster.pk, person=clerk, day=DECEMBER, code="L", pinned=True, by=supervisor, at=at)
    commands.put(roster_id=roster.pk, person=butler, day=DECEMBER, code="AL", by=supervisor, at=at)
    data = reports.instance_of(roster).as_dict()
    assert data["pinned"] == [[clerk.pk, 0, "L"]]
    assert {one["id"]: one["leave"] for one in data["staff"]} == {clerk.pk: [], butler.pk: [0]}
