"""What the supervisor sees of the handovers: signed too fast, items that travel, who comes in time (R50, R57)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duty.log import book
from duty.roster.views.months import following
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.ui.permissions import needs_role

from .. import figures as counting
from ..rules import RELEASERS


@require_GET
@needs_role(RELEASERS | {Role.AUDITOR})
def figures(request, month=None):
    month = month or timezone.localdate().replace(day=1)
    since, until = book.bounds(month)[0], book.bounds(following(month))[0]
    context = {
        "month": month,
        "before": following(month, -1),
        "after": following(month) if following(month) <= timezone.localdate() else None,
        "figures": counting.of_span(request.desk, since, until),
        "travelling": counting.travelling(request.desk),
    }
    return render(request, "handover/figures.html", context)
