"""Setting target times: a new version from a moment on, never for the past (R01)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duty.roster import rules as planning
from frontdesk.kernel.people import settings_cache
from frontdesk.kernel.people.models import Project
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak

from ..models import Target, TargetPlan
from ..targets import in_force


def set_targets(*, project_id, rows, starts_at, by, at):
    """Make a new version of a project's target times; returns it.

    rows: [Times], the whole table; starts_at: aware, now or later. What is recorded before keeps the times it got.
    Raises Forbidden or Refused, also when nothing differs from what holds then.
    """
    if not planning.may_plan(by, project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead set target times."))
    with constraints_speak(TargetPlan, Target), transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project_id)
        newest = TargetPlan.objects.filter(project=project).first()
        wanted = {(times.category, times.grade, times.priority): times for times in rows}
        if not wanted or in_force(project, starts_at)[1] == wanted:
            raise Refused(
                _("These are the target times that hold already. Nothing was written; change a number first.")
            )
        if newest and starts_at <= newest.starts_at and newest.starts_at > at:
            raise Refused(_("A later version is waiting already. Choose a moment after it begins."))
        plan = TargetPlan.objects.create(
            project=project, version=(newest.version if newest else 0) + 1, starts_at=starts_at, at=at, by=by
        )
        targets = [Target(plan=plan, **times.as_dict()) for times in rows]
        for target in targets:
            try:
                target.clean_fields(exclude=["plan"])
            except ValidationError as wrong:
                raise Refused(f"{target}: {wrong.messages[0]}") from None
        Target.objects.bulk_create(targets)
        settings_cache.changed(project_id)
    return plan
