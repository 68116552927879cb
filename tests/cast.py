"""The cast: one desk with everybody posted at it, a stranger at a second project, and a frozen moment.

Tests name whom they need: `def test_a_clerk_...(desk, clerk, at)`. Where commits must be real, together with
`fresh_database`, they call `gather(AT)` themselves and get the same people.
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from tests import ground

AT = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)  # a Monday, 10:05 in Shanghai
PASSWORD = "ke-fu-qian-tai-7"
POSTED = {
    "lead": "孟令仪", "supervisor": "单晓明", "clerk": "曾雨", "butler": "欧阳静", "auditor": "查良平",
}  # fmt: skip
ROLES = {
    "supervisor": "supervisor", "clerk": "desk_clerk", "butler": "butler", "auditor": "auditor",
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    desk: object
    lead: object
    supervisor: object
    clerk: object
    butler: object
    auditor: object
    other_desk: object
    stranger: object


@cache
def hashed(password):
    """Hashed once in a run: a strong hash is slow on purpose."""
    from django.contrib.auth.hashers import make_password

    return make_password(password)


def person(username, name):
    from frontdesk.kernel.people.models import User

    somebody = User(username=username, name=name, password=hashed(PASSWORD))
    somebody.save()
    return somebody


def gather(at):
    """Two projects with a desk each; at the first one everybody has been posted for a month."""
    from duty.log.commands import open_desk
    from frontdesk.kernel.appointments.commands import appoint, open_project

    began = at - timedelta(days=30)
    people = {username: person(username, name) for username, name in POSTED.items()}
    stranger = person("stranger", "仇远")
    desk, other_desk = (
        open_project(code=code, name=name, centre_name="客户服务中心", desk_name="前台", lead=lead, at=began)
        for code, name, lead in [("SKY", "云岭花园", people["lead"]), ("SEA", "海湾新城", stranger)]
    )
    for each in (desk, other_desk):
        open_desk(desk=each)
    for username, role in ROLES.items():
        appoint(
            project_id=desk.project_id, person=people[username], role=role, starts_at=began, by=people["lead"], at=began
        )
    return Cast(desk=desk, other_desk=other_desk, stranger=stranger, **people)


@pytest.fixture
def at():
    return AT


ground.STANDS_ON["cast"] = lambda: gather(AT)


@pytest.fixture
def cast(db, at):
    made = ground.made("book")
    people = made.cast if made else ground.made("cast")
    return deepcopy(people) if people else gather(at)


@pytest.fixture
def desk(cast):
    return cast.desk


@pytest.fixture
def other_desk(cast):
    return cast.other_desk


@pytest.fixture
def lead(cast):
    return cast.lead


@pytest.fixture
def supervisor(cast):
    return cast.supervisor


@pytest.fixture
def clerk(cast):
    return cast.clerk


@pytest.fixture
def butler(cast):
    return cast.butler


@pytest.fixture
def auditor(cast):
    return cast.auditor


@pytest.fixture
def stranger(cast):
    """The lead of the second project, who is nobody at the first."""
    return cast.stranger


@pytest.fixture
def posted(cast, at):
    """posted(role) → somebody new who has held that role at the desk's project for an hour."""

    def posted(role, name="关键"):
        from frontdesk.kernel.appointments.commands import appoint

        somebody = person(role, name)
        appoint(
            project_id=cast.desk.project_id, person=somebody, role=role, starts_at=at - timedelta(hours=1),
            by=cast.lead, at=at - timedelta(hours=1),
        )  # fmt: skip
        return somebody

    return posted
