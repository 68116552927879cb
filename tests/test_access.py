"""Every address, every role: generated from the URLconf, so that a new page cannot be forgotten (R44)."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duty.log.models import Phrase
from duty.roster.models import BusyWindow, Outcome
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.ui import errors
from tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def addresses(patterns=None, space=""):
    """(name, view, names of the parameters) of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield space + pattern.name, pattern.callback, sorted(pattern.pattern.converters)


ALL = list(addresses())
CLOSED = [one for one in ALL if not getattr(one[1], "open_to_all", False)]


def declared(view):
    """What a view says of who may open it, through decorators that keep attributes."""
    return {mark: getattr(view, mark) for mark in ("open_to_all", "for_everyone", "needs_role") if hasattr(view, mark)}


def path_of(name, parameters, entry, **known):
    if "month" in parameters and "year" not in parameters:
        month = {
            "month": date(2026, 11, 1),
            "day": date(2026, 11, 30),
            "code": "E",
            "version": 1,
            "pk": 1,
            "number": "R26",
        }
        return reverse(name, kwargs={parameter: month[parameter] for parameter in parameters})
    if name.startswith("inspections:"):
        here = {"month": date(2026, 11, 1), "day": date(2026, 11, 23), "code": "E", "kind": "adhoc", "pk": entry.pk}
        return reverse(name, kwargs={parameter: here[parameter] for parameter in parameters})
    values = {
        "pk": entry.pk, "date": entry.recorded_at.date(), "field": "unit_no", "year": 2026, "month": 11, "kind": "supervisor",
        "whom": "holder", "slug": "work-orders", "token": "not-a-secret-of-anybody",
        "question": entry.pk, "article": entry.pk, "entry": entry.pk, **known,
    }  # fmt: skip
    return reverse(name, kwargs={parameter: values[parameter] for parameter in parameters})


def thing_of(name, desk):
    """{"pk": …} of what the desk has from its first day, where an address names such a thing; a stranger has their own of it.

    The number of an entry says nothing there: it may be that of a row of the stranger's.
    """
    project = desk.project_id
    here = {
        "end_posting": Posting.objects.filter(project=project),
        "new_password": User.objects.filter(postings__project=project),
        "roster:use_outcome": Outcome.objects.filter(project=project),
        "roster:remove_window": BusyWindow.objects.filter(desk=desk),
        "log:remove_phrase": Phrase.objects.filter(desk=desk),
    }
    return {"pk": here[name].latest("pk").pk} if name in here else {}


def one_of_each_role(desk, lead, at):
    """{role: somebody who holds just this role at the desk's project}"""
    people = {"project_lead": lead}
    for role in Role.values:
        if role not in people:
            people[role] = person(f"only-{desk.pk}-{role.replace('_', '-')}", f"专任{role}"[:40])
            appoint(
                project_id=desk.project_id, person=people[role], role=role,
                starts_at=at - timedelta(days=1), by=lead, at=at,
                ends_at=at + timedelta(days=1) if role == Role.SUPPORT else None,
            )  # fmt: skip
    return people


@pytest.fixture
def holders(cast, at):
    return one_of_each_role(cast.desk, cast.lead, at)


@pytest.mark.clause("R44")
@pytest.mark.parametrize(("name", "view", "parameters"), ALL, ids=[one[0] for one in ALL])
def test_every_address_says_who_may_open_it(name, view, parameters):
    assert len(declared(view)) == 1


@pytest.mark.clause("R44")
def test_only_the_doors_are_open_to_all():
    names = sorted(name for name, view, _ in ALL if getattr(view, "open_to_all", False))
    setup, app = ["setup", "setup_account", "setup_project"], ["manifest", "offline", "worker"]
    doors = ["healthz", "language", "metrics", "readyz", "roster:feed", "sign_in", "sign_in_code", "unlock"]
    assert names == sorted([*doors, *setup, *app])


@pytest.mark.clause("R44")
def test_without_signing_in_every_other_address_leads_to_the_door(client, record):
    entry, told = record(), {}
    for name, _view, parameters in CLOSED:
        path = path_of(name, parameters, entry)
        status = client.get(path).status_code, client.post(path).status_code
        if status != (302, 401):
            told[name] = status
    assert told == {}


@pytest.fixture
def bare_refusals(monkeypatch, request):
    """What is refused is answered without a page around it: the page is the same for all, and half of the matrix's time."""
    if not request.config.option.thorough:
        monkeypatch.setattr(errors, "page", lambda request, status, title, said: HttpResponse(said, status=status))


@pytest.mark.clause("R44")
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("role", Role.values)
@pytest.mark.turns(3)
def test_each_role_opens_what_is_declared_for_it_and_nothing_else(client_of, holders, record, role, figure):
    client, entry = client_of(holders[role]), record(phone="13800001234")
    told, cells = {}, 0
    for name, view, parameters in CLOSED:
        if name in {"sign_out", "lock", "switch", "attachment"}:
            continue
        allowed = role in getattr(view, "needs_role", Role.values)
        for method in ("get", "post"):
            status = getattr(client, method)(path_of(name, parameters, entry)).status_code
            cells += 1
            if status == 405 or (name in {"log:attachment", "end_posting"} and status == 404):
                continue
            if (status != 403) != allowed and not (name == "people" and method == "post" and status == 403):
                told[name, method] = status
    figure("authorisation", cells=cells, wrong=len(told))
    assert told == {}


@pytest.mark.clause("R44", "R02")
def test_another_projects_records_are_not_there(client_of, stranger, cast, record, at, size, figure):
    """To its lead; in bin/prove to one of each role there."""
    entry = record()
    told, cells = {}, 0
    for role, person_there in size(lambda *_: {"project_lead": stranger}, one_of_each_role)(
        cast.other_desk, stranger, at
    ).items():
        client = client_of(person_there)
        for name, _view, parameters in ALL:
            if parameters == ["pk"] or parameters == ["field", "pk"]:
                path = path_of(name, parameters, entry, **thing_of(name, cast.desk))
                for method in ("get", "post"):
                    status = getattr(client, method)(path).status_code
                    cells += 1
                    if status not in {404, 405, 403}:
                        told[role, name, method] = status
    figure("authorisation", cells=cells, wrong=len(told))
    assert told == {}
    client = client_of(stranger)
    missing = client.get(f"/log/entries/{entry.pk + 999}/")
    theirs = client.get(f"/log/entries/{entry.pk}/")
    assert (missing.status_code, theirs.status_code) == (404, 404)
    assert b"csrfmiddlewaretoken" in missing.content
    strip = lambda page: page.content.decode().split("<main")[1].split("</main>")[0]  # noqa: E731
    assert strip(missing) == strip(theirs)


@pytest.mark.clause("R04")
def test_the_acting_supervisor_opens_the_supervisors_pages_inside_the_window_only(client_of, cast, butler, now, at):
    client = client_of(butler)
    assert client.get("/settings/people/").status_code == 403
    appoint(
        project_id=cast.desk.project_id, person=butler, role=Role.SUPERVISOR, acting=True, starts_at=at,
        ends_at=at + timedelta(hours=2), by=cast.supervisor, at=at,
    )  # fmt: skip
    assert client.get("/settings/people/").status_code == 200
    now.move_to(at + timedelta(hours=2, minutes=1))
    client.post("/unlock/", {"password": "ke-fu-qian-tai-7", "next": "/"})
    assert client.get("/settings/people/").status_code == 403
