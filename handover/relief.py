"""Nobody leaves before being relieved: the question that signing out at the desk asks (R49)."""

from django.utils.translation import gettext as _

from duty.roster import attendance

from .models import Release, Sheet


def held(desk, present, at):
    """Why somebody has to stay, or None. present: their attendance.Present.

    Free are those without a planned shift, those of a shift that was handed over or does not hold the desk, those released,
    those of whose shift somebody else stays, and everybody at a desk that has never handed over with this system.
    """
    if present.date is None or not Sheet.objects.filter(desk=desk).exists():
        return None
    mine = {"date": present.date, "code": present.code}
    if Sheet.objects.filter(desk=desk, from_date=present.date, from_code=present.code).exists():
        return None
    if Release.objects.filter(desk=desk, person=present.person, **mine).exists():
        return None
    others = [one for one in attendance.present(desk, at) if one.person.pk != present.person.pk and not one.away_since]
    if any((one.date, one.code) == (present.date, present.code) for one in others):
        return None
    newest = Sheet.objects.filter(desk=desk).order_by("-id").first()
    holder = (newest.to_date, newest.to_code)
    if holder != (present.date, present.code) and any((one.date, one.code) == holder for one in others):
        return None
    return _(
        "You have not been relieved. Hand the desk over first; if nobody comes, alert the supervisor on the page "
        "“Handover”, who can let you go."
    )
