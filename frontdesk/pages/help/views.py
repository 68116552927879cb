"""The help: the list of topics for one's roles, and one topic in the language of the screen."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from frontdesk.kernel.ui.permissions import for_everyone

from . import guides
from .topics import BY_SLUG, GUIDES, TOPICS


@require_GET
@for_everyone
def topics(request):
    """What concerns whoever asks, guide by guide; the others stand below, folded away."""
    mine, others = [], []
    for guide in GUIDES:
        for part, wanted in ((mine, True), (others, False)):
            found = [
                (topic, guides.section_of(topic, request.LANGUAGE_CODE).title)
                for topic in TOPICS
                if topic.guide == guide and topic.concerns(request.roles) == wanted
            ]
            if found:
                part.append((guide, found))
    return render(request, "help/topics.html", {"mine": mine, "others": others})


@require_GET
@for_everyone
def topic(request, slug):
    """One section; help is no secret, so whoever is signed in may read every one."""
    if slug not in BY_SLUG:
        raise Http404(slug)
    section = guides.section_of(BY_SLUG[slug], request.LANGUAGE_CODE)
    return render(request, "help/topic.html", {"section": section, "guide": BY_SLUG[slug].guide})
