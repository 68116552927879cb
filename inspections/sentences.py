"""How the notices of supervision read. %(subject)s is a day or a time: no name and no telephone number leaves the house."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "inspection_due": _("The desk is to be inspected by %(subject)s"),
    "inspection_missed": _("The desk was not inspected by %(subject)s"),
    "handover_not_inspected": _("No change of shift was inspected by %(subject)s"),
    "day_unread": _("The duty log of a day waits for your reading: %(subject)s"),
    "day_unread_overdue": _("The duty log of a day was not read by 9:30: %(subject)s"),
    "day_partly_read": _("More was written on a day that you have read: %(subject)s"),
    "day_partly_read_overdue": _("A day is read in part only, and 9:30 has passed: %(subject)s"),
    "finding_yours": _("A finding is yours to put right: %(subject)s"),
    "finding_to_verify": _("A measure is carried out and waits for your verification: %(subject)s"),
    "finding_overdue": _("A finding is past its day: %(subject)s"),
    "notice_to_tick": _("A daily notice for you to tick: %(subject)s"),
    "notice_unticked": _("Somebody on duty has not ticked the daily notice: %(subject)s"),
    "spot_short": _("The month ends and spot checks are missing: %(subject)s"),
    "spot_missed": _("Fewer spot checks were made than wanted: %(subject)s"),
    "coaching": _("A coaching note is for you: %(subject)s"),
}
