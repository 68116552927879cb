"""Which page is explained by which section of which guide; the only place that says so.

A topic is a section of a guide in docs/guides, in every language, under the anchor that is its slug.
"""

from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from frontdesk.kernel.people.models import Role

GUIDES = ("desk", "supervisor", "lead", "operator")


@dataclass(frozen=True)
class Topic:
    """slug: its anchor and its address; guide: whose it is; pages: the names of the addresses it explains, with spaces
    between; clauses: the requirements whose sentences it quotes; readers: whom the list shows it to, where that is not
    simply whoever may open one of its pages."""

    slug: str
    guide: str
    pages: str = ""
    clauses: str = ""
    readers: frozenset = frozenset()

    def concerns(self, roles):
        """Whether the list shows it to somebody in these roles."""
        if self.readers:
            return bool(roles & self.readers)
        return any(asked is None or roles & asked for asked in map(_asked_by_pages().get, self.pages.split()))


OPERATORS = frozenset({Role.ADMINISTRATOR})
DESK = frozenset({Role.DESK_CLERK, Role.BUTLER, Role.SUPERVISOR, Role.SUPPORT})
WATCHERS = DESK | {Role.PROJECT_LEAD, Role.AUDITOR}

TOPICS = (
    # the desk
    Topic("workbench", "desk", "workbench live", "R07", WATCHERS),
    Topic("new-entry", "desk", "log:new log:households", "R26 R37"),
    Topic(
        "matter", "desk",
        "log:entry log:note log:dispatch log:accept log:arrive log:finish log:close log:reopen log:call-back log:owner log:pause"
        " log:resume log:priority log:phone log:attachment",
        "R23 R39",
    ),
    Topic("correction", "desk", "log:correct log:correct_field", "R41"),
    Topic("escalate", "desk", "log:escalate log:instruction-carry-out", "R08 R24"),
    Topic("duty-log", "desk", "log:book log:day log:print_day search printing:day printing:list", "R38 R44"),
    Topic("follow-up", "desk", "log:matters log:ageing", "R01"),
    Topic("sheets", "desk", "log:register log:sheet log:save_sheet log:print_sheet printing:sheet", "R16"),
    Topic(
        "telephone", "desk",
        "log:missed_calls log:return_call log:import_calls log:confirm_import log:report_fault log:telephone_month log:outgoing"
        " log:set_three_rings",
        "R26 R30 R31",
    ),
    Topic(
        "incident", "desk",
        "log:incidents log:incident log:incident_report log:declare-incident log:contain log:call-out printing:incident",
        "R18 R20 R32",
    ),
    Topic("measures", "desk", "log:measures log:measure log:measure-lift log:measure-review", "R33"),
    Topic(
        "call-outs", "desk",
        "log:call_outs log:callout-answer log:callout-on-site log:callout-leave log:callout-refuse log:callout-review",
        "R35 R36",
    ),
    Topic("on-call", "desk", "log:on_call log:attempt log:fill_post log:start_drill log:answer_drill log:on_call_month", "R34"),
    Topic(
        "attendance", "desk",
        "roster:attendance roster:sign_in roster:step_away roster:come_back roster:sign_out roster:call_support",
        "R14 R22",
    ),
    Topic(
        "my-shifts", "desk", "roster:my_shifts roster:make_feed roster:end_feed roster:make_wish roster:take_back_wish",
        "R29", DESK,
    ),
    Topic(
        "leave", "desk",
        "roster:requests roster:request roster:ask_leave roster:ask_swap roster:agree roster:decline roster:withdraw",
        "R27 R29",
    ),
    Topic(
        "handover", "desk",
        "handover:overview handover:take_over handover:prepare handover:handover handover:drop handover:call_relief",
        "R49 R50",
    ),
    Topic(
        "handover-read", "desk",
        "handover:read handover:mark_read handover:choose_outgoing handover:ask handover:answer handover:note",
        "R51 R52 R53",
    ),
    Topic("handover-checks", "desk", "handover:checks", "R54"),
    Topic("handover-count", "desk", "handover:counts handover:explain", "R55"),
    Topic("handover-sign", "desk", "handover:sign handover:refuse", "R56"),
    Topic(
        "handover-sheet", "desk",
        "handover:sheet handover:read_sheet handover:countersign handover:print handover:attachment printing:handover",
        "R57",
    ),
    Topic("loans", "desk", "handover:loans handover:lend handover:give_back", "R55"),
    Topic("daily-notice", "desk", "inspections:notices inspections:tick inspections:give_notice", "R60"),
    Topic(
        "households", "desk",
        "log:register_of_households log:household log:rename_household log:move_in log:household_phones log:change_resident"
        " log:move_out",
        "R45",
    ),
    Topic("notices", "desk", "notices open_notice contact", "R21"),
    Topic("account", "desk", "password two_factor promise switch lock sign_out choose_desk", "R45"),
    Topic("offline", "desk", readers=DESK),
    # the supervisor
    Topic(
        "inspections", "supervisor",
        "inspections:home inspections:new inspections:inspection inspections:attachment inspections:month printing:checklist",
        "R58 R59 R61",
    ),
    Topic(
        "reading", "supervisor",
        "inspections:readings inspections:reading inspections:sign_reading inspections:instruct inspections:note_off_duty",
        "R46 R47",
    ),
    Topic(
        "for-decision", "supervisor",
        "log:escalations log:escalation-acknowledge log:escalation-decide log:instruct",
        "R06 R25",
    ),
    Topic(
        "findings", "supervisor",
        "inspections:findings inspections:finding inspections:cause inspections:measure inspections:done inspections:verify"
        " inspections:correction inspections:guidance",
        "R62", WATCHERS,
    ),
    Topic(
        "spot-checks", "supervisor",
        "inspections:draws inspections:make_draw inspections:choose inspections:inspect_chosen inspections:draw"
        " inspections:reveal inspections:inspect_drawn",
        "R03 R63",
    ),
    Topic("coaching", "supervisor", "inspections:coaching inspections:coach", "R05", WATCHERS),
    Topic("settings", "supervisor", "settings", "R02"),
    Topic(
        "roster-month", "supervisor",
        "roster:this_month roster:month roster:begin roster:put roster:complete roster:review roster:submit roster:ask_draft"
        " roster:draft_progress roster:stop_draft roster:take_draft roster:load roster:gaps roster:moves roster:month_calendar"
        " roster:print roster:xlsx roster:csv printing:roster",
        "R09 R10 R11",
    ),
    Topic(
        "substitutes", "supervisor",
        "roster:substitute roster:open_shift roster:approve_request roster:refuse_request roster:cancel_leave",
        "R04 R28",
    ),
    Topic("hours-worked", "supervisor", "roster:ledger", "R22"),
    Topic("cases", "supervisor", "roster:decide_case roster:outcomes roster:add_outcome roster:use_outcome", "R48"),
    Topic("support", "supervisor", "roster:send_support roster:end_support", "R14"),
    Topic("release", "supervisor", "handover:release handover:figures handover:figures_month", "R49"),
    Topic(
        "articles", "supervisor", "handover:articles handover:set_up handover:set_article handover:set_check_item", "R54 R55"
    ),
    Topic(
        "shifts-and-hours", "supervisor",
        "roster:shifts roster:change_shift roster:add_window roster:remove_window roster:add_limit roster:lift_limit"
        " roster:hours roster:set_hours",
        "R12 R13",
    ),
    Topic(
        "calendar", "supervisor",
        "roster:calendar roster:calendar_year roster:plan_day roster:paste_days roster:forget_day",
        "R13",
    ),
    Topic(
        "desk-rules", "supervisor",
        "log:target_times log:set_target_times log:escalation_rules log:set_escalation_rule log:end_escalation_rule"
        " log:phrases log:add_phrase log:remove_phrase",
        "R19 R25",
    ),
    Topic("inspection-items", "supervisor", "inspections:settings inspections:set_frequency inspections:set_items", "R58"),
    Topic(
        "volumes", "supervisor",
        "log:archive log:volume log:volume_files log:make_file log:download_export log:volume-close log:volume-move"
        " log:volume-dispose log:print_certificate",
        "R42 R43", WATCHERS,
    ),
    Topic("erasures", "supervisor", "log:erasures log:new_erasure log:erasure", "R45"),
    Topic("print-room", "supervisor", "printing:room printing:ask printing:progress printing:stop printing:file", "R64 R65"),
    # the project lead
    Topic("roster-approval", "lead", "roster:approve roster:send_back", "R11"),
    Topic(
        "compliance", "lead",
        "compliance:this_month compliance:month compliance:year compliance:clause compliance:desk compliance:hours"
        " compliance:set_window",
        "R01 R14",
    ),
    Topic("projects", "lead", "compliance:all_projects compliance:projects", "R02"),
    Topic("first-day", "lead", "first_day first_day_hours", "R13"),
    Topic("people", "lead", "people new_person new_password end_posting", "R04"),
    Topic("access-log", "lead", "access_log", "R44"),
    Topic("paper-check", "lead", "check_paper", "R40"),
    Topic(
        "disposal", "lead",
        "log:volume-approve log:volume-decline log:volume-hold log:volume-lift log:retention log:set_retention"
        " log:approve_erasure log:decline_erasure",
        "R43",
    ),
    # the operator
    Topic("installation", "operator", readers=OPERATORS),
    Topic("project-facts", "operator", "project another_project", "R02"),
    Topic(
        "lists", "operator",
        "lists list_staff list_staff_confirm list_staff_export list_staff_template list_households list_households_confirm"
        " list_households_export list_households_template list_articles list_articles_confirm list_articles_export"
        " list_articles_template",
        "R45",
    ),
    Topic("channels", "operator", "channels switch_channel test_channel set_quiet_hours end_quiet_hours", "R21"),
    Topic("backups", "operator", clauses="R43", readers=OPERATORS),
    Topic("verification", "operator", clauses="R40", readers=OPERATORS),
    Topic("health", "operator", readers=OPERATORS),
    Topic("updates", "operator", readers=OPERATORS),
)  # fmt: skip
BY_SLUG = {topic.slug: topic for topic in TOPICS}
BY_PAGE = {page: topic for topic in TOPICS for page in topic.pages.split()}


def addresses(patterns=None, space=""):
    """(name, view) of every address of the house."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield space + (pattern.name or ""), pattern.callback


@cache
def _asked_by_pages():
    """{name of an address: the roles its view asks for, None for everybody}"""
    return {name: getattr(view, "needs_role", None) for name, view in addresses()}


def of_page(name):
    """The topic that explains the page of an address, or None."""
    return BY_PAGE.get(name)
