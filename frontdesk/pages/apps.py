from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "frontdesk.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self):
        from frontdesk.kernel.notices import obligations as notices

        from . import obligations

        notices.declare(obligations.checkpoints)
        notices.say("checkpoint", _("Keep this code of the book outside the system: %(subject)s"), is_task=False)
