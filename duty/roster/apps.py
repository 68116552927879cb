from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RosterConfig(AppConfig):
    name = "duty.roster"
    label = "roster"
    verbose_name = _("Rosters")

    def ready(self):
        from frontdesk.kernel.notices import obligations as notices
        from frontdesk.kernel.records import catalogue

        from . import obligations, projections
        from .commands.attendance import watch

        notices.establish(watch)
        for source in obligations.ALL:
            notices.declare(source)
        notices.say("roster_due", _("Next month's roster is to be drafted by the 25th: %(subject)s"))
        notices.say("roster_late", _("The roster was not drafted by the 25th: %(subject)s"))
        notices.say("roster_submitted", _("A roster waits for your approval: %(subject)s"))
        notices.say("roster_returned", _("The project lead has returned the roster: %(subject)s"))
        notices.say("roster_published", _("The roster is approved: %(subject)s"))
        notices.say("roster_changed", _("Your shifts have changed: %(subject)s"))
        notices.say("leave_asked", _("A request for leave waits for you: %(subject)s"))
        notices.say("swap_asked", _("A colleague asks you to swap a shift: %(subject)s"))
        notices.say("request_consented", _("A swap that both agreed to waits for you: %(subject)s"))
        notices.say("request_declined", _("The colleague declined the swap: %(subject)s"))
        notices.say("request_approved", _("Approved by the supervisor: your request for %(subject)s"))
        notices.say("request_refused", _("Refused by the supervisor: your request for %(subject)s"))
        notices.say("request_withdrawn", _("A request for a swap was taken back: %(subject)s"))
        notices.say("request_cancelled", _("Your leave was cancelled: %(subject)s"))
        notices.say("shift_open", _("A shift is open and needs somebody: %(subject)s"))
        notices.say("shift_tomorrow", _("Your shift tomorrow: %(subject)s"))
        notices.say("desk_unattended", _("Nobody is signed in at the desk: %(subject)s"))
        notices.say("case_open", _("A case of attendance waits for your decision: %(subject)s"))
        notices.say("case_of_yours", _("A case of attendance about you was opened: %(subject)s"))
        notices.say("case_decided", _("A case of attendance about you is decided: %(subject)s"))
        notices.say("support_called", _("The desk asks for support: %(subject)s"))
        notices.say("support_given", _("You support the desk: %(subject)s"))
        catalogue.keep(projections.PLANNED)
