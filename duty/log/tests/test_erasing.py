"""Somebody's data is erased because the law demands it: asked by the supervisor, approved by the lead, read as erased (A18)."""

import pytest

from duty.log import book as reading
from duty.log import commands, course, erasing, projections
from duty.log.models import Correction, Entry, ErasureAnswer, ErasureRequest, Note, WorkOrder
from duty.log.obligations.volumes import erasures
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import attachments, catalogue, verify
from frontdesk.kernel.records.models import Attachment, Erasure, Signature
from frontdesk.kernel.records.tests.small_book import picture
from frontdesk.kernel.search import index
from frontdesk.kernel.search.models import Document
from tests.cast import person

from .archive import proof

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.clause("A18")]


@pytest.fixture
def told(record, act):
    """A repair by somebody with name and number, with a note, a sheet, corrections and a picture."""
    files = (("查女士家.png", *attachments.clean(picture())),)
    entry = record(
        category="REP",
        unit_no="1-1-101",
        phone="13800001234",
        caller_name="查女士",
        description="查女士家漏水",
        files=files,
    )
    act(commands.add_note, entry, text="查女士下午在家")
    act(commands.correct_entry, entry, field="phone", new="13900001234", reason="听错")
    act(commands.correct_entry, entry, field="subcategory", new="lift", reason="归类")
    act(commands.correct_entry, entry, field="unit_no", new="1-1-102", reason="听错")
    act(commands.save_sheet, entry, values={"trade": "水", "fault": "查女士家水管"}, expected=0)
    return entry


@pytest.fixture
def ask(cast, at):
    def ask(*entries, keys=None, by=None, **said):
        keys = [piece.key for piece in erasing.pieces(entries)] if keys is None else keys
        by = by or cast.supervisor
        said = {"ground": "consent", "reason": "2026-11-20 来函要求删除", **said}
        return commands.ask_erasure(
            desk=cast.desk,
            entry_ids=[entry.pk for entry in entries],
            keys=keys,
            by=by,
            at=at,
            proof=proof(by, at),
            **said,
        )

    return ask


@pytest.fixture
def approve(cast, at):
    def approve(request, by=None):
        by = by or cast.lead
        return commands.approve_erasure(request_id=request.pk, by=by, at=at, proof=proof(by, at))

    return approve


def test_what_an_entry_holds_of_a_person_is_found_wherever_it_stands(told):
    found = {piece.key.split(":")[0] + "." + piece.field for piece in erasing.pieces([told])}
    assert found == {
        "log.entry.phone", "log.entry.caller_name", "log.entry.description", "log.note.text", "log.correction.old",
        "log.correction.new", "log.work_order.fault", "records.attachment.name",
    }  # fmt: skip
    fixed = {piece.record.field for piece in erasing.pieces([told]) if isinstance(piece.record, Correction)}
    assert fixed == {"phone", "unit_no"}  # what kind of repair it was says nothing about her


def test_a_number_is_not_shown_in_full_to_whoever_asks(told):
    texts = [piece.text for piece in erasing.pieces([told])]
    assert [text for text in texts if "13800001234" in text or "13900001234" in text] == []


def test_two_people_erase_and_only_then_is_anything_gone(told, ask, approve, cast):
    request = ask(told)
    told.refresh_from_db()
    assert told.phone == "13800001234"
    approve(request)
    told.refresh_from_db()
    assert (told.phone, told.caller_name, told.description) == (None, None, None)
    assert set(Note.objects.values_list("text", flat=True)) == {None}
    assert WorkOrder.objects.get().fault is None
    assert set(Correction.objects.exclude(field="subcategory").values_list("old", "new")) == {(None, None)}
    assert Correction.objects.get(field="subcategory").new == "lift"
    signed = Signature.objects.filter(about_kind="log.erasure_request")
    assert list(signed.order_by("id").values_list("meaning", "recorded_by")) == [
        ("ask", cast.supervisor.pk), ("approve", cast.lead.pk),
    ]  # fmt: skip
    assert verify.verify()[1][1:] == []  # the file goes after the commit


def test_only_what_was_ticked_goes(told, ask, approve):
    approve(ask(told, keys=[f"log.entry:{told.pk}:phone"]))
    told.refresh_from_db()
    assert (told.phone, told.caller_name) == (None, "查女士")
    assert list(Erasure.objects.values_list("about_kind", "about_id", "fields")) == [("log.entry", told.pk, "phone")]
    assert verify.verify()[1] == []


@pytest.mark.parametrize("who", ["lead", "clerk", "butler", "auditor", "stranger"])
def test_the_supervisor_asks(told, ask, cast, who):
    with pytest.raises(Forbidden):
        ask(told, by=getattr(cast, who))
    assert not ErasureRequest.objects.exists()


@pytest.mark.parametrize("who", ["supervisor", "clerk", "butler", "auditor", "stranger"])
def test_the_lead_approves(told, ask, approve, cast, who):
    request = ask(told)
    with pytest.raises(Forbidden):
        approve(request, by=getattr(cast, who))
    assert not Erasure.objects.exists()


def test_whoever_asked_does_not_approve_even_as_lead(told, ask, approve, cast, at):
    appoint(
        project_id=cast.desk.project_id, person=cast.supervisor, role="project_lead", starts_at=at, by=cast.lead, at=at
    )  # fmt: skip
    with pytest.raises(Refused, match="Two people erase"):
        approve(ask(told), by=cast.supervisor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"keys": []}, {"keys": ["log.entry:999999:phone"]}, {"keys": ["log.entry:1:place"]}, {"keys": ["x"]},
        {"reason": " "}, {"ground": "because"}, {"ground": ""}, {"reason": "长" * 501},
    ],
    ids=str,
)  # fmt: skip
def test_a_request_without_ground_reason_or_object_is_refused(told, ask, wrong):
    with pytest.raises(Refused):
        ask(told, **wrong)
    assert not ErasureRequest.objects.exists()


@pytest.mark.clause("R02")
def test_entries_of_another_desk_are_not_there_to_ask_about(told, cast, at):
    theirs = person("theirs", "叶丽华")
    appoint(
        project_id=cast.other_desk.project_id, person=theirs, role="supervisor", starts_at=at, by=cast.stranger, at=at
    )
    with pytest.raises(Refused, match="Tick what"):
        commands.ask_erasure(
            desk=cast.other_desk, entry_ids=[told.pk], keys=[f"log.entry:{told.pk}:phone"], ground="consent", reason="x",
            by=theirs, at=at, proof=proof(theirs, at),
        )  # fmt: skip


def test_a_declined_request_leaves_everything_and_is_answered_once(told, ask, approve, cast, at):
    request = ask(told)
    with pytest.raises(Refused, match="why"):
        commands.decline_erasure(request_id=request.pk, note=" ", by=cast.lead, at=at)
    commands.decline_erasure(request_id=request.pk, note="不在法定情形内", by=cast.lead, at=at)
    with pytest.raises(Refused, match="answered already"):
        approve(request)
    told.refresh_from_db()
    assert told.phone == "13800001234"
    assert ErasureAnswer.objects.get().approves is False


def test_the_book_says_that_it_was_erased_and_when(told, ask, approve):
    approve(ask(told))
    line = reading.one(told.pk)
    said = "[erased as the law demands, 2026-11-23]"
    assert {name for name, part in line.parts.items() if part.now == said} == {
        "phone", "caller_name", "description", "unit_no",
    }  # fmt: skip
    assert f'<span class="erased">{said}</span>' in line.parts["description"].shown
    assert said in line.notes[0]["shown"]
    assert [fix["new_said"] for fix in line.corrections] == [said, line.corrections[1]["new_said"], said]
    assert line.corrections[1]["new_said"] not in {said, ""}
    assert line.files[0][2] == said


def test_nothing_of_it_is_found_by_searching_any_more(told, ask, approve, cast):
    look = {"project_ids": {cast.desk.project_id}, "kind": "log.entry", "limit": 5}
    assert index.find("查女士", **look)[0] == [told.pk]
    approve(ask(told))
    assert [index.find(word, **look)[0] for word in ("查女士", "0001234", "漏水", "下午")] == [[]] * 4
    assert index.find("1-1-101", **look)[0] == [told.pk]
    assert [text for text in Document.objects.values_list("text", flat=True) if "查" in text] == []
    before = sorted(Document.objects.values_list("text", flat=True))
    projections.rebuild_search()
    assert sorted(filter(None, Document.objects.values_list("text", flat=True))) == before


def test_a_search_still_shows_newer_lines_first(told, ask, approve, record, cast):
    newer = record(minutes=5, category="REP", unit_no="1-1-101", phone="13700009999")
    approve(ask(told))
    look = {"project_ids": {cast.desk.project_id}, "kind": "log.entry", "limit": 5}
    assert index.find("1-1-101", **look)[0] == [newer.pk, told.pk]


@pytest.mark.clause("R01")
@pytest.mark.parametrize("answered", ["已答复，电话告知", ""], ids=["settled at once", "open"])
def test_erasing_what_was_answered_neither_opens_nor_closes_a_matter(record, ask, approve, answered):
    entry = record(phone="13800001234", immediate_result=answered)
    before = {name: getattr(entry.matter, name) for name in course.FIELDS}
    approve(ask(entry))
    entry.refresh_from_db()
    assert entry.immediate_result is None
    assert {name: getattr(entry.matter, name) for name in course.FIELDS} == before
    assert entry.matter.state == ("closed" if answered else "new")
    for projection in catalogue.projections:
        projection.rebuild()
    assert verify.verify()[1] == []


def test_work_goes_on_at_a_matter_whose_words_were_erased(told, ask, approve, act):
    approve(ask(told))
    act(commands.escalate, told, reason="要决定")
    act(commands.close_matter, told, result="完工")
    assert Entry.objects.get(pk=told.pk).matter.state in {"closed", "call_back"}
    assert verify.verify()[1][1:] == []


def test_one_persons_entries_are_found_by_the_whole_number_or_name(told, record, cast):
    other = record(minutes=20, phone="13800001234", caller_name="别人")
    record(minutes=21, phone="13800001239", caller_name="查女士的邻居")
    assert erasing.about(cast.desk, "13800001234") == [other, told]
    assert erasing.about(cast.desk, "13900001234") == [told]  # as corrected
    assert erasing.about(cast.desk, "查女士") == [told]
    assert erasing.about(cast.desk, "1") == []
    assert erasing.about(cast.other_desk, "查女士") == []


def test_the_lead_is_told_at_once_and_until_it_is_answered(told, ask, approve, cast, at):
    request = ask(told)
    assert list(Notice.objects.filter(kind="erasure_asked").values_list("person", flat=True)) == [cast.lead.pk]
    assert [line.person_id for line in erasures(at)] == [cast.lead.pk]
    approve(request)
    assert list(erasures(at)) == []


def test_a_form_sent_twice_is_one_request(told, ask):
    assert ask(told, key="k1") == ask(told, key="k1")


def test_a_picture_goes_with_its_file(told, ask, approve, django_capture_on_commit_callbacks):
    path = attachments.path_of(Attachment.objects.get().sha256)
    with django_capture_on_commit_callbacks(execute=True):
        approve(ask(told))
    assert not path.exists()
    assert verify.verify()[1] == []
