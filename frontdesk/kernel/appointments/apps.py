from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "frontdesk.kernel.appointments"
    label = "appointments"
    verbose_name = _("Appointments")

    def ready(self):
        from frontdesk.kernel.records import catalogue

        from .projections import POSTINGS

        catalogue.keep(POSTINGS)
