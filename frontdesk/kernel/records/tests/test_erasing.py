"""Personal data is erased by two people and by nobody else: value and salt go, and the chain stays whole (A18)."""

import contextlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from duty.log.models import Entry, Note
from frontdesk.kernel.people.models import Posting
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import attachments, canonical, catalogue, erasing, sealing, signing, verify
from frontdesk.kernel.records.models import Attachment, Chain, Erasure, Seal, Signature
from frontdesk.kernel.records.proof import Proof
from tests import databases

from . import tampering
from .small_book import MINUTE

pytestmark = [pytest.mark.django_db, pytest.mark.clause("A18")]
PERSONAL = {kind: model for kind, model in catalogue.sealed_models().items() if model.personal}
each_kind = pytest.mark.parametrize("kind", sorted(PERSONAL))


def sign(pen, about, *people):
    for person in people:
        proof = Proof(person_id=person.pk, at=pen.clock, terminal="10.0.0.7")
        signing.sign(
            pen, by=person, proof=proof, meaning=Signature.Meaning.APPROVE, about=about, digest=sealing.digest(about)
        )


@pytest.fixture
def agreed(book, cast):
    """A record under which supervisor and lead have signed."""
    return agree(cast.desk.pk, Note.objects.filter(desk=cast.desk).order_by("id").first(), book)


def agree(desk_id, about, at):
    """Supervisor and lead of a desk sign under a record; returns it."""
    at = max(at, Chain.objects.get(pk=desk_id).last_at)
    roles = Posting.objects.filter(project__desks=desk_id, role__in=["supervisor", "project_lead"], acting=False)
    with sealing.pen(desk_id, at=at) as pen:
        sign(pen, about, *(posting.person for posting in roles.order_by("role")))
    return about


@pytest.fixture
def erase(book, cast, agreed):
    """erase(record, *fields): as the lead, a minute after the small book."""

    def erase(record, *fields, because=agreed):
        at = max(book + MINUTE, Chain.objects.get(pk=record.desk_id).last_at)
        with sealing.pen(record.desk_id, at=at) as pen:
            return erasing.erase(pen, record, fields=fields or record.personal, because=because, by=cast.lead)

    return erase


def with_phone():
    return Entry.objects.exclude(phone=None).exclude(caller_name=None).order_by("id").first()


@each_kind
def test_every_personal_field_of_every_kind_can_be_erased_and_the_chain_stays_whole(erase, book, kind):
    for record in PERSONAL[kind].objects.order_by("id")[:3]:
        before = canonical.erased(canonical.load_salts(record.salts))
        filled = sorted(name for name in record.personal if getattr(record, name) is not None)
        erasure = erase(record, because=agree(record.desk_id, record, book))
        record = PERSONAL[kind].objects.get(pk=record.pk)
        assert {getattr(record, name) for name in record.personal} <= {None}
        assert (erasure.fields if erasure else "") == ",".join(filled)
        assert canonical.erased(canonical.load_salts(record.salts)) == {*before, *filled}
        assert [name for name in filled if not record.was_given(name)] == []
    for projection in catalogue.projections:
        projection.rebuild()
    assert [str(fault) for fault in verify.verify()[1] if fault.kind != Attachment.seal_kind] == []


def test_the_line_its_place_and_its_hash_stay(erase):
    entry = with_phone()
    before = Seal.objects.get(kind="log.entry", record_id=entry.pk)
    plain = {field.attname for field in Entry._meta.concrete_fields} - {*Entry.personal, "salts"}
    kept = {name: getattr(entry, name) for name in (*plain, "description")}
    erase(entry, "phone", "caller_name")
    after = Entry.objects.get(pk=entry.pk)
    assert {name: getattr(after, name) for name in kept} == kept
    assert (after.phone, after.caller_name) == (None, None)
    assert Seal.objects.filter(kind="log.entry", record_id=entry.pk).values().get() == {
        field.attname: getattr(before, field.attname) for field in Seal._meta.concrete_fields if field.column
    }
    assert verify.verify()[1] == []


def test_neither_value_nor_salt_is_anywhere_in_the_database_any_more(erase):
    entry = with_phone()
    said, salt = entry.phone, canonical.load_salts(entry.salts)["phone"]
    for other in Entry.objects.filter(phone=said):
        erase(other, "phone")
    texts = [
        str(value)
        for model in [*catalogue.sealed_models().values(), Seal]
        for row in model.objects.values()
        for value in row.values()
    ]
    assert [text for text in texts if salt in text or said in text] == []


def test_what_was_erased_is_not_erased_again(erase):
    entry = with_phone()
    assert erase(entry, "phone").fields == "phone"
    assert erase(entry, "phone") is None
    assert erase(Entry.objects.get(pk=entry.pk), "caller_name", "phone").fields == "caller_name"
    assert verify.verify()[1] == []


def test_an_attachment_goes_with_its_file(erase, django_capture_on_commit_callbacks):
    picture = Attachment.objects.first()
    path = attachments.path_of(picture.sha256)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase(picture)
    assert not path.exists()
    assert verify.verify()[1] == []


def test_a_file_that_another_attachment_shares_stays(erase, cast, book, django_capture_on_commit_callbacks):
    first = Attachment.objects.first()
    data = attachments.path_of(first.sha256).read_bytes()
    with sealing.pen(cast.desk.pk, at=book) as pen:
        attachments.attach(pen, about=with_phone(), name="b", media_type=first.media_type, data=data, by=cast.clerk)
    with django_capture_on_commit_callbacks(execute=True):
        erase(first)
    assert attachments.path_of(first.sha256).exists()
    assert verify.verify()[1] == []


def test_a_file_that_is_still_there_after_its_erasure_is_found(erase):
    picture = Attachment.objects.first()
    erase(picture)
    assert [(fault.kind, fault.record_id) for fault in verify.verify()[1]] == [("records.attachment", picture.pk)]


def test_nothing_is_erased_while_the_clock_cannot_be_believed(cast, agreed, book):
    Chain.objects.filter(pk=cast.desk.pk).update(last_at=timezone.now() + 600 * MINUTE)
    with pytest.raises(Refused), sealing.pen(cast.desk.pk, at=book) as pen:
        erasing.erase(pen, with_phone(), fields=["phone"], because=agreed, by=cast.lead)


# -- the door in the guards

FILLED = ("caller_name", "phone", "description")


def salts_without(entry, *fields):
    return canonical.dump_salts(canonical.load_salts(entry.salts) | dict.fromkeys(fields, canonical.ERASED))


def another(entry):
    return Entry.objects.exclude(phone=None).exclude(pk=entry.pk).order_by("id").first()


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def replaced(entry):
    """What is written over the row as a whole."""
    columns = [field.column for field in Entry._meta.concrete_fields]
    taken = ", ".join(f"NULL AS {name}" if name == "phone" else f'"{name}"' for name in columns)
    copy = f"INTO log_entry SELECT {taken} FROM log_entry WHERE id = %s"
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    return sql(f"{verb} {copy}", entry.pk)


# An erasure of the entry's telephone number has just been sealed, its pen is held still. What must not pass even so:
WRONG = {
    "another value": lambda e: Entry.objects.filter(pk=e.pk).update(phone="1", salts=salts_without(e, "phone")),
    "an empty text": lambda e: Entry.objects.filter(pk=e.pk).update(phone="", salts=salts_without(e, "phone")),
    "the value but not its salt": lambda e: Entry.objects.filter(pk=e.pk).update(phone=None),
    "the salt but not its value": lambda e: Entry.objects.filter(pk=e.pk).update(salts=salts_without(e, "phone")),
    "the salt struck out": lambda e: Entry.objects.filter(pk=e.pk).update(
        phone=None,
        salts=canonical.dump_salts({k: v for k, v in canonical.load_salts(e.salts).items() if k != "phone"}),
    ),
    "all salts": lambda e: Entry.objects.filter(pk=e.pk).update(phone=None, salts="{}"),
    "another field": lambda e: Entry.objects.filter(pk=e.pk).update(
        caller_name=None, salts=salts_without(e, "caller_name")
    ),
    "another field besides": lambda e: Entry.objects.filter(pk=e.pk).update(
        phone=None, caller_name=None, salts=salts_without(e, "phone", "caller_name")
    ),
    "another field changed": lambda e: Entry.objects.filter(pk=e.pk).update(
        phone=None, caller_name="x", salts=salts_without(e, "phone")
    ),
    "another field's salt": lambda e: Entry.objects.filter(pk=e.pk).update(
        phone=None, salts=salts_without(e, "phone", "caller_name")
    ),
    "another salt put in": lambda e: Entry.objects.filter(pk=e.pk).update(
        phone=None, salts=salts_without(e, "phone").replace("}", ',"serial":"' + "0" * 32 + '"}')
    ),
    "what is not personal": lambda e: Entry.objects.filter(pk=e.pk).update(
        phone=None, salts=salts_without(e, "phone"), place="别处"
    ),
    "its number": lambda e: sql(
        "UPDATE log_entry SET id = 9000, phone = NULL, salts = %s WHERE id = %s", salts_without(e, "phone"), e.pk
    ),
    "its moment": lambda e: Entry.objects.filter(pk=e.pk).update(
        phone=None, salts=salts_without(e, "phone"), recorded_at=e.recorded_at + MINUTE
    ),
    "another entry": lambda e: Entry.objects.filter(pk=another(e).pk).update(
        phone=None, salts=salts_without(another(e), "phone")
    ),
    "every entry": lambda e: Entry.objects.update(phone=None, salts=salts_without(e, "phone")),
    "nothing at all": lambda e: Entry.objects.filter(pk=e.pk).update(place=e.place),
    "the row": lambda e: Entry.objects.filter(pk=e.pk)._raw_delete("default"),
    "the row by SQL": lambda e: sql("DELETE FROM log_entry WHERE id = %s", e.pk),
    "the row written over": replaced,
    "the erasure itself": lambda e: Erasure.objects.update(fields="caller_name,phone"),
    "the erasure taken out": lambda e: sql("DELETE FROM records_erasure"),
    "its seal": lambda e: Seal.objects.filter(kind="records.erasure").update(body="{}"),
}  # fmt: skip


class GivenUp(Exception):
    """Leaves the pen without keeping what it wrote."""


@pytest.fixture
def held(cast, agreed, book):
    """An open door: the erasure of the entry's telephone number is sealed, and nothing is emptied yet."""
    entry = with_phone()
    with contextlib.suppress(GivenUp), sealing.pen(cast.desk.pk, at=book + MINUTE) as pen:
        pen.write(said_of(entry, agreed), by=cast.lead)
        yield entry
        raise GivenUp


def test_the_door_is_open_for_what_the_erasure_names(held):
    assert Entry.objects.filter(pk=held.pk).update(phone=None, salts=salts_without(held, "phone")) == 1


@pytest.mark.clause("R40", "R41")
@pytest.mark.parametrize("what", WRONG)
def test_nothing_else_passes_while_the_door_is_open(held, what):
    before = list(Entry.objects.order_by("id").values()), list(Erasure.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic():
        WRONG[what](held)
    assert (list(Entry.objects.order_by("id").values()), list(Erasure.objects.values())) == before


def said_of(entry, agreed, **other):
    because = {"because_kind": agreed.seal_kind, "because_id": agreed.pk}
    return Erasure(**{"about_kind": "log.entry", "about_id": entry.pk, "fields": "phone", **because, **other})


CLOSED = {
    "of another kind": {"about_kind": "log.note"},
    "of another record": {"about_id": 10**6},
    "of no field": {"fields": ""},
    "of a field more": {"fields": "caller_name,phone"},
    "of fields in another order": {"fields": "phone,caller_name"},
    "of a field that begins alike": {"fields": "phone2"},
}  # fmt: skip


@pytest.mark.parametrize("other", CLOSED.values(), ids=CLOSED)
def test_an_erasure_of_something_else_opens_no_door(cast, agreed, book, other):
    entry = with_phone()
    with pytest.raises(DatabaseError), sealing.pen(cast.desk.pk, at=book) as pen:
        pen.write(said_of(entry, agreed, **other), by=cast.lead)
        Entry.objects.filter(pk=entry.pk).update(phone=None, salts=salts_without(entry, "phone"))


def test_the_door_is_shut_once_the_pen_is_given_back(cast, agreed, book):
    entry = with_phone()
    with sealing.pen(cast.desk.pk, at=book) as pen:
        pen.write(said_of(entry, agreed), by=cast.lead)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(phone=None, salts=salts_without(entry, "phone"))
    fault = verify.verify()[1][0]
    assert (fault.kind, fault.why.split(": ")[0]) == ("records.erasure", "what it says was erased is still there")


def test_an_erasure_without_a_seal_opens_no_door(cast, agreed, book):
    entry = with_phone()
    with pytest.raises(DatabaseError), sealing.pen(cast.desk.pk, at=book) as pen:
        loose = said_of(entry, agreed)
        loose.desk, loose.recorded_at, loose.recorded_by = cast.desk, pen.at, cast.lead
        loose.save(force_insert=True)
        Entry.objects.filter(pk=entry.pk).update(phone=None, salts=salts_without(entry, "phone"))


def test_an_erasure_in_another_desks_chain_opens_no_door(cast, agreed, book):
    entry = with_phone()
    with pytest.raises(DatabaseError), sealing.pen(cast.other_desk.pk, at=book) as pen:
        pen.write(said_of(entry, agreed), by=cast.lead)
        Entry.objects.filter(pk=entry.pk).update(phone=None, salts=salts_without(entry, "phone"))


@pytest.mark.parametrize("signers", [(), ("lead",), ("lead", "lead")], ids=["nobody", "one", "one twice"])
def test_an_erasure_needs_two_signatures_of_different_people(cast, book, signers):
    entry = with_phone()
    with pytest.raises(DatabaseError, match="two people"), sealing.pen(cast.desk.pk, at=book) as pen:
        about = Note.objects.filter(kind="progress").latest("id")
        sign(pen, about, *(getattr(cast, name) for name in signers))
        pen.write(said_of(entry, about), by=cast.lead)


def test_nobodys_own_tables_are_taken_for_ours(cast, book):
    """Temporary tables of the same names, as whoever may talk to the database could make them."""
    entry = with_phone()
    seal = Seal.objects.get(kind="log.entry", record_id=entry.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        for statement in (
            (
                f"CREATE TEMPORARY TABLE records_erasure AS SELECT 7 AS id, 'log.entry' AS about_kind, {entry.pk} AS about_id,"
                " 'phone' AS fields"
            ),
            (
                f"CREATE TEMPORARY TABLE records_seal AS SELECT {seal.chain_id} AS chain_id, 1 AS seq, 'log.entry' AS kind,"
                f" {entry.pk} AS record_id UNION ALL SELECT {seal.chain_id}, 2, 'records.erasure', 7"
            ),
            f"CREATE TEMPORARY TABLE records_chain AS SELECT {seal.chain_id} AS desk_id, 1 AS last_seq",
        ):
            sql(statement)
        sql("UPDATE log_entry SET phone = NULL, salts = %s WHERE id = %s", salts_without(entry, "phone"), entry.pk)


# -- what verify makes of it


@pytest.fixture
def torn_down(book, erase):
    """The small book with one lawful erasure, in the hands of somebody who owns the database."""
    entry = with_phone()
    erase(entry, "phone")
    with tampering.without_defences():
        yield entry


def first():
    return verify.verify(limit=1)[1][0]


def test_what_nobody_erased_is_missed(torn_down):
    entry = another(torn_down)
    Entry.objects.filter(pk=entry.pk).update(phone=None, salts=salts_without(entry, "phone"))
    assert (first().kind, first().record_id, first().why) == (
        "log.entry", entry.pk, "phone is gone, and no erasure says so",
    )  # fmt: skip


def test_more_than_the_erasure_names_is_missed(torn_down):
    entry = Entry.objects.get(pk=torn_down.pk)
    Entry.objects.filter(pk=entry.pk).update(caller_name=None, salts=salts_without(entry, "caller_name"))
    assert (first().record_id, first().why) == (entry.pk, "caller_name is gone, and no erasure says so")


def test_a_value_put_back_is_seen(torn_down):
    Entry.objects.filter(pk=torn_down.pk).update(phone=torn_down.phone or "13800138000")
    assert (first().kind, first().record_id) == ("log.entry", torn_down.pk)


def test_an_erasure_whose_row_is_gone_still_counts_by_its_seal_and_is_missed_itself(torn_down):
    pk = Erasure.objects.get(about_id=torn_down.pk, desk=torn_down.desk_id).pk
    Erasure.objects.filter(pk=pk).delete()
    assert (first().kind, first().record_id, first().why) == ("records.erasure", pk, "the record is missing")


def test_an_erasure_put_in_without_a_seal_excuses_nothing(torn_down, agreed):
    entry = another(torn_down)
    loose = said_of(entry, agreed)
    loose.desk_id, loose.recorded_at, loose.recorded_by_id = entry.desk_id, entry.recorded_at, entry.recorded_by_id
    loose.save(force_insert=True)
    Entry.objects.filter(pk=entry.pk).update(phone=None, salts=salts_without(entry, "phone"))
    assert (first().kind, first().record_id) == ("log.entry", entry.pk)


def test_an_erasure_sealed_beforehand_excuses_nothing(torn_down, cast, agreed, book, record):
    """Written before the record that it names: no signature was ever given for that one."""
    coming = databases.next_id(Entry)
    with sealing.pen(cast.desk.pk, at=book + 2 * MINUTE) as pen:
        pen.write(said_of(Entry(pk=coming), agreed), by=cast.lead)
    entry = record(minutes=60, phone="13800001234", unit_no="1-1-101")
    assert entry.pk == coming
    Entry.objects.filter(pk=entry.pk).update(phone=None, salts=salts_without(entry, "phone"))
    assert {(fault.kind, fault.record_id) for fault in verify.verify()[1]} >= {("log.entry", entry.pk)}


def test_an_erasure_that_only_one_person_signed_is_named(torn_down, cast, book):
    about = Note.objects.filter(kind="progress").latest("id")
    entry = another(torn_down)
    with sealing.pen(cast.desk.pk, at=book + 2 * MINUTE) as pen:
        sign(pen, about, cast.lead)
        erasure = erasing.erase(pen, entry, fields=["phone"], because=about, by=cast.lead)
    said = "records.erasure", erasure.pk, "two people have not signed for it"
    assert (first().kind, first().record_id, first().why) == said
