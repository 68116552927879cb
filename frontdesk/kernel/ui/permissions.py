"""Who may open a page: said once, beside the view.

A view without one of these does not pass the architecture test: every address says who may open it.
"""

from functools import cache, wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import resolve, reverse


def needs_role(roles):
    """Only for holders of one of `roles` at the project of the desk on the request; somebody posted nowhere gets 404."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.desk is None:
                raise Http404
            if not request.roles & roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.needs_role = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def for_everyone(view):
    """For everybody who is signed in."""
    view.for_everyone = True
    return view


@cache
def _roles_of(name):
    return getattr(resolve(reverse(name)).func, "needs_role", None)


def opens_for(name, roles):
    """Whether the page of an address without parameters opens for somebody in these roles, by what its view declares."""
    asked = _roles_of(name)
    return asked is None or bool(roles & asked)
