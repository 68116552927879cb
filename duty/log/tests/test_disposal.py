"""Kept for three years from its closing, then disposed of by two people, never by itself (R43, A19)."""

from datetime import date, timedelta

import pytest

from duty.log import book as reading
from duty.log import commands, volumes
from duty.log.commands import disposal
from duty.log.models import ArchiveSettings, Correction, DisposalCertificate, Entry, Note, VolumeExport, VolumeStep
from duty.log.obligations.volumes import disposals, volumes_due
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import attachments, canonical, catalogue, verify
from frontdesk.kernel.records.models import Attachment, Erasure, Seal, Signature
from frontdesk.kernel.records.tests.small_book import picture
from frontdesk.kernel.search import index

from .archive import AFTER, approve, ask, close, years_after

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.clause("R43")]


@pytest.fixture
def closed(record, clerk, cast, at):
    """November's volume, closed on 1 December 2026, with a picture, a note and a correction in it."""
    files = (("漏水.png", *attachments.clean(picture())),)
    entry = record(
        category="REP",
        unit_no="1-1-101",
        phone="13800001234",
        caller_name="查女士",
        description="水管漏水",
        files=files,
    )
    commands.close_matter(entry_id=entry.pk, result="换了水管", by=clerk, at=at)
    commands.call_back(entry_id=entry.pk, rating="satisfied", text="满意", by=clerk, at=at)
    commands.correct_entry(entry_id=entry.pk, field="phone", new="13900001234", reason="听错", by=clerk, at=at)
    closing = close(cast)
    commands.run_exports(at=AFTER)
    return closing


@pytest.mark.clause("A19")
@pytest.mark.parametrize(
    ("closed_on", "years", "last"),
    [
        (date(2026, 11, 30), 3, date(2029, 11, 30)), (date(2028, 2, 29), 3, date(2031, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)), (date(2026, 12, 31), 10, date(2036, 12, 31)),
    ],
)  # fmt: skip
def test_years_count_from_the_closing_day_to_the_same_day(closed_on, years, last):
    assert volumes.years_later(closed_on, years) == last


@pytest.mark.clause("A19")
def test_closed_on_30_november_2026_it_may_go_on_1_december_2029_and_not_a_day_before(record, cast, at):
    record(minutes=-60 * 24 * 25, immediate_result="已答复")  # in October
    closing = close(cast, at=AFTER - timedelta(days=1))
    assert closing.closed_on == date(2026, 11, 30)
    last_minute = AFTER.replace(year=2029, month=11, day=30, hour=15, minute=59)  # 30 November, 23:59 in Shanghai
    with pytest.raises(Refused, match="2029-11-30"):
        ask(cast, closing.book, last_minute)
    assert ask(cast, closing.book, last_minute + timedelta(minutes=1)).kind == "asked"


def test_with_a_hold_nothing_is_disposed_of_until_the_lead_lifts_it(closed, cast):
    due = years_after(closed, 1)
    said = {"book_id": closed.book_id, "reason": "诉讼未结"}
    commands.hold(by=cast.supervisor, at=AFTER, **said)
    assert volumes.standing(closed.book).state == "held"
    with pytest.raises(Refused, match="on hold already"):
        commands.hold(by=cast.lead, at=AFTER, **said)
    with pytest.raises(Refused, match="on hold"):
        ask(cast, closed.book, due)
    with pytest.raises(Forbidden):
        commands.lift_hold(by=cast.supervisor, at=due, **said)
    commands.lift_hold(by=cast.lead, at=due, **said)
    assert ask(cast, closed.book, due).kind == "asked"


def test_a_hold_between_asking_and_approving_stops_it(closed, cast):
    due = years_after(closed, 1)
    ask(cast, closed.book, due)
    commands.hold(book_id=closed.book_id, reason="审计", by=cast.lead, at=due)
    with pytest.raises(Refused, match="on hold"):
        approve(cast, closed.book, due)
    assert commands.carry_out_disposals(at=due) == 0


@pytest.mark.parametrize("verb", [commands.hold, commands.lift_hold])
def test_a_hold_needs_a_reason(closed, cast, verb):
    if verb is commands.lift_hold:
        commands.hold(book_id=closed.book_id, reason="x", by=cast.lead, at=AFTER)
    before = VolumeStep.objects.count()
    with pytest.raises(Refused, match="reason"):
        verb(book_id=closed.book_id, reason=" ", by=cast.lead, at=AFTER)
    assert VolumeStep.objects.count() == before


def test_two_different_people_ask_and_approve(closed, cast):
    due = years_after(closed, 1)
    for person in (cast.lead, cast.clerk, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            ask(cast, closed.book, due, by=person)
    with pytest.raises(Refused, match="Nobody has asked"):
        approve(cast, closed.book, due)
    ask(cast, closed.book, due)
    for person in (cast.supervisor, cast.clerk, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            approve(cast, closed.book, due, by=person)
    approve(cast, closed.book, due)
    signed = Signature.objects.filter(about_kind="log.volume_step").order_by("id")
    assert list(signed.values_list("meaning", "recorded_by")) == [
        ("ask", cast.supervisor.pk),
        ("approve", cast.lead.pk),
    ]


def test_a_lead_who_also_stands_in_as_supervisor_does_not_approve_alone(cast, posted, record):
    both = posted(Role.PROJECT_LEAD)
    record(immediate_result="已答复")
    closing = close(cast)
    due = years_after(closing, 1)
    appoint(
        project_id=cast.desk.project_id, person=both, role=Role.SUPERVISOR, starts_at=due, by=cast.lead, at=due
    )  # fmt: skip
    ask(cast, closing.book, due, by=both)
    with pytest.raises(Refused, match="never one"):
        approve(cast, closing.book, due, by=both)


def test_a_disposal_that_was_declined_can_be_asked_for_again(closed, cast):
    due = years_after(closed, 1)
    ask(cast, closed.book, due)
    with pytest.raises(Refused, match="asked for already"):
        ask(cast, closed.book, due)
    commands.decline_disposal(book_id=closed.book_id, reason="审计要用", by=cast.lead, at=due)
    with pytest.raises(Refused, match="Nobody has asked"):
        approve(cast, closed.book, due)
    ask(cast, closed.book, due)
    assert approve(cast, closed.book, due).kind == "approved"


def test_a_volume_with_an_open_matter_stays(record, cast):
    record(category="REP", unit_no="1-1-101", phone="13800001234")
    closing = close(cast)
    with pytest.raises(Refused, match="still open"):
        ask(cast, closing.book, years_after(closing, 1))


def dispose(cast, closed):
    due = years_after(closed, 1)
    ask(cast, closed.book, due)
    approve(cast, closed.book, due)
    commands.carry_out_disposals(at=due)
    return due


@pytest.fixture
def disposed(closed, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        dispose(cast, closed)
    return closed


def test_what_was_personal_is_gone_with_its_salts_and_the_chain_is_whole(disposed):
    entry = Entry.objects.get(book=disposed.book)
    assert [getattr(entry, name) for name in Entry.personal] == [None] * len(Entry.personal)
    assert canonical.erased(canonical.load_salts(entry.salts)) == {"caller_name", "phone", "description"}
    assert set(Note.objects.values_list("text", flat=True)) == {None}
    assert list(Correction.objects.values_list("old", "new")) == [(None, None)]
    bodies = list(Seal.objects.values_list("body", flat=True))
    assert [text for text in bodies if "13800001234" in text or "漏水" in text] == []
    assert verify.verify()[1] == []


def test_its_files_are_gone_from_the_disk(disposed):
    picture = Attachment.objects.get()
    assert not attachments.path_of(picture.sha256).exists()
    assert not volumes.path_of(disposed.book.files.get()).exists()


def test_the_lines_stay_and_say_what_became_of_them(disposed):
    line = reading.one(Entry.objects.get(book=disposed.book).pk)
    said = "2029-12-02"
    assert line.row["serial"] == 1
    assert said in line.parts["description"].shown
    assert "erased" in line.parts["description"].shown
    assert said in line.notes[0]["shown"]
    assert said in line.corrections[0]["old_said"] + line.corrections[0]["new_said"]
    assert said in line.files[0][2]


def test_nothing_of_it_is_found_by_searching(disposed, cast):
    look = {"project_ids": {cast.desk.project_id}, "kind": "log.entry", "limit": 5}
    assert index.find("漏水", **look)[0] == []
    assert index.find("1-1-101", **look)[0] == [Entry.objects.get().pk]


def test_the_matter_stays_as_it_was(disposed):
    assert Entry.objects.get().matter.state == "closed"


def test_the_certificate_names_volume_span_hash_dates_and_both(disposed, cast):
    certificate = DisposalCertificate.objects.get()
    assert (certificate.number, certificate.first_serial, certificate.last_serial, certificate.final_hash) == (
        disposed.number, 1, 1, disposed.final_hash,
    )  # fmt: skip
    assert (certificate.closed_on, certificate.kept_until) == (date(2026, 12, 1), date(2029, 12, 1))
    assert (certificate.asked_by, certificate.approved_by) == (cast.supervisor, cast.lead)
    assert (certificate.records, certificate.files) == (Erasure.objects.count(), 2)
    assert Seal.objects.filter(kind="log.disposal_certificate", record_id=certificate.pk).exists()
    assert volumes.standing(disposed.book).state == "disposed"


@pytest.mark.parametrize("verb", ["hold", "ask", "move", "export"])
def test_what_is_disposed_of_cannot_be_changed_any_more(disposed, cast, verb):
    at = years_after(disposed, 2)
    book_id = {"book_id": disposed.book_id}
    acts = {
        "hold": lambda: commands.hold(reason="x", by=cast.lead, at=at, **book_id),
        "ask": lambda: ask(cast, disposed.book, at),
        "move": lambda: commands.change_custodian(
            custodian=cast.clerk, place="x", by=cast.supervisor, at=at, **book_id
        ),
        "export": lambda: commands.ask_export(media_type="application/zip", by=cast.lead, at=at, **book_id),
    }
    with pytest.raises(Refused):
        acts[verb]()


def test_a_disposal_that_was_cut_off_is_finished_by_the_next_run(closed, cast, monkeypatch):
    due = years_after(closed, 1)
    ask(cast, closed.book, due)
    approve(cast, closed.book, due)
    with monkeypatch.context() as patch:
        patch.setattr(disposal.index, "forget", lambda: 1 / 0)
        assert commands.carry_out_disposals(at=due) == 0
    assert volumes.standing(closed.book).state == "disposing"
    assert commands.carry_out_disposals(at=due) == 1
    assert commands.carry_out_disposals(at=due) == 0
    assert DisposalCertificate.objects.get().records == Erasure.objects.count() > 3


def test_another_volume_keeps_all_it_has(closed, cast, record):
    other = record(minutes=60 * 24 * 20, phone="13700001111", immediate_result="好")
    dispose(cast, closed)
    other.refresh_from_db()
    assert other.phone == "13700001111"
    assert set(Erasure.objects.filter(about_kind="log.entry").values_list("about_id", flat=True)) == {
        Entry.objects.get(book=closed.book).pk
    }


# -- how long


def set_years(cast, years, by=None):
    return commands.set_keep_years(project_id=cast.desk.project_id, years=years, by=by or cast.lead, at=AFTER)


@pytest.mark.parametrize("years", [0, 2, 51])
def test_less_than_three_years_cannot_be_set(cast, years):
    with pytest.raises(Refused, match="three years"):
        set_years(cast, years)
    assert not ArchiveSettings.objects.exists()


def test_only_the_lead_says_how_long_and_the_history_keeps_it(cast):
    for person in (cast.supervisor, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            set_years(cast, 5, by=person)
    set_years(cast, 5)
    set_years(cast, 4)
    assert list(ArchiveSettings.history.order_by("history_id").values_list("keep_years", "history_user")) == [
        (5, cast.lead.pk), (4, cast.lead.pk),
    ]  # fmt: skip


def test_a_longer_time_holds_for_volumes_that_are_closed_already_and_a_shorter_one_does_not(closed, cast):
    cast.desk.project.refresh_from_db()
    set_years(cast, 5)
    assert volumes.standing(closed.book).kept_until == date(2031, 12, 1)
    assert set_years(cast, 3).keep_years == 3
    assert volumes.standing(closed.book).kept_until == date(2029, 12, 1)


def test_what_was_promised_at_the_closing_is_never_shortened(record, cast):
    set_years(cast, 6)
    record()
    closing = close(cast)
    set_years(cast, 3)
    assert (closing.keep_years, volumes.standing(closing.book).kept_until) == (6, date(2032, 12, 1))


# -- who is told


def test_custodian_and_lead_are_told_once_a_year_that_a_volume_is_due(closed, cast):
    assert list(volumes_due(years_after(closed))) == []
    first, later, next_year = (years_after(closed, days) for days in (1, 20, 60))
    lines = list(volumes_due(first))
    assert {(line.person_id, line.kind, line.subject) for line in lines} == {
        (cast.butler.pk, "volumes_due", "1"), (cast.lead.pk, "volumes_due", "1"),
    }  # fmt: skip
    keys = [{line.key for line in volumes_due(moment)} for moment in (first, later, next_year)]
    assert keys[0] == keys[1] != keys[2]


def test_with_a_hold_or_disposed_of_nobody_is_told(closed, cast):
    commands.hold(book_id=closed.book_id, reason="诉讼", by=cast.lead, at=AFTER)
    assert list(volumes_due(years_after(closed, 1))) == []
    commands.lift_hold(book_id=closed.book_id, reason="结案", by=cast.lead, at=AFTER)
    due = dispose(cast, closed)
    assert list(volumes_due(due)) == []


def test_the_lead_is_told_at_once_that_a_disposal_waits(closed, cast):
    due = years_after(closed, 1)
    ask(cast, closed.book, due)
    assert list(Notice.objects.filter(kind="disposal_asked").values_list("person", flat=True)) == [cast.lead.pk]
    assert [line.person_id for line in disposals(due)] == [cast.lead.pk]
    commands.decline_disposal(book_id=closed.book_id, reason="不", by=cast.lead, at=due)
    assert list(disposals(due)) == []


def test_every_part_of_a_volume_is_a_sealed_kind(closed):
    kinds = {rows.model.seal_kind for rows in volumes.records_of(closed.book)}
    assert kinds <= set(catalogue.sealed_models())
    assert {"log.entry", "log.note", "log.correction", "handover.sheet", "records.attachment"} <= kinds


def test_a_file_that_was_asked_for_before_the_disposal_is_not_made_after_it(closed, cast):
    commands.ask_export(book_id=closed.book_id, media_type="application/zip", by=cast.lead, at=AFTER)
    due = dispose(cast, closed)
    assert commands.run_exports(at=due) == 0
    assert VolumeExport.objects.latest("id").state == "failed"
    assert list(volumes.folder().iterdir()) == []
