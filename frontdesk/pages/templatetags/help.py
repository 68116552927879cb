"""Where the links of a guide lead inside the house."""

from django import template
from django.urls import reverse

from frontdesk.pages.help import guides

register = template.Library()


@register.filter
def help_address(href):
    """The page of the topic to which a guide links, by the anchor in its link."""
    return reverse("help:topic", kwargs={"slug": guides.anchor_of(href)})
