"""Taking a list over: what the preview showed, all of it or nothing."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import Project
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.people.rules import holds


def take_over(*, what, desk, rows, change, by, at, proof=None):
    """Take a List over; returns [(name, user name, one-time password)] of the accounts that were made.

    rows: [(line number, {column: value})]; change: whether what is there already becomes as the list says, or stays.
    Compared anew under the project's lock, so a list that is sent twice finds nothing left to do. Raises Forbidden,
    or Refused when a line is wrong by now or none is left to take over; nothing is changed then.
    """
    if not holds(by, desk.project_id, what.keepers, at):
        raise Forbidden(_("This list is not yours to take over. Ask the project lead."))
    prepared = what.prepare(what.compare(desk, rows, by, at))
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=desk.project_id)  # two lists at once take turns
        found = what.compare(desk, rows, by, at)
        if found.wrong:
            raise Refused(
                _("Something in the list is wrong, so nothing of it was taken over. Look at the lines below.")
            )
        if not found.new and not (change and found.changed):
            raise Refused(_("Everything of the list is there already. Nothing was changed."))
        return what.write(desk, found, change, prepared, by, at, proof)
