"""The posts that have to be reachable: whom to ring now, what came of it, drills, and months in figures (R34)."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import note_access, run, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import book, commands, rules
from .. import on_call as advising
from ..forms.on_call import AttemptForm, DrillForm, PostForm
from ..models import ContactAttempt, Drill, DrillAnswer, Entry, OnCallPost

LATEST = 15


def _posts(request):
    return OnCallPost.objects.filter(project=request.desk.project_id).select_related("holder", "deputy")


@require_GET
@needs_role(rules.READERS | rules.CALLED)
def on_call(request):
    """The four posts, whom to ring now, the drill that runs, and the last attempts."""
    return _show(request)


def _show(request, post_form=None, drill_form=None):
    posts = {post.kind: post for post in _posts(request)}
    mine = ContactAttempt.objects.filter(desk=request.desk)
    lately = list(mine.filter(recorded_at__gt=request.at - advising.LATELY).values_list("kind", "person_id", "outcome"))
    drill = Drill.objects.filter(desk=request.desk).select_related("recorded_by").first()
    answers = {answer.kind: answer for answer in drill.answers.select_related("recorded_by")} if drill else {}
    context = {
        "posts": [(kind, posts.get(kind), advising.whom_to_ring(kind, posts, lately)) for kind in OnCallPost.Kind],
        "attempts": mine.select_related("person", "recorded_by", "entry").order_by("-id")[:LATEST],
        "drill": drill,
        "answers": [(post, answers.get(kind), _may_confirm(request, post, answers)) for kind, post in posts.items()],
        "post_form": post_form or PostForm(project_id=request.desk.project_id, at=request.at),
        "drill_form": drill_form or DrillForm(),
        "reads": bool(request.roles & rules.READERS),
        "may_write": bool(request.roles & rules.WRITERS),
        "may_change": bool(request.roles & rules.DECIDERS),
        "about": params.whole(request, "entry"),
        "month": timezone.localdate(),
    }
    wrong = context["post_form"].errors or context["drill_form"].errors
    return render(request, "log/on_call.html", context, status=422 if wrong else 200)


def _may_confirm(request, post, answers):
    return post.kind not in answers and request.user.pk in {post.holder_id, post.deputy_id}


@require_POST
@needs_role(rules.DECIDERS)
def fill_post(request):
    form = PostForm(request.POST, project_id=request.desk.project_id, at=request.at)
    if form.is_valid() and run(
        request, form, commands.fill_post, project_id=request.desk.project_id, **form.cleaned_data
    ):
        messages.success(request, _("The post is filled."))
        return redirect("log:on_call")
    return _show(request, post_form=form)


@needs_role(rules.WRITERS)
def attempt(request, pk, whom):
    """Ring somebody and write down what came of it; the number is shown in full, which is noted."""
    post = get_object_or_404(_posts(request), pk=pk)
    is_deputy = whom == "deputy"
    if whom not in {"holder", "deputy"} or (is_deputy and post.deputy is None):
        raise Http404(whom)
    note_access(request, AccessLine.What.REVEAL, post)
    form = AttemptForm(request.POST or None, initial={"entry_id": params.whole(request, "entry")})
    if request.method == "POST" and form.is_valid():
        about = {"desk": request.desk, "post_id": post.pk, "is_deputy": is_deputy}
        if run_filled(request, form, commands.attempt_contact, **about):
            tell_saved(request, form, _("The attempt is in the records."))
            return redirect("log:on_call")
    context = {
        "post": post,
        "person": post.deputy if is_deputy else post.holder,
        "phone": post.deputy_phone if is_deputy else post.phone,
        "form": form,
        "entry": Entry.objects.filter(pk=params.whole(request, "entry") or 0, desk=request.desk).first(),
    }
    return render(request, "log/attempt.html", context, status=422 if form.errors else 200)


@require_POST
@needs_role(rules.DECIDERS)
def start_drill(request):
    form = DrillForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.start_drill, desk=request.desk):
        tell_saved(request, form, _("The drill has begun: every post is asked to confirm."))
        return redirect("log:on_call")
    return _show(request, drill_form=form)


@require_POST
@needs_role(rules.READERS | rules.CALLED)
def answer_drill(request, pk, kind):
    drill = get_object_or_404(Drill, pk=pk, desk=request.desk)
    if kind not in OnCallPost.Kind.values:
        raise Http404(kind)
    try:
        commands.answer_drill(drill_id=drill.pk, kind=kind, by=request.user, at=request.at)
        messages.success(request, _("Confirmed. Thank you."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("log:on_call")


@require_GET
@needs_role(rules.READERS)
def on_call_month(request, year, month):
    """A month's reachability, post by post; a post nobody rang shows that, and nothing better."""
    try:
        first = date(year, month, 1)
    except ValueError:
        raise Http404(month) from None
    following = date(year + month // 12, month % 12 + 1, 1)
    span = {"recorded_at__gte": book.bounds(first)[0], "recorded_at__lt": book.bounds(following)[0]}
    attempts = ContactAttempt.objects.filter(desk=request.desk, **span)
    drills = list(Drill.objects.filter(desk=request.desk, **span).values_list("pk", flat=True))
    answers = list(DrillAnswer.objects.filter(drill__in=drills, is_deputy=False).values_list("kind", flat=True))
    rows = list(attempts.order_by("id").values_list("kind", "entry_id", "outcome", "is_deputy"))
    context = {
        "first": first,
        "before": date(year - (month == 1), (month - 2) % 12 + 1, 1),
        "following": following if following <= timezone.localdate() else None,
        "rows": [
            (
                kind.label,
                advising.reachability(
                    kind, [row[1:] for row in rows if row[0] == kind], len(drills), answers.count(kind)
                ),
            )
            for kind in OnCallPost.Kind
        ],
        "attempts": attempts.select_related("person", "recorded_by", "entry").order_by("-id")[:200],
    }
    return render(request, "log/on_call_month.html", context)
