"""The months' rosters, who signed in when, a leave, a swap that waits, a late arrival, an hour of support."""

import calendar
import random
from datetime import date, time, timedelta

from duty.roster import attendance, commands
from duty.roster.models import DutyCase, Outcome, Roster, ShiftRequest
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records.proof import Proof

WANTED = {"E": (time(8), time(16), "早班", 2), "L": (time(14), time(22), "晚班", 1)}
SIGNED_IN_DAYS = 6
LATE_BACK = 3


def acts(cast):
    """[(moment, act)] of the larger project."""
    if cast.code != "tgc":
        return []
    found = [(cast.at(cast.days + 1, "16:00"), _set_up)]
    today, opened = cast.now.date(), cast.now.date() - timedelta(days=cast.days + 1)
    month = opened.replace(day=1)
    while month <= today.replace(day=1):
        before = month - timedelta(days=1)
        back = (today - before.replace(day=22)).days
        found.append((cast.at(min(back, cast.days + 1), "16:30"), _approved(month)))
        month = _next(month)
    if today.day >= 20:
        found.append((cast.at(min(today.day - 20, cast.days + 1), "16:40"), _begun(month)))
    found += _leave(cast)
    for back in range(min(SIGNED_IN_DAYS, cast.days), -1, -1):
        found += _signed(cast, back)
    if cast.days >= LATE_BACK:
        found += [
            (cast.at(LATE_BACK, "20:30"), _decide),
        ]
    return found + [(cast.at(1, "11:41"), _call_support), (cast.at(1, "11:43"), _send_support)]


def _next(month):
    return (month + timedelta(days=32)).replace(day=1)


def _set_up(cast, at):
    for code, (starts, ends, name, people) in WANTED.items():
        commands.change_shift(
            desk=cast.desk, code=code, name=name, starts=starts, ends=ends, break_minutes=0, people=people,
            by=cast.people["supervisor"], at=at,
        )  # fmt: skip


def _table(cast, month, *, until=31):
    """{(person, date): code} of a month as the pairs take turns."""
    table = {}
    for number in range(1, min(until, calendar.monthrange(month.year, month.month)[1]) + 1):
        day = date(month.year, month.month, number)
        early, late = cast.turns((cast.now.date() - day).days)
        for names, code in ((early, "E"), (late, "L")):
            table |= {(cast.people[name], day): code for name in names}
    return table


def _approved(month):
    def approve(cast, at):
        by, lead = cast.people["supervisor"], cast.people["lead"]
        roster = commands.begin_month(desk=cast.desk, month=month, by=by, at=at)
        commands.put_all(roster_id=roster.pk, table=_table(cast, month), by=by, at=at)
        commands.complete(roster_id=roster.pk, by=by, at=at)
        commands.review(
            roster_id=roster.pk,
            note="人手有限：周末晚班无管家，由当班前台客服负责，管家电话待命。",
            by=by,
            at=at,
            proof=_proof(by, at),
        )
        commands.submit(roster_id=roster.pk, by=by, at=at + timedelta(minutes=4))
        later = at + timedelta(minutes=9)
        commands.approve(roster_id=roster.pk, by=lead, at=later, proof=_proof(lead, later))

    return approve


def _begun(month):
    def begin(cast, at):
        by = cast.people["supervisor"]
        roster = commands.begin_month(desk=cast.desk, month=month, by=by, at=at)
        commands.put_all(roster_id=roster.pk, table=_table(cast, month, until=18), by=by, at=at)

    return begin


def _leave(cast):
    """Today's leave, asked for and approved last night; and one for next month that waits."""
    clerk, today = "clerk2", cast.now.date()

    def ask(cast, at):
        commands.ask_leave(
            desk=cast.desk,
            leave="AL",
            first_day=today,
            last_day=today,
            reason="家人住院陪护",
            by=cast.people[clerk],
            at=at,
        )

    def approve(cast, at):
        asked = ShiftRequest.objects.filter(desk=cast.desk).latest("id")
        commands.decide(request_id=asked.pk, approves=True, by=cast.people["supervisor"], at=at)

    def stand_in(cast, at):
        roster = Roster.objects.get(desk=cast.desk, month=today.replace(day=1))
        commands.substitute(
            roster_id=roster.pk, day=today, code="L", person_out=None, person_in=cast.people["butler1"],
            reason=f"{cast.name(clerk)}休假", by=cast.people["supervisor"], at=at,
        )  # fmt: skip

    def ask_later(cast, at):
        first = today + timedelta(days=24)
        commands.ask_leave(
            desk=cast.desk, leave="AL", first_day=first, last_day=first + timedelta(days=1), reason="回老家看望父母",
            by=cast.people["clerk1"], at=at,
        )  # fmt: skip

    return [
        (cast.at(1, "21:50"), ask),
        (cast.at(1, "21:53"), approve),
        (cast.at(1, "21:56"), stand_in),
        (cast.at(1, "15:45"), ask_later),
    ]


def _signed(cast, back):
    """Everybody signs in before their shift and out after it; one of them once came late."""
    rng, found = random.Random(f"signed {back}"), []
    early, late = cast.shifts(back)
    for names, begins, ends in ((early, "7:4", "16:0"), (late, "13:4", "22:0")):
        for place, name in enumerate(names):
            is_late = back == LATE_BACK and begins == "13:4" and place == 0
            comes = "14:06" if is_late else f"{begins}{rng.randrange(4, 9)}"
            found.append((cast.at(back, comes), _arrive(name)))
            found.append((cast.at(back, f"{ends}{rng.randrange(5, 9)}"), _mark(commands.sign_out, name)))
    return found


def _arrive(name):
    def arrive(cast, at):
        """Whoever takes the desk over is signed in with that."""
        if all(one.person.pk != cast.people[name].pk for one in attendance.present(cast.desk, at)):
            commands.sign_in(desk=cast.desk, by=cast.people[name], at=at)

    return arrive


def _mark(verb, name):
    def mark(cast, at):
        verb(desk=cast.desk, by=cast.people[name], at=at)

    return mark


def _call_support(cast, at):
    commands.call_support(
        desk=cast.desk, reason="办卡和缴费集中，排队六人，热线同时有来电", by=cast.people[cast.on_duty(at)[0]], at=at
    )


def _send_support(cast, at):
    helper = next(
        person for person in cast.people.values() if person.roles_at(cast.desk.project_id, at) == {Role.BACK_OFFICE}
    )
    commands.send_support(
        desk=cast.desk,
        person=helper,
        starts_at=at,
        ends_at=at + timedelta(minutes=77),
        by=cast.people["supervisor"],
        at=at,
    )


def _decide(cast, at):
    case = DutyCase.objects.filter(desk=cast.desk, kind=DutyCase.Kind.LATE).first()
    if case:
        outcome = Outcome.objects.get(project=cast.desk.project_id, name="谈话提醒")
        commands.decide_case(
            case_id=case.pk, outcome=outcome, reason="地铁故障，已提前电话告知", by=cast.people["supervisor"], at=at
        )


def _proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="10.0.0.12")
