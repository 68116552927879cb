"""Accounts, and what people may change about themselves."""

import re
import secrets
from dataclasses import dataclass
from itertools import count

from django.contrib.auth.hashers import make_password
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


@dataclass(frozen=True)
class OneTimePassword:
    """plain: shown once and kept nowhere; hashed: what is kept."""

    plain: str
    hashed: str


def one_time_password():
    """Twelve characters in three groups, to be read out or printed. Hashing is slow on purpose: not under a lock."""
    plain = "-".join("".join(secrets.choice(EASY) for _ in range(4)) for _ in range(3))
    return OneTimePassword(plain, make_password(plain))


@transaction.atomic
def create_account(*, username, name, staff_no, hashed, by, at, can_support_desk=False):
    """Make an account that can sign in and holds no role yet; returns the person.

    hashed: the password by `make_password`, as somebody chose it or from `one_time_password`; by: who makes it, or
    None for the first account of a house. Raises Refused when the user name is taken or cannot be one.
    """
    if not USERNAME.fullmatch(username):
        raise Refused(_("A user name has 2 to 40 letters, digits, dots or dashes. Choose one such as li.mei."))
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("The user name %(name)s is taken. Choose another.") % {"name": username})
    person = User(
        username=username,
        name=name.strip(),
        staff_no=staff_no.strip(),
        password=hashed,
        password_is_temporary=by is not None,  # whoever gave it must not go on knowing it
        can_support_desk=can_support_desk,
    )
    try:
        person.full_clean()
    except ValidationError as wrong:
        raise refused(wrong, User) from None
    history.save(person, by=by, at=at)
    return person


def free_username(name):
    """A user name for a person's name: its pinyin, with a number when somebody has it."""
    plain = re.sub(r"[^a-z0-9]", "", sort_key(name))[:30] or "user"
    plain = plain if len(plain) > 1 else f"{plain}1"
    tried = (plain if number == 1 else f"{plain}{number}" for number in count(1))
    return next(one for one in tried if not User.objects.filter(username__iexact=one).exists())


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
