"""A code from one's telephone (TOTP) beside the password, for those who may change much; and codes for when it is lost."""

from base64 import b32encode
from binascii import unhexlify
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from .models import Role
from .refusal import Forbidden, Refused

ROLES = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD, Role.ADMINISTRATOR})
RECOVERY_CODES = 10


def has(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_wanted(user, *, at):
    """Whether somebody must have one: those who approve, decide or appoint, where TWO_FACTOR says `required`."""
    return settings.TWO_FACTOR == "required" and any(posting.role in ROLES for posting in user.postings_at(at))


def new_key():
    """A secret for a telephone, hexadecimal; it counts once a code of it was given (`enrol`)."""
    return random_hex(20)


def address(user, key):
    """What a telephone reads from the QR code."""
    issuer = quote(str(_("Front Desk")))
    query = urlencode({"secret": b32encode(unhexlify(key)).decode(), "digits": 6, "period": 30})
    return f"otpauth://totp/{issuer}:{quote(user.username)}?{query}&issuer={issuer}"


def spelled(key):
    """The secret as somebody types it who cannot photograph the screen: groups of four."""
    plain = b32encode(unhexlify(key)).decode()
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


@transaction.atomic
def enrol(*, key, code, by, at, proof):
    """Keep a telephone as second factor, in place of the one before; returns fresh recovery codes, shown once.

    code: what the telephone shows for `key`; proof: fresh, of the password. Raises Refused when the code is not right.
    """
    if proof.person_id != by.pk:
        raise Forbidden(_("Only you can set up your telephone."))
    totp = TOTP(unhexlify(key))
    totp.time = at.timestamp()
    if not (code.isascii() and code.isdigit()) or len(code) != 6 or not totp.verify(int(code), tolerance=1):
        raise Refused(_("The code is not the one of this key. Wait for the next code on your telephone and type that."))
    forget(by)
    TOTPDevice.objects.create(user=by, name="", key=key, confirmed=True, last_t=totp.t())
    spare = StaticDevice.objects.create(user=by, name="", confirmed=True)
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=spare, token=code) for code in codes)
    return codes


def accepts(user, code):
    """Whether a code is the telephone's present one or an unused recovery code. Each wrong one makes the next wait longer."""
    return match_token(user, code.replace(" ", "").lower()) is not None


def forget(user):
    """Take the second factor away: before a new one, or with a new password when the telephone is lost."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
