"""How the notices of the log read. %(subject)s is a serial and a unit: no name and no telephone number leaves the house."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "matter_half": _("Half of its time has run: %(subject)s"),
    "matter_most": _("Four fifths of its time have run: %(subject)s"),
    "matter_overdue": _("Past its due time: %(subject)s"),
    "matter_accept": _("Not accepted in time: %(subject)s"),
    "matter_arrive": _("Nobody on site, or no first reply, in time: %(subject)s"),
    "matter_contain": _("Incident not contained in time: %(subject)s"),
    "matter_unowned": _("Whoever was responsible has left, give it to somebody: %(subject)s"),
    "matter_stale": _("Nothing was done about it for long: %(subject)s"),
    "escalation_raised": _("For your decision: %(subject)s"),
    "escalation_up": _("Nobody below you has decided: %(subject)s"),
    "escalation_forgotten": _("You have seen it, but not decided: %(subject)s"),
    "instruction_given": _("An instruction for you to carry out: %(subject)s"),
    "instruction_overdue": _("An instruction is overdue: %(subject)s"),
    "called_out": _("You are called out: %(subject)s"),
    "call_out_unanswered": _("A call-out is not answered: %(subject)s"),
    "call_out_refused": _("A call-out was refused: %(subject)s"),
    "drill_asked": _("Drill: confirm that you are reachable as %(subject)s"),
    "drill_silent": _("Drill: nobody has confirmed as %(subject)s"),
    "unreachable": _("Two calls in vain, ring the deputy: %(subject)s"),
    "volume_close": _("The volume of a past month is still open; close it: %(subject)s"),
    "volume_late": _("The volume of a past month was not closed by the 10th: %(subject)s"),
    "volumes_due": _("Volumes whose time of keeping is over: %(subject)s"),
    "disposal_asked": _("Disposal of a volume waits for your answer: %(subject)s"),
    "erasure_asked": _("An erasure of personal data waits for your answer: request %(subject)s"),
    "measure_review": _("A protective measure waits for your review: %(subject)s"),
}
