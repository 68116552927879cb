"""How an error is said: one sentence, what to do next, in the user's language, on a page of the house."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def page(request, status, title, said):
    return render(request, "error.html", {"title": title, "said": said}, status=status)


def bad_request(request, exception=None):
    return page(request, 400, _("This address cannot be read"), _("Go back and choose the page from the menu."))


def forbidden(request, exception=None):
    said = str(exception) if exception and exception.args else ""
    return page(request, 403, _("Not yours to do"), said or _("Ask your supervisor if you need this page."))


def not_found(request, exception=None):
    return page(request, 404, _("Nothing here"), _("The page does not exist, or it belongs to another project."))


def server_error(request):
    said = _("Nothing was changed. Try again; if it happens again, tell your administrator the time.")
    return page(request, 500, _("Something went wrong"), said)


def csrf_failure(request, reason=""):
    said = _("The form was open too long or came from elsewhere. Go back, reload the page and send it again.")
    return page(request, 403, _("The form was not accepted"), said)


def ask_for_reload(path):
    """For htmx: leave the page for another one."""
    return HttpResponse(status=204, headers={"HX-Redirect": path})
