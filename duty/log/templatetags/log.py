"""Filters that put the log's codes into words."""

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from duty.roster.clocks import CLOCKS
from frontdesk.kernel.ui import masks

from .. import categories
from ..models import Grade

register = template.Library()


@register.simple_tag(takes_context=True)
def lines(context, lines, **shown):
    """Lines of the book under each other. shown: days, brief and times as in jinja2/log/lines.html."""
    # A macro, and not a template rendered as a whole: what a macro returns Django knows to be escaped.
    macros = get_template("log/lines.html", using="jinja2").template.module
    return macros.lines(lines, context["request"].at, _address(), **shown)


@register.simple_tag(takes_context=True)
def line(context, line, **shown):
    """One line of the book."""
    return lines(context, [line], **shown)


def _address():
    """The address of an entry, its id left open: looked up once for a page, and not for every line."""
    return reverse("log:entry", args=[0]).replace("0", "%d")


@register.filter
def category(code):
    """'REP' → 'Repair', in the language of the screen."""
    return categories.label(code)


@register.filter
def grade(code):
    """'major' → 'major', in the language of the screen."""
    return Grade(code).label if code in Grade.values else code


@register.filter
def clock_name(code):
    return dict(CLOCKS).get(code, code)


@register.filter
def masked(number):
    """A telephone number as lists show it."""
    return masks.phone(number)


@register.filter
def add_span(moment, span):
    return moment + span


@register.filter
def form_name(sheet):
    """What the paper form of a sheet is called."""
    return {"workorder": _("Repair work order"), "complaint": _("Complaint handling sheet")}.get(
        sheet._meta.model_name, _("Service order")
    )


@register.filter
def kind_name(record):
    """What a sealed record is called, in the language of the screen."""
    return record._meta.verbose_name
