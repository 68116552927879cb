"""Opening a project, giving and ending roles. Every change is sealed into the chain of the project's desk."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history
from frontdesk.kernel.people.commands import create_account, free_username
from frontdesk.kernel.people.models import Desk, Posting, Project, Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, refused
from frontdesk.kernel.people.rules import holds
from frontdesk.kernel.records import sealing, signing
from frontdesk.kernel.records.models import Signature

from .models import RoleChange
from .rules import APPOINTERS, may_appoint

MOMENT = timedelta(microseconds=1)  # the shortest a posting can last


@transaction.atomic
def open_project(
    *, code, name, centre_name, desk_name, lead, at, address="", hotline="", time_zone="Asia/Shanghai", by=None
):
    """Found a project with one desk, its chain, and its lead; returns the desk. Raises Refused. R02.

    by: who opens it; without anybody, the lead does.
    """
    project = Project(
        code=code, name=name, centre_name=centre_name, address=address, hotline=hotline, time_zone=time_zone
    )
    _keep(project, by=by or lead, at=at)
    desk = Desk(project=project, name=desk_name)
    _keep(desk, by=by or lead, at=at)
    sealing.start_chain(desk)
    with sealing.pen(desk.pk, at=at) as pen:
        posting = Posting.objects.create(person=lead, project=project, role=Role.PROJECT_LEAD, starts_at=at)
        _write(pen, posting, RoleChange.Change.APPOINTED, by=by or lead, reason="")
    forget_postings(lead)
    return desk


def appoint(*, project_id, person, role, starts_at, by, at, ends_at=None, acting=False, reason="", proof=None):
    """Give somebody a role from–to. Raises Forbidden or Refused; returns the posting. R04.

    proof: a fresh Proof when it comes from a screen, which signs the change.
    """
    if not may_appoint(by, project_id=project_id, person=person, role=role, acting=acting, at=at):
        raise Forbidden(_("You cannot give this role. The project lead or the administrator can, to somebody else."))
    if not person.is_active:
        raise Refused(_("This person is not active. Choose somebody else."))
    posting = Posting(
        person=person, project_id=project_id, role=role, acting=acting, starts_at=starts_at, ends_at=ends_at
    )
    try:
        posting.full_clean()
    except ValidationError as wrong:
        raise Refused(wrong.messages[0]) from None
    with sealing.pen(_desk_of(project_id), at=at) as pen:
        posting.save()
        change = _write(pen, posting, RoleChange.Change.APPOINTED, by=by, reason=reason)
        _sign(pen, change, by=by, proof=proof)
    forget_postings(person)
    return posting


@transaction.atomic
def take_on(*, project_id, name, username, staff_no, role, hashed, by, at, proof=None):
    """Make an account for somebody new and give it its first role, or neither; returns the person.

    username: '' makes one from the name; hashed: of a password for one sign-in (`people.commands.one_time_password`).
    """
    username = username or free_username(name)
    person = create_account(username=username, name=name, staff_no=staff_no, hashed=hashed, by=by, at=at)
    appoint(project_id=project_id, person=person, role=role, starts_at=at, by=by, at=at, proof=proof)
    return person


def end_posting(*, posting_id, by, at, reason="", proof=None):
    """End a running posting now. Raises Forbidden or Refused; returns the posting."""
    wanted = Posting.objects.get(pk=posting_id)
    with sealing.pen(_desk_of(wanted.project_id), at=at) as pen:
        posting = Posting.objects.select_for_update().select_related("person").get(pk=posting_id)
        if not may_appoint(
            by, project_id=posting.project_id, person=posting.person, role=posting.role, acting=posting.acting, at=at
        ):
            raise Forbidden(_("You cannot end this role. The project lead or the administrator can."))
        if not posting.runs_at(pen.at):
            raise Refused(_("This posting does not run any more. Nothing was changed; load the page again."))
        posting.ends_at = max(pen.at, posting.starts_at + MOMENT)
        posting.save(update_fields=["ends_at"])
        change = _write(pen, posting, RoleChange.Change.ENDED, by=by, reason=reason)
        _sign(pen, change, by=by, proof=proof)
    forget_postings(posting.person)
    return posting


def set_staff_facts(*, project_id, person, staff_no, can_support_desk, by, at):
    """Keep what a project's lead or administrator says of somebody posted there: staff number, support of the desk."""
    if not holds(by, project_id, APPOINTERS, at) or not person.postings.filter(project_id=project_id).exists():
        raise Forbidden(_("Only the project lead and the administrator change this, for people of their project."))
    person.staff_no, person.can_support_desk = staff_no, can_support_desk
    _keep(person, by=by, at=at)


def forget_postings(user):
    """Postings are read once per User instance; after a change the instance reads them again."""
    user.__dict__.pop("all_postings", None)


def _keep(row, *, by, at):
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise refused(wrong, type(row)) from None
    history.save(row, by=by, at=at)


def _desk_of(project_id):
    return Desk.objects.filter(project_id=project_id).order_by("id").values_list("id", flat=True)[0]


def _write(pen, posting, change, *, by, reason):
    return pen.write(
        RoleChange(
            change=change,
            posting=posting,
            person=posting.person,
            role=posting.role,
            acting=posting.acting,
            starts_at=posting.starts_at,
            ends_at=posting.ends_at,
            reason=reason,
        ),
        by=by,
    )


def _sign(pen, change, *, by, proof):
    if proof is not None:
        digest = sealing.digest(change)
        signing.sign(pen, by=by, proof=proof, meaning=Signature.Meaning.APPROVE, about=change, digest=digest)
