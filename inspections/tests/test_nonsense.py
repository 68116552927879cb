"""Whatever is sent to a page of supervision: a clear sentence, never a 500, and nothing changed."""

from urllib.parse import quote

import pytest

from frontdesk.kernel.records.proof import Proof
from inspections import commands as supervision
from inspections import results
from inspections.models import FindingStep
from tests.cast import PASSWORD
from tests.nonsense import FINE, answered, post, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]

SUPERVISION = {
    "adhoc": ("/inspections/new/adhoc/", {
        "result-environment": "fail", "note-environment": "乱", "kept-environment": "", "deduct-environment": "1",
        "correction-environment": "x", "guidance-environment": "x", "owner-environment": "", "due-environment": "2026-11-30",
        "evidence-duty_log": "", "result-duty_log": "pass", "photo-duty_log": "", "password": PASSWORD, "key": "",
    }),
    "spot": ("/inspections/spot/2026-11-22/E/", {"result-duty_log": "pass", "password": PASSWORD, "key": ""}),
    "draw": ("/inspections/spot/draw/", {"key": ""}),
    "sign": ("/reading/2026-11-23/sign/", {"digest": "0" * 64, "remark": "x", "password": PASSWORD, "key": ""}),
    "off": ("/reading/off-duty/", {"date": "2026-11-24", "reason": "x", "key": ""}),
    "notice": ("/daily-notices/give/", {"date": "2026-11-23", "text": "x", "key": ""}),
    "coach": ("/coaching/write/", {"person": "1", "date": "", "code": "", "text": "x", "inspection_id": "", "key": ""}),
    "often": ("/settings/inspections/often/", {"handover_inspections": "all", "spot_checks_a_month": "4"}),
    "items": ("/settings/inspections/items/", {
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-code": "", "form-0-name": "x", "form-0-standard": "x",
        "form-0-method": "look", "form-0-drop": "", "version": "0",
    }),
}  # fmt: skip
STEPS_OF_FINDING = {
    "cause": {"text": "x", "key": ""}, "measure": {"text": "x", "person": "", "due": "", "key": ""},
    "verify": {"effective": "no", "text": "x", "key": ""}, "guidance": {"text": "x", "key": ""},
}  # fmt: skip


@pytest.mark.parametrize("name", SUPERVISION)
def test_no_value_of_a_form_of_supervision_breaks_it(client_of, supervisor, clerk, record, some, name):
    record(minutes=-24 * 60)
    (path, fields), client, told = SUPERVISION[name], client_of(supervisor), {}
    fields = {field: str(clerk.pk) if field == "person" else value for field, value in fields.items()}
    for number, field in enumerate(fields):
        for value in some(number):
            if (status := post(client, path, {**fields, field: sent(value)}).status_code) not in {302, 404, 422, 429}:
                told[field, value[:20]] = status
    assert told == {}


@pytest.mark.parametrize("step", STEPS_OF_FINDING)
def test_no_value_of_a_step_of_a_finding_breaks_it(client_of, cast, some, at, step):
    failed = results.Found(code="environment", result="fail", note="乱", owner=cast.clerk)
    proof = Proof(person_id=cast.supervisor.pk, at=at, terminal="10.0.0.7")
    said = {"desk": cast.desk, "kind": "adhoc", "proof": proof, "by": cast.supervisor, "at": at}
    finding = supervision.inspect(found=[failed], **said).findings.get()
    by = {"finding_id": finding.pk, "text": "x", "by": cast.clerk, "at": at}
    supervision.find_cause(**by)
    supervision.decide_measure(**by)
    client, told, fields = client_of(cast.supervisor), {}, STEPS_OF_FINDING[step]
    for number, field in enumerate(fields):
        for value in some(number):
            good = {**fields, field: sent(value)}
            answered(client, f"{finding.get_absolute_url()}{step}/", good, FindingStep, told, (field, value[:20]))
    assert told == {}


ASKED_OF_SUPERVISORS = [
    "/inspections/?before=", "/inspections/spot/?before=", "/inspections/spot/choose/?shift=", "/reading/2026-11-23/?after=",
    "/reading/2026-11-23/?instruct=", "/coaching/?inspection=", "/coaching/?person=", "/findings/?show=closed&after=",
]  # fmt: skip


@pytest.mark.parametrize("path", ASKED_OF_SUPERVISORS)
def test_no_query_breaks_a_page_of_supervision(client_of, supervisor, record, some, path):
    record()
    client = client_of(supervisor)
    for value in some(ASKED_OF_SUPERVISORS.index(path)):
        assert client.get(path + quote(sent(value))).status_code in FINE
