"""What an inspection looks at: the ten items of the regulation in its order, and a desk's own after them (R58).

The regulation's items have their names from here, in the language of the screen, and cannot be dropped; their standard and
method are the desk's own words. An inspection keeps the words that stood there when it was made.
"""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from .models import InspectionTemplate, TemplateItem
from .usual import STANDARDS

NAMES = {
    "appearance": _("grooming and conduct"),
    "duty_log": _("the duty log"),
    "environment": _("desk environment"),
    "service": _("service awareness and skill"),
    "handover": _("handover"),
    "customer_info": _("handling of customer information"),
    "demands": _("demands and opinions"),
    "pending": _("pending items"),
    "paid_service": _("paid and convenience services"),
    "ad_hoc": _("other ad hoc matters"),
}
METHODS = dict(TemplateItem.Method.choices)


@dataclass(frozen=True)
class Item:
    """One thing that is looked at. name: '' for an item of the regulation."""

    code: str
    name: str
    standard: str
    method: str

    @property
    def label(self):
        return name_of(self.code, self.name)

    @property
    def how(self):
        return METHODS.get(self.method, self.method)

    def content(self):
        return asdict(self)


USUAL = tuple(Item(code, "", standard, method) for code, (standard, method) in STANDARDS.items())


def name_of(code, name=""):
    """What an item is called on the screen."""
    return name or str(NAMES.get(code, code))


def current(desk_id):
    """(version, [Item]) that a desk is inspected by now; version 0 is the usual one."""
    newest = InspectionTemplate.objects.filter(desk=desk_id).order_by("-version").first()
    if newest is None:
        return 0, list(USUAL)
    rows = newest.items.order_by("position").values_list("code", "name", "standard", "method")
    return newest.version, [Item(*row) for row in rows]
