"""Whatever is sent: a clear sentence or a 400 or 404, never a 500, and nothing changed."""

import random
from datetime import date
from urllib.parse import quote

import pytest
from django.forms import BaseForm
from django.urls import reverse

from duty.log import commands
from duty.log.forms.sheets import FORMS
from duty.log.models import Correction, Entry, Note
from duty.log.models.sheets import SHEETS
from duty.log.views.answers import ANSWERS
from duty.log.views.steps import STEPS
from duty.roster import commands as commands_of_rosters
from frontdesk.kernel.ui.inputs import DeskMoment
from tests.test_access import ALL, path_of

from .nonsense import FINE, NASTY, answered, post, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]

INTAKE = ["channel", "rings", "where", "resident", "caller_name", "phone", "category", "subcategory", "description",
          "immediate_result", "occurred_at", "priority", "caller_kind", "customer_request", "appointed_at", "department", "owner",
          "outgoing_reason", "outgoing_approver", "outgoing_emergency", "key"]  # fmt: skip
GOOD = {"channel": "call", "category": "ENQ", "description": "问停车费"}


@pytest.mark.parametrize("field", INTAKE)
def test_no_value_of_the_intake_form_breaks_it(client_of, clerk, some, field):
    client = client_of(clerk)
    told = {}
    for value in some(INTAKE.index(field)):
        before = Entry.objects.count()
        answer = post(client, "/log/new/", {**GOOD, field: sent(value)})
        if answer.status_code not in {302, 422} or (answer.status_code == 422 and Entry.objects.count() != before):
            told[value[:20]] = answer.status_code
    assert told == {}


def valid(form):
    """Something that a form takes, field by field, so that one wrong value at a time can be tried."""
    said = {}
    for name, field in form.base_fields.items():
        if choices := [value for value, _ in getattr(field, "choices", []) if value not in {"", None}]:
            said[name] = str(choices[0])
        elif isinstance(field, DeskMoment):
            said[name] = "2026-11-23T11:30" if name in {"until", "eta", "due_at"} else ""
        elif field.required:
            said[name] = "停梯挂牌"
    return said


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_no_value_of_a_step_breaks_it(client_of, supervisor, record, some, step):
    urgent = {"category": "REP", "priority": "P2", "unit_no": "8-1-1203", "phone": "13800001234"}
    entry, client, told = record(**urgent), client_of(supervisor), {}
    good = valid(step.form)
    for number, field in enumerate([*step.form.base_fields, "files"]):
        for value in some(number):
            fields = {**good, field: sent(value)}
            answered(client, reverse(f"log:{step.slug}", args=[entry.pk]), fields, Note, told, (field, value[:20]))
    assert told == {}
    assert client.get(entry.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.kind}-{answer.slug}")
def test_no_value_of_an_answer_breaks_it(client_of, supervisor, clerk, record, at, some, answer):
    entry, client, told = record(category="INC", place="5栋1号梯"), client_of(supervisor), {}
    said = {"entry_id": entry.pk, "by": clerk, "at": at}
    begun = {
        "instruction": lambda: commands.instruct(text="办", entry_id=entry.pk, by=supervisor, at=at),
        "callout": lambda: commands.call_out(department="engineering", **said),
        "measure": lambda: commands.take_measure(measure="barrier", place="大堂", text="围", **said),
        "escalation": lambda: entry.notes.first(),
    }[answer.kind]
    path = reverse(f"log:{answer.kind}-{answer.slug}", args=[begun().pk])
    for number, field in enumerate(answer.form.base_fields):
        for value in some(number):
            answered(client, path, {**valid(answer.form), field: sent(value)}, Note, told, (field, value[:20]))
    assert told == {}


@pytest.mark.parametrize("category", ["REP", "CMP", "SVC"])
def test_no_value_of_a_sheet_breaks_it(client_of, supervisor, record, some, category):
    entry = record(category=category, unit_no="8-1-1203", phone="13800001234")
    client, told, model = client_of(supervisor), {}, SHEETS[category]
    form = FORMS[model]()
    for number, name in enumerate(form.fields):
        for value in some(number):
            fields = {
                "trade": "水",
                "item": "洗空调",
                "sort": "paid",
                "grade": "ordinary",
                "validity": "pending",
                name: sent(value),
            }
            fields.setdefault("expected", str(getattr(model.objects.order_by("-version").first(), "version", 0)))
            answered(client, reverse("log:save_sheet", args=[entry.pk]), fields, model, told, (name, value[:20]))
    assert told == {}


SETTINGS = {
    "password": ["password", "new_password", "new_again"],
    "two_factor": ["code", "password"],
    "log:set_escalation_rule": ["category", "priority", "level"],
    "log:set_three_rings": ["seconds"],
    "log:fill_post": ["kind", "holder", "phone", "deputy", "deputy_phone"],
    "log:start_drill": ["text", "key"],
    "log:report_fault": ["line", "stand_in", "text", "key"],
    "log:confirm_import": ["sha256", "name", "key"],
    "log:import_calls": ["file"],
    "log:set_target_times": ["form-TOTAL_FORMS", "form-0-solve_minutes", "starts_at"],
    "roster:set_hours": ["W_opens", "W_closes"],
    "first_day_hours": ["pattern"],
    "list_households": ["text", "file"],
    "list_households_confirm": ["shown", "change"],
    "list_articles": ["text"],
    "log:register_of_households": ["unit_no"],
    "log:add_phrase": ["kind", "category", "text"],
    "log:set_retention": ["years"],
}


@pytest.mark.parametrize("name", SETTINGS)
def test_no_value_of_a_setting_breaks_it(client_of, supervisor, some, name):
    client = client_of(supervisor)
    for number, field in enumerate(SETTINGS[name]):
        for value in some(number):
            good = {
                "form-TOTAL_FORMS": "1",
                "form-INITIAL_FORMS": "0",
                "line": "hotline",
                "stand_in": "1380000",
                "kind": "supervisor",
            }
            assert post(client, reverse(name), {**good, field: sent(value)}).status_code in FINE, (field, value[:20])
    for number, path in enumerate(("day", "paste")):
        for value in some(number):
            fields = {"date": sent(value), "kind": "H", "note": sent(value), "lines": sent(value)}
            assert post(client, f"/settings/calendar/2026/{path}/", fields).status_code in {302, 422}


CORRECTED = ["unit_no", "phone", "description", "category", "subcategory", "channel", "rings", "occurred_at",
             "caller_kind", "place"]  # fmt: skip


@pytest.mark.parametrize("field", CORRECTED)
def test_no_value_of_a_correction_breaks_it(client_of, clerk, record, some, field):
    entry, client = record(category="REP", unit_no="8-1-1203"), client_of(clerk)
    for value in some(CORRECTED.index(field)):
        path = reverse("log:correct_field", args=[entry.pk, field])
        for said in ({"new": sent(value), "reason": "x"}, {"new": "1", "reason": sent(value)}):
            before = Correction.objects.count()
            answer = post(client, path, said)
            assert answer.status_code in {302, 422}
            assert Correction.objects.count() == before + (answer.status_code == 302)
    assert client.get(entry.get_absolute_url()).status_code == 200


MONTH = "/roster/2026-12/"
ROSTER = {
    "put": (MONTH + "put/", {"person": "1", "day": "2026-12-01", "was": "", "code": "E", "pinned": "", "anyway": ""}),
    "return": (MONTH + "return/", {"note": "x", "key": ""}),
    "substitute": (MONTH + "substitute/", {"shift": "2026-12-01 1 E", "person_in": "1", "reason": "x", "key": ""}),
    "draft": (MONTH + "draft/", {"seconds": "15"}),
    "leave": ("/roster/requests/leave/", {
        "leave": "AL", "first_day": "2026-12-04", "last_day": "2026-12-04", "reason": "x", "key": "",
    }),
    "swap": ("/roster/requests/swap/", {"first_day": "2026-12-04", "other": "1", "other_day": "", "reason": "x", "key": ""}),
    "away": ("/attendance/away/", {"reason": "x", "cover": "", "key": ""}),
    "support": ("/attendance/support/", {"reason": "x", "key": ""}),
    "send": ("/attendance/support/send/", {"person": "1", "minutes": "60", "key": ""}),
    "shift": ("/settings/shifts/set/", {
        "code": "E", "name": "早班", "starts": "08:00", "ends": "16:00", "break_minutes": "0", "people": "1",
    }),
    "window": ("/settings/shifts/windows/", {"days": "every", "starts": "10:00", "ends": "11:00"}),
    "limit": ("/settings/shifts/limits/", {"person": "1", "shift": "E", "reason": "x"}),
    "wish": ("/my-shifts/wishes/", {"day": "2026-12-04", "code": "E"}),
    "outcome": ("/settings/outcomes/add/", {"name": "x", "rule": ""}),
    "print": ("/archive/print/ask/", {"month": "2026-11-01", "kinds": "log"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ROSTER)
def test_no_value_of_a_form_of_the_roster_breaks_it(client_of, supervisor, clerk, butler, desk, at, some, name):
    commands_of_rosters.begin_month(desk=desk, month=date(2026, 12, 1), by=supervisor, at=at)
    path, fields = ROSTER[name][0], dict(ROSTER[name][1])
    client = client_of(clerk if name in {"wish", "leave", "swap", "away", "support"} else supervisor)
    fields = {
        field: str(butler.pk) if value == "1" and field in {"person", "other"} else value
        for field, value in fields.items()
    }
    told = {}
    for number, field in enumerate(fields):
        for value in some(number):
            if (status := post(client, path, {**fields, field: sent(value)}).status_code) not in {302, 403, 404, 422}:
                told[field, value[:20]] = status
    assert told == {}


QUERIES = [
    "/log/?before=", "/log/?after=", "/matters/?show=", "/matters/?after=", "/search/?q=", "/search/?q=ab&before=",
    "/log/households/?where=", "/log/outgoing/?before=", "/call-outs/?before=", "/incidents/?before=", "/on-call/?entry=",
    "/findings/?show=", "/findings/?after=", "/coaching/?before=", "/coaching/?person=", "/daily-notices/?before=",
    "/lists/entries/xlsx/?of=", "/lists/matters/csv/?show=", "/lists/complaints/csv/?show=",
    "/registers/work-orders/?before=", "/registers/complaints/?show=", "/settings/targets/?version=", "/notices/?before=",
    "/settings/households/?q=", "/settings/households/?after=", "/live/?since=",
    "/archive/check/?code=",
    "/archive/?show=", "/archive/?before=", "/archive/erasures/?before=", "/archive/erasures/new/?who=",
    "/archive/erasures/new/?entry=", "/archive/access/?before=", "/archive/access/?person=", "/archive/access/?what=",
    "/archive/access/?day=",
]  # fmt: skip


@pytest.mark.parametrize("path", QUERIES)
def test_no_query_breaks_a_page(client_of, clerk, supervisor, auditor, record, some, path):
    record()
    client = client_of(auditor if "access" in path else supervisor if path.startswith("/archive") else clerk)
    for value in some(QUERIES.index(path)):
        assert client.get(path + quote(sent(value))).status_code in FINE


PARTS = ["9" * 5000, "9" * 18, "0", "-1", "x", "%00", "%ED%A0%80", "2026-02-30", "1970-01-01", "9999-99-99"]


@pytest.mark.parametrize("part", PARTS)
def test_no_address_breaks_the_house(client_of, clerk, part):
    client = client_of(clerk)
    for path in ("log/entries/{}", "log/{}", "log/attachments/{}", "log/entries/{0}/correct/{0}", "findings/{}", "{}"):
        assert client.get(f"/{path.format(part)}/").status_code in {400, 404}


def every_field():
    """The names of all fields of all forms of ours, and of all query parameters."""
    names, kinds = {query.split("?")[1].partition("=")[0] for query in QUERIES}, [BaseForm]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        names |= set(getattr(kind, "base_fields", ()))
    return sorted(names)


LEAVES = {"sign_out", "lock", "switch", "sign_in"}  # whoever asks would be gone afterwards


def test_nonsense_in_any_form_and_query_of_any_page_is_answered(client_of, supervisor, record, size):
    chance, client, entry, told = random.Random(11), client_of(supervisor), record(), {}
    pages, fields = [one for one in ALL if one[0] not in LEAVES], every_field()
    for _ in range(size(120, 15_000)):
        name, _view, parameters = chance.choice(pages)
        path, values = (
            path_of(name, parameters, entry),
            {one: sent(chance.choice(NASTY)) for one in chance.sample(fields, 9)},
        )
        answer = client.get(path, values) if chance.random() < 0.3 else post(client, path, values)
        if answer.status_code not in FINE | {204, 429}:
            told[name] = answer.status_code
    assert told == {}
    assert Note.objects.filter(text="").count() == 0
