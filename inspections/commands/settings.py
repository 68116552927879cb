"""What is inspected and how often; changed by supervisor and lead. Every change keeps who made it and when (A28, A29, A32)."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak

from .. import items, rules
from ..models import InspectionSettings, InspectionTemplate, TemplateItem

NOT_KEEPER = _("Only the supervisor and the project lead change what is inspected.")
MOST_OWN = 20


def set_items(*, desk, words, own, version, by, at):
    """Say what each item asks for, and which items of the desk's own follow the ten; makes the next version. R58, A32.

    words: {code: (standard, method)} of the ten, those left out stay as they are; own: [(code, name, standard, method)] in
    their order, code '' for a new one; version: the one that was on the screen. Returns the template; no inspection changes.
    """
    _must_keep(by, desk.project_id, at)
    with constraints_speak(TemplateItem, InspectionTemplate), transaction.atomic():
        newest, known = items.current(desk.pk)
        if version != newest:
            raise Refused(_("Somebody has changed the items meanwhile. Look at them again."))
        ten = [item for item in known if item.code in items.NAMES]
        ten = [replace(item, standard=words[item.code][0].strip(), method=words[item.code][1]) if item.code in words else item
               for item in ten]  # fmt: skip
        template = InspectionTemplate.objects.create(desk=desk, version=newest + 1, at=at, by=by)
        for position, item in enumerate([*ten, *_own(own, {item.code for item in known}, template.version)]):
            row = TemplateItem(template=template, position=position, **item.content())
            row.clean_fields(exclude=["template"])
            row.save(force_insert=True)
    return template


def _own(own, known, version):
    """The desk's own items; a new one is named after the version that brought it."""
    if len(own) > MOST_OWN:
        raise Refused(_("At most %(most)s items of your own. Take one away first.") % {"most": MOST_OWN})
    for number, (code, name, standard, method) in enumerate(own, start=1):
        if not name.strip():
            raise Refused(_("Say what is looked at: give your own item a name."))
        if code and (code not in known or code in items.NAMES):
            raise Refused(_("Somebody has changed the items meanwhile. Look at them again."))
        yield items.Item(code or f"own-{version}-{number}", name.strip(), standard.strip(), method)


def set_frequency(*, project_id, handover_inspections, spot_checks_a_month, by, at):
    """Say which changes of shift are inspected, and how many spot checks a month are wanted. A28, A29."""
    _must_keep(by, project_id, at)
    with constraints_speak(InspectionSettings), transaction.atomic():
        row = InspectionSettings.of(project_id)
        row.handover_inspections, row.spot_checks_a_month = handover_inspections, spot_checks_a_month
        row.clean_fields(exclude=["project"])
        history.save(row, by=by, at=at)
    return row


def _must_keep(by, project_id, at):
    if not rules.may_keep(by, project_id, at):
        raise Forbidden(NOT_KEEPER)
