"""Who looked at what is shown on request only (R44, R45)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from .models import AccessLine, ConfidentialityPromise

PROMISE_LASTS = timedelta(days=365)


@dataclass(frozen=True)
class Lot:
    """What was looked at, where it is no single record: a day or a month of the book, a whole list."""

    seal_kind: str
    pk: int


def note(*, by, at, project_id, what, about, address):
    """Write one access line. about: the record looked at, or a Lot; address: the terminal's IP address or None."""
    return AccessLine.objects.create(
        person=by,
        at=at,
        project_id=project_id,
        what=what,
        about_kind=about.seal_kind,
        about_id=about.pk,
        address=address or None,
    )


def has_promised(user, *, at):
    """Whether the yearly promise of confidentiality is in force."""
    return user.promises.filter(at__gt=at - PROMISE_LASTS).exists()


def promised_until(people):
    """{person id: until when the newest promise of each holds}; who never gave one is not in it."""
    newest = ConfidentialityPromise.objects.filter(person__in=people).order_by().values_list("person")
    return {pk: at + PROMISE_LASTS for pk, at in newest.annotate(Max("at"))}


def wording():
    """What is promised, in the language of the screen."""
    return _(
        "I use the duty records for my work only, tell nobody outside what they say about customers, "
        "and copy or photograph them only when my work asks for it."
    )


def promise(*, by, at):
    """Keep that somebody promised, with the words that were on the screen."""
    return ConfidentialityPromise.objects.create(person=by, at=at, wording=wording())
