"""One page that leads to everything a project has set."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duty.roster.rules import READERS
from frontdesk.kernel.notices.rules import KEEPERS
from frontdesk.kernel.ui.permissions import needs_role, opens_for

from .people import SEERS
from .setup.commands import FOUNDERS

# (name of the address, heading, what is set there)
PAGES = (
    ("first_day", _("First day"), _("What is there, and what is still missing")),
    ("project", _("Project and desk"), _("Names, hotline, address, time zone")),
    ("people", _("People"), _("Who holds which role")),
    ("log:register_of_households", _("Households"), _("Who lives where; who moved in and out")),
    ("lists", _("Lists in and out"), _("Staff, households, articles as spreadsheets")),
    ("roster:hours", _("Service hours"), _("When the desk is open")),
    ("roster:shifts", _("Shifts and busy windows"), _("Which shifts there are, how many people each needs")),
    ("roster:outcomes", _("Outcomes of cases"), _("What may follow from being late or absent")),
    ("roster:calendar", _("Calendar"), _("Workdays, rest days, holidays")),
    ("handover:articles", _("Articles and checks"), _("What is counted and looked at when the desk changes hands")),
    ("log:target_times", _("Target times"), _("By when matters are accepted, reached, solved")),
    ("log:phrases", _("Phrases"), _("Sentences that the desk is offered while it types")),
    ("log:escalation_rules", _("Escalation rules"), _("What goes to supervisor and lead at once")),
    ("inspections:settings", _("Inspections"), _("What is looked at, and how often")),
    ("log:retention", _("Time of keeping"), _("How many years a volume is kept")),
    ("access_log", _("Who looked at what"), _("Reveals, prints, exports, past volumes")),
    ("channels", _("Notices"), _("Mail and group chats; quiet hours")),
    ("check_paper", _("Check a printed sheet"), _("Whether the book still says what a sheet of paper says")),
    ("another_project", _("Another project"), _("Open one more project of the company")),
)


@require_GET
@needs_role(READERS | KEEPERS | SEERS | FOUNDERS)
def settings_page(request):
    """Only what opens for whoever asks: each page says that itself."""
    pages = [(reverse(name), label, what) for name, label, what in PAGES if opens_for(name, request.roles)]
    return render(request, "pages/settings.html", {"pages": pages})
