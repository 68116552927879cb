"""Passwords: one's own is changed by oneself; somebody else's is only ever replaced by one that must be changed at once."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import history, second_factor
from .commands import one_time_password
from .models import Role, User
from .refusal import Forbidden, Refused
from .rules import holds, is_posted

RESETTERS = frozenset({Role.PROJECT_LEAD, Role.ADMINISTRATOR})
LASTS = timedelta(days=90)  # under the profile of 等保二级; ASVS forbids passwords that run out
CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]")


class Mixed:
    """Three of four kinds of characters, as 等保二级 asks; what ASVS forbids to ask."""

    least = 3

    def validate(self, password, user=None):
        if sum(bool(re.search(kind, password)) for kind in CLASSES) < self.least:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self):
        return _("Use three of these: small letters, capital letters, digits, other characters.")


def must_change(user, *, at):
    """Whether the password was given by somebody else, or has run out where passwords do."""
    if user.password_is_temporary:
        return True
    return settings.PASSWORD_PROFILE == "mlps2" and (user.password_set_at is None or at - user.password_set_at > LASTS)


@transaction.atomic
def change_password(*, new_password, by, at, proof):
    """Give oneself a new password. proof: fresh, of the old one. Raises Refused when the new one is too weak or the old one."""
    person = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if proof.person_id != person.pk:
        raise Forbidden(_("Only you can change your password."))
    if person.check_password(new_password):
        raise Refused(_("Choose another password than the one you have."))
    try:
        validate_password(new_password, user=person)
    except ValidationError as wrong:
        raise Refused(wrong.messages[0]) from None
    person.set_password(new_password)
    person.password_set_at, person.password_is_temporary = at, False
    history.save(person, by=by, at=at)
    return person


@transaction.atomic
def reset_password(*, person_id, project_id, by, at, proof):
    """Give somebody of a project a password for one sign-in, and take their second factor away; returns it in plain text.

    It must be changed at that sign-in, so that whoever gave it does not know the person's own. Raises Forbidden unless the
    lead or an administrator of a project asks at which the other is posted.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person_id)
    may = holds(by, project_id, RESETTERS, at) and is_posted(person, project_id, at) and proof.person_id == by.pk
    if not may or person.pk == by.pk:
        raise Forbidden(
            _("The project lead or the administrator gives a new password, to somebody else of the project.")
        )
    given = one_time_password()
    person.password, person.password_is_temporary, person.password_set_at = given.hashed, True, at
    history.save(person, by=by, at=at)
    second_factor.forget(person)
    return given.plain
