"""The clauses of the regulation as the board shows them: what each is about, what is counted of it, where its records are.

What the regulation asks of people and no software can enforce is marked: of these the board shows what is recorded, and says so.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# R22, R26, R34, R37, R58: that somebody stays, picks up in time, is reachable, leaves nothing out, serves well.
RECORDED_ONLY = frozenset({"R22", "R26", "R34", "R37", "R58"})


@dataclass(frozen=True)
class Clause:
    """number: as requirements are numbered; address: of the sentence; counted: what the figure counts; to: the name of the page
    with the records, and what it asks for: 'month', 'year and month', a query, or the name of a register."""

    number: str
    address: str
    title: str
    counted: str
    to: str
    asks: str = ""

    @property
    def is_recorded_only(self):
        return self.number in RECORDED_ONLY

    def link(self, month):
        """The address of the records behind a month's figure."""
        if self.asks == MONTH:
            return reverse(self.to, args=[month])
        if self.asks == YEAR_AND_MONTH:
            return reverse(self.to, args=[month.year, month.month])
        if self.asks.startswith("?") or not self.asks:
            return reverse(self.to) + self.asks
        return reverse(self.to, args=[self.asks])


@dataclass(frozen=True)
class Group:
    """A part of the regulation."""

    title: str
    address: str
    clauses: tuple


MONTH, YEAR_AND_MONTH = "month", "year and month"
GROUPS = (
    Group(_("Purpose, scope, responsibilities"), "3.10.1–3.10.3", (
        Clause("R01", "3.10.1", _("Nothing a customer says gets lost"),
               _("entries whose matter is closed with a result"), "log:matters"),
        Clause("R02", "3.10.2", _("One project's front desk"), _("entries in this project's own book"), "log:book"),
        Clause("R03", "3.10.3-1", _("Spot checks of duty and handover records"),
               _("spot checks made"), "inspections:draws"),
        Clause("R04", "3.10.3-2", _("Rostering and deployment"), _("changes of roles, each sealed"), "people"),
        Clause("R05", "3.10.3-2", _("Daily inspection and coaching"), _("coaching notes"), "inspections:coaching"),
        Clause("R06", "3.10.3-2", _("The supervisor takes over what the desk cannot handle"),
               _("escalations to the supervisor decided in time"), "log:escalations"),
        Clause("R07", "3.10.3-3", _("Daily service of the desk"),
               _("entries written while a shift was on duty"), "log:book"),
        Clause("R08", "3.10.3-3", _("What cannot be handled is reported upward"),
               _("escalations, each with its reason"), "log:escalations"),
    )),
    Group(_("Rosters"), "3.10.4-1", (
        Clause("R09", "4-1-A", _("Draft of the roster by the 25th"),
               _("drafts completed by the 25th, 24:00"), "roster:month", MONTH),
        Clause("R10", "4-1-A", _("Review of the roster"),
               _("reviews by somebody else than the drafter"), "roster:month", MONTH),
        Clause("R11", "4-1-A", _("The roster goes to the project lead"),
               _("approved before the month began"), "roster:month", MONTH),
        Clause("R12", "4-1-B", _("Butlers and desk clerks stand duty"),
               _("planned shifts with a butler"), "roster:month", MONTH),
        Clause("R13", "4-1-B", _("Service hours are covered"),
               _("open days whose hours the planned shifts cover"), "roster:month", MONTH),
        Clause("R14", "4-1-B", _("Support in busy periods"), _("calls for support"), "compliance:hours", MONTH),
    )),
    Group(_("On duty"), "3.10.4-2", (
        Clause("R15", "4-2-A-a", _("Enquiries"), _("enquiries answered at once"), "log:book"),
        Clause("R16", "4-2-A-b", _("Requests for help"),
               _("requests, repairs, complaints and others taken in"), "log:register", "work-orders"),
        Clause("R17", "4-2-A-c", _("Safety of customers and centre"),
               _("opening and closing checks signed"), "handover:overview"),
        Clause("R18", "4-2-A-d", _("Coordination in an emergency"),
               _("incidents with their timeline"), "log:incidents"),
        Clause("R19", "4-2-B-a", _("Principle of timeliness"),
               _("matters done within their target time, of those done or overdue"), "log:matters", "?show=overdue"),
        Clause("R20", "4-2-B-b", _("Principle of containment"), _("incidents contained in time"), "log:incidents"),
        Clause("R21", "4-2-B-c", _("Principle of prompt reporting"),
               _("entries written within 15 minutes of what happened"), "log:book"),
        Clause("R22", "4-2-C-a", _("Nobody leaves the post"),
               _("planned shifts that somebody signed in for"), "roster:attendance"),
        Clause("R23", "4-2-C-b", _("Problems are solved promptly"),
               _("open matters of this month not left lying"), "log:matters", "?show=stale"),
        Clause("R24", "4-2-C-b", _("Decisions are carried out"), _("instructions carried out"), "log:escalations"),
        Clause("R25", "4-2-C-b", _("Major problems at once to the lead"),
               _("major problems reported within 10 minutes"), "log:escalations"),
        Clause("R26", "4-2-C-c", _("Answered within three rings"),
               _("calls answered within three rings, of those whose rings were noted"), "log:telephone_month", YEAR_AND_MONTH),
        Clause("R27", "4-2-C-d", _("Leave is asked of the supervisor"),
               _("requests for leave that were answered"), "roster:requests"),
        Clause("R28", "4-2-C-d", _("A substitute is arranged"),
               _("places on the roster that are filled"), "roster:month", MONTH),
        Clause("R29", "4-2-C-d", _("No private swaps"),
               _("people on duty without being planned"), "roster:attendance"),
        Clause("R30", "4-2-C-e", _("Lines are kept open"),
               _("lines found in order when tested"), "handover:overview"),
        Clause("R31", "4-2-C-e", _("The hotline is for incoming calls"),
               _("calls made on the hotline, each with a reason"), "log:outgoing"),
        Clause("R32", "4-2-D-a", _("Other departments' staff may be called in"),
               _("call-outs that were answered"), "log:call_outs"),
        Clause("R33", "4-2-D-b", _("Temporary protective measures"),
               _("measures reviewed within a day"), "log:measures"),
        Clause("R34", "4-2-E", _("Four post holders stay reachable"),
               _("attempts that reached somebody"), "log:on_call_month", YEAR_AND_MONTH),
        Clause("R35", "4-2-E", _("They help at once when told"),
               _("call-outs answered within 30 minutes"), "log:call_outs"),
        Clause("R36", "4-2-E", _("They return to site if needed"),
               _("people asked back to the site who came"), "log:call_outs"),
        Clause("R37", "4-2-F", _("Everything goes into the log"), _("entries, numbered without a gap"), "log:book"),
        Clause("R38", "4-2-F", _("Objective, clear, complete"),
               _("handovers with the declaration that nothing is left unrecorded"), "handover:overview"),
        Clause("R39", "4-2-F", _("The handling is recorded in detail"),
               _("steps of the handling written down"), "log:matters"),
        Clause("R40", "4-2-F", _("No page may be torn out"),
               _("signed checkpoints of the chain, against which a missing line is seen"), "check_paper"),
        Clause("R41", "4-2-F", _("No record may be altered"), _("corrections, each a new line"), "log:book"),
        Clause("R42", "4-2-F", _("Full books are kept by the project"),
               _("volumes closed and given to a custodian, of the months that are over"), "log:archive"),
        Clause("R43", "4-2-F", _("Kept three years"), _("volumes in keeping at the end of the month"), "log:archive"),
        Clause("R44", "4-2-G", _("Internal eyes only"), _("openings of past volumes, each noted"),
               "access_log", "?what=past_volume"),
        Clause("R45", "4-2-G", _("Confidentiality"), _("masked values shown on request, each noted"),
               "access_log", "?what=reveal"),
        Clause("R46", "4-2-H", _("The log is read every day"),
               _("days read and signed in time"), "inspections:readings"),
        Clause("R47", "4-2-H", _("Handled promptly, properly, effectively"),
               _("closed matters that were not opened again"), "log:matters", "?show=reopened"),
        Clause("R48", "4-2-I", _("Late or refused take-over"),
               _("cases of late or absent relief that are decided"), "roster:attendance"),
        Clause("R49", "4-2-J", _("Nobody leaves before being relieved"),
               _("people released without relief, each with a reason"), "handover:overview"),
    )),
    Group(_("Handover"), "3.10.4-3", (
        Clause("R50", "4-3-A", _("Fifteen minutes early"),
               _("arrivals at least fifteen minutes early"), "handover:figures_month", MONTH),
        Clause("R51", "4-3-B-a", _("Reading the previous shift's log"),
               _("readings when a shift took over"), "handover:overview"),
        Clause("R52", "4-3-B-a", _("Asking about what is pending"),
               _("questions that were answered"), "handover:overview"),
        Clause("R53", "4-3-B-b", _("Handing over what is left"), _("items handed on"), "handover:overview"),
        Clause("R54", "4-3-B-c", _("Checking the desk area"),
               _("things looked at and found in order"), "handover:overview"),
        Clause("R55", "4-3-C", _("Counting the articles"),
               _("articles counted without a difference"), "handover:overview"),
        Clause("R56", "4-3-D", _("Recording and signing"),
               _("changes of shift signed by two people"), "handover:overview"),
        Clause("R57", "4-3-E", _("Following up"),
               _("items handed on more than three times"), "handover:figures_month", MONTH),
    )),
    Group(_("Supervision"), "3.10.4-4", (
        Clause("R58", "4-4-A", _("The ten check items"),
               _("inspected items found in order"), "inspections:month", MONTH),
        Clause("R59", "4-4-B", _("Daily before 9:30 and at handovers"),
               _("inspections made in time, of those due"), "inspections:month", MONTH),
        Clause("R60", "4-4-B", _("The day's points"), _("daily notices given"), "inspections:notices"),
        Clause("R61", "4-4-B", _("At any other time"), _("ad hoc inspections"), "inspections:month", MONTH),
        Clause("R62", "4-4-B", _("Correct, guide, analyse, improve"),
               _("findings verified by somebody else"), "inspections:findings"),
        Clause("R63", "4-4-C", _("Irregular spot checks"),
               _("spot checks made, of those wanted"), "inspections:draws"),
    )),
    Group(_("Quality records"), "3.10.5", (
        Clause("R64", "3.10.5-1", _("Duty log and handover record"), _("prints and exports, each noted"), "access_log"),
        Clause("R65", "3.10.5-2", _("The roster"), _("versions of the roster kept"), "roster:month", MONTH),
    )),
)  # fmt: skip
ALL = tuple(clause for group in GROUPS for clause in group.clauses)
