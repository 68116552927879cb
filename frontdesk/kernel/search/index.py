"""Writing to and asking the index. SQLite: a contentless FTS5 table. PostgreSQL: GIN over an array of pairs."""

from django.db import connection

from . import pairs
from .models import Document

TEXT = 4000


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
    wanted = sorted({pair for run in runs for pair in pairs.pairs(run)})
    likes = " ".join("AND text LIKE %s" for _ in runs)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, target_id FROM search_document WHERE string_to_array(terms, ' ') @> %s::text[]"
            " AND string_to_array(terms, ' ') && %s::text[]"
            f" AND target_kind = %s AND id < %s {likes} ORDER BY id DESC LIMIT %s",
            [wanted, [pairs.scope(pk) for pk in project_ids], kind, before or 2**62, *(f"%{r}%" for r in runs), limit],
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
