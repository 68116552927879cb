"""The database refuses to change or remove what is written, whoever asks and through whichever door."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from frontdesk.kernel.records import access, canonical, catalogue, guards
from frontdesk.kernel.records.models import AccessLine, Chain, Seal

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40"), pytest.mark.clause("R41")]
GUARDED = {model._meta.db_table: model for model in catalogue.guarded_models()}
each_table = pytest.mark.parametrize("table", sorted(GUARDED))


@pytest.fixture
def full(book, cast, at):
    """The small book, and what is guarded without being sealed."""
    access.promise(by=cast.clerk, at=at)
    about = catalogue.sealed_models()["log.entry"].objects.first()
    what = AccessLine.What.REVEAL
    access.note(by=cast.clerk, at=at, project_id=cast.desk.project_id, what=what, about=about, address="10.0.0.7")


def execute(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def django_doors(model, row):
    """Every way through the ORM. row: one row of the model."""
    column = next(field.name for field in model._meta.concrete_fields if not field.primary_key and field.column)
    one = model.objects.filter(pk=row.pk)
    unique = [field.name for field in getattr(model._meta, "pk_fields", [model._meta.pk])]
    changes = [field.name for field in model._meta.concrete_fields if field.column and field.name not in unique]
    # Django will not update a part of a composite key: the database is asked for another column.
    column = column if column not in unique else changes[0]
    return {
        "save": lambda: row.save(force_update=True),
        "delete": row.delete,
        "update": lambda: one.update(**{column: getattr(row, column)}),
        "delete of a queryset": one.delete,
        "delete without Django's checks": lambda: one._raw_delete("default"),
        "bulk_update": lambda: model.objects.bulk_update([row], [column]),
        "bulk_create with update": lambda: model.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=unique, update_fields=changes
        ),
    }


def sql_doors(model, row):
    """Every way by SQL that both databases know, and those of each."""
    table = model._meta.db_table
    key = {field.column: getattr(row, field.attname) for field in getattr(model._meta, "pk_fields", [model._meta.pk])}
    where, params = " AND ".join(f'"{column}" = %s' for column in key), list(key.values())
    column = [field.column for field in model._meta.concrete_fields if field.column][-1]
    copy = f'INTO "{table}" SELECT * FROM "{table}" WHERE {where}'
    upsert = f'INSERT {copy} ON CONFLICT ({", ".join(key)}) DO UPDATE SET "{column}" = excluded."{column}"'
    doors = {
        "UPDATE": (f'UPDATE "{table}" SET "{column}" = "{column}" WHERE {where}', params),
        "UPDATE of all": (f'UPDATE "{table}" SET "{column}" = "{column}"', []),
        "DELETE": (f'DELETE FROM "{table}" WHERE {where}', params),
        "DELETE of all": (f'DELETE FROM "{table}"', []),
        "upsert": (upsert, params),
    }
    if connection.vendor == "sqlite":
        doors |= {
            "REPLACE INTO": (f"REPLACE {copy}", params),
            "INSERT OR REPLACE": (f"INSERT OR REPLACE {copy}", params),
            "UPDATE OR REPLACE": (f'UPDATE OR REPLACE "{table}" SET "{column}" = "{column}"', []),
            "UPDATE OR IGNORE": (f'UPDATE OR IGNORE "{table}" SET "{column}" = "{column}"', []),
        }
    else:
        replica = "SET LOCAL session_replication_role = replica; "
        doors |= {
            "TRUNCATE": (f'TRUNCATE "{table}" CASCADE', []),
            "TRUNCATE of what it belongs to": ("TRUNCATE people_user, people_project CASCADE", []),
            "UPDATE as a replica": (f'{replica}UPDATE "{table}" SET "{column}" = "{column}"', []),
            "DELETE as a replica": (f'{replica}DELETE FROM "{table}"', []),
            "TRUNCATE as a replica": (f'{replica}TRUNCATE "{table}" CASCADE', []),
            "MERGE": (
                f'MERGE INTO "{table}" t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE', []
            ),
        }  # fmt: skip
    return {name: (lambda sql=sql, args=args: execute(sql, args)) for name, (sql, args) in doors.items()}


@each_table
@pytest.mark.turns(2)
def test_what_is_written_is_not_changed_or_removed_through_any_door(full, table, figure):
    model = GUARDED[table]
    before = list(model.objects.order_by("pk").values())
    row = model.objects.first()
    opened = []
    doors = {**django_doors(model, row), **sql_doors(model, row)}
    for name, door in doors.items():
        try:
            with transaction.atomic():
                door()
        except DatabaseError:
            pass
        else:
            opened.append(name)
        if list(model.objects.order_by("pk").values()) != before:
            opened.append(f"{name} changed something")
    figure("guards", tables=1, doors=len(doors), opened=len(opened))
    assert opened == []


@pytest.mark.parametrize("owner", ["desk", "clerk"])
def test_nobody_and_no_desk_is_deleted_with_what_they_wrote(full, request, owner):
    with pytest.raises(ProtectedError):
        request.getfixturevalue(owner).delete()


def seal_after(chain, **said):
    said = {
        "chain": chain, "seq": chain.last_seq + 1, "prev": chain.last_hash, "kind": "log.entry",
        "record_id": 10**6, "form": 1, "body": "{}", "hash": "f" * 64,
        "sealed_at": chain.last_at, "sealed_by_id": chain.seals.first().sealed_by_id, **said,
    }  # fmt: skip
    with transaction.atomic():
        return Seal(**said).save(force_insert=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"prev": "e" * 64}, {"prev": canonical.GENESIS}, {"seq": 3}, {"seq": 0}, {"seq": 10**9},
        {"seq": 1, "prev": canonical.GENESIS},
    ],
    ids=str,
)  # fmt: skip
def test_a_seal_goes_nowhere_but_after_the_last_one(full, desk, wrong):
    chain = Chain.objects.get(pk=desk.pk)
    with pytest.raises(DatabaseError):
        seal_after(chain, **wrong)
    assert Seal.objects.filter(chain=chain).count() == chain.last_seq


def test_a_seal_whose_number_is_right_but_not_its_link_is_refused(full, desk):
    chain = Chain.objects.get(pk=desk.pk)
    before_last = Seal.objects.get(chain=chain, seq=chain.last_seq - 1)
    with pytest.raises(DatabaseError, match="a seal follows the last one of its chain"):
        seal_after(chain, prev=before_last.hash)


def test_no_seal_is_put_in_the_place_of_another_by_its_row_number(full, desk):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows no REPLACE")
    chain = Chain.objects.get(pk=desk.pk)
    names = [field.column for field in Seal._meta.concrete_fields if field.column]
    fresh = {"seq": str(chain.last_seq + 1), "prev": f"'{chain.last_hash}'", "record_id": "1000000"}
    taken = ", ".join(fresh.get(name, name) for name in names)
    listed = ", ".join(names)
    sql = f"REPLACE INTO records_seal (rowid, {listed}) SELECT rowid, {taken} FROM records_seal WHERE seq = 3"
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(sql)
    assert Seal.objects.filter(seq=3).exists()


def test_no_guard_is_missing(db):
    assert guards.missing() == []
    guards.require()


def test_every_sealed_table_is_guarded():
    assert {model._meta.db_table for model in [Seal, *catalogue.sealed_models().values()]} <= set(guards.tables())
