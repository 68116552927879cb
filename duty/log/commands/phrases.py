"""The phrases of a desk: what it begins with, and what supervisor and lead make of them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history, settings_cache
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak

from .. import phrases, rules
from ..models import Phrase

MOST = 100
NOT_KEEPER = _("Only the supervisor and the project lead change the phrases.")


def set_up_phrases(*, desk):
    """The usual phrases for a desk that has none; harmless afterwards."""
    if not Phrase.objects.filter(desk=desk).exists():
        Phrase.objects.bulk_create(
            Phrase(desk=desk, kind=kind, category=category, text=text, position=place)
            for place, (kind, category, text) in enumerate(phrases.USUAL)
        )
        settings_cache.changed(desk.project_id)


def add_phrase(*, desk, kind, category, text, by, at):
    """Offer one more phrase, after the others; returns it. Raises Forbidden or Refused."""
    _must_keep(by, desk, at)
    with constraints_speak(Phrase), transaction.atomic():
        count = Phrase.objects.filter(desk=desk).count()
        if count >= MOST:
            raise Refused(_("A desk has at most %(most)s phrases. Remove one that nobody uses.") % {"most": MOST})
        phrase = Phrase(desk=desk, kind=kind, category=category, text=text.strip(), position=count)
        phrase.clean_fields(exclude=["desk"])
        history.save(phrase, by=by, at=at)
        settings_cache.changed(desk.project_id)
    return phrase


def remove_phrase(*, phrase_id, by, at):
    """Offer a phrase no more; what was written with it stays."""
    with transaction.atomic():
        phrase = Phrase.objects.select_related("desk").get(pk=phrase_id)
        _must_keep(by, phrase.desk, at)
        history.delete(phrase, by=by, at=at)
        settings_cache.changed(phrase.desk.project_id)


def _must_keep(by, desk, at):
    if not rules.may_instruct(by, desk.project_id, at):
        raise Forbidden(NOT_KEEPER)
