"""The index against a LIKE that has to read every line, in one run: terms of two to four characters, common, rare and absent."""

import time

from django.db import connection

from duty.log.models import Entry
from frontdesk.kernel.search import index
from frontdesk.kernel.search.models import Document

from .generate import RARE

TERMS = {
    "2 common": "水管", "3 common": "水管漏", "4 common": "水管漏水", "2 absent": "彗星", "3 absent": "彗星撞",
    "4 absent": "彗星撞地", "pairs in another order": "漏水管", "two words": "水管漏水 下午三点",
}  # fmt: skip


def terms(context, line):
    """Seconds of finding 30 entries; the floor is the time of LIKE for a word that stands nowhere."""
    project, times = {context.desk.project_id}, context.times(20)
    like = _quickest(lambda: _like(context, "彗星撞地球"), 3)
    target = 0.01 if connection.vendor == "sqlite" else 0.125
    rare = {f"{length} rare": RARE[:length] for length in (2, 3, 4)}
    for name, term in {**TERMS, **rare}.items():
        found, _ = index.find(term, project_ids=project, kind=Entry.seal_kind, limit=30)
        assert bool(found) == bool(_like(context, *term.split())), term
        ours = _quickest(lambda term=term: index.find(term, project_ids=project, kind=Entry.seal_kind, limit=30), times)
        more = {"ms": round(ours * 1000, 3), "like_ms": round(like * 1000, 1), "found": len(found)}
        # In a short book LIKE has little to read, so there it is no floor.
        bound = target if context.entries >= 1_000_000 else None
        result = line(f"search {name} / LIKE", ours / like, bound or 1, entries=context.entries, **more)
        yield result if bound else {**result, "target": "—", "ok": True}


def _like(context, *words):
    rows = Document.objects.filter(project_id=context.desk.project_id)
    for word in words:
        rows = rows.filter(text__contains=word)
    return list(rows.order_by("-id").values_list("id")[:30])


def _quickest(act, times):
    """Seconds: what others do on the machine only ever adds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return min(found)
