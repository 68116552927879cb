"""Signatures: sealed, bound to one digest, given by a proof of that moment."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import rules
from frontdesk.kernel.people.refusal import Refused

from .models import Signature

PROOF_LASTS = timedelta(minutes=2)


def sign(pen, *, by, proof, meaning, about, digest, lasts=PROOF_LASTS):
    """Write a signature with a pen that is already held, so that it stands or falls with its transaction.

    about: the sealed record signed; digest: SHA-256 hex of what was on the screen; lasts: how old the proof may be.
    Raises Refused when the proof is another person's or too old, or the signer holds no posting now. R56.
    """
    if proof.person_id != by.pk or not timedelta(0) <= pen.clock - proof.at <= lasts:
        raise Refused(_("This proof is not yours or is too old. Enter your password again."))
    project_id = pen.chain.desk.project_id
    if not rules.is_posted(by, project_id, pen.at):
        raise Refused(
            _("You are not posted at this project now, so you cannot sign here. Ask the project lead for a role.")
        )
    return pen.write(
        Signature(
            printed_name=by.name,
            title=rules.title_at(by, project_id, pen.at),
            meaning=meaning,
            about_kind=about.seal_kind,
            about_id=about.pk,
            digest=digest,
            method=proof.method,
            terminal=proof.terminal,
        ),
        by=by,
    )
