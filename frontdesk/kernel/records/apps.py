from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "frontdesk.kernel.records"
    label = "records"
    verbose_name = _("Sealed records")

    def ready(self):
        from . import guards

        # SQLite rebuilds a table in many migrations and silently drops its triggers with it.
        pre_migrate.connect(guards.before_migrate, dispatch_uid="records.guards.before")
        post_migrate.connect(guards.after_migrate, dispatch_uid="records.guards")
