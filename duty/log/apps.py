from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LogConfig(AppConfig):
    name = "duty.log"
    label = "log"
    verbose_name = _("Duty log")

    def ready(self):
        from frontdesk.kernel.notices import obligations as notices
        from frontdesk.kernel.records import catalogue

        from . import obligations, projections

        notices.declare(obligations.overdue)
        notices.say("matter_overdue", _("Past its due time: %(subject)s"))

        for projection in projections.ALL:
            catalogue.keep(projection)
