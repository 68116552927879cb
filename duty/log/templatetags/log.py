"""Filters that put the log's codes into words."""

from django import template

from .. import categories

register = template.Library()


@register.filter
def category(code):
    """'REP' → 'Repair', in the language of the screen."""
    return categories.label(code)
