"""Erasing personal data as the law demands, or at the end of its time: value and salt go, the line and its hash stay (A18).

The caller has two signatures under `because` and holds the pen. The database lets nothing else pass; see `triggers`.
"""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.refusal import Refused

from . import attachments, canonical
from .models import Attachment, Erasure


def erase(pen, record, *, fields, because, by):
    """Seal that personal fields of a record are erased, then empty them; returns the Erasure, or None when nothing was there.

    fields: those that hold nothing are passed over; with an attachment its file goes too. because: the sealed record under
    which two people have signed. Raises Refused while the server's clock cannot be believed, since nothing is sealed then.
    """
    if not pen.seals_at_once:
        raise Refused(
            _("The server's clock cannot be believed now. Nothing is erased until it can; tell your administrator.")
        )
    gone = sorted(name for name in set(record.personal) & set(fields) if getattr(record, name) is not None)
    is_file = isinstance(record, Attachment) and not was_erased(record)
    if not gone and not is_file:
        return None
    erasure = pen.write(
        Erasure(
            about_kind=record.seal_kind, about_id=record.pk, fields=",".join(gone), because_kind=because.seal_kind,
            because_id=because.pk,
        ),
        by=by,
    )  # fmt: skip
    if gone:
        salts = canonical.load_salts(record.salts) | dict.fromkeys(gone, canonical.ERASED)
        emptied = dict.fromkeys(gone) | {"salts": canonical.dump_salts(salts)}
        type(record)._base_manager.filter(pk=record.pk).update(**emptied)
        for name, value in emptied.items():
            setattr(record, name, value)
    if is_file:
        transaction.on_commit(partial(attachments.remove_erased, record.sha256))
    return erasure


def was_erased(record):
    """Whether anything of a record was erased."""
    return Erasure.objects.filter(about_kind=record.seal_kind, about_id=record.pk).exists()


def under(because):
    """The erasures that two people's signatures under one record have led to."""
    return Erasure.objects.filter(because_kind=because.seal_kind, because_id=because.pk)
