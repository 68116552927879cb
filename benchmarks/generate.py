"""A book of any length with a valid chain, made in batches without the commands: for measuring only.

The same seed gives the same book. `records verify` finds nothing wrong with it.
"""

import random
from datetime import timedelta
from types import SimpleNamespace

from django.db import connection, transaction
from django.utils import timezone

from duty.log import commands, counting, course, reading
from duty.log.models import Entry, LogBook, Matter
from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.people.models import Desk, Role, User
from frontdesk.kernel.records import access, canonical, form_keys
from frontdesk.kernel.records.models import Chain, Seal, Submission
from frontdesk.kernel.search import pairs
from frontdesk.kernel.search.models import Document

from . import bulk

BATCH = 2000
PASSWORD = "bench-password"
PLACES = ["大堂", "地下车库", "南门岗", "儿童乐园", "电梯厅", "垃圾房", "天台", "会所"]
THINGS = [
    "水管漏水",
    "灯不亮",
    "门锁坏",
    "电梯异响",
    "噪音扰民",
    "车位被占",
    "网络不通",
    "下水堵塞",
    "玻璃破裂",
    "宠物粪便",
]
ENDS = [
    "请尽快处理",
    "已经第二次来电",
    "老人在家不便",
    "下午三点后有人",
    "希望回电",
    "影响出行",
    "孩子怕黑",
    "请带工具",
]
RARE = "月季枯萎"  # stands in the first line of a book only, the last one that a search comes to


def found(code="bench"):
    """A project with one desk, a clerk and a lead, in whose book entries can be put; returns (desk, clerk)."""
    if desk := Desk.objects.filter(project__code=code).select_related("project").first():
        return desk, User.objects.get(username=f"clerk-{code}")  # in a database that was kept
    at = timezone.now() - timedelta(days=1200)
    lead = User.objects.create_user(f"lead-{code}", "单晓明", PASSWORD)
    clerk = User.objects.create_user(f"clerk-{code}", "陈静", PASSWORD)
    desk = appointments.open_project(
        code=code, name=f"测量{code}", centre_name="客户服务中心", desk_name="前台", lead=lead, at=at
    )
    commands.open_desk(desk=desk)
    appointments.appoint(project_id=desk.project_id, person=clerk, role=Role.DESK_CLERK, starts_at=at, by=lead, at=at)
    access.promise(by=clerk, at=timezone.now())
    return desk, clerk


def more_projects(count, clerk):
    """So many more projects with a desk each, at which the clerk works too; returns the desks."""
    at = timezone.now() - timedelta(days=400)
    lead = User.objects.create_user(f"lead-many-{Desk.objects.count()}", "单晓明", PASSWORD)
    desks = []
    for number in range(count):
        desk = appointments.open_project(
            code=f"p{Desk.objects.count()}-{number}", name=f"项目{number}", centre_name="中心", desk_name="前台",
            lead=lead, at=at,
        )  # fmt: skip
        commands.open_desk(desk=desk)
        appointments.appoint(
            project_id=desk.project_id, person=clerk, role=Role.DESK_CLERK, starts_at=at, by=lead, at=at
        )
        desks.append(desk)
    return desks


def many_books(projects, clerks, lines):
    """So many projects with a book each and, together, so many clerks; returns {"users", "password"}, for bin/load."""
    names = []
    for number in range(projects):
        desk, clerk = found(f"l{number}")
        names.append(clerk.username)
        fill(desk, clerk, lines, seed=number, open_share=0.1)
    hashed, at = clerk.password, timezone.now()  # one hash for all: a second one takes a tenth of a second each
    for number in range(projects, clerks):
        desk = Desk.objects.get(project__code=f"l{number % projects}")
        clerk = User.objects.create(
            username=f"clerk-more-{number}", name="陈静", name_sort="chen jing", password=hashed
        )
        lead = User.objects.get(username=f"lead-l{number % projects}")
        appointments.appoint(
            project_id=desk.project_id, person=clerk, role=Role.DESK_CLERK, starts_at=at, by=lead, at=at
        )
        access.promise(by=clerk, at=at)
        names.append(clerk.username)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"users": names, "password": PASSWORD}


def fill(desk, clerk, count, *, seed=7, open_share=0.002, a_day=300, until=None):
    """Put `count` entries into a desk's book, spread over the days up to `until` (now), most of them settled on the spot."""
    chance = random.Random(seed)
    chain = Chain.objects.get(desk=desk)
    until = until or timezone.now()
    begins = max(chain.last_at, until - timedelta(days=max(1, count // a_day)))
    step = (until - begins) / (count + 1)
    moments = (begins + step * n for n in range(1, count + 1))
    left = count
    with bulk.filling(count):
        while left:
            with transaction.atomic():
                _batch(desk, clerk, chain, [next(moments) for _ in range(min(BATCH, left))], chance, open_share)
            left -= min(BATCH, left)


def _batch(desk, clerk, chain, moments, chance, open_share):
    books, entries, form = {}, [], Entry.newest_form()
    defaults, pk = bulk.columns(Entry), bulk.next_id(Entry)
    for number, at in enumerate(moments):
        month = timezone.localtime(at).date().replace(day=1)
        if month not in books:
            books[month] = _book(desk, month)
        books[month].last_serial += 1
        row = _entry(desk, clerk, books[month], at, chance, chance.random() < open_share)
        entries.append(SimpleNamespace(**{**defaults, **row, "id": pk + number}))
    if not Entry.objects.filter(desk=desk).exists():
        entries[0].description += RARE
    seals = []
    for entry in entries:
        seq, values = (
            chain.last_seq + 1,
            {name: canonical.plain(getattr(entry, name)) for name in Entry.seal_forms[form]},
        )
        text = canonical.body(values, Entry.personal, entry.salts)
        entry.salts = canonical.dump_salts(entry.salts)
        digest = canonical.seal_hash(
            chain=chain.key, seq=seq, kind=Entry.seal_kind, record_id=entry.id, form=form,
            sealed_at=canonical.moment(entry.recorded_at), sealed_by=clerk.pk, prev=chain.last_hash, body=text,
        )  # fmt: skip
        seals.append(
            {
                "chain_id": chain.pk, "seq": seq, "kind": Entry.seal_kind, "record_id": entry.id, "form": form, "body": text,
                "prev": chain.last_hash, "hash": digest, "sealed_at": entry.recorded_at, "sealed_by_id": clerk.pk,
            }
        )  # fmt: skip
        chain.last_seq, chain.last_hash, chain.last_at = seq, digest, entry.recorded_at
    bulk.insert(Entry, map(vars, entries))
    bulk.insert(Seal, seals)
    sent, first = {"person_id": clerk.pk, "form": Entry.seal_kind, "said": ""}, bulk.next_id(Submission)
    forms = [
        {**sent, "id": first + number, "key": form_keys.of_form(f"{entry.id}"), "record_id": entry.id}
        for number, entry in enumerate(entries)
    ]
    bulk.insert(Submission, forms)
    unmoved = bulk.columns(Matter)
    stands = [course.derive(entry, ()) for entry in entries]
    bulk.insert(
        Matter, [{**unmoved, **one.columns(), "entry_id": entry.id} for entry, one in zip(entries, stands, strict=True)]
    )
    volumes = {book.pk: book for book in books.values()}
    for entry, one in zip(entries, stands, strict=True):
        book = volumes[entry.book_id]
        for name, more in counting.of_entry(entry, one).items():
            setattr(book, name, getattr(book, name) + more)
    folded = [pairs.fold(reading.words(entry)) for entry in entries]
    first = bulk.next_id(Document)
    documents = [
        {
            "id": first + number, "project_id": desk.project_id, "target_kind": Entry.seal_kind, "target_id": entry.id,
            "text": text, "terms": pairs.terms(text, desk.project_id),
        }
        for number, (entry, text) in enumerate(zip(entries, folded, strict=True))
    ]  # fmt: skip
    bulk.insert(Document, documents)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            rows = [(document["id"], document["terms"]) for document in documents]
            cursor.executemany("INSERT INTO search_fts(rowid, terms) VALUES (%s, %s)", rows)
    for book in books.values():
        book.save()
    chain.save()
    for model in (Entry, Submission, Document):
        bulk.count_on(model)


def _book(desk, month):
    number = f"{desk.project.code}-{desk.pk}-{month:%Y-%m}"
    return LogBook.objects.get_or_create(desk=desk, month=month, defaults={"number": number})[0]


def _entry(desk, clerk, book, at, chance, stays_open):
    unit = f"{chance.randint(1, 12)}-{chance.randint(1, 3)}-{chance.randint(1, 32)}0{chance.randint(1, 6)}"
    personal = {
        "caller_name": chance.choice("王李张刘陈") + "先生", "phone": f"139{chance.randint(10_000_000, 99_999_999)}",
        "description": f"{chance.choice(PLACES)}{chance.choice(THINGS)},{chance.choice(ENDS)} {chance.randint(1000, 9999)}",
        "immediate_result": None if stays_open else "已派工程部当班师傅处理完毕",
    }  # fmt: skip
    return {
        "desk_id": desk.pk, "book_id": book.pk, "serial": book.last_serial, "shift_code": "E", "channel": "call",
        "rings": chance.choice("123"), "category": "REP", "priority": "P3", "occurred_at": at, "caller_kind": "owner",
        **personal, "unit_no": unit, "owner_id": clerk.pk, "due_at": at + timedelta(hours=72), "recorded_at": at,
        "recorded_by_id": clerk.pk, "salts": {name: canonical.new_salt() for name in Entry.personal if personal.get(name)},
    }  # fmt: skip
