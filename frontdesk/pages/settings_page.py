"""One page that leads to everything a project has set."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duty.log.rules import READERS as LOG_READERS
from duty.roster.rules import READERS
from frontdesk.kernel.appointments.rules import APPOINTERS
from frontdesk.kernel.notices.rules import KEEPERS
from frontdesk.kernel.ui.permissions import needs_role
from inspections.rules import READERS as SUPERVISION

from .access_log import OPENERS
from .lists.views import ANY as LISTS
from .people import SEERS
from .setup.commands import FOUNDERS
from .setup.views import FIRST_DAY

# (name of the address, heading, what is set there, who may open it)
PAGES = (
    ("first_day", _("First day"), _("What is there, and what is still missing"), FIRST_DAY),
    ("project", _("Project and desk"), _("Names, hotline, address, time zone"), APPOINTERS),
    ("people", _("People"), _("Who holds which role"), SEERS),
    ("log:register_of_households", _("Households"), _("Who lives where; who moved in and out"), LOG_READERS),
    ("lists", _("Lists in and out"), _("Staff, households, articles as spreadsheets"), LISTS),
    ("roster:hours", _("Service hours"), _("When the desk is open"), READERS),
    ("roster:shifts", _("Shifts and busy windows"), _("Which shifts there are, how many people each needs"), READERS),
    ("roster:outcomes", _("Outcomes of cases"), _("What may follow from being late or absent"), READERS),
    ("roster:calendar", _("Calendar"), _("Workdays, rest days, holidays"), READERS),
    (
        "handover:articles",
        _("Articles and checks"),
        _("What is counted and looked at when the desk changes hands"),
        READERS,
    ),
    ("log:target_times", _("Target times"), _("By when matters are accepted, reached, solved"), READERS),
    ("log:phrases", _("Phrases"), _("Sentences that the desk is offered while it types"), LOG_READERS),
    ("log:escalation_rules", _("Escalation rules"), _("What goes to supervisor and lead at once"), READERS),
    ("inspections:settings", _("Inspections"), _("What is looked at, and how often"), SUPERVISION),
    ("log:retention", _("Time of keeping"), _("How many years a volume is kept"), LOG_READERS),
    ("access_log", _("Who looked at what"), _("Reveals, prints, exports, past volumes"), OPENERS),
    ("channels", _("Notices"), _("Mail and group chats; quiet hours"), KEEPERS),
    ("check_paper", _("Check a printed sheet"), _("Whether the book still says what a sheet of paper says"), READERS),
    ("another_project", _("Another project"), _("Open one more project of the company"), FOUNDERS),
)


@require_GET
@needs_role(READERS | KEEPERS | SEERS | FOUNDERS)
def settings_page(request):
    pages = [(reverse(name), label, what) for name, label, what, roles in PAGES if request.roles & roles]
    return render(request, "pages/settings.html", {"pages": pages})
