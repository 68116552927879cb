"""What every template may use."""

from django.conf import settings

from frontdesk.kernel.notices.models import Notice


def desk(request):
    """desk, desks, roles, unread notices, the seconds to the idle lock and between two looks at what is new.

    Nothing of it for somebody not signed in.
    """
    here = getattr(request, "desk", None)
    context = {"desk": here, "desks": getattr(request, "desks", []), "roles": getattr(request, "roles", frozenset())}
    if here:
        context["unread"] = Notice.objects.filter(person=request.user, read_at=None).count()
        context["first_mark"] = f"{request.user.pk}.{here.pk}.{int(request.at.timestamp())}"
        context |= {"idle_seconds": settings.IDLE_LOCK_SECONDS, "live_seconds": settings.LIVE_SECONDS}
    return context
