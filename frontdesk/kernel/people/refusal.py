"""What a command raises when it refuses."""

from django.core.exceptions import NON_FIELD_ERRORS
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
        if name == NON_FIELD_ERRORS or errors[0].code in {"blank", "null"} and said != _default(errors[0].code):
            return Refused(said)
        return Refused(f"{model._meta.get_field(name).verbose_name}: {said}")
    return Refused(wrong.messages[0])


def _default(code):
    return str(Field.default_error_messages[code])
