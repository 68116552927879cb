from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LogConfig(AppConfig):
    name = "duty.log"
    label = "log"
    verbose_name = _("Duty log")

    def ready(self):
        from frontdesk.kernel.notices import obligations as notices
        from frontdesk.kernel.records import catalogue

        from . import datafile, obligations, projections, sentences, volumes

        for source in obligations.ALL:
            notices.declare(source)
        for kind, sentence in sentences.SENTENCES.items():
            notices.say(kind, sentence)

        for projection in projections.ALL:
            catalogue.keep(projection)
        for part in volumes.OURS:
            volumes.belong(part)
        volumes.makers[datafile.MEDIA_TYPE] = datafile.MAKER
