"""To whom a matter goes at once, and how long each level has to answer: the matrix (A11, A12; R24, R25)."""

from datetime import timedelta

from .models import EscalationRule

SUPERVISOR, LEAD = 1, 2
ANSWER_WITHIN = {SUPERVISOR: timedelta(minutes=30), LEAD: timedelta(minutes=10)}
REPORT_WITHIN = timedelta(minutes=10)
# How long after an acknowledgement without a decision it comes back.
COMES_BACK_AFTER = timedelta(minutes=30)
WITHOUT_RULE = {"P1": LEAD}


def level_at_start(project_id, category, priority):
    """The level at which an entry begins, 0 when the desk handles it: the project's rule, the narrower one first."""
    rules = EscalationRule.objects.filter(project_id=project_id, category__in=["", category], priority=priority)
    found = dict(rules.values_list("category", "level"))
    return found.get(category, found.get("", WITHOUT_RULE.get(priority, 0)))


def answer_by(level, at):
    """By when a level has to decide."""
    return at + ANSWER_WITHIN[level]
