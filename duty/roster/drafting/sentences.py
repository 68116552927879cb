"""What the rule report says, in the language of the screen."""

from django.utils.translation import gettext_lazy

SENTENCES = {
    "moved": gettext_lazy("%(name)s: a pinned shift was moved"),
    "unknown": gettext_lazy("%(name)s: %(shift)s is no shift of this desk"),
    "leave": gettext_lazy("%(name)s: stands %(shift)s although on leave"),
    "forbidden": gettext_lazy("%(name)s: may not stand %(shift)s"),
    "rest": gettext_lazy("%(name)s: only %(hours)s h of rest between %(before)s and %(after)s; 11 h are needed"),
    "seven_days": gettext_lazy("%(name)s: seven days in a row; six are the most"),
    "weekly_rest": gettext_lazy("%(name)s: no day off in this week"),
    "hours": gettext_lazy("%(name)s: %(hours)s h in the month; %(most)s h are the most"),
    "missing": gettext_lazy("%(shift)s: %(people)s missing"),
    "no_butler": gettext_lazy("%(shift)s: no butler"),
    "overtime": gettext_lazy("%(name)s: %(hours)s h of overtime"),
    "day_off_worked": gettext_lazy("%(name)s: wished to be off, stands %(shift)s"),
    "shift_not_given": gettext_lazy("%(name)s: wished for %(shift)s"),
    "single_day": gettext_lazy("%(name)s: a single working day between days off"),
    "single_off": gettext_lazy("%(name)s: a single day off between working days"),
    "surplus": gettext_lazy("%(shift)s: %(people)s more than wanted"),
    "backward": gettext_lazy("%(name)s: %(after)s after %(before)s"),
    "uneven_late": gettext_lazy("%(name)s: %(count)s late shifts this year; the others have %(low)s to %(high)s"),
    "uneven_rest": gettext_lazy(
        "%(name)s: %(count)s shifts on rest days this year; the others have %(low)s to %(high)s"
    ),
    "uneven_hol": gettext_lazy("%(name)s: %(count)s shifts on holidays this year; the others have %(low)s to %(high)s"),
    "uneven_hours": gettext_lazy("%(name)s: %(count)s days with leave; the others have %(low)s to %(high)s"),
}

REASONS = {
    "on_leave": gettext_lazy("on leave"),
    "may_not": gettext_lazy("may not stand %(shift)s"),
    "pinned_off": gettext_lazy("pinned to something else"),
    "on_shift": gettext_lazy("stands %(shift)s that day"),
    "rest": gettext_lazy("only %(hours)s h of rest between %(before)s and %(after)s"),
    "seven_days": gettext_lazy("would be the seventh day in a row"),
    "weekly_rest": gettext_lazy("would have no day off in the week"),
    "hours": gettext_lazy("would have %(hours)s h in the month; %(most)s h are the most"),
    "needed": gettext_lazy("could, but another shift or rule would suffer more"),
}


def sentence(instance, finding):
    """A Finding in words. Hours are written without a needless fraction."""
    names = {person.id: str(person) for person in instance.staff}
    said = {name: _plain(value) for name, value in finding.params.items()}
    return str(SENTENCES[finding.code]) % {"name": names.get(finding.person, ""), **said}


def reason(why):
    """An explain.Reason in words."""
    return str(REASONS[why.code]) % {name: _plain(value) for name, value in why.params.items()}


def _plain(value):
    return f"{value:g}" if isinstance(value, float) else value
