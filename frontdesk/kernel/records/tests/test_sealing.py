"""One pen, one order, nothing left out, and nothing left behind by what was refused."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from duty.log import commands as log
from duty.log.models import Entry, LogBook, Matter
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import canonical, catalogue, form_keys, sealing, verify
from frontdesk.kernel.records.models import Chain, Seal, Submission
from frontdesk.kernel.search.models import Document

from . import forging
from .small_book import MINUTE, SAID

LEFT_OUT = {"id", "salts"}
each_kind = pytest.mark.parametrize("kind", sorted(catalogue.sealed_models()))


@pytest.mark.clause("R40")
@each_kind
def test_every_column_is_sealed(kind):
    model = catalogue.sealed_models()[kind]
    columns = {field.attname for field in model._meta.concrete_fields}
    sealed = model.seal_forms[model.newest_form()]
    assert set(sealed) == columns - LEFT_OUT
    assert len(sealed) == len(set(sealed))


@pytest.mark.clause("A18")
@each_kind
def test_personal_fields_are_columns_that_may_become_empty(kind):
    model = catalogue.sealed_models()[kind]
    assert [name for name in model.personal if not model._meta.get_field(name).null] == []


@pytest.mark.clause("A18")
@pytest.mark.django_db
def test_a_seal_holds_no_personal_text(book):
    entry = Entry.objects.exclude(phone=None).first()
    body = Seal.objects.get(kind="log.entry", record_id=entry.pk).body
    assert [name for name in Entry.personal if getattr(entry, name) and getattr(entry, name) in body] == []
    assert f'"phone.hmac":"{canonical.commitment(canonical.load_salts(entry.salts)["phone"], entry.phone)}"' in body


@pytest.mark.clause("A18")
@pytest.mark.django_db
def test_the_same_number_twice_is_committed_to_differently(desk, clerk, at):
    first, second = (record(desk, clerk, at) for _ in range(2))
    assert first.phone == second.phone
    assert canonical.load_salts(first.salts)["phone"] != canonical.load_salts(second.salts)["phone"]


def record(desk, clerk, at, *, key="", **said):
    return log.record_entry(desk_id=desk.pk, intake=log.Intake(**{**SAID[0], **said}), by=clerk, at=at, key=key)


def state(desk):
    """Everything that a command may touch."""
    counts = [
        model.objects.count() for model in (*catalogue.sealed_models().values(), Seal, Submission, Matter, Document)
    ]
    return counts, Chain.objects.filter(pk=desk.pk).values().get(), list(LogBook.objects.values())


@pytest.mark.clause("R40")
@pytest.mark.django_db
def test_seals_are_numbered_without_a_gap_and_each_follows_the_one_before(book, desk):
    seals = list(Seal.objects.filter(chain=desk.pk).order_by("seq"))
    assert [seal.seq for seal in seals] == list(range(1, len(seals) + 1))
    assert [seal.prev for seal in seals] == [canonical.GENESIS, *(seal.hash for seal in seals[:-1])]
    chain = Chain.objects.get(pk=desk.pk)
    assert (chain.last_seq, chain.last_hash, chain.last_at) == (seals[-1].seq, seals[-1].hash, seals[-1].sealed_at)


@pytest.mark.clause("R37")
@pytest.mark.django_db
def test_entries_are_numbered_without_a_gap(book, desk):
    serials = Entry.objects.filter(desk=desk).order_by("id").values_list("serial", flat=True)
    assert list(serials) == list(range(1, len(serials) + 1))


@pytest.mark.clause("R02")
@pytest.mark.django_db
def test_each_desk_has_a_chain_of_its_own(book, desk, other_desk, at):
    before = Chain.objects.filter(pk=other_desk.pk).values().get()
    with sealing.pen(desk.pk, at=at):
        pass
    assert Chain.objects.filter(pk=other_desk.pk).values().get() == before
    assert Chain.objects.get(pk=desk.pk).key != before["key"]


@pytest.mark.clause("R41")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "said, refusal",
    [
        ({"description": " "}, Refused), ({"category": "XXX"}, Refused), ({"priority": "P9"}, Refused),
        ({"unit_no": "", "place": ""}, Refused), ({"channel": "visit"}, Refused), ({"place": "长" * 81}, Refused),
    ],
    ids=str,
)  # fmt: skip
def test_a_refused_entry_leaves_nothing(book, desk, clerk, said, refusal):
    before = state(desk)
    with pytest.raises(refusal):
        record(desk, clerk, book, **said)
    assert state(desk) == before
    assert verify.verify()[1] == []


@pytest.mark.clause("R44")
@pytest.mark.django_db
def test_a_stranger_leaves_nothing(book, desk, stranger):
    before = state(desk)
    with pytest.raises(Forbidden):
        record(desk, stranger, book)
    assert state(desk) == before


@pytest.mark.django_db
def test_a_failure_after_the_seal_leaves_nothing(book, desk, clerk):
    before = state(desk)
    with pytest.raises(RuntimeError), transaction.atomic(), sealing.pen(desk.pk, at=book) as pen:
        pen.write(_note(clerk), by=clerk)
        raise RuntimeError
    assert state(desk) == before


def _note(clerk):
    return catalogue.sealed_models()["log.note"](entry=Entry.objects.first(), kind="progress", text="试")


@pytest.mark.django_db
def test_a_pen_that_writes_nothing_leaves_the_chain_as_it_was(book, desk):
    before = Chain.objects.filter(pk=desk.pk).values().get()
    with sealing.pen(desk.pk, at=book + MINUTE):
        pass
    assert Chain.objects.filter(pk=desk.pk).values().get() == before
    assert verify.verify()[1] == []


@pytest.mark.clause("R41")
@pytest.mark.django_db
def test_an_empty_text_is_written_in_one_way_only(book, desk, clerk):
    note = _note(clerk)
    note.kind, note.text, note.new_owner = "owner", "", clerk
    with sealing.pen(desk.pk, at=book) as pen:
        pen.write(note, by=clerk)
    assert catalogue.sealed_models()["log.note"].objects.get(pk=note.pk).text is None
    forging.mend_projections()
    assert verify.verify()[1] == []


@pytest.mark.django_db
def test_a_form_that_is_sent_again_gets_the_same_record(book, desk, clerk):
    sent = [
        log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[0]), by=clerk, at=book + n * MINUTE, key="once")
        for n in range(3)
    ]
    assert {entry.pk for entry in sent} == {sent[0].pk}
    assert verify.verify()[1] == []


@pytest.mark.django_db
def test_a_key_is_somebodys_own(book, desk, clerk, butler):
    sent = [
        log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[0]), by=person, at=book, key="same")
        for person in (clerk, butler)
    ]
    assert sent[0].pk != sent[1].pk


@pytest.mark.clause("R39")
@pytest.mark.django_db
def test_notes_stand_in_their_order_with_time_and_author(book, desk, clerk, butler):
    entry = record(desk, clerk, book)
    for minute, (person, text) in enumerate([(clerk, "已通知"), (butler, "到场"), (clerk, "修好")]):
        log.add_note(entry_id=entry.pk, text=text, by=person, at=book + minute * MINUTE)
    notes = entry.notes.order_by("id").values_list("text", "recorded_by", "recorded_at")
    assert list(notes) == [
        ("已通知", clerk.pk, book), ("到场", butler.pk, book + MINUTE), ("修好", clerk.pk, book + 2 * MINUTE),
    ]  # fmt: skip
    seqs = Seal.objects.filter(kind="log.note", record_id__in=entry.notes.values("id")).order_by("seq")
    assert list(seqs.values_list("record_id", flat=True)) == list(
        entry.notes.order_by("id").values_list("id", flat=True)
    )


@pytest.mark.django_db
def test_a_deep_sea_of_time_survives_the_database(book, desk, clerk, at):
    """Microseconds, a whole second, another zone: what is read back is what was sealed."""
    entry = record(desk, clerk, book + MINUTE / 7, appointed_at=at.astimezone().replace(microsecond=1))
    assert Entry.objects.filter(pk=entry.pk, recorded_at=entry.recorded_at).exists()
    assert Entry.objects.filter(pk=entry.pk).filter(due_at__gt=F("recorded_at")).exists()
    assert verify.verify()[1] == []


@pytest.mark.clause("R37")
@pytest.mark.django_db
def test_whether_a_form_was_sent_is_asked_once_and_by_its_key_alone(desk, clerk, at):
    """So it costs the same however many forms somebody has sent: those of three years are tens of thousands."""

    def send(said):
        with CaptureQueriesContext(connection) as asked:
            record(desk, clerk, at, key=form_keys.of_sent("one form", said))
        return [query["sql"] for query in asked if 'FROM "records_submission"' in query["sql"]]

    for questions in (send("first"), send("first")):
        assert len(questions) == 1
        assert '"records_submission"."key" IN (' in questions[0]
    with pytest.raises(sealing.SentOtherwise):
        send("second")
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_a_form_that_the_version_before_kept_is_known(desk, clerk, at):
    key = form_keys.of_sent("one form", "said")
    entry = record(desk, clerk, at)
    Submission.objects.create(person=clerk, form=Entry.seal_kind, key=key, record_id=entry.pk)
    assert record(desk, clerk, at, key=key) == entry


@pytest.mark.django_db
def test_what_forms_said_is_split_from_their_keys_and_put_back(clerk):
    split = importlib.import_module("frontdesk.kernel.records.migrations.0006_split_form_keys")
    kept = [form_keys.of_sent("one form", "said"), "a-key-of-its-own"]
    Submission.objects.bulk_create(Submission(person=clerk, form="log.entry", key=key, record_id=1) for key in kept)
    editor = SimpleNamespace(connection=connection)
    split.in_batches(split.SPLIT)(apps, editor)
    found = list(Submission.objects.order_by("id").values_list("key", "said"))
    assert found == [form_keys.parts(kept[0]), (kept[1], "")]
    split.in_batches(split.JOIN)(apps, editor)
    assert list(Submission.objects.order_by("id").values_list("key", flat=True)) == kept
