"""Two people, one sheet, both signatures or none. R56, R48, R53, A23, A33."""

import hashlib
from datetime import date, time, timedelta

import orjson
import pytest

from duty.log import commands as log
from duty.log.models import Matter
from duty.roster.models import ShiftType
from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import attachments, verify
from frontdesk.kernel.records.models import Signature
from frontdesk.kernel.records.tests.small_book import picture
from handover import assembly, commands
from handover.models import CheckItem, Refusal, Sheet

from .conftest import Hands, moment, plan, proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(hands, cast, record):
    """A handover at 14:00 with one open matter, at which only the signatures are missing."""
    record(category="REP", unit_no="3-2-1203", description="水管漏水")
    handover = hands.begin(cast.butler, moment(13, 40))
    hands.fill(handover, moment(13, 50))
    return handover


@pytest.fixture(autouse=True)
def both_or_nothing(db, figure):
    """Whatever a test tried: no signature stands about a sheet that is not there, and no sheet without signatures."""
    yield
    signed = set(Signature.objects.filter(about_kind=Sheet.seal_kind).values_list("about_id", flat=True))
    partial = signed ^ set(Sheet.objects.values_list("pk", flat=True))
    figure("signing", tried=1, partial=len(partial))
    assert not partial


def nothing_is_signed(handover):
    return not Sheet.objects.exists() and not Signature.objects.filter(about_kind=Sheet.seal_kind).exists()


@pytest.mark.clause("R56")
@pytest.mark.clause("R53")
def test_both_sign_and_the_sheet_is_sealed_with_both_signatures_under_one_digest(ready, hands, cast):
    digest = hands.frame(ready, moment(13, 58)).digest
    sheet = hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 58))
    assert sheet.digest == digest == hashlib.sha256(sheet.content.encode()).hexdigest()
    signed = [(one.recorded_by, one.meaning, one.digest) for one in commands.signatures_of(sheet)]
    assert signed == [(cast.clerk, "hand_over", digest), (cast.butler, "take_over", digest)]
    assert Matter.objects.get().owner == cast.butler
    assert verify.verify()[1] == []


@pytest.mark.clause("R56")
def test_one_after_the_other_nothing_is_sealed_until_the_second_one(ready, hands, cast):
    assert hands.sign(ready, cast.clerk, at=moment(13, 55)) is None
    assert nothing_is_signed(ready)
    sheet = hands.sign(ready, cast.butler, at=moment(13, 58))
    assert [one.recorded_by for one in commands.signatures_of(sheet)] == [cast.clerk, cast.butler]
    ready.refresh_from_db()
    assert (ready.state, ready.half_by_id) == ("signed", None)


@pytest.mark.clause("R56")
def test_one_person_cannot_sign_both_sides(ready, hands, cast):
    for _twice in range(2):
        assert hands.sign(ready, cast.clerk, at=moment(13, 55)) is None
    assert hands.sign(ready, cast.clerk, cast.clerk, at=moment(13, 56)) is None
    assert nothing_is_signed(ready)


@pytest.mark.clause("R56")
def test_somebody_else_cannot_sign_at_all(ready, hands, cast):
    for somebody in (cast.supervisor, cast.lead, cast.stranger):
        with pytest.raises(Refused):
            hands.sign(ready, cast.clerk, somebody, at=moment(13, 55), by=cast.butler)
    assert nothing_is_signed(ready)


@pytest.mark.clause("R56")
def test_a_new_entry_meanwhile_voids_the_half_and_it_has_to_be_read(ready, hands, cast, record):
    hands.sign(ready, cast.clerk, at=moment(13, 55))
    shown = hands.frame(ready, moment(13, 55)).digest
    record(minutes=231, category="HLP", unit_no="1-1-0101", description="锁在门外")
    with pytest.raises(Refused):
        hands.sign(ready, cast.butler, at=moment(13, 57), digest=shown)
    assert nothing_is_signed(ready)
    hands.fill(ready, moment(13, 57))
    with pytest.raises(Refused):
        hands.sign(ready, cast.butler, at=moment(13, 58))
    ready.refresh_from_db()
    assert (ready.half_by_id, nothing_is_signed(ready)) == (None, True)
    assert hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 59)).carried == 2


@pytest.mark.clause("R56")
def test_a_digest_that_is_not_the_sheets_signs_nothing(ready, hands, cast):
    with pytest.raises(Refused):
        hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 55), digest="0" * 64)
    assert nothing_is_signed(ready)


@pytest.mark.clause("R56")
@pytest.mark.parametrize("who", ["clerk", "butler"])
def test_deactivated_or_moved_between_the_signatures_signs_nothing(ready, hands, cast, who):
    hands.sign(ready, cast.clerk, at=moment(13, 55))
    User.objects.filter(username=who).update(is_active=False)
    with pytest.raises(Refused):
        hands.sign(ready, cast.butler, at=moment(13, 56), by=cast.supervisor)
    assert nothing_is_signed(ready)
    ready.refresh_from_db()
    assert (ready.half_by_id, ready.state) == (None, "open")


@pytest.mark.clause("R56")
def test_a_first_signature_holds_ten_minutes(ready, hands, cast):
    hands.sign(ready, cast.clerk, at=moment(13, 45))
    with pytest.raises(Refused):
        hands.sign(ready, cast.butler, at=moment(13, 45) + commands.HALF_LASTS + timedelta(seconds=1))
    assert nothing_is_signed(ready)
    with pytest.raises(Refused):  # a password entered a quarter of an hour ago is no fresh proof
        hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 58), proved_at=moment(13, 43))
    assert nothing_is_signed(ready)


@pytest.mark.clause("R56")
def test_a_replayed_form_gives_the_same_sheet_and_a_signed_one_cannot_be_signed_again(ready, hands, cast):
    shown = hands.frame(ready, moment(13, 58)).digest
    sheet = hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 58), key="form-1")
    assert hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 58), digest=shown, key="form-1").pk == sheet.pk
    with pytest.raises(Refused):
        hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 59), digest=shown, key="form-2")
    assert (Sheet.objects.count(), commands.signatures_of(sheet).count()) == (1, 2)


@pytest.mark.clause("R56")
def test_a_fault_in_the_middle_leaves_nothing_behind(ready, hands, cast, monkeypatch):
    hands.sign(ready, cast.clerk, at=moment(13, 55))

    def breaks(*_args, **_words):
        raise OSError("no space left on device")

    monkeypatch.setattr(log, "hand_on", breaks)
    with pytest.raises(OSError):
        hands.sign(ready, cast.butler, at=moment(13, 56))
    assert nothing_is_signed(ready)
    monkeypatch.undo()
    assert hands.sign(ready, cast.butler, at=moment(13, 57)) is not None
    assert verify.verify()[1] == []


@pytest.mark.clause("R56", "A33")
def test_what_both_wrote_by_hand_stays_with_their_signatures(ready, hands, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    strokes = {
        person.pk: attachments.clean(picture(colour)) for person, colour in ((cast.clerk, "red"), (cast.butler, "blue"))
    }
    said = {"handover_id": ready.pk, "digest": hands.frame(ready, moment(13, 55)).digest, "strokes": strokes}
    for person in (cast.clerk, cast.butler):
        at = moment(13, 56)
        sheet = commands.sign(proofs=[proof(person, at)], by=person, at=at, **said)
    kept = [attachments.of(signature).get() for signature in commands.signatures_of(sheet)]
    assert [one.recorded_by for one in kept] == [cast.clerk, cast.butler]
    assert [attachments.path_of(one.sha256).read_bytes() for one in kept] == [data for _, data in strokes.values()]
    assert verify.verify()[1] == []


@pytest.mark.clause("R54")
def test_a_picture_of_what_was_wrong_belongs_to_the_sheet(ready, hands, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    item = CheckItem.objects.filter(group="environment").first()
    photos = {item.pk: attachments.clean(picture())}
    commands.check(
        handover_id=ready.pk,
        faults={item.pk: "台面有水"},
        photos=photos,
        stand_in="",
        by=cast.butler,
        at=moment(13, 51),
    )
    sheet = hands.sign(ready, cast.clerk, cast.butler, at=moment(13, 58))
    assert attachments.of(sheet).get().name == item.name
    assert attachments.of(sheet).get().sha256 in sheet.content


@pytest.mark.clause("R48")
@pytest.mark.clause("R56")
def test_refusing_needs_one_of_four_reasons_goes_to_the_supervisor_and_leaves_the_handover_open(ready, hands, cast):
    from frontdesk.kernel.notices.models import Notice

    hands.sign(ready, cast.clerk, at=moment(13, 55))
    said = {"handover_id": ready.pk, "text": "交班人一身酒气", "at": moment(13, 56)}
    with pytest.raises(Refused):
        commands.refuse(reason="bored", by=cast.butler, **said)
    with pytest.raises(Refused):
        commands.refuse(reason="unfit", by=cast.supervisor, **said)
    commands.refuse(reason="unfit", by=cast.butler, **said)
    ready.refresh_from_db()
    assert (ready.state, ready.half_by_id, Refusal.objects.get().reason) == ("open", None, "unfit")
    assert Notice.objects.filter(person=cast.supervisor, kind="handover_refused").count() == 1


@pytest.mark.clause("A23")
def test_a_closing_without_witness_waits_for_the_supervisor_and_one_with_it_does_not(hands, cast):
    from frontdesk.kernel.notices import commands as notices
    from frontdesk.kernel.notices.models import Notice

    sheet = hands.close(witness_name="")
    notices.sweep(at=moment(22, 5))
    assert Notice.objects.filter(person=cast.supervisor, kind="handover_alone").count() == 1
    at = moment(9, 0, 24)
    with pytest.raises(Forbidden):
        commands.countersign(sheet_id=sheet.pk, proof=proof(cast.clerk, at), by=cast.clerk, at=at)
    commands.countersign(sheet_id=sheet.pk, proof=proof(cast.supervisor, at), by=cast.supervisor, at=at)
    with pytest.raises(Refused):
        commands.countersign(sheet_id=sheet.pk, proof=proof(cast.supervisor, at), by=cast.supervisor, at=at)
    assert not commands.awaits_countersignature(hands.open(24))


@pytest.mark.clause("A23")
def test_in_the_evening_the_desk_closes_and_in_the_morning_the_opener_takes_it_all_over(hands, cast, record):
    record(category="REP", unit_no="3-2-1203", description="水管漏水", by=cast.butler)
    hands.change()
    log.add_note(entry_id=Matter.objects.get().pk, text="明早来修", by=cast.butler, at=moment(20))
    closed = hands.close()
    assert Matter.objects.get().owner == cast.butler
    opened = hands.open(24)
    assert (closed.incoming, opened.outgoing, Matter.objects.get().owner) == (None, None, cast.clerk)
    times = [orjson.loads(sheet.content)["items"][0]["times"] for sheet in Sheet.objects.order_by("id")]
    assert times == [1, 1, 2]


@pytest.mark.clause("R56")
@pytest.mark.parametrize("span", ["midnight", "the end of month and volume"])
def test_a_handover_may_span_midnight_and_the_end_of_the_month(cast, span):
    first, last = (
        (date(2026, 11, 24), date(2026, 11, 25)) if span == "midnight" else (date(2026, 11, 30), date(2026, 12, 1))
    )
    ShiftType.objects.filter(desk=cast.desk, code="L").update(ends=time(0))
    ShiftType.objects.create(desk=cast.desk, code="N", name="夜班", starts=time(0), ends=time(8))
    rows = {("clerk", first): "L", ("butler", last): "N"}
    for month in sorted({day.replace(day=1) for day in (first, last)}):
        plan(cast, {place: code for place, code in rows.items() if place[1].replace(day=1) == month}, month=month)
    commands.set_up(desk=cast.desk)
    hands, day = Hands(cast), first.day
    log.record_entry(
        desk_id=cast.desk.pk, intake=log.Intake(channel="call", category="ENQ", description="问停车"), by=cast.clerk,
        at=moment(23, 40, day),
    )  # fmt: skip
    handover = hands.begin(cast.butler, moment(23, 45, day))
    hands.fill(handover, moment(23, 55, day))
    assert hands.sign(handover, cast.clerk, at=moment(23, 58, day)) is None
    sheet = hands.sign(handover, cast.butler, at=moment(23, 58, day) + timedelta(minutes=4))
    assert (sheet.kind, sheet.from_date, sheet.to_date, sheet.carried) == ("change", first, last, 1)
    assert verify.verify()[1] == []


def test_two_assemblies_of_the_same_state_are_the_same_bytes(ready, hands):
    one, other = hands.frame(ready, moment(13, 51)), hands.frame(ready, moment(13, 59))
    assert one.content == other.content
    assert orjson.loads(one.content)["form"] == assembly.FORM
