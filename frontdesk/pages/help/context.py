"""What every template may use: where the help of the page that is open stands."""

from django.urls import reverse

from .topics import of_page


def help_here(request):
    """help_at: the address of the help on this page, or of the list where a page has no name."""
    match = request.resolver_match
    topic = match and of_page(match.view_name)
    return {"help_at": reverse("help:topic", kwargs={"slug": topic.slug}) if topic else reverse("help:topics")}
