"""Mail to each person who gave an address, through the server that EMAIL_HOST names."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from frontdesk.kernel.people.refusal import Refused

from ..models import Wrong
from .errors import NotSent


def check(channel):
    if not settings.EMAIL_HOST:
        raise Refused(_("This server has no mail server yet. Ask your administrator to set EMAIL_HOST."))


def send(channel, message, *, to, at):
    """One mail; raises NotSent."""
    if not settings.EMAIL_HOST:
        raise NotSent(Wrong.NO_SERVER)
    contact = getattr(to, "contact", None)
    if not to.is_active or contact is None or not contact.email:
        raise NotSent(Wrong.NO_ADDRESS, hopeless=True, blames_channel=False)
    try:
        EmailMessage(subject=message.sentence, body=message.text, to=[contact.email]).send()
    except smtplib.SMTPRecipientsRefused as no:
        raise NotSent(Wrong.REFUSED, _codes(no), blames_channel=False) from no
    except smtplib.SMTPResponseException as no:
        raise NotSent(Wrong.REFUSED, no.smtp_code) from no
    except TimeoutError as late:
        raise NotSent(Wrong.SLOW) from late
    except (smtplib.SMTPException, OSError) as no:
        raise NotSent(Wrong.UNREACHABLE) from no


def _codes(no):
    """The servers' status codes only: their words may repeat the address."""
    return ", ".join(str(code) for code, _words in no.recipients.values())
