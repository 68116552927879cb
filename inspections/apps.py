from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Inspections")

    def ready(self):
        from duty.log import volumes
        from frontdesk.kernel.notices import obligations as notices
        from frontdesk.kernel.records import catalogue
        from frontdesk.kernel.ui import beside
        from handover import bulletin

        from . import archive, obligations, onduty, projections, sentences
        from . import beside as ours

        for source in obligations.ALL:
            notices.declare(source)
        for kind, sentence in sentences.SENTENCES.items():
            notices.say(kind, sentence)
        for projection in projections.ALL:
            catalogue.keep(projection)
        for part in archive.PARTS:
            volumes.belong(part)
        bulletin.tell(onduty.lines)
        beside.add("roster.attendance", ours.points)
        beside.add("log.day", ours.checks_of_day)
        beside.add("handover.sheet", ours.checks_of_sheet)
