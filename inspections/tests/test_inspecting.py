"""An inspection: which items, by whom, in which words, under which signature. R05, R58, R61."""

import io

import orjson
import pytest
from PIL import Image

from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import attachments, sealing, verify
from frontdesk.kernel.records.models import Attachment, Signature
from inspections import commands, evidence, items, results
from inspections.models import Finding, Inspection, InspectionTemplate
from inspections.results import Found

from .conftest import found, moment, proof

pytestmark = pytest.mark.django_db
THE_TEN = [
    "appearance", "duty_log", "environment", "service", "handover", "customer_info", "demands", "pending", "paid_service",
    "ad_hoc",
]  # fmt: skip


def picture():
    out = io.BytesIO()
    Image.new("RGB", (24, 16), "red").save(out, format="PNG")
    return ("柜台.png", *attachments.clean(out.getvalue()))


@pytest.mark.clause("R58")
@pytest.mark.same_everywhere
def test_a_new_inspection_has_the_ten_items_in_the_regulation_s_order(desk):
    version, ten = items.current(desk.pk)
    assert (version, [item.code for item in ten]) == (0, THE_TEN)
    assert all(item.standard and item.how for item in ten)


@pytest.mark.clause("R58", "R05")
def test_it_is_one_sealed_record_that_its_inspector_has_signed(her, cast):
    inspection = her.inspect(moment(9, 20), environment="柜台上有客户资料")
    assert (inspection.kind, inspection.passed, inspection.failed, inspection.not_applicable) == ("daily", 9, 1, 0)
    signature = Signature.objects.get(about_kind=Inspection.seal_kind, about_id=inspection.pk)
    assert (signature.recorded_by, signature.meaning, signature.method) == (cast.supervisor, "inspect", "password")
    assert signature.digest == sealing.digest(Inspection.objects.get(pk=inspection.pk))
    shown = results.of(inspection)
    assert [one.code for one in shown] == THE_TEN
    assert (shown[2].result, shown[2].note) == ("fail", "柜台上有客户资料")
    assert verify.verify()[1] == []


@pytest.mark.clause("R58")
def test_a_fail_without_a_note_is_refused(her):
    with pytest.raises(Refused):
        her.inspect(moment(9, 20), environment=Found(code="", result="fail", note="  "))
    assert not Inspection.objects.exists()
    assert not Signature.objects.filter(meaning="inspect").exists()


@pytest.mark.clause("R58")
@pytest.mark.parametrize("kind", ["daily", "handover"])
def test_what_is_due_is_inspected_as_a_whole(her, kind):
    with pytest.raises(Refused) as no:
        her.inspect(moment(9, 20), kind=kind, only=THE_TEN[:8])
    assert str(items.NAMES["ad_hoc"]) in str(no.value)


@pytest.mark.clause("R61")
def test_an_ad_hoc_inspection_looks_at_any_two_items(her):
    inspection = her.inspect(moment(15), kind="adhoc", only=["service", "environment"])
    assert [one.code for one in results.of(inspection)] == ["environment", "service"]
    with pytest.raises(Refused):
        her.inspect(moment(15), kind="adhoc", only=[])


@pytest.mark.clause("R05", "R03")
def test_a_butler_an_auditor_and_the_lead_do_not_inspect_and_an_acting_supervisor_does(her, cast):
    for somebody in (cast.butler, cast.clerk, cast.auditor, cast.lead, cast.stranger):
        with pytest.raises(Forbidden):
            her.inspect(moment(9, 20), by=somebody)
    appoint(
        project_id=cast.desk.project_id, person=cast.butler, role="supervisor", acting=True, starts_at=moment(8),
        ends_at=moment(18), by=cast.supervisor, at=moment(8),
    )  # fmt: skip
    assert her.inspect(moment(9, 20), by=cast.butler).recorded_by == cast.butler


def test_somebody_else_s_proof_or_an_old_one_signs_nothing(her, cast):
    for said in ({"proved_by": cast.clerk}, {"proved_at": moment(9, 15)}):
        with pytest.raises(Refused):
            her.inspect(moment(9, 20), **said)
    assert not Inspection.objects.exists()


def test_a_form_sent_twice_is_one_inspection(her):
    one = her.inspect(moment(9, 20), key="form-1", environment="乱")
    assert her.inspect(moment(9, 20), key="form-1", environment="乱").pk == one.pk
    assert (Inspection.objects.count(), Finding.objects.count()) == (1, 1)


@pytest.mark.clause("R58")
def test_live_records_are_offered_for_items_2_and_5_to_9_and_what_was_sampled_is_sealed(her, cast, record):
    repair = record(category="REP", unit_no="8-1-1203", phone="13800001234", description="水管漏水")
    record(category="CMP", phone="13800001234", description="太吵")
    record(category="SVC", unit_no="8-1-1203", phone="13800001234", description="洗空调")
    offered = evidence.offered(cast.desk)
    assert set(offered) == {"duty_log", "handover", "customer_info", "demands", "pending", "paid_service"}
    assert all(offered[code] for code in offered if code != "handover")
    sampled = Found(code="", result="pass", evidence=(("log.entry", repair.pk),))
    inspection = her.inspect(moment(10, 30), duty_log=sampled)
    assert f'["log.entry",{repair.pk}]' in inspection.content
    ((words, address),) = results.of(inspection)[1].samples
    assert (words.startswith("0001"), address) == (True, repair.get_absolute_url())


@pytest.mark.clause("R02")
def test_another_desk_s_record_is_no_evidence(her, cast, record):
    appoint(
        project_id=cast.other_desk.project_id, person=cast.clerk, role="desk_clerk", starts_at=moment(8), by=cast.stranger,
        at=moment(8),
    )  # fmt: skip
    theirs = record(desk=cast.other_desk)
    for pair in (("log.entry", 10**6), ("records.seal", 1), ("log.entry", theirs.pk)):
        with pytest.raises(Refused):
            her.inspect(moment(9, 20), duty_log=Found(code="", result="pass", evidence=(pair,)))


@pytest.mark.clause("R58")
def test_a_photo_is_sealed_with_the_inspection_and_stands_by_its_item(her):
    failed = Found(code="", result="fail", note="柜台乱", photo=picture())
    inspection = her.inspect(moment(9, 20), environment=failed)
    kept = Attachment.objects.get(about_kind=Inspection.seal_kind, about_id=inspection.pk)
    assert orjson.loads(inspection.content)["items"][2]["photo"] == kept.sha256
    assert results.of(inspection)[2].photo == kept
    assert verify.verify()[1] == []


@pytest.mark.clause("R58")
def test_changing_the_template_changes_no_inspection_of_the_past(her, cast):
    before = her.inspect(moment(9, 20))
    words = {"environment": ("台面无杂物", "look")}
    own = [("", "母婴室", "干净、有热水", "look")]
    said = {"desk": cast.desk, "words": words, "own": own, "version": 0, "at": moment(10)}
    with pytest.raises(Forbidden):
        commands.set_items(by=cast.butler, **said)
    commands.set_items(by=cast.lead, **said)
    version, wanted = items.current(cast.desk.pk)
    assert (version, [item.code for item in wanted][:10], wanted[10].label) == (1, THE_TEN, "母婴室")
    after = her.inspect(moment(11), kind="adhoc")
    assert (len(results.of(before)), len(results.of(after))) == (10, 11)
    assert results.of(before)[2].standard != results.of(after)[2].standard == "台面无杂物"
    assert InspectionTemplate.objects.get().by == cast.lead


@pytest.mark.clause("R58")
def test_the_ten_cannot_be_dropped_and_nobody_overwrites_somebody_else_s_change(cast):
    said = {"desk": cast.desk, "words": {}, "by": cast.supervisor, "at": moment(10)}
    commands.set_items(own=[("", "母婴室", "", "look")], version=0, **said)
    with pytest.raises(Refused):
        commands.set_items(own=[], version=0, **said)
    commands.set_items(own=[], version=1, **said)
    assert [item.code for item in items.current(cast.desk.pk)[1]] == THE_TEN
    for own in ([("", " ", "", "look")], [("duty_log", "值班记录", "", "look")], [("", "母婴室", "", "smell")]):
        with pytest.raises(Refused):
            commands.set_items(own=own, version=2, **said)


def test_an_item_that_is_no_longer_looked_at_is_refused_with_what_to_do(her, cast):
    commands.set_items(
        desk=cast.desk, words={}, own=[("", "母婴室", "", "look")], version=0, by=cast.lead, at=moment(8)
    )
    old = list(found(cast.desk))
    commands.set_items(desk=cast.desk, words={}, own=[], version=1, by=cast.lead, at=moment(9))
    with pytest.raises(Refused):
        commands.inspect(
            desk=cast.desk, kind="daily", found=old, proof=proof(cast.supervisor, moment(9, 20)), by=cast.supervisor,
            at=moment(9, 20),
        )  # fmt: skip
