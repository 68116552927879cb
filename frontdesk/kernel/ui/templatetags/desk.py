"""Filters that write times and numbers the way people at the desk do."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from frontdesk.kernel.ui import beside as additions
from frontdesk.kernel.ui import permissions

register = template.Library()
WEEKDAYS = [
    gettext_noop("Mon"), gettext_noop("Tue"), gettext_noop("Wed"), gettext_noop("Thu"), gettext_noop("Fri"),
    gettext_noop("Sat"), gettext_noop("Sun"),
]  # fmt: skip


@register.filter
def day(value):
    """'11月23日 周一' or '23 Nov, Mon' for a date or an aware moment."""
    return _day(_local_date(value), get_language())


def _local_date(value):
    """Of a date or an aware moment."""
    return timezone.localtime(value).date() if hasattr(value, "hour") else value


@lru_cache  # a page of the book says the same few days a hundred times
def _day(date, language):
    return _("%(month)s/%(day)s %(weekday)s") % {"month": date.month, "day": date.day, "weekday": weekday(date)}


@register.filter
def dated(value):
    """As `day`, with its year: '2026年11月23日 周一', for what is printed and kept."""
    date = _local_date(value)
    said = {"year": date.year, "month": date.month, "day": date.day, "weekday": weekday(date)}
    return _("%(year)s/%(month)s/%(day)s %(weekday)s") % said


@register.filter
def weekday(value):
    return _(WEEKDAYS[value.weekday()])


@register.filter
def month(value):
    """'2026年11月' or 'Nov 2026' for a date."""
    names = [
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    ]  # fmt: skip
    return _("%(month)s %(year)s") % {"month": names[value.month - 1], "year": value.year}


@register.filter
def clock(value):
    """'14:05' in the desk's time zone."""
    return timezone.localtime(value).strftime("%H:%M") if value else ""


@register.filter
def local_date(value):
    """The local date of a moment, for addresses."""
    return timezone.localtime(value).date()


@register.filter
def hours(minutes):
    """'7.5' for 450 minutes: hours, without a needless fraction."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


@register.simple_tag
def until(due, now):
    """How long until a due time, in words: '2 h 10 min left' or '35 min over'."""
    minutes = int((due - now).total_seconds() // 60)
    span = spell(abs(minutes))
    return _("%(span)s left") % {"span": span} if minutes >= 0 else _("%(span)s over") % {"span": span}


@register.simple_tag
def since(moment, now):
    """How long ago a moment was, in words: '35 min'."""
    return spell(max(0, int((now - moment).total_seconds() // 60)))


@register.simple_tag(takes_context=True)
def beside(context, place, about=None):
    """What apps above add to a place on a page (see kernel.ui.beside)."""
    request = context["request"]
    parts = [(render_to_string(name, more, request=request),) for name, more in additions.of(place, request, about)]
    return format_html_join("", "{}", parts)


@register.filter
def opens_for(name, roles):
    """Whether a link to an address leads somewhere for somebody in these roles: {% if 'settings'|opens_for:roles %}."""
    return permissions.opens_for(name, roles)


def spell(minutes):
    """Minutes in the two largest units that matter."""
    if minutes < 60:
        return ngettext("%(n)s min", "%(n)s min", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(h)s h %(m)s min") % {"h": minutes // 60, "m": minutes % 60}
    return _("%(d)s d %(h)s h") % {"d": minutes // 1440, "h": minutes % 1440 // 60}
