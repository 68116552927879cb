"""What a category asks beyond its line: work order, complaint, service. R16, R38, R39, R41."""

import pytest

from duty.log import commands, sheets
from duty.log.models import Complaint, Matter, ServiceOrder, WorkOrder
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.search import index

pytestmark = pytest.mark.django_db
REPAIR = {"trade": "水"}
GRIEF = {"grade": "ordinary", "validity": "pending"}
SERVICE = {"sort": "paid", "item": "空调清洗"}


@pytest.fixture
def repair(record):
    return record(category="REP", subcategory="water", unit_no="8-1-1203", phone="13800001234")


@pytest.fixture
def complaint(record):
    return record(category="CMP", subcategory="noise", unit_no="3-2-1502", phone="13800001234")


@pytest.fixture
def service(record):
    return record(category="SVC", subcategory="paid", unit_no="3-2-1502", phone="13800001234")


@pytest.fixture
def save(act):
    def save(entry, values, *, expected=0, minutes=5, **more):
        return act(commands.save_sheet, entry, minutes, values=values, expected=expected, **more)

    return save


@pytest.mark.clause("R16")
def test_a_call_is_saved_first_and_its_work_order_numbered_and_completed_later(repair, record, save):
    first = save(repair, REPAIR)
    assert (first.version, first.title) == (1, "WO-2026-0001")
    second = save(repair, {**REPAIR, "work_done": "换角阀", "confirmed": "signed"}, expected=1, minutes=50)
    assert (second.version, second.title) == (2, "WO-2026-0001")
    other = record(category="REP", unit_no="8-1-1204", phone="13800001234")
    assert save(other, REPAIR).title == "WO-2026-0002"
    changes = sheets.versions(repair)[0].changes
    assert [(str(old), now) for _, old, now in changes] == [("", "换角阀"), ("", "纸质签字")]
    assert verify.verify()[1] == []


@pytest.mark.clause("R38")
def test_what_is_still_missing_before_closing_is_said(repair, save):
    assert len(sheets.missing(repair)) == 3
    save(repair, {**REPAIR, "technician": "周师傅", "work_done": "换角阀", "confirmed": "signed"})
    assert sheets.missing(repair) == []


@pytest.mark.clause("R41")
def test_somebody_elses_version_is_not_overwritten(repair, save, butler):
    save(repair, REPAIR)
    save(repair, {**REPAIR, "technician": "周师傅"}, expected=1, by=butler)
    with pytest.raises(Refused):
        save(repair, {**REPAIR, "technician": "马师傅"}, expected=1)
    with pytest.raises(Refused):
        save(repair, {**REPAIR, "technician": "周师傅"}, expected=2)
    assert sheets.newest(repair).technician == "周师傅"


@pytest.mark.clause("R16")
@pytest.mark.parametrize(
    "wrong",
    [{"trade": ""}, {"labour_fen": 3000}, {"quote_fen": 100_000_001}, {"area": "moon"}, {"rating": "soso"}],
)
def test_a_work_order_that_makes_no_sense_is_refused(repair, save, wrong):
    with pytest.raises(Refused):
        save(repair, {**REPAIR, **wrong})
    assert not WorkOrder.objects.exists()


@pytest.mark.clause("R16")
def test_under_warranty_nothing_has_to_be_told(repair, save):
    assert save(repair, {**REPAIR, "warranty": "yes", "labour_fen": 0}).labour_fen == 0


@pytest.mark.clause("R16")
def test_a_serious_complaint_becomes_urgent_with_the_times_of_its_grade(complaint, save, at):
    save(complaint, {**GRIEF, "grade": "serious"})
    matter = Matter.objects.get()
    assert matter.priority == "P2"
    assert complaint.notes.get().kind == "priority"
    assert verify.verify()[1] == []


@pytest.mark.clause("R16")
def test_lowering_a_grade_needs_the_level_above(complaint, save, supervisor, lead):
    save(complaint, {**GRIEF, "grade": "major"})
    for person in (None, supervisor):
        with pytest.raises(Forbidden):
            save(complaint, GRIEF, expected=1, **({"by": person} if person else {}))
    save(complaint, GRIEF, expected=1, by=lead)


@pytest.mark.clause("R16")
def test_an_opinion_is_written_by_whose_it_is(complaint, save, supervisor, lead):
    with pytest.raises(Forbidden):
        save(complaint, {**GRIEF, "supervisor_opinion": "同意"})
    save(complaint, {**GRIEF, "supervisor_opinion": "同意"}, by=supervisor)
    with pytest.raises(Forbidden):
        save(complaint, {**GRIEF, "supervisor_opinion": "同意", "lead_opinion": "办"}, expected=1, by=supervisor)
    save(complaint, {**GRIEF, "supervisor_opinion": "同意", "lead_opinion": "办"}, expected=1, by=lead)


@pytest.mark.clause("R16")
@pytest.mark.parametrize("wrong", [{"validity": "invalid"}, {"grade": "awful"}, {"grade": ""}])
def test_a_complaint_that_makes_no_sense_is_refused(complaint, save, wrong):
    with pytest.raises(Refused):
        save(complaint, {**GRIEF, **wrong})
    assert not Complaint.objects.exists()


@pytest.mark.clause("R16")
def test_repeated_complaints_are_counted_not_typed(complaint, record):
    again = record(category="CMP", subcategory="noise", unit_no="3-2-1502", phone="13800001234", minutes=60)
    assert (sheets.repeated(complaint), sheets.repeated(again)) == (0, 1)


@pytest.mark.clause("R16")
def test_a_paid_service_is_told_before_it_is_done(service, save):
    save(service, SERVICE)
    with pytest.raises(Refused):
        save(service, {**SERVICE, "amount_fen": 12000}, expected=1)
    told = {**SERVICE, "amount_fen": 12000, "price_told": True, "performer": "周师傅"}
    assert sheets.said(save(service, told, expected=1), "amount_fen") == "¥120.00"
    assert ServiceOrder.objects.count() == 2


@pytest.mark.clause("R16")
def test_an_enquiry_has_no_sheet(record, save):
    with pytest.raises(Refused):
        save(record(), REPAIR)


@pytest.mark.clause("R44")
@pytest.mark.parametrize("who", ["auditor", "stranger"])
def test_others_do_not_write_sheets(repair, save, cast, who):
    with pytest.raises(Forbidden):
        save(repair, REPAIR, by=getattr(cast, who))


@pytest.mark.clause("R16")
def test_a_sheet_sent_twice_is_one_version(repair, save):
    save(repair, REPAIR, key="one")
    save(repair, REPAIR, key="one")
    assert WorkOrder.objects.count() == 1


@pytest.mark.clause("R16")
def test_a_sheet_is_found_by_its_words(repair, save, desk):
    save(repair, {**REPAIR, "work_done": "更换不锈钢角阀"})
    ids, _ = index.find("不锈钢", project_ids={desk.project_id}, kind="log.entry", limit=5)
    assert list(ids) == [repair.pk]


@pytest.mark.clause("R16", "R45")
def test_a_sheet_is_filled_in_kept_typed_when_refused_and_printed(client_of, clerk, auditor, repair):
    browser = client_of(clerk)
    page = browser.get(f"/log/entries/{repair.pk}/sheet/")
    form = page.context["form"]
    data = {"key": form.initial["key"], "expected": "0", "trade": "水", "labour_fen": "30.5", "work_done": "换角阀"}
    refused = browser.post(f"/log/entries/{repair.pk}/sheet/save/", data)
    assert refused.status_code == 422
    assert "换角阀" in refused.content.decode()
    for wrong in ("-1", "1e9", "9999999999", "abc", "0.001"):
        assert browser.post(f"/log/entries/{repair.pk}/sheet/save/", {**data, "quote_fen": wrong}).status_code == 422
    done = browser.post(f"/log/entries/{repair.pk}/sheet/save/", {**data, "quote_fen": "30.50"})
    assert done.status_code == 302
    assert WorkOrder.objects.get().labour_fen == 3050
    paper = client_of(auditor).get(f"/log/entries/{repair.pk}/sheet/print/").content.decode()
    assert "WO-2026-0001" in paper
    assert "¥30.50" in paper
    assert AccessLine.objects.filter(person=auditor, what="print", about_kind="log.work_order").exists()
    assert "WO-2026-0001" in browser.get("/registers/work-orders/").content.decode()
    assert browser.get("/registers/nothing/").status_code == 404
