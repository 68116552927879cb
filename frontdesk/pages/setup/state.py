"""What a project has on its first day and what it still lacks: read from what is there, so that a page left half-way
goes on where it was."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.log.models import Household, OnCallPost
from duty.roster import shifts
from duty.roster.models import ServiceHours
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.people.rules import DUTY_STAFF
from frontdesk.kernel.ui.permissions import opens_for
from handover.models import Article, CheckItem


@dataclass(frozen=True)
class Step:
    """One thing of the first day. has: what is there, in words; lacks: what is still needed before work, or ''."""

    title: str
    has: str
    lacks: str
    address: str


def steps(desk, roles, at):
    """The steps of a desk's first day, in the order in which they are best done; roles: of whoever asks, for where they lead."""
    return [_hours(desk), _people(desk, roles, at), _households(desk), _articles(desk), _on_call(desk)]


def _hours(desk):
    spans = sorted({f"{row.opens:%H:%M}–{row.closes:%H:%M}" for row in ServiceHours.objects.filter(desk=desk)})
    stood = [f"{row.code} {row.starts:%H:%M}–{row.ends:%H:%M}" for row in shifts.of(desk)]
    has = _("Open %(spans)s; %(shifts)s.") % {"spans": ", ".join(spans), "shifts": ", ".join(stood)}
    return Step(_("Hours and shifts"), has, "", reverse("first_day_hours"))


def _people(desk, roles, at):
    given = list(Posting.objects.at(at).filter(project_id=desk.project_id).values_list("role", flat=True))
    lacks = []
    if Role.SUPERVISOR not in given:
        lacks.append(_("Nobody is supervisor yet: rosters and inspections are made by one."))
    if not DUTY_STAFF & set(given):
        lacks.append(_("No butler and no desk clerk yet: nobody could stand duty."))
    has = ngettext("%(n)s role is given.", "%(n)s roles are given.", len(given)) % {"n": len(given)}
    page = "list_staff" if opens_for("list_staff", roles) else "people"
    return Step(_("People"), has, " ".join(lacks), reverse(page))


def _households(desk):
    count = Household.objects.filter(project_id=desk.project_id).count()
    has = ngettext("%(n)s household is registered.", "%(n)s households are registered.", count) % {"n": count}
    lacks = "" if count else _("Without them a caller is written down by hand, which takes longer.")
    return Step(_("Households"), has, lacks, reverse("list_households"))


def _articles(desk):
    articles = Article.objects.filter(desk=desk, is_used=True).count()
    checks = CheckItem.objects.filter(desk=desk, is_used=True).count()
    has = _("%(articles)s articles are counted and %(checks)s things looked at when the desk changes hands.")
    return Step(_("Articles"), has % {"articles": articles, "checks": checks}, "", reverse("list_articles"))


def _on_call(desk):
    filled, of = OnCallPost.objects.filter(project_id=desk.project_id).count(), len(OnCallPost.Kind)
    has = _("%(n)s of %(of)s posts are filled.") % {"n": filled, "of": of}
    lacks = "" if filled == of else _("In an emergency the desk rings these posts; say who holds them.")
    return Step(_("On call"), has, lacks, reverse("log:on_call"))
