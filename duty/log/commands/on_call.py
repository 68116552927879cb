"""Ringing the posts that have to be reachable, and drilling it (R34–R36)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import is_posted
from frontdesk.kernel.records import sealing

from .. import rules
from ..models import ContactAttempt, Drill, DrillAnswer, Entry, OnCallPost
from .steps import NO_WRITER, NOT_POSTED


def fill_post(*, project_id, kind, holder, phone, by, at, deputy=None, deputy_phone=""):
    """Say who holds a post and who stands in, with their numbers; the history keeps who changed it. R34."""
    if not rules.may_instruct(by, project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead fill the on-call posts."))
    for person in filter(None, (holder, deputy)):
        if not is_posted(person, project_id, at):
            raise Refused(NOT_POSTED)
    with constraints_speak(OnCallPost), transaction.atomic():
        post = OnCallPost.objects.filter(project_id=project_id, kind=kind).first() or OnCallPost(
            project_id=project_id, kind=kind
        )
        post.holder, post.phone = holder, phone.strip()
        post.deputy, post.deputy_phone = deputy, deputy_phone.strip() if deputy else ""
        post.clean_fields(exclude=["project", "holder", "deputy"])
        history.save(post, by=by, at=at)
    return post


def attempt_contact(*, desk, post_id, is_deputy, outcome, by, at, entry_id=None, text="", key=""):
    """Write down that a post's holder, or the deputy, was rung, and what came of it. R34.

    entry_id: what it was about, of the same desk, or None. Raises Forbidden or Refused.
    """
    if not rules.may_write(by, desk.project_id, at):
        raise Forbidden(NO_WRITER)
    post = OnCallPost.objects.select_related("holder", "deputy").get(pk=post_id, project_id=desk.project_id)
    person = post.deputy if is_deputy else post.holder
    if person is None:
        raise Refused(_("Nobody stands in for this post. Ring the holder, or the next level."))
    if entry_id is not None and not Entry.objects.filter(pk=entry_id, desk=desk).exists():
        raise Refused(_("There is no such entry at this desk. Leave it out, or choose another."))
    with constraints_speak(ContactAttempt), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(ContactAttempt, by=by, key=key):
            return sent
        attempt = ContactAttempt(
            kind=post.kind,
            person=person,
            is_deputy=is_deputy,
            outcome=outcome,
            entry_id=entry_id,
            text=text.strip() or None,
        )
        pen.write(attempt, by=by)
        pen.remember(attempt, by=by, key=key)
    return attempt


def start_drill(*, desk, by, at, text="", key=""):
    """Ask every post to confirm by one tap that it is reachable. R34."""
    if not rules.may_instruct(by, desk.project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead start a drill."))
    if not OnCallPost.objects.filter(project_id=desk.project_id).exists():
        raise Refused(_("No on-call post is filled. Say first who holds them."))
    with sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(Drill, by=by, key=key):
            return sent
        drill = pen.write(Drill(text=text.strip() or None), by=by)
        pen.remember(drill, by=by, key=key)
    return drill


def answer_drill(*, drill_id, kind, by, at, key=""):
    """The holder or the deputy of a post confirms, once for the post. Raises Forbidden for anybody else, Refused twice."""
    drill = Drill.objects.select_related("desk").get(pk=drill_id)
    post = OnCallPost.objects.filter(project_id=drill.desk.project_id, kind=kind).first()
    if post is None or by.pk not in {post.holder_id, post.deputy_id} or not by.is_active:
        raise Forbidden(_("This post is somebody else's. Only its holder or deputy confirms."))
    with constraints_speak(DrillAnswer), sealing.pen(drill.desk_id, at=at) as pen:
        if sent := pen.sent_before(DrillAnswer, by=by, key=key):
            return sent
        if drill.answers.filter(kind=kind).exists():
            raise Refused(_("This post has confirmed already. Nothing more is needed."))
        answer = pen.write(DrillAnswer(drill=drill, kind=kind, is_deputy=by.pk == post.deputy_id), by=by)
        pen.remember(answer, by=by, key=key)
    return answer
