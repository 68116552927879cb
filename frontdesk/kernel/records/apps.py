from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "frontdesk.kernel.records"
    label = "records"
    verbose_name = _("Sealed records")

    def ready(self):
        from . import checks, guards, safety

        # SQLite rebuilds a table in many migrations and silently drops its triggers with it.
        pre_migrate.connect(guards.before_migrate, dispatch_uid="records.guards.before")
        post_migrate.connect(guards.after_migrate, dispatch_uid="records.guards")
        post_migrate.connect(safety.after_migrate, dispatch_uid="records.rights")
        pre_migrate.connect(safety.before_migrate, dispatch_uid="records.patience")
        register(checks.the_key_is_where_it_belongs)
        register(checks.the_key_can_sign, Tags.database)
        register(safety.check, Tags.database)
