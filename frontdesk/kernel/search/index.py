"""Writing to and asking the index. SQLite: a contentless FTS5 table. PostgreSQL: GIN over an array of pairs."""

from django.db import connection

from . import pairs
from .models import Document

TEXT = 4000
NEWEST = 2000  # lines of a project that are looked through before the index is asked, on PostgreSQL


def add(*, project_id, target, text, place=None):
    """Index the words of a line that leads to `target`, in the transaction that writes it. place: the number of a document
    that was taken out, where it stood among the newer and older ones."""
    folded = pairs.fold(text)[:TEXT]
    document = Document.objects.create(
        pk=place,
        project_id=project_id,
        target_kind=target.seal_kind,
        target_id=target.pk,
        text=folded,
        terms=pairs.terms(folded, project_id),
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(rowid, terms) VALUES (%s, %s)", [document.pk, document.terms])
    return document


def find(query, *, project_ids, kind, limit, before=None):
    """Targets whose words hold every run of the query, newest first.

    Returns (target ids, cursor for the next page or None). project_ids: the only projects looked into;
    before: a cursor that an earlier call returned. No run of two characters: nothing.
    """
    runs = pairs.phrases(query)
    if not runs or not project_ids:
        return [], None
    ask = _sqlite if connection.vendor == "sqlite" else _postgres
    targets, last = [], before
    while True:
        rows = ask(runs, sorted(project_ids), kind, limit + 1, last)
        for document_id, target_id in rows:
            if target_id not in targets:
                if len(targets) == limit:
                    return targets, last
                targets.append(target_id)
            last = document_id
        if len(rows) <= limit:
            return targets, None


def _sqlite(runs, project_ids, kind, limit, before):
    where = " OR ".join(pairs.scope(pk) for pk in project_ids)
    match = " AND ".join([f"({where})", *('"' + " ".join(pairs.pairs(run)) + '"' for run in runs)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.target_id FROM search_fts f JOIN search_document d ON d.id = f.rowid"
            " WHERE search_fts MATCH %s AND d.target_kind = %s AND f.rowid < %s ORDER BY f.rowid DESC LIMIT %s",
            [match, kind, before or 2**62, limit],
        )
        return cursor.fetchall()


def _postgres(runs, project_ids, kind, limit, before):
    """What is common stands among the newest lines already; what is rare the index finds at once."""
    before = before or 2**62
    if len(project_ids) == 1:
        found = _among_the_newest(runs, project_ids[0], kind, limit, before)
        if len(found) == limit:
            return found
    return _by_index(runs, project_ids, kind, limit, before)


def _among_the_newest(runs, project_id, kind, limit, before):
    """The project is asked for as a span and an order, not as an equal: else the planner, who takes projects to be mixed
    evenly, may walk back through everybody's lines to those of a project that has been quiet for long."""
    likes = " ".join("AND text LIKE %s" for _ in runs)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, target_id FROM (SELECT * FROM search_document WHERE (project_id, id) < (%s, %s) AND project_id >= %s"
            f" ORDER BY project_id DESC, id DESC LIMIT %s) newest WHERE target_kind = %s {likes} ORDER BY id DESC LIMIT %s",
            [project_id, before, project_id, NEWEST, kind, *(f"%{run}%" for run in runs), limit],
        )
        return cursor.fetchall()


def _by_index(runs, project_ids, kind, limit, before):
    """All that hold the pairs are gathered before they are put in order: else the planner, who cannot know how rare they are
    together, may walk the whole table backwards instead. A run of two is a pair; the pairs of a longer one may stand apart."""
    wanted = sorted({pair for run in runs for pair in pairs.pairs(run)})
    long = [run for run in runs if len(run) > 2]
    likes = " ".join("AND text LIKE %s" for _ in long)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH found AS MATERIALIZED (SELECT id, target_id FROM search_document"
            " WHERE string_to_array(terms, ' ') @> %s::text[] AND string_to_array(terms, ' ') && %s::text[]"
            f" AND target_kind = %s AND id < %s {likes}) SELECT id, target_id FROM found ORDER BY id DESC LIMIT %s",
            [wanted, [pairs.scope(pk) for pk in project_ids], kind, before, *(f"%{run}%" for run in long), limit],
        )
        return cursor.fetchall()


def renew(*, project_id, target, texts):
    """Index a target anew from these texts, where it stood; what they do not say any more cannot be found any more."""
    old = list(Document.objects.filter(target_kind=target.seal_kind, target_id=target.pk).order_by("id"))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for document in old:  # the index keeps no text of its own, and has to be told what to forget
                cursor.execute(
                    "INSERT INTO search_fts(search_fts, rowid, terms) VALUES ('delete', %s, %s)",
                    [document.pk, document.terms],
                )
    Document.objects.filter(pk__in=[document.pk for document in old]).delete()
    places = iter([document.pk for document in old])
    for text in filter(None, texts):
        add(project_id=project_id, target=target, text=text, place=next(places, None))


def forget():
    """Let the index's files lose what was taken out: SQLite only marks it until the parts are merged. Seconds, on a large one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")


def clear():
    """Empty the index, before it is made anew."""
    Document.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('delete-all')")
