"""Accounts, and what people may change about themselves."""

import re
import secrets
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import history
from .models import Contact, User
from .names import sort_key
from .refusal import Refused, refused

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
# Without the letters and digits that are mistaken for each other when they are read out.
EASY = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create_account(*, username, name, staff_no, by, at, password="", can_support_desk=False):
    """Make an account that can sign in and holds no role yet; returns (the person, the one-time password or "").

    password: what the person chose; without one, a one-time password is made, which is shown once and kept nowhere.
    by: who makes it, or None for the first account of a house. Raises Refused when the name is taken or cannot be one.
    """
    if not USERNAME.fullmatch(username):
        raise Refused(_("A user name has 2 to 40 letters, digits, dots or dashes, such as li.mei."))
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("The user name %(name)s is taken. Choose another.") % {"name": username})
    once = "" if password else one_time_password()
    person = User(username=username, name=name.strip(), staff_no=staff_no.strip(), can_support_desk=can_support_desk)
    person.set_password(password or once)
    try:
        person.full_clean()
    except ValidationError as wrong:
        raise refused(wrong, User) from None
    history.save(person, by=by, at=at)
    return person, once


def one_time_password():
    """Twelve characters in three groups, to be read out or printed."""
    return "-".join("".join(secrets.choice(EASY) for _ in range(4)) for _ in range(3))


def free_username(name, taken=frozenset()):
    """A user name for a person's name: its pinyin, with a number when somebody has it. taken: those just given away."""
    plain = re.sub(r"[^a-z0-9]", "", sort_key(name))[:30] or "user"
    plain = plain if len(plain) > 1 else f"{plain}1"
    tried = (plain if number == 1 else f"{plain}{number}" for number in count(1))
    return next(one for one in tried if one not in taken and not User.objects.filter(username__iexact=one).exists())


@transaction.atomic
def set_contact(*, email, mobile, by):
    """Keep where `by` can be reached; both may be empty. Raises Refused when an address cannot be one."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two at once: the second changes what the first made
    contact = Contact.objects.filter(person=by).first() or Contact(person=by)
    contact.email, contact.mobile = email.strip(), mobile.strip()
    try:
        contact.full_clean()
    except ValidationError as wrong:
        raise refused(wrong, Contact) from None
    contact.save()
    return contact
