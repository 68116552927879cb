"""A fresh proof of who is acting, given for one act and without touching anybody's session."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.refusal import Refused

from .models import Signature


@dataclass(frozen=True)
class Proof:
    """person_id proved at `at` from `terminal` (an address) by `method`."""

    person_id: int
    at: datetime
    terminal: str
    method: str = Signature.Method.PASSWORD


def by_password(request, *, person, password, at):
    """Prove by the person's own password, through the throttled sign-in backends but without signing in.

    Raises Refused when the password is wrong, the person inactive, or too many tries were made.
    """
    found = authenticate(request, username=person.username, password=password)
    if found is None or found.pk != person.pk:
        raise Refused(_("The password is not right. Enter your own password again; nothing was signed."))
    return Proof(person_id=person.pk, at=at, terminal=request.META.get("REMOTE_ADDR", ""))
