"""What a command raises when it refuses."""

from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Field


class Refused(Exception):
    """A sentence, in the user's language, that says what was refused and what to do next. Nothing was changed."""

    def __str__(self):
        return str(self.args[0])


class Forbidden(Refused):
    """Refused because of who asks, not what is asked: pages answer it with 403."""


def refused(wrong, model):
    """The Refused that a ValidationError of a model's row amounts to: its first sentence, with the field's name."""
    for name, errors in getattr(wrong, "error_dict", {}).items():
        said = errors[0].messages[0]
        if name == NON_FIELD_ERRORS or (errors[0].code in {"blank", "null"} and said != _default(errors[0].code)):
            return Refused(said)
        return Refused(f"{model._meta.get_field(name).verbose_name}: {said}")
    return Refused(wrong.messages[0])


def _default(code):
    return str(Field.default_error_messages[code])


@contextmanager
def constraints_speak(*models):
    """Turn a database constraint's No into a Refused with the sentence that the constraint carries.

    Stands outside the transaction, which the database has given up by then. Asking the database once, by
    writing, costs a tenth of asking each constraint beforehand. What is no constraint of `models` goes on up.
    """
    try:
        yield
    except ValidationError as wrong:
        raise refused(wrong, models[0]) from None
    except IntegrityError as no:
        said = f"{no} {getattr(getattr(no.__cause__, 'diag', None), 'constraint_name', '')}".strip()
        for table, constraint in ((model, constraint) for model in models for constraint in model._meta.constraints):
            if constraint.name in said or _columns(table, constraint) in said.split(": ", 1)[-1:]:
                raise Refused(constraint.violation_error_message) from None
        raise


def _columns(model, constraint):
    """How SQLite names a unique constraint: by its columns."""
    table, named = model._meta.db_table, getattr(constraint, "fields", ())
    return ", ".join(f"{table}.{model._meta.get_field(name).column}" for name in named)
