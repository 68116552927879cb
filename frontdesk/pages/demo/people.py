"""Who works at the two projects, who is on duty when, and how a moment of the demo is named."""

import random
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.people.models import Role, User

from . import PASSWORD

PROJECTS = {
    "tgc": {
        "code": "tgc", "name": "太古城花园", "centre_name": "客户服务中心", "desk_name": "前台",
        "address": "云州市东湖区太古路8号", "hotline": "0999-5550 8800",
    },
    "yhw": {
        "code": "yhw", "name": "云湖湾", "centre_name": "客户服务中心", "desk_name": "前台",
        "address": "云州市西渡区湖湾大道21号", "hotline": "0999-5550 6611",
    },
}  # fmt: skip
TEAMS = {
    "tgc": [
        ("lead", "郭建明", "T001", Role.PROJECT_LEAD),
        ("supervisor", "沈慧敏", "T006", Role.SUPERVISOR),
        ("butler1", "周海宁", "T011", Role.BUTLER),
        ("butler2", "许佳怡", "T012", Role.BUTLER),
        ("clerk1", "林晓雯", "T021", Role.DESK_CLERK),
        ("clerk2", "单雨晴", "T022", Role.DESK_CLERK),
        ("clerk3", "田甜", "T023", Role.DESK_CLERK),
        ("security", "秦志刚", "T002", Role.SECURITY_MANAGER),
        ("engineer", "罗永强", "T003", Role.ENGINEERING_SUPERVISOR),
        ("office", "曾思源", "T031", Role.BACK_OFFICE),
        ("auditor", "谭文博", "T090", Role.AUDITOR),
    ],
    "yhw": [
        ("lead9", "方正平", "Y001", Role.PROJECT_LEAD),
        ("supervisor9", "叶丽华", "Y006", Role.SUPERVISOR),
        ("clerk9", "蒋雪", "Y021", Role.DESK_CLERK),
    ],
}
LEFT = "clerk3"
NO_PROMISE = "office"
OPENS, CHANGES, HALF, CLOSES = time(8), time(14), time(16), time(22)


class Cast:
    """The people, places and calendar of one project. Days are counted back from today: 0 today, 1 yesterday."""

    def __init__(self, code, *, days, now, zone):
        self.code, self.days, self.zone = code, days, zone
        self.now = now.astimezone(zone)
        self.rng = random.Random(f"frontdesk {code}")
        self.people, self.households, self.desk = {}, [], None
        self.left_back = min(6, days) if code == "tgc" and days > 1 else None

    # -- time

    def at(self, back, clock, *, second=None):
        """The moment of a clock time ('17:10') so many days ago."""
        hour, minute = map(int, clock.split(":"))
        second = self.rng.randrange(2, 58) if second is None else second
        day = self.now.date() - timedelta(days=back)
        return datetime.combine(day, time(hour, minute, second), tzinfo=self.zone)

    def back(self, at):
        return (self.now.date() - at.astimezone(self.zone).date()).days

    def served(self, at):
        """The moment itself, or when the desk opens again."""
        at = at.astimezone(self.zone)
        if OPENS <= at.time() < time(21, 58):
            return at
        back = self.back(at) - (1 if at.time() >= OPENS else 0)
        return self.at(back, "8:04") + timedelta(minutes=int(self.rng.triangular(0, 170, 25)))

    # -- people

    def name(self, username):
        return self.people[username].name

    def on_duty(self, at):
        """The user names at the desk at a moment of service."""
        if self.code != "tgc":
            return ["clerk9"]
        clock = at.astimezone(self.zone).time()
        early, late = self.shifts(self.back(at))
        return [*(early if clock < HALF else ()), *(late if clock >= CHANGES else ())]

    def shifts(self, back):
        """(early, late) of a day, as it came."""
        if back == 0:  # butler1 stands in for clerk2, who is on leave
            return ["clerk1"], ["butler1", "butler2"]
        return self.turns(back)

    def turns(self, back):
        """(early, late) as planned: a fortnight in which the pairs change places with a night's rest between."""
        place = (4 - back) % 14
        first, second = ("clerk1", "butler1"), ("clerk2", "butler2")
        if place >= 7:
            first, second = second, first
        turn = place % 7
        if turn == 0:
            early, late = [second[0]], [second[1]]
        else:
            off = {1: second[1], 2: second[0], 4: first[1], 5: first[0]}.get(turn)
            early, late = [p for p in first if p != off], [p for p in second if p != off]
        if self.left_back and back >= self.left_back and turn not in {0, 3}:
            early.append(LEFT)
        return early, late

    def hand(self, at):
        """Somebody at the desk then."""
        return self.rng.choice(self.on_duty(at))

    def chief(self, at):
        """The supervisor, or who stands in."""
        if self.code != "tgc":
            return "supervisor9"
        return "butler1" if self.back(at) in ACTING else "supervisor"

    def chief_said(self, at):
        name = self.name(self.chief(at))
        return f"代理主管{name}" if self.chief(at) == "butler1" else f"{name[0]}主管"

    def butler(self, unit):
        """The butler of a unit's building; at a small project the clerk."""
        if self.code != "tgc":
            return "clerk9"
        building = unit.partition("-")[0]
        return "butler1" if building.isdigit() and int(building) <= 5 else "butler2"

    def butler_said(self, unit):
        return ("管家" if self.code == "tgc" else "") + self.name(self.butler(unit))

    # -- residents

    def resident(self, unit):
        return next(home.people[0] for home in self.households if home.unit_no == unit)


ACTING = (13, 12)


def hire(code, hashed=None):
    """The users of a project, all with the demo password: {user name: User}."""
    hashed = hashed or make_password(PASSWORD)
    users = {}
    for username, name, staff_no, role in TEAMS[code]:
        user = User(
            username=username, name=name, staff_no=staff_no, password=hashed, can_support_desk=role == Role.BACK_OFFICE
        )
        user.full_clean()
        user.save()
        users[username] = user
    return users


def post(cast, *, opened_at):
    """Give everybody but the lead the role they have had since the project was opened."""
    lead, *others = TEAMS[cast.code]
    for minutes, (username, _, _, role) in enumerate(others, start=1):
        at = opened_at + timedelta(minutes=minutes)
        appointments.appoint(
            project_id=cast.desk.project_id, person=cast.people[username], role=role,
            starts_at=at, by=cast.people[lead[0]], at=at,
        )  # fmt: skip


def appointments_of_the_month(cast):
    """[(moment, act)]: the supervisor's two days off, and the clerk who left."""
    if cast.code != "tgc":
        return []
    acts = []
    if cast.days > ACTING[0]:
        acts.append((cast.at(ACTING[0] + 1, "17:32"), _name_stand_in))
    if cast.left_back:
        acts.append((cast.at(cast.left_back, "16:20"), _let_go))
    return acts


def _name_stand_in(cast, at):
    appointments.appoint(
        project_id=cast.desk.project_id, person=cast.people["butler1"], role=Role.SUPERVISOR, acting=True,
        starts_at=cast.at(ACTING[0], "8:00", second=0), ends_at=cast.at(ACTING[-1] - 1, "8:00", second=0),
        reason="主管外出培训两天", by=cast.people["supervisor"], at=at,
    )  # fmt: skip


def _let_go(cast, at):
    person, lead = cast.people[LEFT], cast.people["lead"]
    appointments.end_posting(posting_id=person.postings.get().pk, by=lead, at=at, reason="合同到期离职")
    person.is_active = False
    person.save()
