"""What every template may use."""

from functools import cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

from frontdesk.kernel.notices.models import Notice

# What the frame of every page points to.
FRAME = {
    "workbench": "workbench", "book": "log:book", "new": "log:new", "matters": "log:matters", "escalations": "log:escalations",
    "call_outs": "log:call_outs", "handover": "handover:overview", "roster": "roster:this_month",
    "attendance": "roster:attendance", "inspections": "inspections:home", "compliance": "compliance:this_month",
    "projects": "compliance:all_projects", "settings": "settings", "search": "search", "switch": "switch",
    "channels": "channels", "password": "password", "language": "language", "choose_desk": "choose_desk",
    "sign_out": "sign_out", "lock": "lock", "unlock": "unlock", "live": "live",
}  # fmt: skip


@cache  # the addresses do not change while a process runs, and looking one up takes as long as a small question
def _addresses(_prefix):
    return {short: reverse(name) for short, name in FRAME.items()}


def desk(request):
    """desk, desks, roles, unread notices, the seconds to the idle lock and between two looks at what is new, and in `frame`
    the addresses that FRAME names.

    Nothing of it for somebody not signed in.
    """
    here = getattr(request, "desk", None)
    context = {"desk": here, "desks": getattr(request, "desks", []), "roles": getattr(request, "roles", frozenset())}
    if here:
        context["unread"] = Notice.objects.filter(person=request.user, read_at=None).count()
        context["first_mark"] = f"{request.user.pk}.{here.pk}.{int(request.at.timestamp())}"
        context["frame"] = _addresses(get_script_prefix())
        context |= {"idle_seconds": settings.IDLE_LOCK_SECONDS, "live_seconds": settings.LIVE_SECONDS}
    return context
