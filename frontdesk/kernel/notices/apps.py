from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "frontdesk.kernel.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self):
        from . import obligations

        obligations.say("channel_test", _("Test message: %(subject)s"))
