from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    name = "handover"
    verbose_name = _("Handover")

    def ready(self):
        from duty.log import erasing, volumes
        from duty.roster import leaving
        from frontdesk.kernel.notices import obligations as notices
        from frontdesk.kernel.records import catalogue

        from . import archive, obligations, projections, relief

        leaving.ask(relief.held)
        for source in obligations.ALL:
            notices.declare(source)
        notices.say("handover_overdue", _("A shift has begun and was not handed over: %(subject)s"))
        notices.say("handover_refused", _("Somebody refused to take over the desk: %(subject)s"))
        notices.say("handover_released", _("You may leave without having been relieved: %(subject)s"))
        notices.say(
            "handover_alone", _("An opening or closing without a witness waits for your signature: %(subject)s")
        )
        notices.say("handover_travels", _("A matter was handed on more than three times: %(subject)s"))
        notices.say("loan_overdue", _("Something lent at the desk is not back: %(subject)s"))
        catalogue.keep(projections.SIGNED)
        for part in archive.PARTS:
            volumes.belong(part)
        for holder in archive.HOLDERS:
            erasing.holds(holder)
