"""Records rebuilt from their columns and compared with the bodies that were sealed.

Many at once first, column by column, which only says that a record is as it must be. What is not found so is looked at
by itself, slowly and strictly, and that alone decides what is wrong.
"""

import re
from collections import defaultdict

import orjson

from . import canonical, columns


class Comparison:
    """The records of one kind and form. A column that came with a later form must be empty in them, which do not seal it."""

    def __init__(self, model, form):
        self.model, self.names = model, model.seal_forms[form]
        self.personal = sorted(set(model.personal) & set(self.names))
        later = [name for name in model.seal_forms[model.newest_form()] if name not in self.names]
        fetched = ("id", "salts", *self.names, *later)
        self.sql, self._read = columns.reader(model, fetched)
        _, self._read_all = columns.batch_reader(model, fetched)
        self._order = sorted((f"{name}.hmac" if name in self.personal else name, name) for name in self.names)

    def faults(self, sealed, desk, lost):
        """[(seq, record id, sentence)] for the records {id: (seq, body)} of a desk's chain; what is erased goes into `lost`."""
        marks = ", ".join(["%s"] * len(sealed))
        rows = columns.fetch(
            f'SELECT {self.sql} FROM "{self.model._meta.db_table}" WHERE id IN ({marks})', list(sealed)
        )
        if len(rows) == len(sealed) and self._bodies(rows, desk) == [sealed[row[0]][1] for row in rows]:
            return []
        rows = {row[0]: row for row in rows}
        found = []
        for pk, (seq, body) in sealed.items():
            why, gone = self._look(rows.get(pk), body, desk)
            if why:
                found.append((seq, pk, why))
            if gone:
                lost[self.model.seal_kind, pk] = seq, gone
        return found

    def _bodies(self, rows, desk):
        """The canonical text of each row; None when one of them is not as we write them, or is another desk's."""
        try:
            _, salts, *values = self._read_all(rows)
            values, later = dict(zip(self.names, values, strict=False)), values[len(self.names) :]
            if any(column.count(None) != len(rows) for column in later) or {*values["desk_id"]} != {desk}:
                return None
            if self.personal:
                committed = self._commitments(salts, [values[name] for name in self.personal])
                values |= dict(zip(self.personal, committed, strict=True))
            elif {*salts} != {"{}"}:
                return None
            ordered = [(key, values[name]) for key, name in self._order if values[name].count(None) != len(rows)]
            keys = [key for key, _ in ordered]
            lines = zip(*(column for _, column in ordered), strict=True)
            return [_body(zip(keys, line, strict=True)) for line in lines]
        except (ValueError, TypeError):
            return None

    def _commitments(self, salts, given):
        """Columns of commitments for the columns of personal values; raises ValueError for salts that are not theirs.

        Rows in which the same fields are given have salts of one length, with each salt at one place.
        """
        alike, made = defaultdict(list), [[None] * len(salts) for _ in given]
        for row, filled in enumerate(zip(*[[value is not None for value in column] for column in given], strict=True)):
            alike[filled].append(row)
        for filled, rows in alike.items():
            fields = [field for field, is_filled in enumerate(filled) if is_filled]
            for field, found in zip(fields, self._salts(fields, [salts[row] for row in rows]), strict=True):
                values = [given[field][row] for row in rows]
                for row, committed in zip(rows, canonical.commitments(found, values), strict=True):
                    made[field][row] = committed
        return made

    def _salts(self, fields, texts):
        """A list of salts for each of the fields, out of texts as `canonical.dump_salts` writes them for just these fields."""
        names = [f'"{self.personal[field]}":"' for field in fields]
        inner = ",".join(f'{name}[0-9a-f]{{32}}"' for name in names)
        lines = "".join(f"{text}\n" for text in texts)
        if lines.count("\n") != len(texts) or not re.fullmatch(rf"(?:\{{{inner}\}}\n)*", lines):
            raise ValueError("these are not the salts of its personal fields")
        at = 1
        for name in names:
            at += len(name)
            yield [text[at : at + 32] for text in texts]
            at += 32 + len('",')

    def _look(self, row, body, desk):
        """(what is wrong with one record, or None; the personal fields that were erased)."""
        if row is None:
            return "the record is missing", set()
        try:
            _, salts_text, *values = self._read(row)
            if any(value is not None for value in values[len(self.names) :]):
                raise columns.Malformed("it holds what its form does not seal")
            values = dict(zip(self.names, values, strict=False))
            salts = canonical.load_salts(salts_text or "")
            gone = canonical.erased(salts)
            if set(salts) - gone != {name for name in self.model.personal if values.get(name) is not None}:
                raise columns.Malformed("its salts are not those of its personal fields")
            rebuilt = canonical.body(values, self.model.personal, salts, canonical.held(body, gone))
        except (ValueError, KeyError, TypeError) as wrong:
            return f"the record cannot be read: {wrong}", set()
        if rebuilt != body:
            return "the record says something else than what was sealed", gone
        return None if values["desk_id"] == desk else "the record is sealed into another desk's chain", gone


def _body(said):
    """The canonical text of (key, value) in the order of their keys."""
    return orjson.dumps({key: value for key, value in said if value is not None}).decode()
